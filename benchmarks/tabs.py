"""How quickly Training and Look inside open and respond to clicks, with the default network: `make bench`."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser

from benchmarks import table
from mnist_demo.config import ROOT

sys.path.insert(0, str(ROOT / "tests"))  # the server and the browser are those of the tests
from browser import chromium, server
from playwright.sync_api import Page

VISITS = 6
"""Fresh pages on which everything is opened once; the first finds the server's caches empty."""
CLICKS = 15
CHART = ".st-key-view_{} [role=graphics-document] >> nth={}"
"""The chart of a view with this number, from 0."""


@dataclass(frozen=True)
class Step:
    """One click, and Playwright's selector for what should then be visible."""

    name: str
    click: Callable[[Page], None]
    shown: str


def tab(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("tab", name=name).click()


def view(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("radio", name=name).click()


def cell(page: Page) -> None:
    page.locator(".st-key-confusion_matrix path[aria-label*='true: 4; predicted: 4']").last.click()


def neuron(page: Page) -> None:
    page.locator(".way canvas[data-layer='1']").click(position={"x": 3, "y": 3})


OPENINGS = [
    Step("opening Training", tab("Training"), CHART.format("overview", 1)),
    Step("opening Look inside", tab("Look inside"), ".way button.winner"),
]
INSIDE = [
    Step("Look inside: a neuron", neuron,
         "text=Neuron 1 of hidden layer 2"),
    Step("Look inside: First-layer weights", view("First-layer weights"),
         ".st-key-weights button img >> nth=0"),
    Step("Look inside: Why this answer?", view("Why this answer?"), ".votes >> nth=2"),
]  # fmt: skip
TRAINING = [
    Step("Training: Mistakes", view("Mistakes"), CHART.format("mistakes", 0)),
    Step("Training: a cell of the matrix", cell, "text=images of 4 read right"),
    Step("Training: Robustness", view("Robustness"), CHART.format("robustness", 4)),
    Step("Training: Compare", view("Compare"), CHART.format("compare", 1)),
    Step("Training: Timeline", view("Timeline"), CHART.format("timeline", 0)),
]


def main() -> None:
    table.heading("Training and Look inside", "median", "the first visitor", "limit")
    with (
        server() as (address, _),
        server(ROOT / "benchmarks" / "bare_button.py") as (bare_address, _),
        chromium() as browser,
    ):
        visits = []
        for _ in range(VISITS):
            trip = round_trip(browser, bare_address)
            visits.append({"trip": trip, **_visit(browser, address)})
    trip = statistics.median(visit["trip"] for visit in visits)
    for step in OPENINGS:
        _row(step.name, [visit[step.name] for visit in visits], "1 s")
    for step in [*TRAINING, *INSIDE]:
        _row(step.name, [visit[step.name] for visit in visits], f"{trip + 0.3:.2f} s")
    table.row("a click in a bare app", f"{trip:.2f} s", "", "")


def _row(name: str, seconds: list[float], limit: str) -> None:
    table.row(name, f"{statistics.median(seconds[1:]):.2f} s", f"{seconds[0]:.2f} s", limit)


def _visit(browser: Browser, address: str) -> dict[str, float]:
    """Seconds for each step on a page that shows a test image."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/?example=4")
    page.get_by_text("labelled").wait_for()
    page.wait_for_timeout(2000)  # the page settles
    seconds = {}
    for step in [OPENINGS[0], *TRAINING, OPENINGS[1], *INSIDE]:
        started = time.perf_counter()
        step.click(page)
        page.locator(step.shown).wait_for()
        seconds[step.name] = time.perf_counter() - started
        page.wait_for_timeout(1000)  # what the step still does is not counted in the next one
    page.close()
    return seconds


def round_trip(browser: Browser, address: str) -> float:
    """The median seconds from a click to its answer in the bare app."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address)
    seconds = []
    for number in range(1, CLICKS + 1):
        page.wait_for_selector(".clicks")
        started = time.perf_counter()
        page.get_by_role("button", name="Count").click()
        page.locator(f".clicks >> text={number}").wait_for()
        seconds.append(time.perf_counter() - started)
    page.close()
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
