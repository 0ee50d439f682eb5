"""“Trick it”: drawings that people read and the network does not, judged by the class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, delete, func, insert, select

from mnist_demo.classroom.class_list import Clock, next_revision
from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.drawn_digit import Picture28, check_picture, checked_answer, image_from_bytes
from mnist_demo.classroom.gifts import MOST_A_MINUTE
from mnist_demo.classroom.rounds import MOST_VOTES
from mnist_demo.classroom.tally import Tally
from mnist_demo.database.schema import TRICK_VOTES, TRICKS
from mnist_demo.database.transactions import Database
from mnist_demo.texts import say

MOST_TRICKS = 500
"""Of a class."""
FEWEST_VOTES = 3
"""Of a trick on the board."""
LEAST_AGREEMENT = 0.5
"""Share of the votes for one digit, from which people are said to agree."""


@dataclass(frozen=True, eq=False)
class Trick:
    """A drawing, `image` uint8 (28, 28), with what a network answered, None where it was not sure, and the votes."""

    id: int
    contributor: str
    image: np.ndarray
    network: str
    network_answer: int | None
    tally: Tally

    @property
    def works(self) -> bool:
        """Whether people agree on a digit and the network says another one, or none."""
        answer = self.tally.answer
        is_agreed = self.tally.votes >= FEWEST_VOTES and self.tally.agreement >= LEAST_AGREEMENT
        return answer is not None and is_agreed and answer != self.network_answer

    @property
    def merit(self) -> float:
        """How sure the agreement is, by Laplace's rule: 28 votes of 30 count more than 3 of 3."""
        return (max(self.tally.digits) + 1) / (self.tally.votes + 2)


class Tricks:
    """Every method may raise DatabaseGone, and ClassroomError for a class or a trick that is not there."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def propose(
        self, class_id: int, contributor: str, picture: Picture28, network: str, network_answer: int | None
    ) -> int:
        """Store a drawing for the class to judge, and give its id; it is refused as a gift would be (ClassroomError).

        Args:
            class_id, contributor, picture: as in `gifts.Gifts.give`.
            network: the name of the network that read it.
            network_answer: what that network answered; None where it was not sure.
        """
        check_picture(picture)
        checked = checked_answer(network_answer)
        with self._database.writing() as connection:
            next_revision(connection, class_id, must_be_open=True)
            columns = picture.as_columns()
            self._check_limits(connection, class_id, contributor, str(columns["fingerprint"]))
            answer = {"network": network, "network_answer": checked, "proposed_at": self._clock()}
            new = insert(TRICKS).values(class_id=class_id, contributor=contributor, **answer, **columns)
            return int(connection.execute(new.returning(TRICKS.c.id)).scalar_one())

    def vote(self, class_id: int, trick_id: int, contributor: str, digit: int | None) -> None:
        """Say what a trick shows, None for "not sure"; the last vote of a contributor counts, none on an own trick."""
        answer = checked_answer(digit)
        with self._database.writing() as connection:
            next_revision(connection, class_id, must_be_open=True)
            trick = connection.execute(select(TRICKS).where(*_this(class_id, trick_id))).one_or_none()
            if trick is None:
                raise ClassroomError(say("classroom.no_such_trick"))
            if trick.contributor == contributor:
                raise ClassroomError(say("classroom.own_trick"))
            _replace_vote(connection, trick_id, contributor, answer)

    def to_judge(self, class_id: int, contributor: str) -> list[Trick]:
        """The tricks of others that this contributor has not judged, the oldest first."""
        judged = select(TRICK_VOTES.c.trick_id).where(TRICK_VOTES.c.contributor == contributor)
        return self._tricks(
            TRICKS.c.class_id == class_id, TRICKS.c.contributor != contributor, TRICKS.c.id.not_in(judged)
        )

    def all(self, class_id: int) -> list[Trick]:
        """The oldest first."""
        return self._tricks(TRICKS.c.class_id == class_id)

    def board(self, class_id: int, most: int = 10) -> list[Trick]:
        """The tricks that work, the best first."""
        return best(self.all(class_id), most)

    def remove(self, class_id: int, trick_id: int) -> None:
        with self._database.writing() as connection:
            next_revision(connection, class_id)
            if not connection.execute(delete(TRICKS).where(*_this(class_id, trick_id))).rowcount:
                raise ClassroomError(say("classroom.no_such_trick"))

    def _check_limits(self, connection: Connection, class_id: int, contributor: str, fingerprint: str) -> None:
        in_class = TRICKS.c.class_id == class_id
        recent = (TRICKS.c.contributor == contributor, TRICKS.c.proposed_at > self._clock() - timedelta(minutes=1))
        if _count(connection, in_class, TRICKS.c.fingerprint == fingerprint):
            raise ClassroomError(say("classroom.twice"))
        if _count(connection, in_class, *recent) >= MOST_A_MINUTE:
            raise ClassroomError(say("classroom.too_fast", most=MOST_A_MINUTE))
        if _count(connection, in_class) >= MOST_TRICKS:
            raise ClassroomError(say("classroom.full", most=MOST_TRICKS))

    def _tricks(self, *conditions: Any) -> list[Trick]:
        cast = select(TRICK_VOTES).where(TRICK_VOTES.c.trick_id.in_(select(TRICKS.c.id).where(*conditions)))
        votes: dict[int, list[int | None]] = defaultdict(list)
        with self._database.reading() as connection:
            rows = connection.execute(select(TRICKS).where(*conditions).order_by(TRICKS.c.id)).all()
            for vote in connection.execute(cast):
                votes[vote.trick_id].append(vote.digit)
        return [_trick(row, votes[row.id]) for row in rows]


def best(tricks: Sequence[Trick], most: int = 10) -> list[Trick]:
    """Those that work, the best first."""
    return sorted((trick for trick in tricks if trick.works), key=lambda each: -each.merit)[:most]


def _this(class_id: int, trick_id: int) -> tuple[Any, Any]:
    return TRICKS.c.class_id == class_id, TRICKS.c.id == trick_id


def _count(connection: Connection, *conditions: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(TRICKS).where(*conditions)).scalar_one())


def _replace_vote(connection: Connection, trick_id: int, contributor: str, digit: int | None) -> None:
    of_trick = TRICK_VOTES.c.trick_id == trick_id
    connection.execute(delete(TRICK_VOTES).where(of_trick, TRICK_VOTES.c.contributor == contributor))
    if connection.execute(select(func.count()).where(of_trick)).scalar_one() >= MOST_VOTES:
        raise ClassroomError(say("classroom.too_many_votes"))
    connection.execute(insert(TRICK_VOTES).values(trick_id=trick_id, contributor=contributor, digit=digit))


def _trick(row: Row[Any], votes: Sequence[int | None]) -> Trick:
    image = image_from_bytes(row.image)
    return Trick(row.id, row.contributor, image, row.network, row.network_answer, Tally.of(votes))
