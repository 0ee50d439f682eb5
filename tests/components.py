"""The project's own components under AppTest: what they receive, and clicks in them."""

from __future__ import annotations

import json
import struct

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest


def find(app: AppTest, key: str):
    """The component with this key (StopIteration if the page has none)."""
    return next(element.proto for element in app.get("bidi_component") if element.proto.id.endswith(f"-{key}"))


def data(app: AppTest, key: str) -> dict:
    """What Python sends to the component."""
    return json.loads(find(app, key).json)


def packet(app: AppTest, key: str) -> dict:
    """What Python sends to the component in a packet, but for the weights."""
    return packet_of(find(app, key))


def packet_of(component) -> dict:
    sent = component.bytes
    (length,) = struct.unpack_from("<I", sent)
    return json.loads(sent[4 : 4 + length])


def has(app: AppTest, key: str) -> bool:
    return any(element.proto.id.endswith(f"-{key}") for element in app.get("bidi_component"))


def click(app: AppTest, key: str, value: str) -> AppTest:
    """Run the page as the browser does when somebody clicks on `value` in the component."""
    states = app._tree.get_widget_states()
    event = json.dumps([{"event": "clicked", "value": value}])
    states.widgets.add(id=_make_trigger_id(find(app, key).id, "events"), json_trigger_value=event)
    return app._run(states)
