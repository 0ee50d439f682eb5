"""“Predict first”: a picture is asked, the class votes, and only then is shown what it and the network say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from mnist_demo.classroom.class_list import Clock, next_revision
from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.drawn_digit import check_image, checked_answer, image_from_bytes
from mnist_demo.classroom.tally import Tally
from mnist_demo.database.schema import ROUNDS, VOTES
from mnist_demo.database.transactions import Database
from mnist_demo.texts import say

MOST_VOTES = 1_000
"""In a round: far more than a school has pupils in a room."""


@dataclass(frozen=True)
class Vote:
    """One person's: a digit, or None for "not sure"."""

    digit: int | None


@dataclass(frozen=True, eq=False)
class Round:
    """A question to the class: `image` is uint8 (28, 28).

    `votes` is how many have voted. What they voted is None until it is shown, so that no page can tell it earlier; so
    is the network's answer, which stays None where the network gave none; `shares` are its ten probabilities.
    `true_digit` is None where nobody knows it.
    """

    id: int
    asked_by: str
    asked_at: datetime
    image: np.ndarray
    votes: int
    shown_at: datetime | None = None
    tally: Tally | None = None
    network_answer: int | None = None
    true_digit: int | None = None
    shares: tuple[float, ...] | None = None


@dataclass(frozen=True)
class Score:
    """Of so many rounds with a known digit, how many the class read right, by its majority, and the network."""

    rounds: int
    class_right: int
    network_right: int


class Rounds:
    """Every method may raise DatabaseGone, and ClassroomError for a class or a round that is not there."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def ask(self, class_id: int, asked_by: str, image: np.ndarray) -> Round:
        """Ask the class what an image shows, uint8 (28, 28). A question that was not shown yet is dropped."""
        check_image(image)
        row = {"class_id": class_id, "asked_by": asked_by, "asked_at": self._clock(), "image": image.tobytes()}
        with self._database.writing() as connection:
            next_revision(connection, class_id)
            connection.execute(delete(ROUNDS).where(ROUNDS.c.class_id == class_id, ROUNDS.c.shown_at.is_(None)))
            return _round(connection, connection.execute(insert(ROUNDS).values(row).returning(ROUNDS)).one())

    def take_back(self, class_id: int, round_id: int) -> None:
        """Drop a question with its votes, as if it had never been asked.

        Raises:
            ClassroomError: its answer is shown already, or it is not there.
        """
        with self._database.writing() as connection:
            next_revision(connection, class_id)
            if _row(connection, class_id, round_id).shown_at:
                raise ClassroomError(say("classroom.too_late_to_take_back"))
            connection.execute(delete(ROUNDS).where(ROUNDS.c.id == round_id))

    def current(self, class_id: int) -> Round | None:
        """The question that was asked last, shown or not; None before the first."""
        last = select(ROUNDS).where(ROUNDS.c.class_id == class_id).order_by(ROUNDS.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(last).one_or_none()
            return _round(connection, row) if row else None

    def vote(self, class_id: int, round_id: int, contributor: str, digit: int | None) -> None:
        """Vote for a digit, or None for "not sure"; the last vote of a contributor counts.

        Raises:
            ClassroomError: the answer is shown already, or another question was asked, or the class is closed.
        """
        answer = checked_answer(digit)
        with self._database.writing() as connection:
            next_revision(connection, class_id, must_be_open=True)
            if _row(connection, class_id, round_id).shown_at:
                raise ClassroomError(say("classroom.vote_over"))
            mine = (VOTES.c.round_id == round_id, VOTES.c.contributor == contributor)
            connection.execute(delete(VOTES).where(*mine))
            if _count(connection, round_id) >= MOST_VOTES:
                raise ClassroomError(say("classroom.too_many_votes"))
            connection.execute(insert(VOTES).values(round_id=round_id, contributor=contributor, digit=answer))

    def own_vote(self, round_id: int, contributor: str) -> Vote | None:
        """What a contributor voted; None before that."""
        query = select(VOTES.c.digit).where(VOTES.c.round_id == round_id, VOTES.c.contributor == contributor)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return Vote(row.digit) if row else None

    def show(
        self,
        class_id: int,
        round_id: int,
        network_answer: int | None,
        true_digit: int | None = None,
        shares: Sequence[float] | None = None,
    ) -> Round:
        """End the vote, and store what the network answered (None: it was not sure) and what is right, if known.

        `shares` are the network's probabilities of the ten digits, None where it has none of them.
        """
        values: dict[str, Any] = {"true_digit": checked_answer(true_digit)}
        values |= {"network_answer": checked_answer(network_answer), "shares": _as_json(shares)}
        return self._change(class_id, round_id, shown_at=self._clock(), **values)

    def settle(self, class_id: int, round_id: int, true_digit: int | None) -> Round:
        """Say later what is right, or that nobody knows."""
        return self._change(class_id, round_id, true_digit=checked_answer(true_digit))

    def score(self, class_id: int, since: datetime | None = None) -> Score:
        """The class against the network in the rounds shown since the score began, or since a time."""
        is_scored = [ROUNDS.c.class_id == class_id, ROUNDS.c.shown_at.is_not(None), ROUNDS.c.true_digit.is_not(None)]
        is_scored.append(ROUNDS.c.is_scored)
        if since:
            is_scored.append(ROUNDS.c.shown_at >= since)
        with self._database.reading() as connection:
            rounds = [_round(connection, row) for row in connection.execute(select(ROUNDS).where(*is_scored)).all()]
        return _score(rounds)

    def start_again(self, class_id: int) -> None:
        """Begin a new score: the rounds that were shown until now do not count any more."""
        were_shown = (ROUNDS.c.class_id == class_id, ROUNDS.c.shown_at.is_not(None))
        with self._database.writing() as connection:
            next_revision(connection, class_id)
            connection.execute(update(ROUNDS).where(*were_shown).values(is_scored=False))

    def _change(self, class_id: int, round_id: int, **values: Any) -> Round:
        with self._database.writing() as connection:
            next_revision(connection, class_id)
            _row(connection, class_id, round_id)
            change = update(ROUNDS).where(ROUNDS.c.id == round_id).values(values).returning(ROUNDS)
            return _round(connection, connection.execute(change).one())


def _row(connection: Connection, class_id: int, round_id: int) -> Row[Any]:
    this = select(ROUNDS).where(ROUNDS.c.class_id == class_id, ROUNDS.c.id == round_id)
    row = connection.execute(this).one_or_none()
    if row is None:
        raise ClassroomError(say("classroom.no_such_round"))
    return row


def _count(connection: Connection, round_id: int) -> int:
    return int(connection.execute(select(func.count()).where(VOTES.c.round_id == round_id)).scalar_one())


def _round(connection: Connection, row: Row[Any]) -> Round:
    question = Round(
        row.id, row.asked_by, row.asked_at, image_from_bytes(row.image), _count(connection, row.id), row.shown_at
    )
    if row.shown_at is None:
        return question
    votes = connection.execute(select(VOTES.c.digit).where(VOTES.c.round_id == row.id)).scalars()
    shown = {"tally": Tally.of(votes), "shares": tuple(json.loads(row.shares)) if row.shares else None}
    answers = {"network_answer": row.network_answer, "true_digit": row.true_digit}
    return Round(**{**vars(question), **shown, **answers})


def _as_json(shares: Sequence[float] | None) -> str | None:
    return None if shares is None else json.dumps([round(float(share), 6) for share in shares])


def _score(rounds: Sequence[Round]) -> Score:
    class_right = sum(each.tally is not None and each.tally.answer == each.true_digit for each in rounds)
    return Score(len(rounds), class_right, sum(each.network_answer == each.true_digit for each in rounds))
