"""One owner of what a session holds, and of the address."""

from __future__ import annotations

import re
from typing import Any

import pytest
from page import Sheet
from streamlit.testing.v1 import AppTest

from mnist_demo.config import ROOT
from mnist_demo.runs.run import Run
from mnist_demo.ui import address, state
from mnist_demo.ui.state import Family, Key

UI = ROOT / "mnist_demo" / "ui"
SOURCES = {path.relative_to(UI).as_posix(): path.read_text(encoding="utf-8") for path in UI.rglob("*.py")}


@pytest.mark.parametrize(("name", "owner"), [("st.session_state", "state.py"), ("st.query_params", "address.py")])
def test_one_module_owns_it(name: str, owner: str) -> None:
    users = {path for path, source in SOURCES.items() if re.search(rf"\b{name}\W", source.replace(f"`{name}`", ""))}
    assert users == {owner}


def test_one_function_chooses_the_run_in_use() -> None:
    writers = {path for path, source in SOURCES.items() if re.search(r"\bRUN\.(set|pop|settle)\(", source)}
    assert writers == {"network_in_use.py"}


def test_no_two_keys_have_one_name() -> None:
    names = [entry.pattern if isinstance(entry, Family) else entry.name for entry in state.declared()]
    assert len(names) == len(set(names)) > 50


def test_a_key_of_a_family_is_told_from_others() -> None:
    epoch = Family("epoch-{run}", 0)
    assert epoch.of(run="my-run") == Key("epoch-my-run", 0)
    assert epoch.has("epoch-my-run") and not epoch.has("epoch-") and not epoch.has("my-epoch-run")


def test_what_stands_in_the_address_is_described_there() -> None:
    in_address = {entry.name for entry in state.declared() if isinstance(entry, Key) and entry.in_address.value}
    assert in_address == address.PARAMETERS.keys() - {"hide", "view", "drawing", "example"}


def test_every_key_of_a_session_is_declared(app: AppTest, sheet: Sheet, fresh_run: Run) -> None:
    """On a visit to every tab and view: what a view leaves behind is gone in the next."""
    seen: set[str] = set()

    def note(**changes: Any) -> None:
        for name, value in changes.items():
            app.session_state[name] = value
        app.run()
        assert not app.exception
        seen.update(app.session_state._state.filtered_state)

    sheet.draw(3)
    note(compare=True, steps=True)
    app.button(key="link").click()
    note(run="fresh")
    for view in address.TRAINING_VIEWS:
        note(tab="training", training_view=view)
    for view in address.INSIDE_VIEWS:
        note(tab="inside", look=view, exciting=True)
    assert {"brush", "link_form", "export_format", "mistakes_true", "weights", "why_for", "examples"} <= seen
    assert {key for key in seen if not state.is_declared(key)} == set()
