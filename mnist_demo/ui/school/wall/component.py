"""The wall on the page: it keeps what it has, and is sent only what changed since."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from mnist_demo.texts import say
from mnist_demo.ui.component_data import sent_as_json
from mnist_demo.ui.school.wall.packet import Packet
from mnist_demo.ui.state import WALL

WORDS = (
    "row", "drawing", "hidden_drawing", "tools", "hide", "show", "relabel", "delete", "really_delete",
)  # fmt: skip
"""The texts that JavaScript shows, and whose places it fills in."""
_FILES = Path(__file__).parent
_component = st.components.v2.component(
    "mnist-draw-wall",
    html='<div class="wall"></div><div class="tools" popover="auto" role="group"></div>',
    css=(_FILES / "wall.css").read_text(encoding="utf-8"),
    js=(_FILES / "wall.js").read_text(encoding="utf-8"),
)


def known_revision(name: str) -> int:
    """What the page has of the wall with this name, as it says itself; 0 where it has nothing."""
    match (WALL.get() or {}).get("have"):
        case [str(of), int(revision)] if of == name and revision > 0:
            return revision
    return 0


def show(packet: Packet, *, has_tools: bool, on_act: Callable[[object], None]) -> None:
    """Show the wall with what came and without what is gone; for teachers, with tools for the drawing they choose.

    Args:
        packet: from `wall_packet`, since the revision that `known_revision` gave.
        on_act: called with what somebody did with a drawing, which is anything, since a page may send anything.
    """

    def act() -> None:
        on_act(WALL.get().get("act"))

    data: dict[str, Any] = {**packet, "has_tools": has_tools, "words": {word: say(f"wall.{word}") for word in WORDS}}
    _component(**WALL.widget(), data=sent_as_json(data), on_act_change=act, on_have_change=_ignore)


def _ignore() -> None:
    """The page tells what it has: nothing else is to be done, but without this the value would not be kept."""
