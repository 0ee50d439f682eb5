"""The page as a browser has it open, without a browser: sixty of these would take all that the machine has."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

WHOLE = ""
ENDED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
PATIENCE = 20
"""Seconds in which the page must answer."""


class CountingConnection(ClientConnection):
    """Knows how many bytes came over the network, before they are unpacked."""

    received = 0

    def data_received(self, data: bytes) -> None:
        """Take what has come."""
        self.received += len(data)
        super().data_received(data)


class OpenPage:
    """A page that asks its regular questions whenever the server has told it to, and what else it is told to ask."""

    def __init__(self, connection: CountingConnection) -> None:
        self.connection = connection
        self.widgets: dict[str, str] = {}
        """The ids of the page's elements by their keys."""
        self._fragments: dict[str, str] = {}
        """The part of the page in which each of them is."""
        self._states: dict[str, WidgetState] = {}
        self._clocks: list[asyncio.Task[None]] = []
        self._regular = ""
        self.gone = asyncio.Event()
        """Set when the connection has ended."""
        self._ended: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        """Set when what was asked for is there: a part of the page, or with the key WHOLE all of it."""
        self._running: tuple[str, ...] = (WHOLE,)
        self._has_come = False
        """Whether anything of what runs has come."""
        self._cut: tuple[str, ...] = ()
        """The parts that ran last, where something of them has come, and their run is said to have been cut short."""
        self.answers = 0
        """How often a part of the page has come."""
        self.said: list[str] = []
        """The sentences that the page has shown since it was last asked for something by hand."""

    async def show(
        self, query: str = "", values: Mapping[str, float] = MappingProxyType({}), pressed: str = ""
    ) -> None:
        """Ask for the whole page, with this in the address, and wait until it is there.

        Args:
            values: what was set in fields for numbers, by their keys.
            pressed: the key of a button that was pressed, if one was.
        """
        message = BackMsg()
        message.rerun_script.query_string = query
        changes = [WidgetState(id=self.widgets[key], double_value=value) for key, value in values.items()]
        if pressed:
            changes.append(WidgetState(id=self.widgets[pressed], trigger_value=True))
        message.rerun_script.widget_states.widgets.extend(changes)
        await self._send(message, WHOLE)

    async def ask_again(self) -> float:
        """Ask as somebody who does something, for what the page asks regularly; the seconds until the answer."""
        return await self._run(self._regular)

    async def click(self, key: str, then: str) -> float:
        """Press a button in a part of the page; the seconds until the page has an element with the key `then`."""
        started = time.monotonic()
        await self.press(key)
        while then not in self.widgets:  # what ended was a regular question
            assert time.monotonic() < started + PATIENCE, f"no {then} after a click on {key}"
            await asyncio.sleep(0.002)
        return time.monotonic() - started

    async def press(self, key: str) -> float:
        """Press a button in a part of the page; the seconds until that part is there again."""
        return await self._run(self._fragments[key], WidgetState(id=self.widgets[key], trigger_value=True))

    async def tell(self, key: str, json_value: str) -> float:
        """Send the state of a component, which goes with all later messages too; the seconds until the answer."""
        self._states[key] = WidgetState(id=self.widgets[key], json_value=json_value)
        return await self._run(self._fragments[key])

    def forget(self, key: str) -> None:
        """Send that state no more."""
        del self._states[key]

    async def listen(self) -> None:
        """Take what the server sends, until the connection ends."""
        with suppress(ConnectionClosed):
            async for data in self.connection:
                assert isinstance(data, bytes)
                self._take(ForwardMsg.FromString(data))
        self.gone.set()
        self._stop_asking()
        for ended in self._ended.values():
            ended.set()

    async def close(self) -> None:
        """Leave the page."""
        self._stop_asking()
        await self.connection.close()

    async def _run(self, fragment: str, *changes: WidgetState) -> float:
        started = time.monotonic()
        await self._send(self._question(fragment, *changes), fragment)
        return time.monotonic() - started

    def _question(self, fragment: str, *changes: WidgetState) -> BackMsg:
        message = BackMsg()
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.widgets.extend([*self._states.values(), *changes])
        return message

    async def _send(self, message: BackMsg, part: str) -> None:
        """Send, and wait until that part of the page is there.

        Raises:
            ConnectionError: the connection ended before.
            TimeoutError: nothing came within PATIENCE.
        """
        self._ended[part].clear()
        self.said.clear()
        try:
            await self.connection.send(message.SerializeToString())
        except ConnectionClosed as error:
            raise ConnectionError("the page has lost its connection") from error
        async with asyncio.timeout(PATIENCE):
            await self._ended[part].wait()
        if self.gone.is_set():
            raise ConnectionError("the page has lost its connection")

    def _take(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session":
                self._running = tuple(message.metadata.run.fragment_ids) or (WHOLE,)
                if self._running == (WHOLE,):
                    self._stop_asking()
                else:  # a part never cuts another short: that one had ended, but its end was not yet sent
                    self._note_end(self._cut)
                self._cut, self._has_come = (), False
            case "auto_rerun":
                self._regular = message.auto_rerun.fragment_id
                asking = self._ask_regularly(self._regular, message.auto_rerun.interval)
                self._clocks.append(asyncio.create_task(asking))
            case "delta":
                self._has_come = True
                self._note(message)
            case "script_finished" if message.script_finished in ENDED:
                self._note_end(list(self._ended) if self._running == (WHOLE,) else self._running)
            case "script_finished" if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self._cut = self._running if self._has_come else ()

    def _note_end(self, parts: Sequence[str]) -> None:
        self.answers += bool(parts) and WHOLE not in parts
        for part in parts:
            self._ended[part].set()

    def _note(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        assert kind != "exception", element.exception.message
        proto: Any = getattr(element, kind) if kind else None
        if kind == "markdown":
            self.said.append(element.markdown.body)
        if name := getattr(proto, "id", ""):
            key = name.split("-", 2)[-1]  # after $$ID and a checksum
            self.widgets[key], self._fragments[key] = name, message.delta.fragment_id

    async def _ask_regularly(self, fragment: str, seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            message = self._question(fragment)
            message.rerun_script.is_auto_rerun = True
            await self.connection.send(message.SerializeToString())

    def _stop_asking(self) -> None:
        for clock in self._clocks:
            clock.cancel()
        self._clocks.clear()


async def open_page(
    stack: AsyncExitStack, tasks: asyncio.TaskGroup, address: str, query: str = "", cookie: str = ""
) -> OpenPage:
    """A page of the server at this address, in a browser that has this cookie; it is left with the stack.

    Raises:
        OSError: the server cannot be reached.
        InvalidHandshake: it does not take the connection, as a proxy without servers.
    """
    url = f"ws://{urlsplit(address).netloc}/_stcore/stream"
    connecting = connect(
        url, subprotocols=[Subprotocol("streamlit")], max_size=None, proxy=None, ping_interval=None,
        additional_headers={"Cookie": cookie} if cookie else None, create_connection=CountingConnection,
    )  # fmt: skip
    connection = await stack.enter_async_context(connecting)
    assert isinstance(connection, CountingConnection)
    page = OpenPage(connection)
    tasks.create_task(page.listen())
    await page.show(query)
    return page


def seconds_of(process: psutil.Process) -> float:
    """The processor time that a process has taken."""
    times = process.cpu_times()
    return float(times.user + times.system)
