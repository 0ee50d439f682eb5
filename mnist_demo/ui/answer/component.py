"""The component that draws an answer, and moves it with the pen.

It reads the canvas and runs the networks in the browser; where it cannot, Python's answer after each stroke stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from mnist_demo.runs.run import Run
from mnist_demo.ui.answer import modules
from mnist_demo.ui.canvas import SIZE
from mnist_demo.ui.state import ANSWER, Key
from mnist_demo.web import javascript
from mnist_demo.web.packet import identity, pack

_component = st.components.v2.component(
    "mnist-draw-answer",
    html='<div class="answer-view"></div><p class="status" role="status"></p>',
    css=(javascript.FOLDER / "answer.css").read_text(encoding="utf-8"),
    js=javascript.joined(modules.FILES),
    isolate_styles=False,
)


def show(answer: Mapping[str, Any], key: Key[dict[str, Any]]) -> None:
    """Show an answer, as `content` makes it."""
    _component(**key.widget(), data=pack(answer, [], [], SIZE))


@st.fragment
def show_live(answer: Mapping[str, Any], runs: list[Run]) -> None:
    """Show the answer of these runs, and let it follow the pen.

    The browser first says which networks it has, once it has found the canvas, and gets those that it lacks.
    """
    received = ANSWER.get().get("received")
    missing = [] if not isinstance(received, list) else [run for run in runs if identity(run) not in received]
    data = pack(answer, runs, missing, SIZE)
    _component(**ANSWER.widget(), data=data, default={"received": None}, on_received_change=lambda: None)
