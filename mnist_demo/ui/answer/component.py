"""The component that draws an answer, and moves it with the pen.

It reads the canvas and runs the networks in the browser. Where it cannot, and until it has fetched them, Python's
answer after each stroke stays; and for a drawing that Python has answered, Python's answer counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from mnist_demo.runs.run import Run
from mnist_demo.ui import canvas, several_digits
from mnist_demo.ui.answer import modules, network_route
from mnist_demo.ui.component_data import sent_as_json
from mnist_demo.ui.state import ANSWER, ANSWER_TO_SEVERAL, Key
from mnist_demo.web import javascript

_SHARED: dict[str, Any] = {
    "html": '<div class="answer-view"></div><p class="status" role="status"></p>',
    "css": (javascript.FOLDER / "answer.css").read_text(encoding="utf-8"),
    "isolate_styles": False,
}
_component = st.components.v2.component("mnist-draw-answer", js=javascript.joined(modules.FILES), **_SHARED)
_of_several = st.components.v2.component(
    "mnist-draw-answer-to-several", js=javascript.joined(modules.SEVERAL_FILES), **_SHARED
)


def show(answer: Mapping[str, Any], key: Key[dict[str, Any]], networks: Sequence[str] = ()) -> None:
    """Show an answer, as `content` makes it; with the addresses of networks it follows the pen."""
    _component(**key.widget(), data=_data(answer, networks))


def show_live(answer: Mapping[str, Any], runs: Sequence[Run]) -> None:
    """Show the answer of these runs on Draw, and let it follow the pen."""
    networks = [network_route.address(run) for run in runs]
    if answer["found"] is None:
        show(answer, ANSWER, networks)
    else:
        _of_several(
            **ANSWER_TO_SEVERAL.widget(), data=_data(answer, networks), on_place_change=several_digits.take_choice
        )


def _data(answer: Mapping[str, Any], networks: Sequence[str]) -> list[Mapping[str, Any]]:
    return sent_as_json({"size": list(canvas.sheet_size()), "networks": list(networks), "answer": answer})
