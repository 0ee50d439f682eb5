"""What a class costs the server, which only lifted pens should concern: `make bench`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import psutil
from playwright.sync_api import Browser

from benchmarks import table
from benchmarks.open_page import seconds_of
from mnist_demo.config import ROOT

sys.path.insert(0, str(ROOT / "tests"))  # the server, the browser and the hand are those of the tests
from browser import chromium, server
from drawing import DIGITS
from visitor import Watcher

VISITORS = 30
SECONDS = 15
"""Each page asks for the state of the training every few seconds, whether a pen moves or not."""


def main() -> None:
    table.heading(f"{VISITORS} visitors at once", "the server's processor", "messages to the server")
    with server() as (address, number), chromium() as browser:
        process = psutil.Process(number)
        watchers = [_arrive(browser, address) for _ in range(VISITORS)]
        _measure("all rest", process, watchers, _rest)
        _measure("all draw, no pen is lifted", process, watchers, _draw)
        _measure("all have lifted the pen", process, watchers, _lift)
        for watcher in watchers:
            watcher.close()


def _arrive(browser: Browser, address: str) -> Watcher:
    watcher = Watcher(browser, address)
    watcher.wait_for_weights()
    return watcher


def _measure(name: str, process: psutil.Process, watchers: list[Watcher], act: Callable[[list[Watcher]], None]) -> None:
    """A row: how much of a core the server uses meanwhile, and how many messages the pages send it."""
    asked = sum(len(watcher.asked) for watcher in watchers)
    before, started = seconds_of(process), time.monotonic()
    act(watchers)
    watchers[0].page.wait_for_timeout(1000 * max(0.0, SECONDS - (time.monotonic() - started)))
    share = (seconds_of(process) - before) / (time.monotonic() - started)
    asked = sum(len(watcher.asked) for watcher in watchers) - asked
    table.row(name, f"{100 * share:.1f} % of a core", str(asked))


def _rest(watchers: list[Watcher]) -> None:
    """Nobody does anything."""


def _draw(watchers: list[Watcher]) -> None:
    for watcher in watchers:
        watcher.press(DIGITS[7][0])
        assert watcher.shown()["digit"] == "7"


def _lift(watchers: list[Watcher]) -> None:
    for watcher in watchers:
        watcher.page.mouse.up()


if __name__ == "__main__":
    main()
