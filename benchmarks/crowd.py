"""What sixty pages that nobody touches cost the server, without a training and with one: `make bench`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from statistics import median

import psutil

from benchmarks import table
from benchmarks.open_page import OpenPage, open_page, seconds_of
from mnist_demo.config import ROOT

sys.path.insert(0, str(ROOT / "tests"))  # the server is that of the tests
from browser import server

PAGES = 60
SECONDS = 15
TRAINING = {"epochs-classic": 900, "batch_size-classic": 1024}
"""Longer than the measurement takes, with news for every question: the training ends with its server."""
SETTLING = 12
"""Until every page shows the training, and the training has loaded what it needs."""
AIMS = {"no training": (8.0, 0.2), "a training": (20.0, 0.4)}
"""The most percent of a core, and the most seconds for an answer to somebody's question."""


def main() -> None:
    table.heading(f"{PAGES} pages at rest", "the server's processor", "aim", "an answer to a page, median", "aim")
    with tempfile.TemporaryDirectory() as models, server(MNIST_DRAW_MODELS=models) as (address, number):
        asyncio.run(_measure_both(address, psutil.Process(number)))


async def _measure_both(address: str, process: psutil.Process) -> None:
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        pages = [await open_page(stack, tasks, address) for _ in range(PAGES)]
        await _measure("no training", process, pages)
        await _start_training(pages[0])
        await _measure("a training", process, pages)
        for page in pages:
            await page.close()


async def _start_training(page: OpenPage) -> None:
    await page.show(values=TRAINING, pressed="retrain")
    while "cancel" not in page.widgets:
        await asyncio.sleep(0.1)
    await asyncio.sleep(SETTLING)


async def _measure(name: str, process: psutil.Process, pages: Sequence[OpenPage]) -> None:
    """A row: how much of a core the server uses meanwhile, and how soon it answers."""
    before, started = seconds_of(process), time.monotonic()
    waits = []
    for page in pages[:SECONDS]:
        waits.append(await page.ask_again())
        await asyncio.sleep(1 - waits[-1] % 1)
    share = 100 * (seconds_of(process) - before) / (time.monotonic() - started)
    most_share, longest = AIMS[name]
    table.row(name, f"{share:.1f} % of a core", f"{most_share:g} %", f"{median(waits):.3f} s", f"{longest:g} s")


if __name__ == "__main__":
    main()
