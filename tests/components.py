"""The project's own components under AppTest: what they receive, and clicks in them."""

from __future__ import annotations

import json
from typing import Any

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.testing.v1 import AppTest


def find(app: AppTest, key: str) -> BidiComponent:
    """The component with this key (StopIteration if the page has none)."""
    return next(proto for proto in found(app) if proto.id.endswith(f"-{key}"))


def found(app: AppTest) -> list[BidiComponent]:
    """All components on the page."""
    return [element.proto for element in app.get("bidi_component")]


def data(app: AppTest, key: str) -> dict[str, Any]:
    """What Python sends to the component."""
    return data_of(find(app, key))


def data_of(component: BidiComponent) -> dict[str, Any]:
    sent = json.loads(component.json)
    content: dict[str, Any] = sent[0] if isinstance(sent, list) else sent
    return content


def has(app: AppTest, key: str) -> bool:
    return any(proto.id.endswith(f"-{key}") for proto in found(app))


def send(app: AppTest, key: str, name: str, value: object) -> AppTest:
    """Run the page as the browser does when the component sends a value for a single run."""
    states = app._tree.get_widget_states()
    event = json.dumps([{"event": name, "value": value}])
    states.widgets.add(id=_make_trigger_id(find(app, key).id, "events"), json_trigger_value=event)
    return app._run(states)


def click(app: AppTest, key: str, value: str | list[int]) -> AppTest:
    """Run the page as the browser does when somebody clicks on `value` in the component."""
    return send(app, key, "clicked", value)
