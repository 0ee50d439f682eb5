"""What sixty pages that nobody touches cost the server, without a training and with one: `make bench`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from statistics import median
from urllib.parse import urlsplit

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks import table
from mnist_demo.config import ROOT

sys.path.insert(0, str(ROOT / "tests"))  # the server is that of the tests
from browser import server

PAGES = 60
SECONDS = 15
EPOCHS = 900
"""More than the measurement takes: the training ends with its server."""
SETTLING = 12
"""Until every page shows the training, and the training has loaded what it needs."""
AIMS = {"no training": (8.0, 0.2), "a training": (20.0, 0.4)}
"""The most percent of a core, and the most seconds for an answer to a page's regular question."""


class OpenPage:
    """The page as a browser has it open: it asks for the training's state whenever the server has told it to.

    Chromium sixty times would take all that the machine has.
    """

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.waits: list[float] = []
        """How long each answer to a regular question took, in seconds."""
        self.widgets: dict[str, str] = {}
        self._clocks: list[asyncio.Task[None]] = []
        self._asked: float | None = None
        self._ended = asyncio.Event()

    async def ask(self, message: BackMsg) -> None:
        """Send a message that asks for the whole page, and wait until it is there."""
        self._ended.clear()
        await self.connection.send(message.SerializeToString())
        await self._ended.wait()

    async def listen(self) -> None:
        """Take what the server sends, until the connection ends."""
        async for data in self.connection:
            assert isinstance(data, bytes)
            self._take(ForwardMsg.FromString(data))

    async def close(self) -> None:
        """Leave the page."""
        self._stop_asking()
        await self.connection.close()

    def _take(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session" if not message.metadata.run.fragment_ids:
                self._stop_asking()
            case "auto_rerun":
                asking = self._ask_regularly(message.auto_rerun.fragment_id, message.auto_rerun.interval)
                self._clocks.append(asyncio.create_task(asking))
            case "delta":
                self._note(message)
            case "script_finished":
                self._end(message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY)

    def _note(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        name: str = getattr(getattr(element, kind), "id", "") if kind else ""
        if name:
            self.widgets[name.split("-", 2)[-1]] = name  # by its key, after $$ID and a checksum

    def _end(self, is_whole: bool) -> None:
        if is_whole:
            self._ended.set()
        if self._asked is not None:
            self.waits.append(time.monotonic() - self._asked)
            self._asked = None

    async def _ask_regularly(self, fragment: str, seconds: float) -> None:
        message = BackMsg()
        message.rerun_script.fragment_id, message.rerun_script.is_auto_rerun = fragment, True
        while True:
            await asyncio.sleep(seconds)
            self._asked = time.monotonic() if self._asked is None else self._asked
            await self.connection.send(message.SerializeToString())

    def _stop_asking(self) -> None:
        for clock in self._clocks:
            clock.cancel()
        self._clocks.clear()


def main() -> None:
    table.heading(f"{PAGES} pages at rest", "the server's processor", "aim", "an answer to a page, median", "aim")
    with tempfile.TemporaryDirectory() as models, server(MNIST_DRAW_MODELS=models) as (address, number):
        asyncio.run(_measure_both(address, psutil.Process(number)))


async def _measure_both(address: str, process: psutil.Process) -> None:
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        pages = [await _open(stack, tasks, address) for _ in range(PAGES)]
        await _measure("no training", process, pages)
        await _start_training(pages[0])
        await _measure("a training", process, pages)
        for page in pages:
            await page.close()


async def _open(stack: AsyncExitStack, tasks: asyncio.TaskGroup, address: str) -> OpenPage:
    url = f"ws://{urlsplit(address).netloc}/_stcore/stream"
    connecting = connect(url, subprotocols=[Subprotocol("streamlit")], max_size=None, proxy=None)
    page = OpenPage(await stack.enter_async_context(connecting))
    tasks.create_task(page.listen())
    await page.ask(_whole_page())
    return page


def _whole_page() -> BackMsg:
    message = BackMsg()
    message.rerun_script.SetInParent()
    return message


async def _start_training(page: OpenPage) -> None:
    message = _whole_page()
    message.rerun_script.widget_states.widgets.add(id=page.widgets["epochs-classic"], double_value=EPOCHS)
    message.rerun_script.widget_states.widgets.add(id=page.widgets["retrain"], trigger_value=True)
    await page.ask(message)
    while "cancel" not in page.widgets:
        await asyncio.sleep(0.1)
    await asyncio.sleep(SETTLING)


async def _measure(name: str, process: psutil.Process, pages: Sequence[OpenPage]) -> None:
    """A row: how much of a core the server uses meanwhile, and how soon it answers."""
    for page in pages:
        page.waits.clear()
    before, started = _seconds_of(process), time.monotonic()
    await asyncio.sleep(SECONDS)
    share = 100 * (_seconds_of(process) - before) / (time.monotonic() - started)
    waited = median([seconds for page in pages for seconds in page.waits])
    most_share, longest = AIMS[name]
    cells = f"{share:.1f} % of a core", f"{most_share:g} %", f"{waited:.3f} s", f"{longest:g} s"
    table.row(name, *cells)


def _seconds_of(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


if __name__ == "__main__":
    main()
