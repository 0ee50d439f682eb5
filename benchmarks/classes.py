"""What a class that draws and votes costs the server, and how quickly "Our digits" answers: `make bench`."""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, closing
from itertools import chain, cycle
from pathlib import Path
from statistics import median

import numpy as np
import psutil
from playwright.sync_api import Browser, Page

from benchmarks import table
from benchmarks.drawn import draw
from benchmarks.open_page import OpenPage, open_page, seconds_of
from benchmarks.tabs import Step, round_trip, tab, view
from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.drawn_digit import Picture28
from mnist_demo.classroom.naming import new_contributor
from mnist_demo.classroom.room import Classroom
from mnist_demo.classroom.set_archive import Entry
from mnist_demo.classroom.teacher_key import VARIABLE
from mnist_demo.config import ROOT
from mnist_demo.data.dataset import load_test_images
from mnist_demo.images.pen import Stroke
from mnist_demo.settings import Settings

sys.path.insert(0, str(ROOT / "tests"))  # the server, the browser and the hand are those of the tests
from browser import chromium, server
from drawing import DIGITS, Hand

PUPILS, WAITING = 30, 30
"""Pages on which somebody draws and gives, and pages that wait for a vote."""
EVERY, SECONDS = 5, 30
"""How often each of them gives a drawing, and for how long."""
DRAWINGS, PEOPLE = 1000, 30
"""On the wall that is opened."""
VISITS = 6
"""Fresh pages on which everything is opened once; the first finds the server's caches empty."""
MOST_SHARE, MOST_STORING, OPENING, BEYOND_TRIP = 25, 0.1, 1.0, 0.3
"""The aims: percent of a core, and seconds; for a click, beyond one in a bare app."""

OPENED = Step("opening a wall of 1,000 drawings", tab("Our digits"), f".row .tile >> nth={DRAWINGS - 1}")
CLICKS = [
    Step("Our digits: How networks read us", view("How networks read us"), "[role=graphics-document] >> nth=0"),
    Step("Our digits: back to the wall", view("Wall"), f".row .tile >> nth={DRAWINGS - 1}"),
]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        crowded, full = _make_classes(Path(folder))
        with server(**{VARIABLE: "an-example-of-a-key-0123", "MNIST_DRAW_MODELS": folder}) as (address, number):
            asyncio.run(_measure_lesson(f"class={crowded.code}", address, psutil.Process(number)))
            with closing(Classroom.open(Settings(Path(folder)))) as room:
                _measure_clicks(room, full, address)


def _make_classes(models: Path) -> tuple[SchoolClass, SchoolClass]:
    """One that is empty, and one with DRAWINGS from PEOPLE."""
    images, labels = load_test_images("bundled")
    people = [new_contributor() for _ in range(PEOPLE)]
    line = [Stroke(24.0, np.array([(100.0, 100.0), (300.0, 300.0)]))]
    entries = [
        Entry(Picture28(line, image), int(label), person)
        for image, label, person in zip(images[:DRAWINGS], labels, cycle(people), strict=False)
    ]
    with closing(Classroom.open(Settings(models))) as room:
        crowded, full = room.classes.create("Crowded"), room.classes.create("Full")
        assert room.drawings.take_in(full.id, entries) == DRAWINGS
    return crowded, full


async def _measure_lesson(query: str, address: str, process: psutil.Process) -> None:
    """A row: what the server uses while PUPILS draw and give and WAITING wait, and how soon a gift is stored."""
    table.heading(f"{PUPILS} pages that draw and give, {WAITING} that wait for a vote", "measured", "aim")
    drawings = iter([drawing.sent for drawing in draw(PUPILS * SECONDS // EVERY)])
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        pages = [await open_page(stack, tasks, address, query) for _ in range(PUPILS + WAITING)]
        before, started = seconds_of(process), time.monotonic()
        giving = [_draw_and_give(page, drawings, EVERY * number / PUPILS) for number, page in enumerate(pages[:PUPILS])]
        stored = list(chain.from_iterable(await asyncio.gather(*giving)))
        share = 100 * (seconds_of(process) - before) / (time.monotonic() - started)
        for page in pages:
            await page.close()
    table.row("the server's processor", f"{share:.1f} % of a core", f"{MOST_SHARE} %")
    table.row(
        f"from a click to its drawing stored, {len(stored)} drawings", f"{median(stored):.3f} s", f"{MOST_STORING} s"
    )


async def _draw_and_give(page: OpenPage, drawings: Iterator[str], delay: float) -> list[float]:
    """Draw and give once in EVERY seconds; how long each gift took until the page said so."""
    await asyncio.sleep(delay)
    seconds = []
    for sheet in range(SECONDS // EVERY):
        began = time.monotonic()
        await page.tell(f"canvas-{sheet}", next(drawings))
        await asyncio.sleep(EVERY / 2)
        seconds.append(await page.click("give", then=f"canvas-{sheet + 1}"))
        page.forget(f"canvas-{sheet}")
        await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - began)))
    return seconds


def _measure_clicks(room: Classroom, full: SchoolClass, address: str) -> None:
    table.heading("Our digits", "median", "the first visitor", "aim")
    with server(ROOT / "benchmarks" / "bare_button.py") as (bare_address, _), chromium() as browser:
        visits = [
            {"trip": round_trip(browser, bare_address), **_visit(browser, f"{address}/?class={full.code}", room, full)}
            for _ in range(VISITS)
        ]
    limit = median(visit["trip"] for visit in visits) + BEYOND_TRIP
    for name in (name for name in visits[0] if name != "trip"):
        seconds = [visit[name] for visit in visits]
        aim = OPENING if name == OPENED.name else limit
        table.row(name, f"{median(seconds[1:]):.2f} s", f"{seconds[0]:.2f} s", f"{aim:.2f} s")


def _visit(browser: Browser, address: str, room: Classroom, full: SchoolClass) -> dict[str, float]:
    """Seconds for each step of a pupil on a fresh page."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address)
    page.locator(".st-key-give button").wait_for()
    page.wait_for_timeout(2000)  # the page settles
    seconds = {"giving a drawing": _seconds_to_give(page)}
    for step in [OPENED, *CLICKS]:
        seconds[step.name] = _seconds(page, step.click, step.shown)
    room.rounds.ask(full.id, "somebody", load_test_images("bundled")[0][0])
    page.locator(".st-key-ballot_question").wait_for()
    page.wait_for_timeout(1000)
    seconds["voting"] = _seconds(page, _vote, "text=Your vote counts")
    page.close()
    return seconds


def _seconds_to_give(page: Page) -> float:
    for stroke in [[(x + random.gauss(0, 4), y) for x, y in line] for line in DIGITS[3]]:
        Hand(page).stroke(stroke)
    page.wait_for_timeout(2000)
    return _seconds(page, lambda page: page.locator(".st-key-give button").click(), "text=Thank you!")


def _vote(page: Page) -> None:
    page.locator(".st-key-ballot_question").get_by_role("button", name="7", exact=True).click()


def _seconds(page: Page, act: Callable[[Page], None], shown: str) -> float:
    started = time.perf_counter()
    act(page)
    page.locator(shown).first.wait_for()
    seconds = time.perf_counter() - started
    page.wait_for_timeout(1000)  # what the step still does is not counted in the next one
    return seconds


if __name__ == "__main__":
    main()
