"""A lesson in a real Chromium: a teacher and four pupils, two of them on phones, give, look, train and vote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser import served
from drawing import Finger, Hand, Point
from playwright.sync_api import Browser, Page, expect
from test_class_browser import KEY, SMALL_PHONE, give, made_class
from test_room_browser import ROOM
from visitor import PHONE, Visitor

from mnist_demo.classroom.teacher_key import VARIABLE
from mnist_demo.commands import train
from mnist_demo.config import ROOT

SMALL = "small"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, handful_path: Path) -> Iterator[str]:
    """A server for a room, with a network that is trained within seconds."""
    models = tmp_path_factory.mktemp("lesson")
    flags = ["--data", str(handful_path), "--data-as", "plain", "--epochs", "2", "--hidden-layers", "16"]
    assert train.main([*flags, "--name", SMALL, "--models-dir", str(models)]) == 0
    with served(ROOM, ROOT, env={VARIABLE: KEY, "MNIST_DRAW_MODELS": str(models)}) as (found, _):
        yield found


class Slanting(Hand):
    """Writes as others do, but with a slant: a class takes no drawing twice."""

    def on_screen(self, points: list[Point]) -> list[Point]:
        return super().on_screen([(x + 0.2 * (y - 200), y) for x, y in points])


class SlantingFinger(Slanting, Finger):
    """The same on a phone."""


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def test_a_whole_lesson(browser: Browser, address: str) -> None:
    teacher = Visitor(browser, f"{address}/?run={SMALL}#teacher={KEY}")
    link = f"{address}/?{urlsplit(made_class(teacher.page)).query}"
    teacher.page.keyboard.press("Escape")
    open_tab(teacher.page, "Our digits")
    expect(teacher.page.get_by_text("Nothing hangs here yet")).to_be_visible()

    pupil, typing = Visitor(browser, link), Visitor(browser, address)
    typing.page.get_by_label("Join a class").fill(link[-4:])
    typing.page.locator(".st-key-join button").click()
    expect(typing.page.get_by_text("You are in the class")).to_be_visible()
    typing.wait_for_script()
    phones = [Visitor(browser, link, **look) for look in (PHONE, SMALL_PHONE)]
    for digit in (0, 4, 7):
        give(pupil, Hand(pupil.page), digit)
    give(typing, Slanting(typing.page), 3)
    for phone, digit in zip(phones, (8, 6), strict=True):
        give(phone, SlantingFinger(phone.page), digit)
    expect(teacher.page.get_by_text("6 drawings from 4 people.")).to_be_visible()  # without a reload

    assert pupil.page.get_by_role("tab", name="Our digits").count() == 1
    open_tab(pupil.page, "Our digits")
    pupil.page.get_by_text("Train with our digits").click()
    expect(pupil.page.get_by_text("people it has never seen")).to_be_visible()
    assert pupil.page.locator(".st-key-learn_from_us").count() == 0

    teacher.page.get_by_text("Train with our digits").click()
    expect(teacher.page.locator(".st-key-learning_parts")).to_contain_text("3 people (")
    expect(teacher.page.locator(".st-key-learning_parts")).to_contain_text("1 person (")
    teacher.page.locator(".st-key-learn_from_us button").click()
    expect(teacher.page.get_by_role("heading", name="Before and after")).to_be_visible()
    expect(teacher.run_in_use).to_have_value(re.compile(f"^{SMALL} further, with our digits"))
    table = teacher.page.locator(".st-key-before_after table")
    expect(table).to_contain_text("people it had never seen")
    expect(table.get_by_role("row").last).to_contain_text("by 3 people")

    open_tab(teacher.page, "Draw")
    Hand(teacher.page).draw(5)
    teacher.wait_until_answered()
    teacher.page.get_by_role("button", name="Ask the class", exact=True).click()
    for visitor, answer in zip([*phones, typing], ("5", "5", "Not sure"), strict=True):
        ballot = visitor.page.locator(".st-key-ballot_question")
        ballot.get_by_role("button", name=answer, exact=True).click()
        expect(visitor.page.get_by_text("Your vote counts")).to_be_visible()
    expect(teacher.page.locator(".votes-in")).to_have_text("3 votes")
    teacher.page.get_by_role("button", name="Show the answer", exact=True).click()
    for visitor in (teacher, *phones, typing, pupil):
        expect(visitor.page.get_by_text("The class says 5 (2 of 3).")).to_be_visible()
        visitor.close()
