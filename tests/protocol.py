"""Speaks to the server as a browser does, or as no browser would: the messages are those of the installed Streamlit."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from components import data_of
from google.protobuf.message import Message
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

SECONDS = 60
ENDED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Caller:
    """One visitor, who has the page's elements by the keys that their ids end with."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.elements: dict[str, Message] = {}
        self.fragments: dict[str, str] = {}
        self.ended = time.monotonic()

    def open_page(self, query: str = "") -> None:
        """Run the whole script, with this in the address, and wait for its end."""
        message = BackMsg()
        message.rerun_script.query_string = query
        self.send(message)
        self.wait()

    def press(self, key: str) -> None:
        """Press a button and wait for what comes of it."""
        message = BackMsg()
        message.rerun_script.widget_states.widgets.add(id=self._id(key), trigger_value=True)
        message.rerun_script.fragment_id = self.fragments[key]
        self.send(message)
        self.wait()

    def tell(self, key: str, state: Any) -> float:
        """Send the state of a component, a text as it is and all else as JSON; returns how long its fragment took."""
        message, value = BackMsg(), state if isinstance(state, str) else json.dumps(state)
        message.rerun_script.widget_states.widgets.add(id=self._id(key), json_value=value)
        message.rerun_script.fragment_id = self.fragments[key]
        start = time.monotonic()
        self.send(message)
        self.wait()
        return time.monotonic() - start

    def trigger(self, key: str, event: str, value: object) -> None:
        """Send a value of a component for a single run, and wait for what comes of it."""
        self.send_trigger(key, event, value)
        self.wait()

    def send_trigger(self, key: str, event: str, value: object) -> None:
        """Send a value of a component for a single run, and go on."""
        message, said = BackMsg(), json.dumps([{"event": event, "value": value}])
        widget = _make_trigger_id(self._id(key), "events")
        message.rerun_script.widget_states.widgets.add(id=widget, json_trigger_value=said)
        self.send(message)

    def send(self, message: BackMsg) -> None:
        """Send a message as it is; one that asks for nothing asks for the whole page."""
        if message.WhichOneof("type") is None:
            message.rerun_script.SetInParent()
        self.connection.send(message.SerializeToString())

    def wait(self) -> None:
        """Take what the server sends until a run has ended; an error on the page is one of the test."""
        while True:
            data = self.connection.recv(timeout=SECONDS)
            assert isinstance(data, bytes)
            message = ForwardMsg.FromString(data)
            self._note(message)
            if message.WhichOneof("type") == "script_finished" and message.script_finished in ENDED:
                return

    @property
    def answer(self) -> dict[str, Any]:
        """What the page says to the drawing."""
        component = self.elements["answer"]
        assert isinstance(component, BidiComponent)
        answer: dict[str, Any] = data_of(component)["answer"]
        return answer

    def _id(self, key: str) -> str:
        name: str = self.elements[key].id
        return name

    def _note(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") != "delta":
            return
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        assert kind != "exception", element.exception.message
        proto = getattr(element, kind) if kind else None
        if name := getattr(proto, "id", ""):
            key = name.split("-", 2)[-1]  # after $$ID and a checksum
            self.elements[key] = proto
            self.fragments[key] = message.delta.fragment_id


@contextmanager
def calling(address: str) -> Iterator[Caller]:
    """A visitor of the server at this address."""
    url = f"ws://{urlsplit(address).netloc}/_stcore/stream"
    with connect(url, subprotocols=[Subprotocol("streamlit")], max_size=None, proxy=None) as connection:
        yield Caller(connection)
