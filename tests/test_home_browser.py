"""The page to take home in browsers: from a file, and in a frame as learning platforms have it."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drawing import DIGITS, Hand, Point
from home import SHEET, HomePage, write_pages
from other_browsers import BROWSERS, OtherBrowser
from parity import moved
from playwright.sync_api import Browser, Frame, Page, Playwright, expect
from test_axe_browser import axe as axe
from test_axe_browser import barriers
from visitor import PHONE, WIDE

from mnist_demo.config import SHIPPED_RUNS
from mnist_demo.network.inference import decide
from mnist_demo.runs.run import Run
from mnist_demo.runs.store import load_run

DRAWINGS, DRAWINGS_ELSEWHERE = 200, 40
"""In Chromium, and in other browsers, which take up to a second for each."""
WAYS = ["page.html", "frame.html"]
"""How the page is opened: by a double click, and in a frame."""
SHOWN_FIRST = SHIPPED_RUNS[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    write_pages(folder)
    return folder


@pytest.fixture(scope="module")
def run() -> Run:
    """The network that the page begins with."""
    return load_run(SHOWN_FIRST)


class HomeHand(Hand):
    """Draws on the page with the mouse, also within a frame."""

    def __init__(self, page: Page, frame: Frame) -> None:
        super().__init__(page)
        self.frame = frame

    def on_screen(self, points: list[Point]) -> list[Point]:
        box = self.frame.locator("#sheet").bounding_box()
        assert box
        return [(box["x"] + x * box["width"] / 400, box["y"] + y * box["height"] / 400) for x, y in points]


class Chromium:
    """A visitor who opens the page; nothing may be asked for but the files, and nothing may go wrong."""

    def __init__(self, browser: Browser, folder: Path, way: str, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.problems: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda line: self.problems.append(line.text) if line.type != "log" else None)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto((folder / way).as_uri())
        self.frame = self.page.frames[-1]
        self.home = HomePage(lambda script, *values: self.frame.evaluate(
            f"values => (function () {{ {script} }}).apply(null, values)", list(values)
        ))  # fmt: skip
        self.files = {(folder / each).as_uri() for each in ("page.html", way)}

    def close(self) -> None:
        self.context.close()
        assert self.problems == []
        assert {address for address in self.asked if not address.startswith("data:")} == self.files


@pytest.fixture(params=WAYS)
def chromium(request: pytest.FixtureRequest, browser: Browser, folder: Path) -> Iterator[Chromium]:
    visitor = Chromium(browser, folder, request.param)
    yield visitor
    visitor.close()


def test_digits_drawn_with_the_mouse_are_read_as_in_the_app(chromium: Chromium, run: Run) -> None:
    hand = HomeHand(chromium.page, chromium.frame)
    for digit in DIGITS:
        chromium.home.clear()
        hand.draw(digit)
        chromium.home.wait_until(WORD_IS, str(digit))
        assert decide(chromium.home.shown().expected(run), run.threshold) == digit


WORD_IS = "return document.querySelector('[data-testid=live-digit]').textContent === arguments[0]"


def test_probabilities_are_those_of_python(chromium: Chromium, run: Run) -> None:
    compare_drawings(chromium.home, run)


def compare_drawings(home: HomePage, run: Run, count: int = DRAWINGS) -> None:
    """Many drawings, no two alike, against Python's answers to the same pixels."""
    chance = random.Random(17)
    readings = home.draw([moved(DIGITS[number % 10], chance) for number in range(count)])
    differences = [reading.difference(run) for reading in readings]
    assert max(differences) <= 0.01
    for reading in readings:
        answer = decide(reading.expected(run), run.threshold)
        shown = None if reading.word == "?" else int(reading.word)
        assert shown == answer or abs(reading.probabilities.max() - run.threshold) < 0.01


@pytest.mark.usefixtures("axe")
@pytest.mark.parametrize("options", [WIDE, {**PHONE, "color_scheme": "dark"}], ids=["wide", "dark, on a phone"])
def test_no_barrier_on_the_page(browser: Browser, folder: Path, options: dict[str, Any]) -> None:
    context = browser.new_context(bypass_csp=True, **options)  # else the page lets no stranger's script look at it
    page = context.new_page()
    page.goto((folder / "page.html").as_uri())
    page.locator("#examples button").nth(3).click()
    expect(page.locator("#layer_grid :is(canvas, img)").first).to_be_visible()
    assert barriers(page) == {}
    context.close()


@pytest.fixture(params=BROWSERS)
def other(request: pytest.FixtureRequest, playwright: Playwright) -> Iterator[OtherBrowser]:
    kind, is_here = BROWSERS[request.param]
    if not is_here and os.environ.get("CI") != "true":
        pytest.skip(f"no {request.param} on this machine")
    browser = kind(playwright)
    yield browser
    browser.close()


def test_another_browser_reads_as_python_does(other: OtherBrowser, folder: Path, run: Run) -> None:
    """From a file and in a frame, one after the other: such a browser takes long to start."""
    for way in WAYS:
        other.open((folder / way).as_uri())
        if way == "frame.html":
            other.enter_frame()
        home = HomePage(other.run)
        for digit in DIGITS:
            home.clear()
            other.draw(digit, SHEET)
            other.wait_for_answer(str(digit))
        compare_drawings(home, run, DRAWINGS_ELSEWHERE)
