"""Drawings that people give to their class: within limits, taken back, and the digit that is wanted next."""

from __future__ import annotations

import zlib
from datetime import timedelta

import numpy as np
from sqlalchemy import Connection, delete, func, insert, select

from mnist_demo.classroom.class_list import Clock, next_revision
from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.drawn_digit import DIGITS, MOST_DRAWINGS, Picture28, check_picture, checked_digit
from mnist_demo.classroom.taken_back import TakenBack
from mnist_demo.database.schema import DRAWINGS, GONE
from mnist_demo.database.transactions import Database
from mnist_demo.texts import say

MOST_A_MINUTE = 60
"""Drawings from one visit, those among them that it took back."""


class Gifts:
    """Every method may raise DatabaseGone, in which case nothing was changed."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._taken_back = TakenBack()

    def give(self, class_id: int, contributor: str, picture: Picture28, digit: int) -> int:
        """Store a drawing, for good once this returns, and give its id.

        Args:
            class_id: the class that gets it.
            contributor: the name of the visit, from `new_contributor`.
            picture: what was drawn.
            digit: what the contributor says it is, 0 to 9.

        Raises:
            ClassroomError: the class is unknown, closed or full, or the drawing is blank, too long or there already, or
                there were too many from this visit within a minute. Nothing was stored.
        """
        check_picture(picture)
        label = checked_digit(digit)
        with self._database.writing() as connection:
            revision = next_revision(connection, class_id, must_be_open=True)
            self._check_pace(connection, class_id, contributor)
            check_room(connection, class_id, 1)
            row = {"class_id": class_id, "contributor": contributor, "digit": label, "revision": revision}
            row |= {"given_at": self._clock(), "is_hidden": False, **picture.as_columns()}
            _check_new(connection, class_id, str(row["fingerprint"]))
            return int(connection.execute(insert(DRAWINGS).values(row).returning(DRAWINGS.c.id)).scalar_one())

    def take_back(self, class_id: int, contributor: str) -> int | None:
        """Delete the last drawing that this visit gave, and give its digit; None if there is none."""
        own = (DRAWINGS.c.class_id == class_id, DRAWINGS.c.contributor == contributor)
        last = (
            select(DRAWINGS.c.id, DRAWINGS.c.digit, DRAWINGS.c.given_at)
            .where(*own)
            .order_by(DRAWINGS.c.id.desc())
            .limit(1)
        )
        with self._database.writing() as connection:
            revision = next_revision(connection, class_id)
            row = connection.execute(last).one_or_none()
            if row is None:
                return None
            remove_drawing(connection, class_id, row.id, revision)
        self._taken_back.note(class_id, contributor, row.given_at)
        return int(row.digit)

    def counts(self, class_id: int) -> np.ndarray:
        """How many drawings of each digit the class has, hidden ones left out: int64 (10,)."""
        with self._database.reading() as connection:
            return _counts(connection, DRAWINGS.c.class_id == class_id)

    def wanted(self, class_id: int, contributor: str) -> int:
        """The digit to suggest to a visit, such that all ten fill up evenly.

        It is one that the visit gave least often, of these one that the class has least often. Where several are left,
        visits get different ones: thirty people begin at the same moment.
        """
        in_class = DRAWINGS.c.class_id == class_id
        with self._database.reading() as connection:
            own = _counts(connection, in_class & (DRAWINGS.c.contributor == contributor))
            of_all = _counts(connection, in_class)
        order = np.random.default_rng(zlib.crc32(contributor.encode())).permutation(DIGITS)
        return min(range(DIGITS), key=lambda digit: (own[digit], of_all[digit], order[digit]))

    def _check_pace(self, connection: Connection, class_id: int, contributor: str) -> None:
        """Count what was given within a minute, also what was taken back: else give and undo would go on for ever."""
        since = self._clock() - timedelta(minutes=1)
        own = (DRAWINGS.c.class_id == class_id, DRAWINGS.c.contributor == contributor)
        recent = select(func.count()).where(*own, DRAWINGS.c.given_at > since)
        given = connection.execute(recent).scalar_one() + self._taken_back.count(class_id, contributor, since)
        if given >= MOST_A_MINUTE:
            raise ClassroomError(say("classroom.too_fast", most=MOST_A_MINUTE))


def check_room(connection: Connection, class_id: int, more: int) -> None:
    """ClassroomError where a class is too full for some more drawings."""
    present = select(func.count()).where(DRAWINGS.c.class_id == class_id)
    if connection.execute(present).scalar_one() + more > MOST_DRAWINGS:
        raise ClassroomError(say("classroom.full", most=MOST_DRAWINGS))


def remove_drawing(connection: Connection, class_id: int, drawing_id: int, revision: int) -> bool:
    """Delete a drawing of a class and note that it is gone, for pages that show it; whether there was such a one."""
    where = (DRAWINGS.c.class_id == class_id, DRAWINGS.c.id == drawing_id)
    if not connection.execute(delete(DRAWINGS).where(*where)).rowcount:
        return False
    connection.execute(insert(GONE).values(class_id=class_id, drawing_id=drawing_id, revision=revision))
    return True


def _check_new(connection: Connection, class_id: int, fingerprint: str) -> None:
    equal = select(DRAWINGS.c.id).where(DRAWINGS.c.class_id == class_id, DRAWINGS.c.fingerprint == fingerprint)
    if connection.execute(equal).one_or_none() is not None:
        raise ClassroomError(say("classroom.twice"))


def _counts(connection: Connection, condition: object) -> np.ndarray:
    query = select(DRAWINGS.c.digit, func.count()).where(condition, ~DRAWINGS.c.is_hidden).group_by(DRAWINGS.c.digit)  # type: ignore[arg-type]
    counts = np.zeros(DIGITS, np.int64)
    for digit, count in connection.execute(query):
        counts[digit] = count
    return counts
