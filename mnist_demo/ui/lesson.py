"""Prepared pages: what the page shows stands in its address, so that a teacher can send it.

What an address may say is in `address`: most of it is the value of a widget and needs nothing here, the rest is read
from the address in each run. A drawing gets there only when somebody asks for it (`link`).
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mnist_demo.images.drawing_link import decode
from mnist_demo.runs.store import Run
from mnist_demo.ui import address, canvas, resources

REVEALED = frozenset({"answer", "bars", "input"})
"""The parts that are covered until somebody asks for the answer; the others are gone."""
PRESENTED = frozenset({"steps", "tools", "tabs", "sidebar"})
"""The parts that a presentation does without."""


def begin() -> None:
    """Take in the address when the page is opened, and the choice of the network when people go back or forward.

    To be called before anything is shown.
    """
    is_new = "address_problems" not in st.session_state
    if is_new:
        st.session_state["address_problems"] = []
        st.session_state["address_problems"] = address.problems()
        _lay_out()
    context = get_script_run_ctx()
    if is_new or (context and context.is_history_navigation):
        name = st.query_params.get("run", "")
        st.session_state["run"] = name if address.is_run(name) else resources.preferred_run()


def keep(run: Run | None) -> None:
    """Keep the choice of the network in the address: its widget's labels carry figures, which do not belong there."""
    name = run.name if run else None
    wanted = None if name == resources.preferred_run() else name
    if st.query_params.get("run") in (name, wanted):
        return
    if wanted:
        st.query_params["run"] = wanted
    else:
        del st.query_params["run"]


def is_presentation() -> bool:
    """Whether the page is shown large and bare, for a projector."""
    return st.query_params.get("view") == "presentation"


def hidden() -> frozenset[str]:
    """Which of address.PARTS the address hides."""
    named = frozenset(address.names(",".join(st.query_params.get_all("hide"))) & address.PARTS.keys())
    return named | PRESENTED if is_presentation() else named


def covered() -> frozenset[str]:
    """Which of REVEALED are covered now: a fresh sheet covers them again."""
    return frozenset() if st.session_state.get("revealed") == canvas.sheet() else hidden() & REVEALED


def show() -> None:
    """What is wrong with the address, the way out of a presentation, and a mark for the stylesheet."""
    classes = ["lesson", *(f"no-{part}" for part in sorted(hidden())), *(["presentation"] * is_presentation())]
    st.html(Path(__file__).with_suffix(".css"))
    with st.container(key="lesson"):
        st.html(f'<div class="{" ".join(classes)}"></div>')
        if is_presentation():
            leave = partial(present, False)
            st.button("Leave", key="leave", type="tertiary", icon=":material/close_fullscreen:", on_click=leave)
        if problems := st.session_state["address_problems"]:
            st.warning("  \n".join(problems), icon=":material/link_off:")
            st.button("OK", key="forget", on_click=_forget_problems)


def offer_to_reveal() -> None:
    """The button that shows what is covered, and covers it again."""
    if not hidden() & REVEALED or "reveal" in hidden():
        return
    label, icon = ("Show the answer", "visibility") if covered() else ("Hide the answer", "visibility_off")
    sheet = canvas.sheet() if covered() else None
    st.button(label, key="reveal", icon=f":material/{icon}:", width="stretch", on_click=_reveal, args=(sheet,))


def present(is_wanted: bool) -> None:
    """Begin or leave the presentation; meant for callbacks. The browser's Back button leaves it too."""
    if is_wanted:
        st.query_params["view"] = "presentation"
    else:
        st.query_params.pop("view", None)


def _forget_problems() -> None:
    """Take what makes no sense out of the address, too, so that nobody passes it on."""
    for name in address.wrong():
        del st.query_params[name]
    st.session_state["address_problems"] = []


def _reveal(sheet: int | None) -> None:
    st.session_state["revealed"] = sheet


def _lay_out() -> None:
    """Put the drawing, or the test image, that the address names on the first sheet."""
    drawing, example = (st.query_params.get(name, "") for name in ("drawing", "example"))
    if drawing and not address.problem_of_drawing(drawing):
        canvas.put(decode(drawing))
    if example and address.is_test_image(example):
        canvas.put_example(int(example))
