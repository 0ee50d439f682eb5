"""How large a page to take home is, and how soon it answers on a phone: `make bench`."""

from __future__ import annotations

import statistics
import sys
import tempfile
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks import table
from mnist_demo.config import DEFAULT_RUN, PLAIN_RUN, ROOT
from mnist_demo.images.drawing_link import encode
from mnist_demo.images.pen import Stroke
from mnist_demo.numbers import size
from mnist_demo.runs.store import load_run
from mnist_demo.web.home.page import page
from mnist_demo.web.home.page_data import page_data

sys.path.insert(0, str(ROOT / "tests"))  # the browser and the digits are those of the tests
from browser import chromium
from drawing import DIGITS
from playwright.sync_api import Browser
from visitor import PHONE

AIMS = {PLAIN_RUN: (0.5, 1), DEFAULT_RUN: (4, 2)}
"""Of each network's page: MB, and seconds until it answers."""
SLOWED = 6
"""Times: about what a phone of some years takes longer than a laptop."""
OPENINGS = 7
DIGIT = 3
# Notes when an answer first shows, in milliseconds since the page was asked for.
ANSWERED = """
    new MutationObserver((_, observer) => {
        if (!/[0-9]/.test(document.querySelector('[data-testid=live-digit]')?.textContent)) return;
        document.documentElement.dataset.answeredAt = performance.now();
        observer.disconnect();
    }).observe(document, {subtree: true, childList: true, characterData: true});"""


def main() -> None:
    slowed = f"first answer after opening, processor slowed {SLOWED} times"
    table.heading("page", "size", "aim", slowed, "aim")
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for name, (megabytes, seconds) in AIMS.items():
            path = _written(Path(folder), name)
            waits = [_seconds_to_answer(browser, path) for _ in range(OPENINGS)]
            measured = f"{statistics.median(waits):.2f} s, at most {max(waits):.2f} s"
            table.row(f"`{name}`", size(path.stat().st_size), f"{megabytes} MB", measured, f"{seconds} s")


def _written(folder: Path, name: str) -> Path:
    path = folder / f"{name}.html"
    path.write_text(page(page_data({name: load_run(name)}, name, date(2026, 1, 31))), encoding="utf-8")
    return path


def _seconds_to_answer(browser: Browser, path: Path) -> float:
    """From asking for the page with a drawing in its address to the answer, on a phone that has never seen it."""
    context = browser.new_context(**PHONE)
    opened = context.new_page()
    opened.add_init_script(ANSWERED)
    context.new_cdp_session(opened).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    opened.goto(f"{path.as_uri()}#drawing={_drawing()}")
    answered = opened.locator("[data-answered-at]")  # the page's policy lets no function be waited for
    answered.wait_for(state="attached", timeout=60_000)
    milliseconds = float(answered.get_attribute("data-answered-at") or "nan")
    context.close()
    return milliseconds / 1000


def _drawing() -> str:
    text = encode([Stroke(24.0, np.array(points, np.float64)) for points in DIGITS[DIGIT]])
    assert text
    return text


if __name__ == "__main__":
    main()
