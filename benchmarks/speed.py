"""How fast the app is, compared with a bare app that has only a canvas: `make bench`.

Both are measured alternately in one run, since machines are noisy; the figures are medians.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
from playwright.sync_api import Browser, Page

from benchmarks import table
from mnist_demo.config import DEFAULT_RUN, ROOT
from mnist_demo.images.preprocessing import canvas_to_image
from mnist_demo.runs.store import load_run

sys.path.insert(0, str(ROOT / "tests"))  # the server, the browser and the hand are those of the tests
from browser import chromium, server
from drawing import DIGITS, Hand, Point
from PIL import Image, ImageDraw
from visitor import ANOTHER_CANVAS

APP, BARE = ROOT / "streamlit_app.py", ROOT / "benchmarks" / "bare_app.py"
STARTS, STROKES, STROKES_IN_TRAINING = 5, 30, 20
# The picture counts as part of the answer: two drawings can have the same percentages to the last digit.
SHOWN = """() => document.querySelector('.st-key-prediction').textContent
    + document.querySelector('.st-key-network_input canvas')?.toDataURL()"""


def main() -> None:
    table.heading("what", "measured", "limit")
    table.row("preparation and prediction of one drawing", f"{_drawing_ms():.2f} ms", "2 ms")
    with tempfile.TemporaryDirectory() as models, chromium() as browser:
        _measure_starts(browser, models)
        _measure_strokes(browser, models)
        _measure_retraining(browser, models)


def _drawing_ms() -> float:
    network = load_run(DEFAULT_RUN).network
    picture = Image.new("RGBA", (400, 400), "white")
    for stroke in DIGITS[8]:
        ImageDraw.Draw(picture).line(stroke, fill="black", width=24, joint="curve")
    pixels = np.asarray(picture)

    def answer() -> None:
        image = canvas_to_image(pixels)
        assert image is not None
        network.predict(image)

    return 1000 * statistics.median(_seconds(answer) for _ in range(300))


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _measure_starts(browser: Browser, models: str) -> None:
    """From starting the server to a canvas one can draw on, and the memory of the server's process at that point."""
    seconds: dict[Path, list[float]] = {APP: [], BARE: []}
    memory: dict[Path, list[float]] = {APP: [], BARE: []}
    for _ in range(STARTS):
        for script in (APP, BARE):
            started = time.perf_counter()
            with server(script, MNIST_DRAW_MODELS=models) as (address, process), _open(browser, address) as page:
                seconds[script].append(time.perf_counter() - started)
                memory[script].append(psutil.Process(process).memory_info().rss / 2**20)
                page.wait_for_selector(".st-key-prediction .answer")
    app, bare = (statistics.median(seconds[script]) for script in (APP, BARE))
    table.row("start to first canvas", f"{app:.2f} s, bare {bare:.2f} s: {app / bare:.2f} times", "1.3 times")
    app, bare = (statistics.median(memory[script]) for script in (APP, BARE))
    table.row("memory at the first canvas", f"{app:.0f} MB, bare {bare:.0f} MB: {app - bare:+.0f} MB", "+120 MB")


def _open(browser: Browser, address: str, script: str = "") -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(script)
    page.goto(address)
    page.wait_for_selector(".st-key-drawing canvas")
    return page


def _measure_strokes(browser: Browser, models: str) -> None:
    """From pen-up to changed text, with both apps open; then the same while a training runs.

    The app's answer is Python's, in a browser where the live answer cannot run: that one changes before pen-up.
    """
    with server(APP, MNIST_DRAW_MODELS=models) as (address, _), server(BARE) as (bare_address, _):
        app, bare = _open(browser, address, ANOTHER_CANVAS), _open(browser, bare_address)
        for page in (app, bare):
            page.wait_for_selector(".st-key-prediction .answer")
        times: dict[str, list[float]] = {"app": [], "bare": []}
        for number in range(STROKES):
            times["bare"].append(_stroke_ms(bare, _across(number)))
            times["app"].append(_stroke_ms(app, _across(number)))
        idle, echo = statistics.median(times["app"]), statistics.median(times["bare"])
        table.row("pen-up to Python's answer", f"{idle:.0f} ms, bare {echo:.0f} ms: {idle - echo:+.0f} ms", "+40 ms")
        _start_training(app, epochs=900)
        app.locator(".st-key-clear button").click()  # where all is ink, a stroke changes nothing
        app.wait_for_selector(".st-key-prediction .answer.none")
        busy = statistics.median(_stroke_ms(app, _down(number)) for number in range(STROKES_IN_TRAINING))
        app.locator(".st-key-cancel button").click()
        app.wait_for_selector(".st-key-training_progress", state="detached")
        table.row("the same while a training runs", f"{busy:.0f} ms: {busy / idle:.2f} times", "2 times")


def _across(number: int) -> list[Point]:
    """A stroke in a place of its own: one that lies on another may change nothing."""
    y = 20 + 12 * number
    return [(40, y), (360, y + 6)]


def _down(number: int) -> list[Point]:
    x = 30 + 15 * number
    return [(x, 30), (x + 5, 370)]


def _stroke_ms(page: Page, stroke: list[Point]) -> float:
    """One more stroke; milliseconds from pen-up until the page shows another answer."""
    before = page.evaluate(f"({SHOWN})()")
    Hand(page).stroke(stroke)
    started = time.perf_counter()
    page.wait_for_function(f"before => ({SHOWN})() !== before", arg=before, polling=4)
    return 1000 * (time.perf_counter() - started)


def _start_training(page: Page, epochs: int) -> None:
    field = page.get_by_label("Epochs", exact=True)
    field.fill(str(epochs))
    field.press("Enter")
    page.locator(".st-key-retrain button").click()
    page.locator(".st-key-training_progress").get_by_text("Epoch 1 of").wait_for(timeout=60_000)


def _measure_retraining(browser: Browser, models: str) -> None:
    """From the click on Retrain, with the classic preset unchanged, to the new network in use."""
    with server(APP, MNIST_DRAW_MODELS=models) as (address, _):
        page = _open(browser, address)
        started = time.perf_counter()
        page.locator(".st-key-retrain button").click()
        while not page.get_by_text("The new network is in use").count():
            time.sleep(0.2)  # Playwright's own waiting checks the page in every frame, which slows the training down
        table.row("classic retraining, click to new network", f"{time.perf_counter() - started:.1f} s", "25 s")


if __name__ == "__main__":
    main()
