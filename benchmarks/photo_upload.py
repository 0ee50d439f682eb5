"""How soon a phone's photo is read on the page, beside thirty visitors who draw: `make bench`."""

from __future__ import annotations

import asyncio
import io
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from statistics import median

import psutil
from pillow_heif import from_pillow

from benchmarks import table
from benchmarks.drawn import draw
from benchmarks.open_page import PATIENCE, OpenPage, open_page, seconds_of
from mnist_demo.config import ROOT

sys.path.insert(0, str(ROOT / "tests"))  # the server, the browser and the photos are those of the tests
from browser import chromium, server
from photographs import TWELVE_MEGAPIXELS, photo_of, photograph_row
from playwright.sync_api import FilePayload, Page

VISITORS, EVERY = 30, 2.0
"""Pages on which somebody draws, and how often each lifts the pen, in seconds."""
PHOTOS = 7
"""Of each kind, one after the other; the first finds the server's modules not loaded."""
AIM = 1.5
"""Seconds from the file that is chosen to its boxes."""


def main() -> None:
    kinds = {
        "JPEG, one digit": (photo_of([4], TWELVE_MEGAPIXELS), 1),
        "JPEG, five digits": (photo_of([2, 0, 2, 5, 7], TWELVE_MEGAPIXELS), 5),
        "HEIC, five digits": (_heic([2, 0, 2, 5, 7]), 5),
    }
    table.heading(
        "12 million pixels, from the file to its boxes", "median", "longest", "the first", "server's processor", "aim"
    )
    with server() as (address, number), chromium() as browser:
        process = psutil.Process(number)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{address}/?digits=photo")
        page.locator(".picker .take").wait_for()
        for name, (content, digits) in kinds.items():
            before = seconds_of(process)
            seconds = [_seconds(page, content, digits) for _ in range(PHOTOS)]
            _row(name, seconds, f"{(seconds_of(process) - before) / PHOTOS:.2f} s")
        with _visitors(address) as waits:
            for name, (content, digits) in kinds.items():
                _row(f"{name}, beside {VISITORS} who draw", [_seconds(page, content, digits) for _ in range(PHOTOS)])
                table.row("a stroke's answer meanwhile", *_figures(waits), "", "", "")
                waits.clear()


def _heic(digits: list[int]) -> bytes:
    """In tiles, as iPhones make it."""
    file = io.BytesIO()
    heif = from_pillow(photograph_row(digits, TWELVE_MEGAPIXELS))
    heif.save(file, quality=60, tile_size=512, enc_params={"preset": "ultrafast"})
    return file.getvalue()


def _row(name: str, seconds: list[float], processor: str = "") -> None:
    table.row(name, *_figures(seconds[1:]), f"{seconds[0]:.2f} s", processor, f"{AIM} s")


def _figures(seconds: list[float]) -> tuple[str, str]:
    return f"{median(seconds):.2f} s", f"{max(seconds):.2f} s"


def _seconds(page: Page, content: bytes, digits: int) -> float:
    """Until all digits of a photo have their boxes; then it is put away."""
    started = time.perf_counter()
    page.locator(".picker input").set_input_files(FilePayload(name="photo", mimeType="image/jpeg", buffer=content))
    page.locator(f".on-photo .found >> nth={digits - 1}").wait_for()
    seconds = time.perf_counter() - started
    page.wait_for_timeout(500)
    page.locator(".st-key-clear button").click()
    page.locator(".picker .take").wait_for()
    page.wait_for_timeout(500)
    return seconds


@contextmanager
def _visitors(address: str) -> Iterator[list[float]]:
    """Visitors who draw meanwhile; how long each of their strokes waited for its answer."""
    waits: list[float] = []
    stop = threading.Event()
    drawing = threading.Thread(target=lambda: asyncio.run(_draw_until(stop, address, waits)))
    drawing.start()
    try:
        while len(waits) < VISITORS:
            assert drawing.is_alive(), "the visitors could not open their pages"
            time.sleep(0.1)
        waits.clear()
        yield waits
    finally:
        stop.set()
        drawing.join()


async def _draw_until(stop: threading.Event, address: str, waits: list[float]) -> None:
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        pages = [await open_page(stack, tasks, address) for _ in range(VISITORS)]
        await asyncio.gather(*[_draw(page, stop, number, waits) for number, page in enumerate(pages)])
        for page in pages:
            await page.close()


async def _draw(page: OpenPage, stop: threading.Event, number: int, waits: list[float]) -> None:
    """Lift the pen once in EVERY seconds."""
    await asyncio.sleep(EVERY * number / VISITORS)
    drawings = [drawing.sent for drawing in draw(10, seed=number)]
    while not stop.is_set():
        for sent in drawings:
            waits.append(await _wait(page, sent))
            await asyncio.sleep(max(0.0, EVERY - waits[-1]))


async def _wait(page: OpenPage, sent: str) -> float:
    """The seconds until a stroke is answered; PATIENCE for one that is not seen to be."""
    try:
        return await page.tell("canvas-0", sent)
    except TimeoutError:
        return PATIENCE


if __name__ == "__main__":
    main()
