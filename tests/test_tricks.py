"""“Trick it”: proposed, judged by the class, and the best of them on a board."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from databases import Clock, picture

from mnist_demo.classroom import tricks
from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.room import Classroom
from mnist_demo.classroom.tally import Tally


def propose(room: Classroom, school_class: SchoolClass, seed: int, answer: int | None, votes: list[int | None]) -> int:
    trick = room.tricks.propose(school_class.id, "one", picture(seed), "classic", answer)
    for number, digit in enumerate(votes):
        room.tricks.vote(school_class.id, trick, f"judge {number}", digit)
    return trick


def test_a_trick_is_shown_to_those_who_have_not_judged_it(
    room: Classroom, ours: SchoolClass, others: SchoolClass
) -> None:
    first, second = (propose(room, ours, seed, 8, []) for seed in range(2))
    room.tricks.vote(ours.id, first, "two", 3)
    assert [each.id for each in room.tricks.to_judge(ours.id, "two")] == [second]
    assert [each.id for each in room.tricks.to_judge(ours.id, "three")] == [first, second]
    assert room.tricks.to_judge(ours.id, "one") == room.tricks.to_judge(others.id, "two") == []
    (kept,) = room.tricks.to_judge(ours.id, "two")
    np.testing.assert_array_equal(kept.image, picture(1).image)
    assert (kept.network, kept.network_answer) == ("classic", 8)


def test_the_board_has_what_people_read_and_the_network_does_not(room: Classroom, ours: SchoolClass) -> None:
    agreed = propose(room, ours, 1, 8, [3, 3, 3])
    surer = propose(room, ours, 2, None, [3, 3, 3, 3, 3, 3])
    propose(room, ours, 3, 3, [3, 3, 3])  # the network reads it too
    propose(room, ours, 4, 8, [3, 3])  # too few votes
    propose(room, ours, 5, 8, [3, 4, 5, 3, None])  # no agreement
    propose(room, ours, 6, 8, [3, 3, 4, 4])  # two digits
    assert [each.id for each in room.tricks.board(ours.id)] == [surer, agreed]
    assert [each.id for each in room.tricks.board(ours.id, most=1)] == [surer]


def test_the_last_vote_of_a_judge_counts(room: Classroom, ours: SchoolClass) -> None:
    trick = propose(room, ours, 1, 8, [3, 4])
    room.tricks.vote(ours.id, trick, "judge 0", None)
    (judged,) = room.tricks.all(ours.id)
    assert judged.tally == Tally((0, 0, 0, 0, 1, 0, 0, 0, 0, 0), 1)


def test_nobody_judges_their_own(room: Classroom, ours: SchoolClass) -> None:
    trick = propose(room, ours, 1, 8, [])
    with pytest.raises(ClassroomError, match="your own trick"):
        room.tricks.vote(ours.id, trick, "one", 3)


def test_what_is_no_trick_is_refused(
    room: Classroom, ours: SchoolClass, others: SchoolClass, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    trick = propose(room, ours, 1, 8, [])
    blank = replace(picture(2), image=np.zeros((28, 28), np.uint8))
    refused = {"already": picture(1), "nothing on the sheet": blank, "too long": picture(points=501)}
    for reason, drawn in refused.items():
        with pytest.raises(ClassroomError, match=reason):
            room.tricks.propose(ours.id, "two", drawn, "classic", 8)
    with pytest.raises(ClassroomError, match="0 to 9"):
        room.tricks.propose(ours.id, "two", picture(2), "classic", 10)
    with pytest.raises(ClassroomError, match="trick is no longer there"):
        room.tricks.vote(others.id, trick, "two", 3)
    monkeypatch.setattr(tricks, "MOST_A_MINUTE", 1)
    with pytest.raises(ClassroomError, match="a minute"):
        room.tricks.propose(ours.id, "one", picture(3), "classic", 8)
    monkeypatch.setattr(tricks, "MOST_TRICKS", 1)
    with pytest.raises(ClassroomError, match="the most it can keep"):
        room.tricks.propose(ours.id, "two", picture(3), "classic", 8)
    room.classes.set_open(ours.id, False)
    with pytest.raises(ClassroomError, match="closed"):
        room.tricks.vote(ours.id, trick, "two", 3)
    assert [(each.id, each.tally.votes) for each in room.tricks.all(ours.id)] == [(trick, 0)]


def test_a_trick_is_removed_by_its_class_alone(room: Classroom, ours: SchoolClass, others: SchoolClass) -> None:
    trick = propose(room, ours, 1, 8, [3])
    with pytest.raises(ClassroomError, match="trick is no longer there"):
        room.tricks.remove(others.id, trick)
    room.tricks.remove(ours.id, trick)
    assert room.tricks.all(ours.id) == []
