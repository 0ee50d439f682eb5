"""The whole page in a made-up language, where no text is left in English: each comes from the table, none is glued."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import components
import pyarrow as pa
import pytest
from google.protobuf.message import Message
from page import SECONDS, FakeJobs, Sheet
from streamlit.testing.v1 import AppTest

from mnist_demo.config import PRESETS, ROOT, SHIPPED_RUNS, TASKS
from mnist_demo.network.progress import Progress
from mnist_demo.runs.run import Run
from mnist_demo.texts import table
from mnist_demo.ui.address import INSIDE_VIEWS, PARTS, TRAINING_VIEWS
from mnist_demo.wording import FIELDS

UNTRANSLATED = {
    *SHIPPED_RUNS, *PRESETS, *TASKS, *PARTS, "fresh", "none", "true", "false", "MB", "min",
    *(choice for field in FIELDS.values() for choice in field.get("enum", ())),
}  # fmt: skip
"""Names of networks, tasks and parameters, values of settings as the terminal takes them, and a unit."""
READ = {"body", "label", "options", "help", "placeholder", "text", "caption"}
"""The fields of Streamlit's messages that people read."""
READ_IN_JSON = {"remark", "remarks", "title", "caption", "description", "label", "help", "note", "words"}
"""The same of charts, tables and the project's own components."""


def bracketed(text: str) -> str:
    """A text with ⟦ and ⟧ around its words, and outside of them what stands in its places."""
    parts = []
    for words, name, form, _ in Formatter().parse(text):
        parts.append(f"⟦{words}⟧" if words.strip() else words)
        parts.append("" if name is None else f"{{{name}{f':{form}' if form else ''}}}")
    return "".join(parts)


@pytest.fixture
def foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sheet: Sheet, jobs: FakeJobs, fresh_run: Run) -> AppTest:
    """The page in that language, with a drawing on it."""
    lines = [f"{json.dumps(name)} = {json.dumps(bracketed(text))}" for name, text in table.texts("en").items()]
    path = tmp_path / "brackets.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(table, "LANGUAGE", str(path))
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS).run()
    sheet.draw(3)
    return app.run()


def elements(block: Any) -> Iterator[tuple[str, Message]]:
    """All that is on the page, by its kind."""
    for child in block.children.values():
        if isinstance(getattr(child, "proto", None), Message):
            yield child.type, child.proto
        if hasattr(child, "children"):
            yield from elements(child)


def strings(message: Message) -> Iterator[tuple[str, str]]:
    """The texts in a message with the names of their fields."""
    for field, value in message.ListFields():
        for each in [value] if isinstance(value, str | bytes | Message) or not hasattr(value, "__iter__") else value:
            if isinstance(each, Message):
                yield from strings(each)
            elif isinstance(each, str):
                yield field.name, each


def in_json(value: Any, *, is_read: bool = False) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from in_json(each, is_read=is_read or name in READ_IN_JSON)
    elif isinstance(value, list):
        for each in value:
            yield from in_json(each, is_read=is_read)
    elif isinstance(value, str) and is_read:
        yield value


def in_html(body: str) -> Iterator[str]:
    body = re.sub(r"<style>.*?</style>", "", body, flags=re.DOTALL)
    yield from re.findall(r'(?:alt|title|aria-label)="([^"]*)"', body)
    yield from re.split(r"<[^>]*>", body)


def visible(kind: str, message: Message) -> Iterator[str]:
    """What people read, or hear, of an element."""
    if kind == "latex":
        return
    for field, value in strings(message):
        if kind == "html" and field == "body":
            yield from in_html(value)
        elif (kind, field) in {("vega_lite_chart", "spec"), ("bidi_component", "json"), ("dataframe", "columns")}:
            yield from in_json(json.loads(value))
        elif field in READ:
            yield value
    if kind == "bidi_component" and message.bytes:
        yield from in_json(components.data_of(message)["answer"])
    if kind == "vega_lite_chart":
        rows = pa.ipc.open_stream(message.data.data).read_pandas()
        yield from (value for name in rows.select_dtypes(exclude=["number", "bool"]) for value in map(str, rows[name]))


def left_in_english(app: AppTest) -> set[str]:
    """The words that do not come from the table."""
    shown = {text for kind, message in elements(app._tree) for text in visible(kind, message)}
    plain = {re.sub(r"⟦[^⟧]*⟧|`[^`]*`|\{\w+\}", " ", text) for text in shown}
    return {word for text in plain for word in re.findall(r"[^\W\d_][\w-]*[^\W\d_]", text)} - UNTRANSLATED


def look(app: AppTest, **changes: Any) -> set[str]:
    for name, value in changes.items():
        app.session_state[name] = value
    app.run()
    assert not app.exception
    return left_in_english(app)


def test_drawing_and_the_sidebar(foreign: AppTest) -> None:
    assert look(foreign, steps=True, compare=True) == set()
    foreign.button(key="example").click().run()
    assert look(foreign) == set()
    foreign.selectbox(key="task").select("parity").run()
    foreign.button(key="link").click().run()
    assert {word for word in left_in_english(foreign) if word not in foreign.code[0].value} == set()


@pytest.mark.parametrize("view", TRAINING_VIEWS)
@pytest.mark.parametrize("run", ["robust", "fresh"])
def test_every_view_of_training(foreign: AppTest, view: str, run: str) -> None:
    foreign.selectbox(key="run").select(run).run()
    assert look(foreign, tab="training", training_view=view) == set()
    assert "⟦" in foreign.selectbox(key="run").label


@pytest.mark.parametrize("view", INSIDE_VIEWS)
def test_every_view_of_look_inside(foreign: AppTest, view: str) -> None:
    assert look(foreign, tab="inside", look=view, exciting=True) == set()
    foreign.button(key="random_image").click().run()
    assert look(foreign, **{"break-turn": 40.0, "neuron": ("robust", (2, 3))}) == set()


def test_training_and_its_news(foreign: AppTest, jobs: FakeJobs) -> None:
    foreign.button(key="retrain").click().run()
    assert left_in_english(foreign) == set()
    jobs.report(progress=Progress(epoch=3, epochs=10, step=1000, steps=4220, accuracy=0.971, seconds_left=12.3))
    assert look(foreign) == set()
    jobs.report(state="finished", test_accuracy=0.9805)
    assert look(foreign) == set()


def test_the_test_finds_english(foreign: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(table.texts(table.LANGUAGE), "draw.clear", "Clear ⟦it⟧")
    assert look(foreign) == {"Clear"}
