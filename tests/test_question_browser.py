"""Predict first in a real Chromium: a teacher asks, two pupils vote, one of them on a phone, and all see the result."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from browser import server
from drawing import Hand
from playwright.sync_api import Browser, Locator, expect
from protocol import Caller, calling
from visitor import PHONE, Visitor

from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.room import Classroom
from mnist_demo.classroom.rounds import Score
from mnist_demo.classroom.teacher_key import VARIABLE
from mnist_demo.settings import Settings

KEY = "an-example-of-a-key-0123"
SMALL = {**PHONE, "viewport": {"width": 360, "height": 640}}
LEAST_FOR_A_THUMB = 44
"""CSS pixels: what the Web Content Accessibility Guidelines call for (2.5.5)."""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Classroom, SchoolClass]]:
    """A server for a room, its database, and a class there."""
    models = tmp_path_factory.mktemp("school")
    with (
        closing(Classroom.open(Settings(models))) as kept,
        server(MNIST_DRAW_MODELS=str(models), **{VARIABLE: KEY}) as (address, _),
    ):
        yield address, kept, kept.classes.create("6b")


def button(visitor: Visitor, name: str) -> Locator:
    return visitor.page.get_by_role("button", name=name, exact=True)


def fits_a_phone(ballot: Locator) -> bool:
    """Whether all buttons are seen at once and large enough."""
    boxes = [each.bounding_box() for each in ballot.get_by_role("button").all()]
    return len(boxes) == 11 and all(
        box is not None
        and min(box["width"], box["height"]) >= LEAST_FOR_A_THUMB
        and box["y"] + box["height"] <= 640
        and box["x"] + box["width"] <= 360
        for box in boxes
    )


def test_ask_vote_count_change_show_score(browser: Browser, school: tuple[str, Classroom, SchoolClass]) -> None:
    address, kept, joined = school
    page = f"{address}/?class={joined.code}"
    teacher = Visitor(browser, f"{page}&example=12#teacher={KEY}")  # a 9
    pupil, phone = Visitor(browser, page), Visitor(browser, page, **SMALL)
    Hand(phone.page).draw(4)
    phone.answers("4")
    teacher.answers("9")
    assert button(pupil, "Ask the class").count() == 0

    button(teacher, "Ask the class").click()
    votes = teacher.page.locator(".votes-in")
    expect(votes).to_have_text("0 votes")
    teacher.answers("?")
    ballot = phone.page.locator(".st-key-ballot_question")
    expect(ballot).to_be_visible()
    phone.page.evaluate("document.querySelector('.stMain').scrollTo(0, 0)")
    assert fits_a_phone(ballot)
    button(phone, "4").click()
    expect(phone.page.get_by_text("Your vote counts: 4")).to_be_visible()
    expect(votes).to_have_text("1 vote")
    expect(pupil.page.locator(".st-key-ballot_question")).to_be_visible()
    button(pupil, "9").click()
    expect(votes).to_have_text("2 votes")
    button(phone, "9").click()
    expect(phone.page.get_by_text("Your vote counts: 9")).to_be_visible()
    assert pupil.page.locator(".vote-bars").count() == teacher.page.locator(".vote-bars").count() == 0

    button(teacher, "Show the answer").click()
    teacher.answers("9")
    for visitor in (teacher, pupil, phone):
        expect(visitor.page.get_by_text("The class says 9 (2 of 2).")).to_be_visible()
        expect(visitor.page.get_by_text("It is a 9: both are right.")).to_be_visible()
        expect(visitor.page.locator(".vote-bars .network")).to_have_count(11)  # ten digits, and in the legend
    expect(teacher.page.get_by_text("Class 1 : 1 network, after 1 question")).to_be_visible()
    assert kept.rounds.score(joined.id) == Score(1, 1, 1)
    button(phone, "Close").click()
    expect(phone.page.locator(".vote-bars")).to_have_count(0)
    phone.answers("4")  # what was drawn before is still there
    for visitor in (teacher, pupil, phone):
        visitor.close()


def imitate(pupil: Caller, teacher: Caller, key: str) -> None:
    """Send a click on a button that only a teacher's page has, as that page would, and run the whole page."""
    pupil.elements[key], pupil.fragments[key] = teacher.elements[key], ""
    pupil.press(key)


def test_what_a_pupil_sends_past_the_page_does_nothing(school: tuple[str, Classroom, SchoolClass]) -> None:
    address, kept, _ = school
    joined = kept.classes.create("6c")
    with calling(address) as teacher, calling(address) as pupil:
        for visitor in (teacher, pupil):
            visitor.open_page(f"class={joined.code}&example=12")
        assert "ask_class-draw" not in teacher.elements
        teacher.trigger("tab_memory", "teacher", KEY)
        imitate(pupil, teacher, "ask_class-draw")
        assert kept.rounds.current(joined.id) is None
        teacher.press("ask_class-draw")
        teacher.open_page(f"class={joined.code}&example=12")
        imitate(pupil, teacher, "show_votes")
        question = kept.rounds.current(joined.id)
        assert question and question.shown_at is None
        teacher.press("show_votes")
        question = kept.rounds.current(joined.id)
        assert question and question.shown_at and question.true_digit == 9
