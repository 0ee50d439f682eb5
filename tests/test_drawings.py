"""The wall of a class, what a teacher does there, and the arrays to train on."""

from __future__ import annotations

import numpy as np
import pytest
from databases import picture

from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.room import Classroom


@pytest.fixture
def given(room: Classroom, ours: SchoolClass) -> list[int]:
    """The ids of three drawings by two people."""
    return [room.gifts.give(ours.id, who, picture(number), number) for number, who in enumerate(("one", "two", "one"))]


def test_the_wall_shows_all_drawings_of_its_class(
    room: Classroom, ours: SchoolClass, others: SchoolClass, given: list[int]
) -> None:
    room.gifts.give(others.id, "one", picture(9), 9)
    wall = room.drawings.wall(ours.id)
    assert [each.id for each in wall.drawings] == given and wall.gone == []
    assert wall.revision == room.classes.revision(ours.id)
    for number, each in enumerate(wall.drawings):
        np.testing.assert_array_equal(each.image, picture(number).image)


def test_the_wall_says_what_changed(room: Classroom, ours: SchoolClass, given: list[int]) -> None:
    seen = room.drawings.wall(ours.id).revision
    assert room.drawings.wall(ours.id, seen).drawings == []
    new = room.gifts.give(ours.id, "two", picture(5), 5)
    room.drawings.relabel(ours.id, given[0], 8)
    room.drawings.hide(ours.id, given[1])
    room.gifts.take_back(ours.id, "one")
    change = room.drawings.wall(ours.id, seen)
    assert [(each.id, each.digit) for each in change.drawings] == [(given[0], 8), (new, 5)]
    assert change.gone == given[1:]
    later = room.drawings.wall(ours.id, change.revision)
    assert (later.revision, later.drawings, later.gone) == (change.revision, [], [])


def test_hidden_drawings_are_shown_to_those_who_ask(room: Classroom, ours: SchoolClass, given: list[int]) -> None:
    seen = room.drawings.wall(ours.id).revision
    room.drawings.hide(ours.id, given[1])
    change = room.drawings.wall(ours.id, seen, with_hidden=True)
    assert [(each.id, each.is_hidden) for each in change.drawings] == [(given[1], True)] and change.gone == []
    assert [each.id for each in room.drawings.wall(ours.id).drawings] == [given[0], given[2]]
    room.drawings.hide(ours.id, given[1], is_hidden=False)
    assert [each.id for each in room.drawings.wall(ours.id, change.revision).drawings] == [given[1]]


def test_a_deleted_drawing_is_gone(room: Classroom, ours: SchoolClass, given: list[int]) -> None:
    seen = room.drawings.wall(ours.id).revision
    room.drawings.delete(ours.id, given[2])
    assert room.drawings.wall(ours.id, seen).gone == [given[2]]
    assert room.gifts.give(ours.id, "one", picture(2), 2) not in given


def test_a_class_changes_no_drawing_of_another(
    room: Classroom, ours: SchoolClass, others: SchoolClass, given: list[int]
) -> None:
    before = room.classes.get(others.id)
    for act in (room.drawings.hide, room.drawings.delete, room.drawings.strokes):
        with pytest.raises(ClassroomError, match="drawing is no longer there"):
            act(others.id, given[0])
    with pytest.raises(ClassroomError, match="drawing is no longer there"):
        room.drawings.relabel(others.id, given[0], 1)
    with pytest.raises(ClassroomError, match="0 to 9"):
        room.drawings.relabel(ours.id, given[0], 10)
    assert room.classes.get(others.id) == before
    assert [each.digit for each in room.drawings.wall(ours.id).drawings] == [0, 1, 2]


def test_an_unknown_class_has_no_wall(room: Classroom, ours: SchoolClass) -> None:
    with pytest.raises(ClassroomError, match="class is no longer there"):
        room.drawings.wall(ours.id + 1)


def test_arrays_hold_what_is_not_hidden(room: Classroom, ours: SchoolClass, given: list[int]) -> None:
    room.drawings.hide(ours.id, given[1])
    arrays = room.drawings.arrays(ours.id)
    assert arrays.images.dtype == arrays.labels.dtype == np.uint8
    np.testing.assert_array_equal(arrays.images, [picture(0).image, picture(2).image])
    assert arrays.labels.tolist() == [0, 2] and arrays.contributors.tolist() == ["one", "one"]
    assert arrays.ids.tolist() == [given[0], given[2]]


def test_arrays_of_an_empty_class(room: Classroom, ours: SchoolClass) -> None:
    arrays = room.drawings.arrays(ours.id)
    assert arrays.images.shape == (0, 28, 28) and arrays.labels.shape == arrays.contributors.shape == (0,)
