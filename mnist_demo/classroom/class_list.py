"""The classes of a server: made, found by their code, renamed, opened and closed, erased."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, insert, select, update

from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.naming import CODE_LENGTH, LETTERS, LONGEST_NAME
from mnist_demo.damage import printable
from mnist_demo.database.schema import CLASSES
from mnist_demo.database.transactions import Database
from mnist_demo.event_log import log_event
from mnist_demo.texts import say

ATTEMPTS = 50
"""Codes that are drawn until one is free."""
NOTED_AFTER = timedelta(hours=1)
"""A class that was opened this long ago is noted as opened again; not each visit needs a write."""

Clock = Callable[[], datetime]
"""The time now, with its zone."""


class SetUp(NamedTuple):
    """What teachers set in a class."""

    name: str
    is_open: bool
    pupils_may_train: bool


@dataclass(frozen=True)
class SchoolClass:
    """A class: its `code` to join by, whether it takes drawings and votes, and what its pupils may do.

    `revision` grows with each change in the class: its settings, drawings, rounds, votes and tricks.
    """

    id: int
    code: str
    name: str
    is_open: bool
    pupils_may_train: bool
    created_at: datetime
    opened_at: datetime
    revision: int

    @property
    def set_up(self) -> SetUp:
        """What teachers set; pages that show the class follow a change of it."""
        return SetUp(self.name, self.is_open, self.pupils_may_train)


class ClassList:
    """All classes. Every method may raise DatabaseGone; those that take an id, ClassroomError if it is unknown."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def create(self, name: str) -> SchoolClass:
        """A new class, open, with a code of its own (ClassroomError for a name that is empty or too long)."""
        now = self._clock()
        with self._database.writing() as connection:
            row = {"name": _checked_name(name), "code": _free_code(connection), "is_open": True, "revision": 1}
            row |= {"pupils_may_train": False, "created_at": now, "opened_at": now}
            made = _school_class(connection.execute(insert(CLASSES).values(row).returning(CLASSES)).one())
        log_event("class_made", class_id=made.id)
        return made

    def all(self) -> list[SchoolClass]:
        """Those opened last come first."""
        query = select(CLASSES).order_by(CLASSES.c.opened_at.desc(), CLASSES.c.id.desc())
        with self._database.reading() as connection:
            return [_school_class(row) for row in connection.execute(query)]

    def find(self, code: str) -> SchoolClass | None:
        """The class with a code, in capital or small letters; None if there is none."""
        letters = "".join(code.split()).upper()
        if len(letters) != CODE_LENGTH or not set(letters) <= set(LETTERS):
            return None
        with self._database.reading() as connection:
            row = connection.execute(select(CLASSES).where(CLASSES.c.code == letters)).one_or_none()
        return _school_class(row) if row else None

    def by_code(self, code: str) -> SchoolClass:
        """As `find`, but ClassroomError if there is none."""
        found = self.find(code)
        if found is None:
            raise ClassroomError(say("classroom.no_such_code"))
        return found

    def get(self, class_id: int) -> SchoolClass:
        """The class as it is now."""
        with self._database.reading() as connection:
            row = connection.execute(select(CLASSES).where(CLASSES.c.id == class_id)).one_or_none()
        return _school_class(_known(row))

    def is_there(self, class_id: int) -> bool:
        """Whether there is such a class, or it is erased."""
        with self._database.reading() as connection:
            found = connection.execute(select(CLASSES.c.id).where(CLASSES.c.id == class_id)).scalar_one_or_none()
        return found is not None

    def revision(self, class_id: int) -> int:
        """The cheap question of pages that wait: only when it grows is there anything new."""
        with self._database.reading() as connection:
            found = connection.execute(select(CLASSES.c.revision).where(CLASSES.c.id == class_id)).scalar_one_or_none()
        return int(_known(found))

    def rename(self, class_id: int, name: str) -> SchoolClass:
        return self._change(class_id, name=_checked_name(name))

    def set_open(self, class_id: int, is_open: bool) -> SchoolClass:
        """Whether the class takes drawings and votes."""
        changed = self._change(class_id, is_open=is_open)
        log_event("class_opened" if is_open else "class_closed", class_id=class_id)
        return changed

    def set_pupils_may_train(self, class_id: int, may_train: bool) -> SchoolClass:
        return self._change(class_id, pupils_may_train=may_train)

    def note_opened(self, class_id: int) -> None:
        """Somebody opened the class, so that it is kept; written down at most once in NOTED_AFTER."""
        now = self._clock()
        if self.get(class_id).opened_at + NOTED_AFTER <= now:
            self._change(class_id, opened_at=now)

    def erase(self, class_id: int) -> bool:
        """Erase a class and all that was given to it, in the file of the database as well.

        False where somebody was using that file for too long, so that it may hold traces until the next erasing, or the
        next start; no page shows the class any more.
        """
        with self._database.writing() as connection:
            if not connection.execute(delete(CLASSES).where(CLASSES.c.id == class_id)).rowcount:
                raise ClassroomError(say("classroom.unknown"))
        log_event("class_erased", class_id=class_id)
        return self._database.wipe()

    def erase_unopened(self, days: int) -> int:
        """Erase the classes that nobody opened for so many days, and all traces of others; how many they were."""
        before = self._clock() - timedelta(days=days)
        with self._database.writing() as connection:
            count = connection.execute(delete(CLASSES).where(CLASSES.c.opened_at < before)).rowcount
        if count:
            log_event("classes_expired", count=count, days=days)
        self._database.wipe()
        return count

    def _change(self, class_id: int, **values: Any) -> SchoolClass:
        values["revision"] = CLASSES.c.revision + 1
        change = update(CLASSES).where(CLASSES.c.id == class_id).values(values).returning(CLASSES)
        with self._database.writing() as connection:
            return _school_class(_known(connection.execute(change).one_or_none()))


def next_revision(connection: Connection, class_id: int, must_be_open: bool = False) -> int:
    """Count a change in a class, before it is made: others who change the class wait until this one is stored.

    Raises:
        ClassroomError: there is no such class, or it must be open and is closed.
    """
    change = update(CLASSES).where(CLASSES.c.id == class_id).values(revision=CLASSES.c.revision + 1)
    row = _known(connection.execute(change.returning(CLASSES.c.revision, CLASSES.c.is_open)).one_or_none())
    if must_be_open and not row.is_open:
        raise ClassroomError(say("classroom.closed"))
    return int(row.revision)


def _known(found: Any) -> Any:
    if found is None:
        raise ClassroomError(say("classroom.unknown"))
    return found


def _checked_name(name: str) -> str:
    shown = printable(" ".join(name.split()))
    if not 0 < len(shown) <= LONGEST_NAME:
        raise ClassroomError(say("classroom.bad_name", most=LONGEST_NAME))
    return shown


def _free_code(connection: Connection) -> str:
    for _ in range(ATTEMPTS):
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        if connection.execute(select(CLASSES.c.id).where(CLASSES.c.code == code)).one_or_none() is None:
            return code
    raise ClassroomError(say("classroom.no_code"))


def _school_class(row: Row[Any]) -> SchoolClass:
    return SchoolClass(**row._mapping)
