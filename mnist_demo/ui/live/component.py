"""The answer while the pen still moves: a component that reads the canvas and runs the networks in the browser.

It moves what Python shows on the page; where it cannot run, Python's answer after each stroke stays.
"""

from __future__ import annotations

import streamlit as st

from mnist_demo.runs.store import Run
from mnist_demo.ui.answer import EMPTY, UNSURE, sure_words
from mnist_demo.ui.canvas import SIZE
from mnist_demo.ui.live import modules
from mnist_demo.web import javascript
from mnist_demo.web.packet import identity, pack

STATUS = '<p class="status" role="status"></p>'
ONLY_FOR_EARS = ".status { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }"

_component = st.components.v2.component(
    "mnist-draw-live", html=STATUS, css=ONLY_FOR_EARS, js=javascript.joined(modules.FILES)
)


def drawing(sheet: int, runs: list[Run]) -> str:
    """Names what a page shows: one sheet, read by these networks."""
    return " ".join([str(sheet), *map(identity, runs)])


@st.fragment
def show(runs: list[Run]) -> None:
    """Make what the page shows, if it is marked as a `drawing` read by these runs, follow the pen.

    The browser first says which networks it has, once it has found the canvas, and gets those that it lacks.
    """
    received = st.session_state.get("live", {}).get("received")
    missing = [] if received is None else [run for run in runs if identity(run) not in received]
    words = {"sure": sure_words(runs[0]), "unsure": UNSURE, "empty": EMPTY}
    data = pack(runs, missing, SIZE, words)
    _component(key="live", data=data, default={"received": None}, on_received_change=lambda: None)
