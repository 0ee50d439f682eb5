"""A proxy that passes everything on as slow Wi-Fi would: all connections share the line, each way."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

PIECE = 1400
"""Bytes that travel at a time, as on Ethernet."""


class Line:
    """One direction: so many bytes a second, whoever sends them, each after so many seconds."""

    def __init__(self, bytes_per_second: float, seconds: float) -> None:
        self.bytes_per_second, self.seconds = bytes_per_second, seconds
        self.is_free_at = 0.0
        self.carried = 0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what comes, until there is no more."""
        loop, waiting = asyncio.get_running_loop(), asyncio.Queue[tuple[float, bytes]]()
        arriving = asyncio.create_task(_deliver(waiting, writer))
        try:
            while piece := await reader.read(PIECE):
                self.is_free_at = max(loop.time(), self.is_free_at) + len(piece) / self.bytes_per_second
                self.carried += len(piece)
                waiting.put_nowait((self.is_free_at + self.seconds, piece))
                await asyncio.sleep(self.is_free_at - loop.time())
        except ConnectionError:
            pass
        waiting.put_nowait((loop.time() + self.seconds, b""))
        await arriving


async def _deliver(waiting: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
    loop = asyncio.get_running_loop()
    try:
        while True:
            due, piece = await waiting.get()
            await asyncio.sleep(due - loop.time())
            if not piece:
                break
            writer.write(piece)
            await writer.drain()
    except ConnectionError:
        pass
    writer.close()


@contextmanager
def slowed(address: str, megabits: float, round_trip: float) -> Iterator[tuple[str, Line]]:
    """The same server behind such a line: its address, and the line that leads from the server."""
    up, down = (Line(megabits * 1e6 / 8, round_trip / 2) for _ in range(2))
    listening, stop = Future[tuple[int, Callable[[], object]]](), asyncio.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_pass_on(address, up, down, listening, stop)), daemon=True)
    thread.start()
    port, end = listening.result()
    try:
        yield f"http://localhost:{port}", down
    finally:
        end()
        thread.join()


async def _pass_on(
    address: str, up: Line, down: Line, listening: Future[tuple[int, Callable[[], object]]], stop: asyncio.Event
) -> None:
    """Serve on a free port, until told to stop."""
    loop = asyncio.get_running_loop()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.CancelledError):
            server_reader, server_writer = await asyncio.open_connection("localhost", urlsplit(address).port)
            await asyncio.gather(up.carry(reader, server_writer), down.carry(server_reader, writer))

    server = await asyncio.start_server(connect, "localhost", 0)
    listening.set_result((server.sockets[0].getsockname()[1], lambda: loop.call_soon_threadsafe(stop.set)))
    await stop.wait()
    server.close()
