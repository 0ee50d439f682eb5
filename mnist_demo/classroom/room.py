"""All that a server keeps of its classes, behind one object that any thread may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from mnist_demo.classroom.class_list import ClassList, Clock
from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.drawings import Drawings
from mnist_demo.classroom.gifts import Gifts
from mnist_demo.classroom.rounds import Rounds
from mnist_demo.classroom.tricks import Tricks
from mnist_demo.database.database_address import database_url
from mnist_demo.database.migrating import migrate
from mnist_demo.database.transactions import Database
from mnist_demo.settings import Settings
from mnist_demo.texts import say

LONGEST_DAYS = 36_500


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Classroom:
    """The classes of a server and what was given to them.

    Whoever calls has asked `classroom.rights.check` before: nothing here asks who somebody is.
    """

    classes: ClassList
    gifts: Gifts
    drawings: Drawings
    rounds: Rounds
    tricks: Tricks
    database: Database

    @classmethod
    def open(cls, settings: Settings, clock: Clock = utc_now) -> Classroom:
        """Open the database, make or change its tables, and erase the classes that nobody opened for too long.

        Raises:
            DatabaseGone: it cannot be reached; trying again later may work.
            ClassroomError: a setting is wrong, or the tables are those of a newer version.
        """
        keep_days = _days(settings.keep_days)
        database = Database(database_url(settings))
        classes = ClassList(database, clock)
        try:
            migrate(database)
            classes.erase_unopened(keep_days)
        except ClassroomError:
            database.close()  # it is tried again and again
            raise
        return cls(
            classes,
            Gifts(database, clock),
            Drawings(database, clock),
            Rounds(database, clock),
            Tricks(database, clock),
            database,
        )

    def close(self) -> None:
        """Close the connections; what was stored is stored already."""
        self.database.close()


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:9]) <= LONGEST_DAYS or len(text) > 9:
        raise ClassroomError(say("classroom.bad_days", most=LONGEST_DAYS))
    return int(text)
