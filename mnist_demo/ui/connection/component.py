"""A notice in words for pupils, in the place of Streamlit's dialog for developers, which covers the canvas."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from mnist_demo.texts import say
from mnist_demo.ui.state import CONNECTION

_FILES = Path(__file__).parent
_component = st.components.v2.component(
    "mnist-draw-connection",
    html='<p class="connection" role="status"></p>',
    css=(_FILES / "connection.css").read_text(encoding="utf-8"),
    js=(_FILES / "connection.js").read_text(encoding="utf-8"),
)


def show() -> None:
    """Have the page say so when it loses the connection, for as long as that lasts."""
    _component(**CONNECTION.widget(), data={"lost": say("page.no_connection")})
