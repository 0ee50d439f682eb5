"""“Trick it” on the page: handed in, judged, on the board, removed."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest
from databases import picture
from page import Sheet, answer, html, press
from streamlit.testing.v1 import AppTest

from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.rights import Visitor
from mnist_demo.classroom.room import Classroom
from mnist_demo.config import PLAIN_RUN
from mnist_demo.images.pen import Stroke
from mnist_demo.ui import actions

STROKES = [Stroke(24.0, np.array([[100.0, 100.0], [200.0, 300.0]]))]


@pytest.fixture
def teacher(app: AppTest, joined: SchoolClass) -> AppTest:
    """A teacher's page with the class's tab open."""
    app.session_state["class"], app.session_state["tab"] = joined.code, "class"
    return app.run()


def keys(app: AppTest) -> list[str]:
    return [str(button.key) for button in app.button]


def texts(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption])


def propose(school: Classroom, joined: SchoolClass, seed: int, network_answer: int | None = 7) -> int:
    return school.tricks.propose(joined.id, f"artist-{seed}", picture(seed), "robust", network_answer)


def vote(school: Classroom, joined: SchoolClass, trick: int, *digits: int | None) -> None:
    for number, digit in enumerate(digits):
        school.tricks.vote(joined.id, trick, f"judge-{number}", digit)


def test_what_is_drawn_is_handed_in_with_what_the_network_says(
    teacher: AppTest,
    sheet: Sheet,
    canvas_module: ModuleType,
    school: Classroom,
    joined: SchoolClass,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "visitor", Visitor)  # a pupil's page
    assert "propose_trick" not in keys(teacher.run())
    sheet.draw(3)
    monkeypatch.setattr(canvas_module, "strokes", lambda: STROKES)
    press(teacher.run(), "propose_trick")
    assert teacher.toast[0].value.startswith("Handed in")
    (trick,) = school.tricks.all(joined.id)
    assert (trick.network_answer, trick.contributor) == (3, teacher.session_state["contributor"])
    assert trick.image.max() > 200
    press(teacher, "propose_trick")
    assert teacher.toast[0].value.startswith("The class has this very picture already")
    assert len(school.tricks.all(joined.id)) == 1


def test_nobody_tricks_the_network_with_a_limit_of_their_own(
    teacher: AppTest,
    sheet: Sheet,
    canvas_module: ModuleType,
    school: Classroom,
    joined: SchoolClass,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    teacher.selectbox(key="run").select(PLAIN_RUN)
    teacher.session_state["unsure"] = "0.99"
    sheet.draw(6)  # of which this network is sure, but not to 99 percent
    monkeypatch.setattr(canvas_module, "strokes", lambda: STROKES)
    assert answer(teacher.run()) == "?"
    press(teacher, "propose_trick")
    assert [trick.network_answer for trick in school.tricks.all(joined.id)] == [6]


def test_a_test_image_is_nobodys_trick(teacher: AppTest) -> None:
    assert "propose_trick" not in keys(press(teacher, "example"))


def test_the_tricks_of_others_are_judged_one_at_a_time(
    teacher: AppTest, school: Classroom, joined: SchoolClass
) -> None:
    first, second = (propose(school, joined, seed) for seed in (1, 2))
    press(teacher.run(), "ballot-trick-4")
    press(teacher, "ballot-trick-unsure")
    tallies = {trick.id: trick.tally for trick in school.tricks.all(joined.id)}
    assert tallies[first].digits[4] == 1 and tallies[second].not_sure == 1
    assert "ballot-trick-4" not in keys(teacher) and "You have judged all" in texts(teacher)


def test_the_board_has_the_tricks_that_work_the_best_first(
    teacher: AppTest, school: Classroom, joined: SchoolClass
) -> None:
    good, better, read = (propose(school, joined, seed) for seed in (1, 2, 3))
    unread = propose(school, joined, 4, None)
    vote(school, joined, good, 4, 4, 4, 1)
    vote(school, joined, better, 4, 4, 4, 4)
    vote(school, joined, read, 7, 7, 7)
    vote(school, joined, unread, 5, 5, 5)
    shown = texts(teacher.run())
    best = [shown.index(f"**4** for {votes}, **7** for the network") for votes in ("4 of 4 people", "3 of 4 people")]
    assert best == sorted(best) and "**5** for 3 of 3 people, the network was not sure" in shown
    assert [key for key in keys(teacher) if key.startswith("remove_trick")] == [
        f"remove_trick-{trick}" for trick in (better, unread, good)
    ]
    assert html(teacher).count('alt="A trick"') == 3


def test_a_teacher_removes_a_trick_and_a_pupil_does_not(
    teacher: AppTest, school: Classroom, joined: SchoolClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    trick = propose(school, joined, 1)
    vote(school, joined, trick, 4, 4, 4)
    button = teacher.run().button(key=f"remove_trick-{trick}").click()
    with monkeypatch.context() as patch:
        patch.setattr(actions, "visitor", Visitor)
        assert f"remove_trick-{trick}" not in keys(button.run())
        assert school.tricks.all(joined.id)
        assert "**The best tricks**" in texts(teacher) and "you may not remove tricks" in teacher.warning[0].value
    press(teacher.run(), f"remove_trick-{trick}")
    assert school.tricks.all(joined.id) == [] and "best tricks" not in texts(teacher)
