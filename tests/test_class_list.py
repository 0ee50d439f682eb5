"""Classes: made, found by code, changed, and erased so that nothing is left."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import pytest
from databases import Clock, picture

from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.room import Classroom
from mnist_demo.database import transactions
from mnist_demo.settings import Settings


def test_a_class_is_found_by_its_code_however_it_is_typed(room: Classroom, ours: SchoolClass) -> None:
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}", ours.code)
    for typed in (ours.code, ours.code.lower(), f" {ours.code[:2]} {ours.code[2:]}\n"):
        assert room.classes.find(typed) == ours


@pytest.mark.parametrize("code", ["", "2222", "ABC", "ABCDE", "AB\0D", "ÄBCD", "AB1D"])
def test_another_code_finds_nothing(
    room: Classroom, ours: SchoolClass, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ours.code != code and room.classes.find(code) is None


def test_no_two_classes_have_one_code(room: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter("AAAA" + "AAAA" + "AAAB")
    monkeypatch.setattr(secrets, "choice", lambda letters: next(drawn))
    assert [room.classes.create(name).code for name in ("first", "second")] == ["AAAA", "AAAB"]
    monkeypatch.setattr(secrets, "choice", lambda letters: "A")
    with pytest.raises(ClassroomError, match="no free code"):
        room.classes.create("third")
    assert len(room.classes.all()) == 2


def test_a_new_class_is_open_and_its_pupils_do_not_train(ours: SchoolClass, clock: Clock) -> None:
    assert ours.is_open and not ours.pupils_may_train
    assert ours.created_at == ours.opened_at == clock.now


def test_names_are_text(room: Classroom) -> None:
    assert room.classes.create("  3b \n of\tMs Müller ").name == "3b of Ms Müller"
    assert room.classes.create("<b>\0\x1b'; --").name == r"<b>\x00\x1b'; --"


@pytest.mark.parametrize("name", ["", " \n", 61 * "x"])
def test_a_name_is_refused_that_is_empty_or_too_long(room: Classroom, ours: SchoolClass, name: str) -> None:
    with pytest.raises(ClassroomError, match="1 to 60 characters"):
        room.classes.create(name)
    with pytest.raises(ClassroomError, match="1 to 60 characters"):
        room.classes.rename(ours.id, name)
    assert room.classes.all() == [ours]


def test_changes_are_stored_and_counted(room: Classroom, ours: SchoolClass) -> None:
    assert room.classes.rename(ours.id, "3c").name == "3c"
    assert not room.classes.set_open(ours.id, False).is_open
    changed = room.classes.set_pupils_may_train(ours.id, True)
    assert room.classes.get(ours.id) == changed
    assert (changed.name, changed.is_open, changed.pupils_may_train) == ("3c", False, True)
    assert room.classes.revision(ours.id) == changed.revision == ours.revision + 3


def test_a_class_that_is_not_there(room: Classroom, ours: SchoolClass) -> None:
    for ask in (room.classes.get, room.classes.revision, room.classes.erase, room.classes.note_opened):
        with pytest.raises(ClassroomError, match="no longer there"):
            ask(ours.id + 1)
    with pytest.raises(ClassroomError, match="no longer there"):
        room.classes.rename(ours.id + 1, "3c")


def test_classes_opened_last_come_first(room: Classroom, ours: SchoolClass, others: SchoolClass, clock: Clock) -> None:
    clock.go_on(days=1)
    room.classes.note_opened(ours.id)
    assert [each.name for each in room.classes.all()] == ["3b", "4a"]


def test_opening_is_noted_once_in_an_hour(room: Classroom, ours: SchoolClass, clock: Clock) -> None:
    clock.go_on(minutes=59)
    room.classes.note_opened(ours.id)
    assert room.classes.get(ours.id) == ours
    clock.go_on(minutes=1)
    room.classes.note_opened(ours.id)
    assert room.classes.get(ours.id).opened_at == clock.now


def fill(room: Classroom, school_class: SchoolClass) -> None:
    """Something in every table."""
    room.gifts.give(school_class.id, "one", picture(1), 1)
    room.gifts.give(school_class.id, "one", picture(2), 2)
    room.gifts.take_back(school_class.id, "one")
    question = room.rounds.ask(school_class.id, "teacher", picture(3).image)
    room.rounds.vote(school_class.id, question.id, "one", 3)
    trick = room.tricks.propose(school_class.id, "one", picture(4), "classic", 4)
    room.tricks.vote(school_class.id, trick, "two", 5)


def test_an_erased_class_takes_all_of_it_along_and_nothing_of_others(
    room: Classroom, ours: SchoolClass, others: SchoolClass
) -> None:
    for school_class in (ours, others):
        fill(room, school_class)
    room.classes.erase(ours.id)
    assert [each.id for each in room.classes.all()] == [others.id]
    assert room.classes.is_there(others.id) and not room.classes.is_there(ours.id)
    assert len(room.drawings.arrays(others.id).labels) == 1 and len(room.tricks.all(others.id)) == 1
    room.classes.erase(others.id)
    with room.database.reading() as connection:
        tables = ("classes", "drawings", "gone", "rounds", "votes", "tricks", "trick_votes")
        assert [connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() for name in tables] == [0] * 7


def test_no_byte_of_an_erased_class_is_left_in_the_file(tmp_path: Path) -> None:
    room = Classroom.open(Settings(tmp_path))
    kept, erased = room.classes.create("The kept one"), room.classes.create("The erased one")
    drawn = [picture(seed) for seed in range(60)]
    for number, each in enumerate(drawn):
        room.gifts.give(erased.id, "visitor-of-the-erased-one", each, number % 10)
        room.gifts.give(kept.id, "visitor-of-the-kept-one", picture(1000 + number), number % 10)
    assert b"visitor-of-the-erased-one" in all_bytes(tmp_path)
    assert room.classes.erase(erased.id)
    left = all_bytes(tmp_path)
    assert b"visitor-of-the-kept-one" in left and b"The kept one" in left
    traces = [b"erased", *(each.image.tobytes()[:40] for each in drawn)]
    traces += [str(each.as_columns()["strokes"]).encode()[:40] for each in drawn]
    assert [trace for trace in traces if trace in left] == []
    room.close()


def test_what_could_not_be_wiped_is_wiped_at_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "PATIENCE_SECONDS", 0.1)
    room = Classroom.open(Settings(tmp_path))
    erased = room.classes.create("The erased one")
    with room.database.reading() as reader:
        reader.exec_driver_sql("SELECT name FROM classes").all()
        assert not room.classes.erase(erased.id)
    assert room.classes.all() == [] and b"erased" in all_bytes(tmp_path)
    Classroom.open(Settings(tmp_path)).close()
    assert b"erased" not in all_bytes(tmp_path)
    room.close()


def all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_classes_that_nobody_opens_are_erased_at_the_start(class_settings: Settings, clock: Clock) -> None:
    room = Classroom.open(class_settings, clock)
    room.classes.create("forgotten")
    used = room.classes.create("used")
    clock.go_on(days=20)
    room.classes.note_opened(used.id)
    clock.go_on(days=10, seconds=1)
    room.close()
    room = Classroom.open(class_settings, clock)
    assert [each.name for each in room.classes.all()] == ["used"]
    room.close()


def test_how_long_they_are_kept_is_a_setting(tmp_path: Path, clock: Clock) -> None:
    Classroom.open(Settings(tmp_path), clock).classes.create("3b")
    clock.go_on(days=3)
    assert Classroom.open(Settings(tmp_path, keep_days="4"), clock).classes.all()
    assert not Classroom.open(Settings(tmp_path, keep_days="2"), clock).classes.all()


@pytest.mark.parametrize("days", ["0", "-1", "soon", "1.5", "", " ", "²", 5000 * "9"])
def test_a_wrong_number_of_days_is_one_line(tmp_path: Path, days: str) -> None:
    with pytest.raises(ClassroomError, match=r"^MNIST_DRAW_KEEP_DAYS is no number of days; expected .*36,500\.$"):
        Classroom.open(Settings(tmp_path, keep_days=days))
    assert list(tmp_path.iterdir()) == []
