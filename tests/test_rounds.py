"""“Predict first”: asked, voted, counted, shown, scored."""

from __future__ import annotations

import numpy as np
import pytest
from databases import Clock, picture

from mnist_demo.classroom import rounds
from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.room import Classroom
from mnist_demo.classroom.rounds import Round, Score, Vote
from mnist_demo.classroom.tally import Tally

IMAGE = picture().image


@pytest.fixture
def question(room: Classroom, ours: SchoolClass) -> Round:
    return room.rounds.ask(ours.id, "teacher", IMAGE)


def current(room: Classroom, school_class: SchoolClass) -> Round:
    found = room.rounds.current(school_class.id)
    assert found
    return found


def test_a_question_is_what_the_class_looks_at(
    room: Classroom, ours: SchoolClass, others: SchoolClass, clock: Clock
) -> None:
    assert room.rounds.current(ours.id) is None
    room.rounds.ask(ours.id, "teacher", IMAGE)
    found = current(room, ours)
    assert (found.asked_by, found.asked_at, found.shown_at, found.votes) == ("teacher", clock.now, None, 0)
    np.testing.assert_array_equal(found.image, IMAGE)
    assert room.rounds.current(others.id) is None


def test_before_it_is_shown_only_the_number_of_votes_is_told(
    room: Classroom, ours: SchoolClass, question: Round
) -> None:
    seen = room.classes.revision(ours.id)
    for who, digit in (("one", 3), ("two", 5), ("three", None)):
        room.rounds.vote(ours.id, question.id, who, digit)
    found = current(room, ours)
    assert (found.votes, found.tally, found.network_answer) == (3, None, None)
    assert room.classes.revision(ours.id) > seen


def test_the_last_vote_of_a_person_counts(room: Classroom, ours: SchoolClass, question: Round) -> None:
    assert room.rounds.own_vote(question.id, "one") is None
    for digit in (3, None, 8):
        room.rounds.vote(ours.id, question.id, "one", digit)
        assert room.rounds.own_vote(question.id, "one") == Vote(digit)
    assert current(room, ours).votes == 1
    tally = room.rounds.show(ours.id, question.id, 5).tally
    assert tally == Tally((0, 0, 0, 0, 0, 0, 0, 0, 1, 0), 0)


def test_shown_it_tells_the_votes_and_the_networks_answer(
    room: Classroom, ours: SchoolClass, question: Round, clock: Clock
) -> None:
    for who, digit in (("one", 3), ("two", 3), ("three", None)):
        room.rounds.vote(ours.id, question.id, who, digit)
    shown = room.rounds.show(ours.id, question.id, 5, 3)
    assert shown.tally == Tally((0, 0, 0, 2, 0, 0, 0, 0, 0, 0), 1)
    assert (shown.votes, shown.network_answer, shown.true_digit, shown.shown_at) == (3, 5, 3, clock.now)
    again = current(room, ours)
    assert (again.id, again.tally, again.true_digit) == (shown.id, shown.tally, 3)


def test_a_vote_that_comes_too_late_is_refused(room: Classroom, ours: SchoolClass, question: Round) -> None:
    shown = room.rounds.show(ours.id, question.id, 5)
    with pytest.raises(ClassroomError, match="too late"):
        room.rounds.vote(ours.id, question.id, "one", 3)
    assert current(room, ours).votes == shown.votes == 0


def test_a_question_is_taken_back_with_its_votes(room: Classroom, ours: SchoolClass, question: Round) -> None:
    room.rounds.vote(ours.id, question.id, "one", 3)
    room.rounds.take_back(ours.id, question.id)
    assert room.rounds.current(ours.id) is None and room.rounds.own_vote(question.id, "one") is None
    with pytest.raises(ClassroomError, match="question is over"):
        room.rounds.vote(ours.id, question.id, "one", 3)
    assert room.rounds.ask(ours.id, "teacher", IMAGE).id != question.id  # pages remember which they have seen


def test_what_is_shown_or_another_classs_is_not_taken_back(
    room: Classroom, ours: SchoolClass, others: SchoolClass, question: Round
) -> None:
    with pytest.raises(ClassroomError, match="question is over"):
        room.rounds.take_back(others.id, question.id)
    room.rounds.show(ours.id, question.id, 3)
    with pytest.raises(ClassroomError, match="already shown"):
        room.rounds.take_back(ours.id, question.id)
    assert current(room, ours).id == question.id


def test_a_new_question_ends_the_one_before(room: Classroom, ours: SchoolClass, question: Round) -> None:
    room.rounds.vote(ours.id, question.id, "one", 3)
    new = room.rounds.ask(ours.id, "teacher", IMAGE)
    assert (current(room, ours).id, new.votes) == (new.id, 0)
    with pytest.raises(ClassroomError, match="question is over"):
        room.rounds.vote(ours.id, question.id, "one", 3)


def test_wrong_votes_are_refused(
    room: Classroom, ours: SchoolClass, others: SchoolClass, question: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ClassroomError, match="0 to 9"):
        room.rounds.vote(ours.id, question.id, "one", 10)
    with pytest.raises(ClassroomError, match="question is over"):
        room.rounds.vote(others.id, question.id, "one", 1)
    monkeypatch.setattr(rounds, "MOST_VOTES", 1)
    room.rounds.vote(ours.id, question.id, "one", 1)
    room.rounds.vote(ours.id, question.id, "one", 2)
    with pytest.raises(ClassroomError, match="not counted"):
        room.rounds.vote(ours.id, question.id, "two", 1)
    room.classes.set_open(ours.id, False)
    with pytest.raises(ClassroomError, match="closed"):
        room.rounds.vote(ours.id, question.id, "one", 1)
    assert room.rounds.own_vote(question.id, "one") == Vote(2) and current(room, ours).votes == 1


def test_wrong_questions_and_answers_are_refused(room: Classroom, ours: SchoolClass, question: Round) -> None:
    with pytest.raises(ClassroomError, match="not a drawing"):
        room.rounds.ask(ours.id, "teacher", IMAGE[:27])
    with pytest.raises(ClassroomError, match="0 to 9"):
        room.rounds.show(ours.id, question.id, 10)
    with pytest.raises(ClassroomError, match="0 to 9"):
        room.rounds.settle(ours.id, question.id, -1)
    with pytest.raises(ClassroomError, match="question is over"):
        room.rounds.show(ours.id, question.id + 1, 1)
    assert current(room, ours).shown_at is None


def play(room: Classroom, school_class: SchoolClass, votes: list[int | None], network: int | None, true: int) -> Round:
    question = room.rounds.ask(school_class.id, "teacher", IMAGE)
    for number, digit in enumerate(votes):
        room.rounds.vote(school_class.id, question.id, str(number), digit)
    return room.rounds.show(school_class.id, question.id, network, true)


def test_the_score_compares_the_majority_with_the_network(
    room: Classroom, ours: SchoolClass, others: SchoolClass
) -> None:
    play(room, ours, [3, 3, 5], network=5, true=3)
    play(room, ours, [3, 5], network=3, true=3)  # no majority
    play(room, ours, [8, 8, None], network=None, true=8)
    play(room, ours, [], network=1, true=1)
    play(room, others, [1], network=1, true=1)
    assert room.rounds.score(ours.id) == Score(rounds=4, class_right=2, network_right=2)


def test_the_score_leaves_out_what_nobody_knows_and_other_lessons(
    room: Classroom, ours: SchoolClass, clock: Clock
) -> None:
    play(room, ours, [3], network=3, true=3)
    clock.go_on(days=7)
    this_lesson = clock.now
    open_question = room.rounds.ask(ours.id, "teacher", IMAGE)
    assert room.rounds.score(ours.id, this_lesson) == Score(0, 0, 0)
    room.rounds.show(ours.id, open_question.id, 4)
    assert room.rounds.score(ours.id, this_lesson) == Score(0, 0, 0)
    room.rounds.settle(ours.id, open_question.id, 4)
    assert room.rounds.score(ours.id, this_lesson) == Score(1, 0, 1)
    assert room.rounds.score(ours.id) == Score(2, 1, 2)


def test_what_the_network_said_in_full_is_told_once_it_is_shown(
    room: Classroom, ours: SchoolClass, question: Round
) -> None:
    shares = [0.91, 0.09, *[0.0] * 8]
    assert current(room, ours).shares is None
    assert room.rounds.show(ours.id, question.id, 0, shares=shares).shares == tuple(shares)
    assert current(room, ours).shares == tuple(shares)


def test_a_score_that_starts_again_forgets_what_was_shown(
    room: Classroom, ours: SchoolClass, others: SchoolClass
) -> None:
    for school_class in (ours, others):
        room.rounds.show(school_class.id, room.rounds.ask(school_class.id, "teacher", IMAGE).id, 3, true_digit=3)
    still_open = room.rounds.ask(ours.id, "teacher", IMAGE)
    room.rounds.start_again(ours.id)
    assert room.rounds.score(ours.id) == Score(0, 0, 0) and room.rounds.score(others.id) == Score(1, 0, 1)
    room.rounds.show(ours.id, still_open.id, 5, true_digit=3)
    assert room.rounds.score(ours.id) == Score(1, 0, 0)
