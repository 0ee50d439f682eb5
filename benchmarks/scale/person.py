"""Somebody with a page open, which comes back when its server is gone, as Streamlit's does in a browser."""

from __future__ import annotations

import asyncio
import random
import time
import urllib.request
from contextlib import AsyncExitStack, suppress
from functools import cached_property
from itertools import count

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from benchmarks.open_page import OpenPage, open_page

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
"""Seconds between its attempts, twice as long after each: those of Streamlit's page."""
AT_ONCE = 8
"""Pages that open at a time: a class does not come through the door in one second."""
TIMEOUT = 15
"""Seconds for a question to the proxy."""
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Person:
    """A page through the proxy, with the cookie that the proxy gave it.

    Where its connection ends it asks for the server's health until that is well, and opens the whole page anew.
    """

    page: OpenPage

    def __init__(self, address: str, query: str = "") -> None:
        self.address, self.query = address, query
        self.opened_in = 0.0
        self.first_bytes = 0
        """What the whole page took over its WebSocket."""
        self.gaps: list[float] = []
        """Seconds from each end of the connection until the whole page was there again."""
        self._cookie = ""

    @cached_property
    def is_there(self) -> asyncio.Event:
        """Set while the page is open."""
        return asyncio.Event()

    async def stay(self, doors: asyncio.Semaphore) -> None:
        """Open the page and keep it open until the task is cancelled."""
        async with asyncio.TaskGroup() as tasks, AsyncExitStack() as stack:
            async with doors:
                self.opened_in = await self._come(stack, tasks)
            while True:
                await self.page.gone.wait()
                self.is_there.clear()
                self.gaps.append(await self._come(stack, tasks))

    async def _come(self, stack: AsyncExitStack, tasks: asyncio.TaskGroup) -> float:
        """Open the page, trying until that works; the seconds that it took."""
        began = time.monotonic()
        for attempt in count():
            with suppress(OSError, InvalidHandshake, InvalidMessage, ConnectionClosed):
                await asyncio.to_thread(self._ask_for_health)
                self.page = await open_page(stack, tasks, self.address, self.query, self._cookie)
                self.first_bytes = self.page.connection.received
                self.is_there.set()
                return time.monotonic() - began
            await asyncio.sleep(min(LONGEST_WAIT, FIRST_WAIT * 2**attempt) * random.uniform(0.7, 1))
        raise AssertionError

    def _ask_for_health(self) -> None:
        """Ask whether the server is well, which gives the cookie (OSError where it is not)."""
        request = urllib.request.Request(f"{self.address}/_stcore/health", headers={"Cookie": self._cookie})
        with _OPENER.open(request, timeout=TIMEOUT) as response:
            for given in response.headers.get_all("Set-Cookie") or []:
                self._cookie = given.split(";")[0]


async def arrive(tasks: asyncio.TaskGroup, people: list[Person]) -> list[asyncio.Task[None]]:
    """Have them open their pages, a few at a time; gives the tasks to cancel when they leave."""
    doors = asyncio.Semaphore(AT_ONCE)
    staying = [tasks.create_task(person.stay(doors)) for person in people]
    for person in people:
        await person.is_there.wait()
    return staying
