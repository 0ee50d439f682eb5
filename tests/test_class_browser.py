"""A teacher and two pupils in a real Chromium: a class is made, joined by link and by code, and given digits."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browser import served
from drawing import DIGITS, Finger, Hand
from playwright.sync_api import Browser, Locator, Page, expect
from test_room_browser import ROOM
from visitor import Visitor

from mnist_demo.classroom.room import Classroom
from mnist_demo.classroom.set_archive import Entry
from mnist_demo.classroom.teacher_key import VARIABLE
from mnist_demo.config import ROOT
from mnist_demo.network_addresses import network_addresses
from mnist_demo.settings import Settings

KEY = "an-example-of-a-key-0123"
NAME = "7b <b>"
SMALL_PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
UPRIGHT = [(390, 664), (360, 640)]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server for a room: its address, and the folder with its database."""
    models = tmp_path_factory.mktemp("class")
    with served(ROOM, ROOT, env={VARIABLE: KEY, "MNIST_DRAW_MODELS": str(models)}) as (address, _):
        yield address, models


def given(models: Path, code: str) -> list[Entry]:
    with closing(Classroom.open(Settings(models))) as classroom:
        return classroom.drawings.entries(classroom.classes.by_code(code).id)


def made_class(page: Page) -> str:
    """Make a class, and return the link that the invitation shows."""
    page.locator(".stSidebar summary").filter(has_text="Class").click()
    page.get_by_label("A new class").fill(NAME)
    page.locator(".st-key-make_class button").click()
    page.locator(".st-key-invite button").click()
    link = page.get_by_role("dialog").locator("code").inner_text()
    code = page.get_by_role("dialog").locator(".class-code")
    expect(code).to_have_text(link[-4:])
    assert code.evaluate("code => parseFloat(getComputedStyle(code).fontSize)") > 100
    check_qr_code(page.get_by_role("dialog").get_by_role("img", name="QR code"))
    return link


def check_qr_code(picture: Locator) -> None:
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box and box["width"] == pytest.approx(box["height"], abs=1) and box["width"] > 250
    assert picture.evaluate("image => image.complete && image.naturalWidth > 20")


def choose(page: Page, digit: int) -> None:
    page.locator(".st-key-given_digit").get_by_text(str(digit), exact=True).click()
    expect(
        page.locator(".st-key-given_digit [aria-checked=true], .st-key-given_digit [aria-pressed=true]")
    ).to_have_text(str(digit))


def give(visitor: Visitor, hand: Hand, digit: int) -> None:
    number = visitor.sheet
    hand_over(visitor, hand, digit)
    visitor.wait_for_sheet(number + 1)


def hand_over(visitor: Visitor, hand: Hand, digit: int) -> None:
    """Draw and give a digit, until the page says thank you."""
    spoken = visitor.page.locator(".st-key-giving .spoken[role=status]")
    known = spoken.element_handle()
    hand.draw(digit)
    visitor.wait_until_answered()
    expect(visitor.page.locator(".st-key-giving")).to_contain_text("What did you draw?")
    choose(visitor.page, digit)
    visitor.page.locator(".st-key-give button").click()
    expect(visitor.page.locator(".st-key-giving .stMarkdown").first).to_contain_text("Thank you!")
    expect(spoken).to_contain_text("Thank you! Please draw a ")
    assert known.evaluate("element => element.isConnected")  # screen readers announce no element that is new


def check_that_a_phone_shows_it_at_once(page: Page) -> None:
    canvas = page.locator(".st-key-drawing canvas:visible").last
    parts = [canvas, *page.locator(".draw :is(.answer, .bar, .input)").all()]
    parts += [page.locator(".st-key-given_digit"), page.locator(".st-key-give button")]
    for width, height in UPRIGHT:
        page.set_viewport_size({"width": width, "height": height})
        for part in parts:
            expect(part).to_be_in_viewport(ratio=0.99)
        box = canvas.bounding_box()
        assert box and box["width"] >= 0.55 * width


def test_a_class_is_made_joined_and_given_digits(browser: Browser, place: tuple[str, Path]) -> None:
    address, models = place
    teacher = Visitor(browser, f"{address}/#teacher={KEY}", color_scheme="dark")
    link = made_class(teacher.page)
    code = link[-4:]
    assert (urlsplit(link).hostname in network_addresses()) == bool(network_addresses())
    teacher.close()

    phone = Visitor(browser, f"{address}/?{urlsplit(link).query}", **SMALL_PHONE)
    check_that_a_phone_shows_it_at_once(phone.page)
    give(phone, Finger(phone.page), 7)

    pupil = Visitor(browser, address)
    pupil.page.get_by_label("Join a class").fill(f" {code[:2].lower()} {code[2:].lower()}")
    pupil.page.locator(".st-key-join button").click()
    expect(pupil.page.get_by_text(f"You are in the class {NAME}.")).to_be_visible()
    pupil.wait_for_script()
    give(pupil, Hand(pupil.page), 3)
    give(pupil, Hand(pupil.page), 5)
    first, *others = entries = given(models, code)
    assert [entry.digit for entry in entries] == [7, 3, 5]
    assert [len(entry.picture.strokes) for entry in entries] == [len(DIGITS[digit]) for digit in (7, 3, 5)]
    assert {entry.contributor for entry in others} == {others[0].contributor} != {first.contributor}

    pupil.page.locator(".st-key-take_back button").click()
    expect(pupil.page.locator(".st-key-giving")).to_contain_text("Your 5 was taken back.")
    assert [entry.digit for entry in given(models, code)] == [7, 3]
    phone.close()
    pupil.close()


def test_what_the_page_has_thanked_for_survives_that_the_server_is_killed(browser: Browser, tmp_path: Path) -> None:
    with closing(Classroom.open(Settings(tmp_path))) as classroom:
        code = classroom.classes.create(NAME).code
    with served(ROOM, ROOT, env={VARIABLE: KEY, "MNIST_DRAW_MODELS": str(tmp_path)}) as (address, process):
        pupil = Visitor(browser, f"{address}/?class={code}")
        hand_over(pupil, Hand(pupil.page), 7)
        os.kill(process, signal.SIGKILL)
        os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
        pupil.context.close()  # it has seen the connection break
    (entry,) = given(tmp_path, code)
    assert entry.digit == 7 and len(entry.picture.strokes) == len(DIGITS[7])


def test_a_page_at_rest_notices_what_the_teacher_sets(browser: Browser, place: tuple[str, Path]) -> None:
    address, models = place
    with closing(Classroom.open(Settings(models))) as classroom:
        joined = classroom.classes.create(NAME)
        pupil = Visitor(browser, f"{address}/?class={joined.code}")
        Hand(pupil.page).draw(7)
        pupil.wait_until_answered()
        classroom.classes.set_open(joined.id, False)
        expect(pupil.page.get_by_text("This class is closed just now")).to_be_visible()
        classroom.classes.set_open(joined.id, True)
        expect(pupil.page.locator(".st-key-give button")).to_be_visible()
        expect(pupil.page.locator(".st-key-retrain")).to_have_count(0)
        classroom.classes.set_pupils_may_train(joined.id, True)
        expect(pupil.page.locator(".st-key-retrain button")).to_be_visible()
        classroom.classes.rename(joined.id, "8a")
        expect(pupil.page.get_by_text("You are in the class 8a.")).to_be_visible()
        pupil.answers("7")  # nothing happened to the drawing
        pupil.close()
