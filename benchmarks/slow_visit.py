"""The first minute on slow Wi-Fi, beside a bare app with a canvas: `make bench`."""

from __future__ import annotations

import statistics
import sys
import time

from benchmarks import table
from benchmarks.slow_network import slowed
from benchmarks.speed import APP, BARE, SHOWN
from mnist_demo.config import ROOT

sys.path.insert(0, str(ROOT / "tests"))  # the server, the browser and the hand are those of the tests
from browser import chromium, server
from drawing import DIGITS, Hand
from playwright.sync_api import Browser, BrowserContext, Page

MEGABITS, ROUND_TRIP = 1.5, 0.15
DIGITS_DRAWN = (7, 3, 1, 4, 9)


def main() -> None:
    table.heading(f"at {MEGABITS} Mbit/s and {1000 * ROUND_TRIP:.0f} ms", "measured", "limit")
    with chromium() as browser, server(APP) as (app, _), server(BARE) as (bare, _):
        plain = _bytes_of_a_visit(browser, bare)
        whole = _bytes_of_a_visit(browser, app)
        table.row("from an empty cache, beside the weights", f"{(whole - plain) / 1e6:+.2f} MB", "+0.4 MB")
        for name, address in (("bare app", bare), ("app", app)):
            _visits(browser, name, address)


def _bytes_of_a_visit(browser: Browser, address: str) -> int:
    """What the line carries until the page can be drawn on, without the networks."""
    with slowed(address, 100, 0) as (slow, line):
        context = browser.new_context(viewport={"width": 390, "height": 664})
        context.route("**/weights/**", lambda route: route.abort())
        page = _open(context, slow)
        page.wait_for_timeout(2000)
        context.close()
        return line.carried


def _visits(browser: Browser, name: str, address: str) -> None:
    """The same phone twice: the second time with what its browser has kept."""
    with slowed(address, MEGABITS, ROUND_TRIP) as (slow, line):
        context = browser.new_context(viewport={"width": 390, "height": 664})
        for visit in ("first", "second"):
            before, started = line.carried, time.perf_counter()
            page = _open(context, slow)
            ready = time.perf_counter() - started
            waits = [_wait(page, digit) for digit in DIGITS_DRAWN]
            carried = (line.carried - before) / 1e6
            answers = f"pen-up to answer {waits[0]:.2f} s, then {statistics.median(waits):.2f} s"
            table.row(f"{name}, {visit} visit", f"{ready:.1f} s to the canvas; {answers}; {carried:.1f} MB", "1 s")
            page.wait_for_load_state("networkidle", timeout=60_000)  # the browser keeps the network that has come
            page.close()
        context.close()


def _open(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address, timeout=180_000)
    page.wait_for_selector(".st-key-drawing canvas", timeout=180_000)
    page.wait_for_selector(".st-key-prediction .answer", timeout=180_000)
    return page


def _wait(page: Page, digit: int) -> float:
    """Draw one more stroke; seconds from pen-up until the page shows another answer."""
    before = page.evaluate(SHOWN)
    Hand(page).stroke(DIGITS[digit][0])
    started = time.perf_counter()
    page.wait_for_function(f"before => ({SHOWN})() !== before", arg=before, polling=4, timeout=60_000)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
