"""Classes are made, joined and left, and get drawings: what the page says, and what the server does not do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from types import ModuleType
from typing import Any

import components
import numpy as np
import pytest
import streamlit as st
from drawing import DIGITS, picture_of
from page import SECONDS, FakeJobs, Sheet, press
from streamlit.testing.v1 import AppTest

from mnist_demo.classroom.class_list import ClassList, SchoolClass
from mnist_demo.classroom.classroom_error import DatabaseGone
from mnist_demo.classroom.gifts import Gifts
from mnist_demo.classroom.room import Classroom
from mnist_demo.classroom.teacher_key import TeacherKey
from mnist_demo.config import ROOT, TrainConfig
from mnist_demo.images import pen
from mnist_demo.images.pen import Stroke
from mnist_demo.images.preprocessing import canvas_to_image
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import actions, resources, state
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.school.invitation import class_link

KEY = "an-example-of-a-key-0123"


class SheetWithStrokes(Sheet):
    """Sends the strokes as well, as the canvas does."""

    def __init__(self) -> None:
        super().__init__()
        self.strokes: dict[str, list[Stroke]] = {}

    def __call__(self, *, key: str, **options: Any) -> None:
        super().__call__(key=key, **options)
        st.session_state[key]["drawing"]["raw"] = pen.to_canvas(self.strokes.get(key, ()))

    def draw(self, digit: int) -> None:
        """The state is that of the browser, which the next click sends with it."""
        super().draw(digit)
        self.strokes[self.keys[-1]] = [Stroke(24.0, np.array(points, np.float64)) for points in DIGITS[digit]]

    def tap(self) -> None:
        """Leave a dot."""
        self.strokes[self.keys[-1]] = [Stroke(12.0, np.array([(200.0, 200.0), (201.0, 200.0)]))]
        self.pictures[self.keys[-1]] = picture_of(0).crop((0, 0, 1, 1)).resize((400, 400))
        self.pictures[self.keys[-1]].paste("black", (196, 196, 206, 206))


class Delays:
    """Stands for the time that wrong codes take."""

    def __init__(self) -> None:
        self.count = 0

    def hold_back(self) -> None:
        self.count += 1


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch, canvas_module: ModuleType, jobs: FakeJobs) -> SheetWithStrokes:
    paper = SheetWithStrokes()
    monkeypatch.setattr(canvas_module, "st_canvas", paper)
    return paper


@pytest.fixture
def delays(monkeypatch: pytest.MonkeyPatch) -> Delays:
    delays = Delays()
    monkeypatch.setattr(resources, "tries_with_wrong_codes", lambda: delays)
    return delays


@pytest.fixture
def keyed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server with a teacher's key: whoever has not shown it is a pupil."""
    monkeypatch.setattr(resources, "teachers_key", lambda: TeacherKey(KEY))


def opened(code: str = "") -> AppTest:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
    app.session_state["class_part"] = True
    if code:
        app.query_params["class"] = code
    app.run()
    assert not app.exception
    return app


def offers(app: AppTest, key: str) -> bool:
    return any(button.key == key for button in app.button)


def texts(app: AppTest) -> list[str]:
    return [each.value for each in app.markdown]


def give(app: AppTest, paper: SheetWithStrokes, digit: int) -> AppTest:
    paper.draw(digit)
    app.run()
    app.button_group(key="given_digit").set_value(digit)
    return press(app, "give")


def test_a_teacher_makes_a_class_and_its_page_joins_it(school: Classroom, paper: SheetWithStrokes) -> None:
    app = opened()
    app.text_input(key="new_class").set_value("  7b *the* best ")
    press(app, "make_class")
    (made,) = school.classes.all()
    assert made.name == "7b *the* best" and app.session_state["class"] == made.code
    assert app.text_input(key="new_class").value == "" and offers(app, "invite") and offers(app, "give")
    assert [key for key in app.session_state._state.filtered_state if not state.is_declared(key)] == []


def test_a_class_without_a_name_is_refused_in_a_sentence(school: Classroom, paper: SheetWithStrokes) -> None:
    app = press(opened(), "make_class")
    assert [each.value for each in app.error] == [say("classroom.bad_name", most=60)] and not school.classes.all()
    assert not app.run().error


def test_a_teacher_sets_a_class_up(school: Classroom, joined: SchoolClass, paper: SheetWithStrokes) -> None:
    app = opened(joined.code)
    app.text_input(key="class_name").set_value("7c").run()
    app.toggle(key="class_open").set_value(False).run()
    app.toggle(key="pupils_train").set_value(True).run()
    now = school.classes.get(joined.id)
    assert (now.name, now.is_open, now.pupils_may_train) == ("7c", False, True)
    assert app.text_input(key="class_name").value == "7c" and not app.toggle(key="class_open").value
    school.classes.set_open(joined.id, True)  # another teacher
    assert app.run().toggle(key="class_open").value


def test_a_teacher_chooses_among_classes(school: Classroom, joined: SchoolClass, paper: SheetWithStrokes) -> None:
    other = school.classes.create("8a")
    app = opened(joined.code)
    app.selectbox(key="class_choice").select(other.id).run()
    assert app.session_state["class"] == other.code and app.text_input(key="class_name").value == "8a"
    app.selectbox(key="class_choice").select(None).run()
    assert "class" not in app.query_params and not offers(app, "give")


@pytest.mark.usefixtures("keyed")
@pytest.mark.parametrize("typed", ["{0}", " {1} ", "{2}"])
def test_a_pupil_joins_by_a_code_however_it_is_typed_and_leaves(
    school: Classroom, paper: SheetWithStrokes, typed: str
) -> None:
    code = school.classes.create("_7b_").code
    app = opened()
    assert not offers(app, "make_class") and not offers(app, "give")
    app.text_input(key="typed_code").set_value(typed.format(code, code.lower(), f"{code[:2]} {code[2:]}"))
    press(app, "join")
    assert say("school.joined", name=r"\_7b\_") in texts(app)
    assert offers(app, "give") and not offers(app, "invite") and not offers(app, "make_class")
    press(app, "leave_class")
    assert not offers(app, "give") and "class" not in app.query_params and offers(app, "join")


@pytest.mark.usefixtures("keyed", "school")
def test_a_wrong_code_gets_a_sentence_after_a_while(paper: SheetWithStrokes, delays: Delays) -> None:
    app = opened()
    app.text_input(key="typed_code").set_value("0000").run()
    assert [each.value for each in app.error] == [say("classroom.no_such_code")] and delays.count == 1
    assert not offers(app, "give") and not app.run().error


@pytest.mark.usefixtures("keyed", "school")
def test_a_link_with_a_wrong_code_takes_as_long(paper: SheetWithStrokes, delays: Delays) -> None:
    app = opened("WXYZ")
    assert delays.count == 1 and [each.value for each in app.warning] == [say("classroom.no_such_code")]


@pytest.mark.usefixtures("keyed")
def test_a_class_that_is_joined_by_a_link_counts_as_opened(
    joined: SchoolClass, paper: SheetWithStrokes, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[int] = []
    monkeypatch.setattr(ClassList, "note_opened", lambda self, id: noted.append(id))
    opened(joined.code.lower()).run()
    assert noted == [joined.id]


FORGED: list[Callable[[AppTest], Any]] = [
    lambda page: page.button(key="make_class").click(),
    lambda page: page.text_input(key="class_name").set_value("mine"),
    lambda page: page.toggle(key="class_open").set_value(False),
    lambda page: page.toggle(key="pupils_train").set_value(True),
    lambda page: page.selectbox(key="class_choice").select(2),
]


@pytest.mark.parametrize("act", FORGED)
def test_what_only_a_teachers_page_has_does_nothing_for_others(
    school: Classroom, joined: SchoolClass, paper: SheetWithStrokes, monkeypatch: pytest.MonkeyPatch, act: Any
) -> None:
    school.classes.create("8a")
    before = school.classes.all()
    app = opened(joined.code)
    app.text_input(key="new_class").set_value("mine")
    monkeypatch.setattr(resources, "teachers_key", lambda: TeacherKey(KEY))  # from now on a pupil's page
    act(app).run()
    assert [each.value for each in app.error] == [say("refusal.manage_class")]
    assert school.classes.all() == before and app.session_state["class"] == joined.code


@pytest.mark.usefixtures("keyed")
def test_a_drawing_is_given_with_its_digit_and_a_fresh_sheet_follows(
    school: Classroom, joined: SchoolClass, paper: SheetWithStrokes
) -> None:
    app = give(opened(joined.code), paper, 4)
    (entry,) = school.drawings.entries(joined.id)
    expected = canvas_to_image(np.asarray(picture_of(4)))
    assert expected is not None
    assert entry.digit == 4 and len(entry.picture.strokes) == len(DIGITS[4])
    np.testing.assert_array_equal(entry.picture.image, np.rint(255 * expected))
    assert entry.contributor == app.session_state["contributor"]
    assert app.session_state["sheet"] == 1
    wanted = app.button_group(key="given_digit").value
    assert f"{plain(say('give.thanks'))} {say('give.please', digit=wanted)}" in texts(app)


@pytest.mark.usefixtures("keyed")
def test_those_who_do_not_see_the_page_are_told_what_came_of_a_drawing(
    school: Classroom, joined: SchoolClass, paper: SheetWithStrokes
) -> None:
    def told() -> str:
        text: str = components.data(app, "spoken_gift")["text"]
        return text

    app = opened(joined.code)
    assert told() == ""  # there already, so that a screen reader notices the change
    give(app, paper, 4)
    assert told() == say("spoken.gift", note=say("give.thanks"), digit=app.session_state["given_digit"])
    paper.draw(5)
    app.run()
    assert told() == ""  # so that the next thanks are another change
    press(app, "give")
    press(app, "take_back")
    assert told().startswith(say("give.taken_back", digit=app.session_state["given_digit"])[:5])
    paper.draw(4)
    app.run()
    press(app, "give")
    assert told() == say("classroom.twice")
    school.classes.set_open(joined.id, False)
    press(app, "give")
    assert told() == say("classroom.closed")


@pytest.mark.usefixtures("keyed")
def test_each_fresh_sheet_suggests_another_digit(
    school: Classroom, joined: SchoolClass, paper: SheetWithStrokes
) -> None:
    app, suggested = opened(joined.code), set()
    for _ in range(3):
        digit = int(str(app.button_group(key="given_digit").value))
        suggested.add(digit)
        paper.draw(digit)
        app.run()
        press(app, "give")
    assert len(suggested) == 3 and {each.digit for each in school.drawings.entries(joined.id)} == suggested


@pytest.mark.usefixtures("keyed")
def test_undo_takes_the_last_one_back_as_often_as_there_is_one(
    school: Classroom, joined: SchoolClass, paper: SheetWithStrokes
) -> None:
    app = opened(joined.code)
    assert not offers(app, "take_back")
    give(give(app, paper, 3), paper, 5)
    press(app, "take_back")
    assert [each.digit for each in school.drawings.entries(joined.id)] == [3]
    assert any(text.startswith(say("give.taken_back", digit=5)) for text in texts(app))
    press(app, "take_back")
    assert school.drawings.entries(joined.id) == [] and not offers(app, "take_back")


@pytest.mark.usefixtures("keyed")
def test_what_is_refused_is_one_sentence_and_stays_on_the_sheet(
    school: Classroom, joined: SchoolClass, paper: SheetWithStrokes
) -> None:
    app = opened(joined.code)
    assert say("classroom.blank") in "".join(texts(press(app, "give")))
    paper.tap()
    assert say("classroom.blank") not in "".join(texts(app.run()))
    assert say("give.too_small") in texts(press(app, "give"))
    give(app, paper, 3)
    give(app, paper, 3)
    assert say("classroom.twice") in texts(app) and app.session_state["sheet"] == 1
    assert len(school.drawings.entries(joined.id)) == 1


@pytest.mark.usefixtures("keyed")
def test_a_closed_class_says_so_where_giving_would_be(
    school: Classroom, joined: SchoolClass, paper: SheetWithStrokes
) -> None:
    app = opened(joined.code)
    paper.draw(3)
    app.run()
    school.classes.set_open(joined.id, False)
    press(app, "give")
    assert say("classroom.closed") in texts(app) and not offers(app, "give")
    assert school.drawings.entries(joined.id) == []


@pytest.mark.usefixtures("keyed")
def test_what_a_teacher_sets_is_read_once_for_all_pages_that_wait(
    school: Classroom, joined: SchoolClass, paper: SheetWithStrokes, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, read, get = [opened(joined.code), opened(joined.code)], list[int](), ClassList.get

    def reading(classes: ClassList, class_id: int) -> SchoolClass:
        read.append(class_id)
        return get(classes, class_id)

    monkeypatch.setattr(ClassList, "get", reading)
    school.classes.set_pupils_may_train(joined.id, True)
    for page in 2 * pages:
        assert offers(page.run(), "retrain")
    assert read == [joined.id]


@pytest.mark.usefixtures("keyed")
def test_without_its_database_the_page_keeps_class_and_drawing(
    school: Classroom, joined: SchoolClass, paper: SheetWithStrokes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any) -> None:
        raise DatabaseGone("gone")

    app = opened(joined.code)
    paper.draw(3)
    app.run()
    with monkeypatch.context() as patch:
        patch.setattr(Gifts, "give", gone)
        patch.setattr(ClassList, "find", gone)
        press(app, "give")
    assert say("give.not_saved") in texts(app) and "sheet" not in app.session_state
    press(app, "give")
    assert len(school.drawings.entries(joined.id)) == 1


@pytest.fixture
def training_class(school: Classroom, joined: SchoolClass) -> SchoolClass:
    return school.classes.set_pupils_may_train(joined.id, True)


def explanations(app: AppTest) -> set[str]:
    """What stands in the place of what is not offered, in the sidebar and in Training."""
    ids = ("teacher_only", "pupil", "pupil_may_train", "nobody")
    shown = {each.value for each in app.caption}
    return {id for id in ids if say(f"seat.{id}") in shown}


@pytest.mark.usefixtures("paper")
def test_in_the_place_of_what_is_not_offered_stands_what_is_right_for_each(
    school: Classroom, joined: SchoolClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "teachers_key", lambda: TeacherKey(KEY))
    stranger, pupil = opened(), opened(joined.code)
    for app in (stranger, pupil):
        app.session_state["tab"] = "training"
        app.run()
    assert explanations(stranger) == {"teacher_only"} and explanations(pupil) == {"pupil"}
    school.classes.set_pupils_may_train(joined.id, True)
    assert explanations(pupil.run()) == {"pupil_may_train"}
    school.classes.set_open(joined.id, False)
    assert explanations(pupil.run()) == {"pupil"}
    monkeypatch.setattr(resources, "teachers_key", lambda: None)
    monkeypatch.setattr(resources, "is_private", lambda: False)
    assert explanations(stranger.run()) == explanations(pupil.run()) == {"nobody"}
    school.classes.set_open(joined.id, True)  # by a server that had a key
    assert explanations(pupil.run()) == {"pupil_may_train"}


@pytest.mark.usefixtures("keyed")
def test_pupils_share_the_queue(training_class: SchoolClass, paper: SheetWithStrokes, jobs: FakeJobs) -> None:
    jobs.start(TrainConfig(), "theirs")
    jobs.start(TrainConfig(), "next")
    app = opened(training_class.code)
    app.selectbox(key="preset").select("classic").run()
    for _ in range(actions.MOST_WAITING_OF_A_PUPIL):
        press(app, "retrain")
    app.session_state["queue_open"] = True
    app.run()
    assert offers(app, "take_out-3") and not offers(app, "take_out-2") and not offers(app, "move_up-3")
    assert not offers(app, "cancel") and not app.error
    press(app, "retrain")
    assert "3 trainings of yours wait already" in app.error[0].value


@pytest.mark.usefixtures("keyed")
def test_pupils_of_a_class_that_lets_them_train_small_networks(
    school: Classroom, training_class: SchoolClass, paper: SheetWithStrokes, jobs: FakeJobs
) -> None:
    assert not offers(opened(), "retrain")
    app = opened(training_class.code)
    app.selectbox(key="preset").select("robust").run()
    press(app, "retrain")
    assert say("refusal.large") in app.error[0].value and jobs.state.number == 0
    app.selectbox(key="preset").select("classic").run()
    press(app, "retrain")
    assert jobs.state.is_active and offers(app, "cancel")
    other = opened(training_class.code)
    assert not offers(other, "cancel")
    press(app, "cancel")
    assert jobs.cancelled == [1]
    school.classes.set_open(training_class.id, False)
    jobs.report(state="cancelled")
    assert not offers(app.run(), "retrain")


@pytest.mark.usefixtures("keyed")
def test_pupils_delete_what_they_trained_and_nothing_else(
    training_class: SchoolClass, paper: SheetWithStrokes, jobs: FakeJobs, fresh_run: Run
) -> None:
    app, other = opened(training_class.code), opened(training_class.code)
    press(app, "retrain")
    assert jobs.state.name == "fresh"
    jobs.report(state="finished", test_accuracy=0.97)
    for page in (app, other):
        page.session_state["tab"] = "training"
        page.run()
        page.selectbox(key="run").select("fresh").run()
    assert offers(app, "delete") and not offers(other, "delete")
    press(app, "delete")
    assert not fresh_run.path.exists()
    jobs.start(TrainConfig(), "fresh")  # a teacher's, of the same name
    jobs.report(state="finished", test_accuracy=0.97)
    shutil.copytree(ROOT / "models" / "classic", fresh_run.path)
    app.run()
    app.selectbox(key="run").select("fresh").run()
    assert not offers(app, "delete")


@pytest.mark.parametrize(
    ("page", "hosts", "expected"),
    [
        ("http://localhost:8501", ["192.168.1.20", "10.0.0.7"], "http://192.168.1.20:8501/?class=K7P3"),
        ("http://127.0.0.1/digits/?tab=draw", ["10.0.0.7"], "http://10.0.0.7/digits/?class=K7P3"),
        ("http://localhost:8501/", [], "http://localhost:8501/?class=K7P3"),
        ("https://digits.example/a/?run=classic#x", ["10.0.0.7"], "https://digits.example/a/?class=K7P3"),
        ("http://192.168.1.5:80", ["10.0.0.7"], "http://192.168.1.5:80/?class=K7P3"),
    ],
)
def test_the_link_is_one_that_phones_reach(page: str, hosts: list[str], expected: str) -> None:
    assert class_link(page, "K7P3", hosts) == expected


@pytest.mark.usefixtures("keyed")
def test_parents_read_what_is_kept(joined: SchoolClass, paper: SheetWithStrokes) -> None:
    app = press(opened(joined.code), "what_is_kept_here")
    assert say("kept.what") in texts(app) and say("kept.until", days="30") in texts(app)
