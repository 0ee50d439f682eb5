"""What one visitor may ask of the server, whatever speaks to it: layers around the page's ASGI application."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from mnist_demo.ui.polling import HEADER, PAGES
from mnist_demo.ui.uploads import PERMITS, drop_all

BURST = 30
"""Messages that a page may send at once: one that opens, or comes back from another tab, sends a few."""
PER_SECOND = 10
"""Messages that a page may go on to send; a person who draws or drags a slider sends five at most."""
FOR_DEVELOPERS = frozenset({"clear_cache", "set_run_on_save", "debug_disconnect_websocket", "debug_shutdown_runtime"})
"""What this page never asks for. The first, for one, would empty the caches of all visitors."""
UPLOADS = "/_stcore/upload_file/"
MOST_AROUND = 2**16
"""Bytes that a form has around its file."""
QUIET_SECONDS = 0.5
"""For how long no regular question passes after somebody has done something: were it answered before the end of the
answer to that is sent, Streamlit would tell that end as a cut, and what is gone would stay on the page."""
HOLD_SECONDS = 0.3
"""For how long what follows a press of a button waits: Streamlit drops the press where the next message comes before
its run has begun, and what that run does about it should not be cut short either."""
UNSUPPORTED_DATA = 1003
"""A WebSocket's reason for its end (RFC 6455, section 7.4.1)."""

_log = logging.getLogger(__name__)


class TokenBucket:
    """Lets `burst` things pass at once, and `rate` a second from then on (Turner, 1986)."""

    def __init__(self, burst: float, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.burst, self.rate, self.clock = burst, rate, clock
        self.tokens, self.filled = burst, clock()

    def take(self) -> float:
        """Let one thing pass; returns how many seconds it has to wait."""
        now = self.clock()
        self.tokens = min(self.burst, self.tokens + (now - self.filled) * self.rate) - 1
        self.filled = now
        return max(0.0, -self.tokens / self.rate)


class Messages:
    """Takes the messages of a connection no faster than a person makes them, and only those that a page sends.

    Each runs the script, which costs up to a twentieth of a second of the one interpreter that answers all visitors.
    Those that come faster wait in the sender's own connection: nothing is lost, and nobody else waits for them. Regular
    questions of a page that is up to date go no further.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a connection, with limits if it is a WebSocket."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        # RuntimeError is Starlette's, of a page that has gone while messages of its wait here.
        with PAGES.opened() as page, suppress(RuntimeError):
            await self.app(_named(scope, page), limited(receive, page), send)


def _named(scope: Scope, page: str) -> Scope:
    """The connection, with the name of its page, which the script can read, in its headers."""
    name = HEADER.lower().encode()
    return {**scope, "headers": [*(each for each in scope["headers"] if each[0] != name), (name, page.encode())]}


def limited(receive: Receive, page: str, clock: Callable[[], float] = time.monotonic) -> Receive:
    """The messages of a page, each in its turn, without those that need no answer or that no page sends."""
    bucket, asked_at, pressed_at = TokenBucket(BURST, PER_SECOND), float("-inf"), float("-inf")

    async def receive_in_turn() -> Message:
        nonlocal asked_at, pressed_at
        while True:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            await asyncio.sleep(max(bucket.take(), pressed_at + HOLD_SECONDS - clock()))
            asked = _read(message.get("bytes"))
            if asked is None:
                _log.warning("A page sent what no page does: no message of Streamlit's")
                return {"type": "websocket.disconnect", "code": UNSUPPORTED_DATA}
            now = clock()
            if not asked.rerun_script.is_auto_rerun:
                asked_at, pressed_at = now, now if _is_press(asked) else pressed_at
            elif now < asked_at + QUIET_SECONDS or PAGES.is_up_to_date(page):
                continue
            if asked.WhichOneof("type") not in FOR_DEVELOPERS:
                return message
            _log.warning("A page sent what no page does: %s", asked.WhichOneof("type"))

    return receive_in_turn


def _is_press(asked: BackMsg) -> bool:
    return any(each.trigger_value for each in asked.rerun_script.widget_states.widgets)


def _read(data: bytes | None) -> BackMsg | None:
    """A message of Streamlit's in which all states of components are JSON objects; None for anything else."""
    try:
        message = BackMsg.FromString(data or b"")
        states = [json.loads(each.json_value or "{}") for each in message.rerun_script.widget_states.widgets]
    except (DecodeError, ValueError, RecursionError):
        return None
    return message if message.WhichOneof("type") and all(isinstance(state, dict) for state in states) else None


class Uploads:
    """Refuses files but from a page that `uploads` allows to send one, and large ones before anything is read.

    Streamlit keeps what is sent there in memory: of each page one file, and one more while it comes.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._sending: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a connection, unless it brings a file that is not wanted."""
        if scope["type"] != "http" or UPLOADS not in scope["path"]:
            await self.app(scope, receive, send)
            return
        session = scope["path"].split(UPLOADS, 1)[1].split("/", 1)[0]
        most = PERMITS.most_bytes(session)
        if not most:
            await _refuse(send, HTTPStatus.FORBIDDEN, b"This page takes no files.\n")
        elif scope["method"] != "PUT":
            await self.app(scope, receive, send)
        elif not 0 <= _length(scope) <= most + MOST_AROUND:
            await _refuse(send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, b"This file is too large.\n")
        elif session in self._sending:
            await _refuse(send, HTTPStatus.TOO_MANY_REQUESTS, b"This page is sending a file already.\n")
        else:
            await self._take(session, scope, receive, send)

    async def _take(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a file in the place of what the session sent before."""
        drop_all(session)
        self._sending.add(session)
        try:
            await self.app(scope, receive, send)
        finally:
            self._sending.discard(session)
            if not PERMITS.most_bytes(session):  # the page has gone on to something else meanwhile
                drop_all(session)


def _length(scope: Scope) -> int:
    """How many bytes are announced; -1 where that is not said, or not in a number."""
    headers = dict(scope["headers"])
    said = headers.get(b"content-length", b"")
    return int(said) if said.isdigit() and len(said) < 12 and b"transfer-encoding" not in headers else -1


async def _refuse(send: Send, status: HTTPStatus, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": body})
