"""Drawings given to a class: stored, within limits, taken back, asked for evenly."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from databases import Clock, picture

from mnist_demo.classroom import gifts
from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.drawn_digit import MOST_DRAWINGS, Picture28
from mnist_demo.classroom.naming import new_contributor
from mnist_demo.classroom.room import Classroom
from mnist_demo.images.pen import Stroke


def test_a_gift_is_kept_as_it_was_drawn(room: Classroom, ours: SchoolClass, clock: Clock) -> None:
    drawn = picture(7, strokes=3)
    identifier = room.gifts.give(ours.id, "one", drawn, 7)
    (shown,) = room.drawings.wall(ours.id).drawings
    assert (shown.id, shown.digit, shown.given_at, shown.is_hidden) == (identifier, 7, clock.now, False)
    np.testing.assert_array_equal(shown.image, drawn.image)
    kept = room.drawings.strokes(ours.id, identifier)
    np.testing.assert_array_equal(kept.image, drawn.image)
    for line, original in zip(kept.strokes, drawn.strokes, strict=True):
        assert (line.width, line.is_eraser) == (original.width, original.is_eraser)
        np.testing.assert_array_equal(line.points, original.points)


def test_a_digit_on_a_photo_is_kept_without_strokes(room: Classroom, ours: SchoolClass) -> None:
    on_photo = replace(picture(7), strokes=())
    identifier = room.gifts.give(ours.id, "one", on_photo, 7)
    kept = room.drawings.strokes(ours.id, identifier)
    assert kept.strokes == [] and np.array_equal(kept.image, on_photo.image)


def with_point(*point: float) -> Picture28:
    return replace(picture(), strokes=[Stroke(20.0, np.array([point]))])


REFUSED: dict[str, tuple[Picture28, str]] = {
    "points": (picture(points=501), "too long"),
    "points in several strokes": (picture(strokes=101, points=5), "too long"),
    "strokes": (picture(strokes=201, points=1), "too long"),
    "no ink": (replace(picture(), image=np.zeros((28, 28), np.uint8)), "nothing on the sheet"),
    "a stroke of no points": (replace(picture(), strokes=[Stroke(20.0, np.zeros((0, 2)))]), "not a drawing"),
    "no number": (with_point(np.nan, 1.0), "not a drawing"),
    "far away": (with_point(1e9, 1.0), "not a drawing"),
    "in space": (with_point(1.0, 2.0, 3.0), "not a drawing"),
    "no width": (replace(picture(), strokes=[Stroke(0.0, np.ones((2, 2)))]), "not a drawing"),
    "floats": (replace(picture(), image=np.ones((28, 28), np.float32)), "not a drawing"),
    "another size": (replace(picture(), image=np.ones((29, 28), np.uint8)), "not a drawing"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_no_drawing_is_refused(room: Classroom, ours: SchoolClass, why: str) -> None:
    drawn, reason = REFUSED[why]
    assert_refused(room, ours, reason, lambda: room.gifts.give(ours.id, "one", drawn, 3))


def assert_refused(room: Classroom, school_class: SchoolClass, reason: str, act: Callable[[], object]) -> None:
    """One sentence or two, and nothing stored."""
    before = room.classes.get(school_class.id), len(room.drawings.arrays(school_class.id).labels)
    with pytest.raises(ClassroomError, match=reason) as error:
        act()
    assert "\n" not in str(error.value) and str(error.value)[-1] in ".!"
    assert (room.classes.get(school_class.id), len(room.drawings.arrays(school_class.id).labels)) == before


@pytest.mark.parametrize("drawn", [picture(points=500), picture(strokes=200, points=2), picture(points=1)])
def test_the_largest_and_the_smallest_are_taken(room: Classroom, ours: SchoolClass, drawn: Picture28) -> None:
    room.gifts.give(ours.id, "one", drawn, 3)
    assert room.gifts.counts(ours.id).sum() == 1


def test_digits_of_numpy_are_digits(room: Classroom, ours: SchoolClass) -> None:
    room.gifts.give(ours.id, "one", picture(), np.int64(3))  # type: ignore[arg-type]
    question = room.rounds.ask(ours.id, "teacher", picture().image)
    room.rounds.show(ours.id, question.id, np.uint8(4))  # type: ignore[arg-type]
    assert room.gifts.counts(ours.id)[3] == 1


@pytest.mark.parametrize("digit", [-1, 10])
def test_other_digits_are_refused(room: Classroom, ours: SchoolClass, digit: int) -> None:
    assert_refused(room, ours, "0 to 9", lambda: room.gifts.give(ours.id, "one", picture(), digit))


def test_the_same_drawing_is_taken_once_in_a_class(room: Classroom, ours: SchoolClass, others: SchoolClass) -> None:
    room.gifts.give(ours.id, "one", picture(), 3)
    assert_refused(room, ours, "already", lambda: room.gifts.give(ours.id, "two", picture(), 3))
    room.gifts.give(others.id, "two", picture(), 3)


def test_a_visit_gives_sixty_a_minute(room: Classroom, ours: SchoolClass, clock: Clock) -> None:
    for number in range(60):
        room.gifts.give(ours.id, "one", picture(number), 3)
    assert_refused(room, ours, "60 drawings a minute", lambda: room.gifts.give(ours.id, "one", picture(60), 3))
    room.gifts.give(ours.id, "two", picture(61), 3)
    clock.go_on(seconds=60)
    room.gifts.give(ours.id, "one", picture(60), 3)


def test_what_was_taken_back_counts_among_the_sixty(
    room: Classroom, ours: SchoolClass, others: SchoolClass, clock: Clock
) -> None:
    for number in range(60):
        room.gifts.give(ours.id, "one", picture(number), 3)
        clock.go_on(seconds=0.5)
        if number % 2:
            room.gifts.take_back(ours.id, "one")
    assert_refused(room, ours, "60 drawings a minute", lambda: room.gifts.give(ours.id, "one", picture(60), 3))
    room.gifts.give(ours.id, "two", picture(61), 3)
    room.gifts.give(others.id, "one", picture(60), 3)
    clock.go_on(seconds=30)  # the first was given a minute ago
    room.gifts.give(ours.id, "one", picture(60), 3)
    assert_refused(room, ours, "60 drawings a minute", lambda: room.gifts.give(ours.id, "one", picture(62), 3))


def test_a_gift_that_is_taken_back_again_and_again_is_refused_in_the_end(room: Classroom, ours: SchoolClass) -> None:
    for _ in range(60):
        room.gifts.give(ours.id, "one", picture(), 3)
        room.gifts.take_back(ours.id, "one")
    assert_refused(room, ours, "60 drawings a minute", lambda: room.gifts.give(ours.id, "one", picture(), 3))


def test_a_full_class_takes_no_more(room: Classroom, ours: SchoolClass, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_DRAWINGS == 5_000
    monkeypatch.setattr(gifts, "MOST_DRAWINGS", 2)
    for number in range(2):
        room.gifts.give(ours.id, "one", picture(number), 3)
    assert_refused(room, ours, "the most it can keep", lambda: room.gifts.give(ours.id, "one", picture(2), 3))


def test_a_closed_class_takes_nothing(room: Classroom, ours: SchoolClass) -> None:
    room.gifts.give(ours.id, "one", picture(1), 1)
    room.classes.set_open(ours.id, False)
    assert_refused(room, ours, "closed", lambda: room.gifts.give(ours.id, "one", picture(), 3))
    assert room.gifts.take_back(ours.id, "one") == 1


def test_an_unknown_class_takes_nothing(room: Classroom, ours: SchoolClass) -> None:
    assert_refused(room, ours, "no longer there", lambda: room.gifts.give(ours.id + 1, "one", picture(), 3))


def test_the_last_gift_is_taken_back(room: Classroom, ours: SchoolClass) -> None:
    for number, who in enumerate(("one", "one", "two")):
        room.gifts.give(ours.id, who, picture(number), number)
    assert room.gifts.take_back(ours.id, "one") == 1
    assert room.gifts.take_back(ours.id, "one") == 0
    assert room.gifts.take_back(ours.id, "one") is None
    assert room.gifts.counts(ours.id).tolist() == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    room.gifts.give(ours.id, "one", picture(1), 1)


def test_counts_leave_out_hidden_drawings_and_other_classes(
    room: Classroom, ours: SchoolClass, others: SchoolClass
) -> None:
    hidden = room.gifts.give(ours.id, "one", picture(1), 4)
    room.gifts.give(ours.id, "one", picture(2), 4)
    room.gifts.give(others.id, "one", picture(3), 4)
    room.drawings.hide(ours.id, hidden)
    assert room.gifts.counts(ours.id).tolist() == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0]


def test_wanted_digits_fill_up_evenly(room: Classroom, ours: SchoolClass) -> None:
    for number in range(20):
        who = f"pupil {number}"
        room.gifts.give(ours.id, who, picture(number), room.gifts.wanted(ours.id, who))
    assert room.gifts.counts(ours.id).tolist() == [2] * 10


def test_a_visit_is_asked_for_each_digit_once(room: Classroom, ours: SchoolClass) -> None:
    given = []
    for number in range(10):
        given.append(room.gifts.wanted(ours.id, "one"))
        room.gifts.give(ours.id, "one", picture(number), given[-1])
    assert sorted(given) == list(range(10))


def test_visits_that_begin_together_are_asked_for_different_digits(room: Classroom, ours: SchoolClass) -> None:
    first = {who: room.gifts.wanted(ours.id, who) for who in map(str, range(30))}
    assert len(set(first.values())) >= 6
    assert first["7"] == room.gifts.wanted(ours.id, "7")


def test_a_contributor_is_a_random_name_that_fits(room: Classroom, ours: SchoolClass) -> None:
    names = {new_contributor() for _ in range(100)}
    assert len(names) == 100 and max(map(len, names)) <= 64


def test_limits_hold_for_gifts_at_the_same_moment(
    room: Classroom, ours: SchoolClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gifts, "MOST_DRAWINGS", 5)
    refused: list[str] = []
    start = threading.Barrier(10)

    def give(number: int) -> None:
        start.wait()
        try:
            room.gifts.give(ours.id, str(number), picture(number), 3)
        except ClassroomError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=give, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert room.gifts.counts(ours.id).sum() == 5
    assert len(refused) == 5 and all("the most it can keep" in reason for reason in refused)
