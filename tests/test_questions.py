"""Predict first, as the pages of a teacher and of pupils show it, and who may do what in it."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import components
import numpy as np
import pytest
from databases import picture
from page import SECONDS, Sheet, answer_data, html, press
from streamlit.testing.v1 import AppTest

from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.classroom_error import ClassroomError, DatabaseGone
from mnist_demo.classroom.rights import Refused, Visitor
from mnist_demo.classroom.room import Classroom
from mnist_demo.classroom.rounds import Round, Score, Vote
from mnist_demo.classroom.tally import Tally
from mnist_demo.config import ROOT
from mnist_demo.ui import actions, resources
from mnist_demo.ui.school.vote_bars import bars

IMAGE = picture().image


@pytest.fixture
def teacher(app: AppTest, joined: SchoolClass) -> AppTest:
    """The page of the one person at this computer, who may do all."""
    app.session_state["class"] = joined.code
    return app.run()


@pytest.fixture
def pupil(teacher: AppTest, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(actions, "visitor", Visitor)
    return teacher.run()


def has_button(app: AppTest, key: str) -> bool:
    return key in [button.key for button in app.button]


def texts(app: AppTest) -> str:
    return " ".join([element.value for element in app.markdown] + [html(app)])


def current(school: Classroom, joined: SchoolClass) -> Round:
    question = school.rounds.current(joined.id)
    assert question
    return question


def ask_from(teacher: AppTest, index: int = 12) -> None:
    """Ask the class about a test image."""
    teacher.session_state["picked"] = None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(random, "randrange", lambda count: index)
        press(teacher, "example")
    press(teacher, "ask_class-draw")


def test_a_page_that_joined_no_class_asks_nobody(app: AppTest) -> None:
    press(app, "example")
    assert not has_button(app, "ask_class-draw") and not has_button(app, "propose_trick")


def test_an_empty_sheet_is_nothing_to_ask(teacher: AppTest) -> None:
    assert not has_button(teacher, "ask_class-draw")


def test_a_network_with_another_task_is_not_asked_about(teacher: AppTest, sheet: Sheet) -> None:
    sheet.draw(3)
    assert has_button(teacher.run(), "ask_class-draw")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mnist_demo.ui.school.questions.DEFAULT_TASK", "another")
        assert not has_button(teacher.run(), "ask_class-draw")


def test_a_teacher_asks_what_is_on_the_sheet_and_the_answer_is_covered(
    teacher: AppTest, sheet: Sheet, school: Classroom, joined: SchoolClass
) -> None:
    sheet.draw(3)
    teacher.run()
    assert answer_data(teacher)["covered"] == []
    press(teacher, "ask_class-draw")
    sent = answer_data(teacher)
    assert sent["covered"] == ["answer", "bars"] and sent["networks"][0]["probabilities"] is None
    question = current(school, joined)
    assert question.image.max() > 200 and question.shown_at is None
    assert "0 votes" in html(teacher) and not has_button(teacher, "ask_class-draw")
    school.rounds.vote(joined.id, question.id, "one", 3)
    teacher.run()
    assert "1 vote<" in html(teacher) and '"vote-bars"' not in html(teacher)
    press(teacher, "show_votes")
    assert answer_data(teacher)["covered"] == []
    assert "The class says **3** (1 of 1)." in texts(teacher) and "The network says **3**." in texts(teacher)
    shown = current(school, joined)
    assert shown.network_answer == 3 and shown.shares and max(shown.shares) == shown.shares[3]


def test_a_question_is_taken_back(teacher: AppTest, school: Classroom, joined: SchoolClass) -> None:
    ask_from(teacher)
    press(teacher, "show_votes")
    shown = current(school, joined)
    ask_from(teacher, index=2)
    assert answer_data(teacher)["covered"] == ["answer", "bars"]
    press(teacher, "take_back_question")
    assert answer_data(teacher)["covered"] == [] and has_button(teacher, "ask_class-draw")
    assert not has_button(teacher, "show_votes") and '"vote-bars"' not in html(teacher)
    assert current(school, joined).id == shown.id and school.rounds.score(joined.id).rounds == 1


def test_a_vote_on_a_question_that_was_taken_back_is_told(
    pupil: AppTest, school: Classroom, joined: SchoolClass
) -> None:
    question = school.rounds.ask(joined.id, "teacher", IMAGE)
    assert has_button(pupil.run(), "ballot-question-4") and not has_button(pupil, "take_back_question")
    school.rounds.take_back(joined.id, question.id)
    press(pupil, "ballot-question-4")
    assert not has_button(pupil, "ballot-question-4") and school.rounds.current(joined.id) is None
    school.rounds.ask(joined.id, "teacher", IMAGE)
    assert has_button(pupil.run(), "ballot-question-4")


def test_the_label_of_a_test_image_decides_and_counts(teacher: AppTest, school: Classroom, joined: SchoolClass) -> None:
    ask_from(teacher)
    school.rounds.vote(joined.id, current(school, joined).id, "one", 4)
    press(teacher, "show_votes")
    assert current(school, joined).true_digit == 9
    assert "It is a 9: the network is right, the class is not." in texts(teacher)
    assert "Class **0** : **1** network, after 1 question" in texts(teacher)
    press(teacher, "start_again")
    assert school.rounds.score(joined.id) == Score(0, 0, 0) and not has_button(teacher, "start_again")
    press(teacher, "put_away")
    assert '"vote-bars"' not in html(teacher)


def test_a_teacher_says_what_a_drawing_was(
    teacher: AppTest, sheet: Sheet, school: Classroom, joined: SchoolClass
) -> None:
    sheet.draw(3)
    teacher.run()
    press(teacher, "ask_class-draw")
    number = current(school, joined).id
    press(teacher, "show_votes")
    assert "It is a" not in texts(teacher) and school.rounds.score(joined.id).rounds == 0
    next(group for group in teacher.button_group if group.key not in ("given_digit", "digits")).set_value(3).run()
    assert current(school, joined).true_digit == 3 and number == current(school, joined).id
    assert "It is a 3: the network is right, the class is not." in texts(teacher)


def test_a_broken_image_is_asked_as_it_is_in_look_inside_which_is_covered(
    teacher: AppTest, school: Classroom, joined: SchoolClass
) -> None:
    teacher.session_state["tab"], teacher.session_state["picked"] = "inside", 12
    teacher.session_state["break-shift_x"] = 4
    teacher.run()
    press(teacher, "ask_class-inside")
    assert not components.has(teacher, "answer_inside")
    shifted = np.roll(resources.test_images()[0][12], 4, axis=1)  # nothing is lost: its edge is empty
    np.testing.assert_array_equal(current(school, joined).image, shifted)
    press(teacher, "show_votes")
    assert components.has(teacher, "answer_inside") and current(school, joined).true_digit == 9


def test_a_pupil_votes_and_changes_the_vote_until_it_is_shown(
    pupil: AppTest, school: Classroom, joined: SchoolClass
) -> None:
    question = school.rounds.ask(joined.id, "teacher", IMAGE)
    pupil.run()
    who = None
    for key, digit, word in (("4", 4, "4"), ("unsure", None, "Not sure"), ("9", 9, "9")):
        press(pupil, f"ballot-question-{key}")
        who = pupil.session_state["contributor"]
        assert school.rounds.own_vote(question.id, who) == Vote(digit)
        assert f"Your vote counts: **{word}**" in texts(pupil)
    assert not has_button(pupil, "show_votes") and answer_data(pupil)["covered"] == []
    school.rounds.show(joined.id, question.id, 4, 4, [0.0, 0.0, 0.0, 0.0, 0.75, 0.0, 0.0, 0.0, 0.0, 0.25])
    press(pupil, "ballot-question-4")
    assert school.rounds.own_vote(question.id, str(who)) == Vote(9)
    assert pupil.warning[0].value.startswith("The answer is already shown")
    assert "It is a 4: the network is right, the class is not." in texts(pupil) and "75" in html(pupil)
    assert not has_button(pupil, "start_again") and {group.key for group in pupil.button_group} == {
        "given_digit",
        "digits",
    }


def test_a_page_that_comes_later_is_not_told_of_an_old_question(
    pupil: AppTest, school: Classroom, joined: SchoolClass
) -> None:
    school.rounds.show(joined.id, school.rounds.ask(joined.id, "teacher", IMAGE).id, 4, 4)
    assert '"vote-bars"' not in html(pupil.run())


def test_a_closed_class_takes_no_votes(pupil: AppTest, school: Classroom, joined: SchoolClass) -> None:
    question = school.rounds.ask(joined.id, "teacher", IMAGE)
    pupil.run()
    school.classes.set_open(joined.id, False)
    press(pupil, "ballot-question-4")
    assert current(school, joined).votes == 0 and question.id == current(school, joined).id
    assert pupil.warning[0].value == "This class is closed just now; ask your teacher to open it."


def test_without_its_database_the_page_goes_on(
    pupil: AppTest, school: Classroom, joined: SchoolClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.rounds.ask(joined.id, "teacher", IMAGE)

    def gone(*_: object) -> int:
        raise DatabaseGone("gone")

    monkeypatch.setattr(type(school.classes), "revision", gone)
    assert not pupil.run().exception and not has_button(pupil, "ballot-question-4")


FORGED: dict[str, Callable[[Round], Any]] = {
    "ask": lambda question: actions.ask_class(IMAGE),
    "take_back": lambda question: actions.take_back_question(question.id),
    "show": lambda question: actions.show_votes(question.id, 3, 3, None),
    "settle": lambda question: actions.settle_question(question.id, 3),
    "start_again": lambda question: actions.restart_score(),
    "remove_trick": lambda question: actions.remove_trick(1),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_pupil_may_not_do_what_is_the_teachers(
    what: str, school: Classroom, joined: SchoolClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = school.rounds.ask(joined.id, "teacher", IMAGE)
    monkeypatch.setattr(actions, "visitor", Visitor)
    monkeypatch.setattr(actions, "_joined", lambda: joined)
    before = school.classes.revision(joined.id)
    with pytest.raises(Refused, match="ask your teacher"):
        FORGED[what](question)
    assert school.classes.revision(joined.id) == before


def test_a_pupils_page_does_not_offer_what_is_the_teachers(
    pupil: AppTest, sheet: Sheet, school: Classroom, joined: SchoolClass
) -> None:
    sheet.draw(3)
    school.rounds.ask(joined.id, "teacher", IMAGE)
    pupil.run()
    assert has_button(pupil, "ballot-question-0")
    assert not has_button(pupil, "ask_class-draw") and not has_button(pupil, "show_votes")


def test_who_has_joined_no_class_has_no_vote() -> None:
    for vote in (actions.vote_on_question, actions.vote_on_trick):
        with pytest.raises(ClassroomError, match="Join a class first"):
            vote(1, 3)


def test_the_bars_say_their_numbers_and_leave_out_a_network_that_has_none() -> None:
    tally = Tally((0, 0, 0, 3, 0, 0, 0, 0, 0, 0), 1)
    alone, both = bars(tally, None), bars(tally, (0.0, 0.25, 0.0, 0.75, *[0.0] * 6))
    assert alone.count("<tr>") == both.count("<tr>") == 11
    assert "network" not in alone and both.count('class="network line"') == 10
    assert 'width:75.0%"></i></span><b>3</b>' in alone and "width:25.0%" in alone


def test_a_question_is_read_once_for_all_pages_that_wait(
    pupil: AppTest, school: Classroom, joined: SchoolClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.rounds.ask(joined.id, "teacher", IMAGE)
    pupil.run()
    monkeypatch.setattr(type(school.rounds), "current", lambda *_: pytest.fail("read again"))
    pupil.run()
    another = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
    another.query_params["class"] = joined.code
    another.run()
    assert has_button(pupil, "ballot-question-4") and has_button(another, "ballot-question-4")
