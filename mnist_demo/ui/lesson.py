"""Prepared pages: what the page shows stands in its address, so that a teacher can send it.

Most of it is the value of a widget, which says `bind="query-params"` and needs nothing here but its line in PARAMETERS;
the rest is read from the address in each run. A drawing gets there only when somebody asks for it (`link`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mnist_demo.drawing_link import decode
from mnist_demo.store import Run
from mnist_demo.ui import canvas, resources

TABS = ("Draw", "Training", "Look inside")
PARTS = {
    "answer": "Answer",
    "bars": "Bars",
    "input": "What the network gets",
    "steps": "Steps of the preparation",
    "tools": "Brush, examples, comparison",
    "tabs": "Tabs",
    "sidebar": "Sidebar",
    "reveal": "Button that shows the answer",
}
"""What can be hidden, and what it is called."""
REVEALED = frozenset({"answer", "bars", "input"})
"""The parts that are covered until somebody asks for the answer; the others are gone."""
PRESENTED = frozenset({"steps", "tools", "tabs", "sidebar"})
"""The parts that a presentation does without."""

Check = Callable[[str], str | None]
"""What is wrong with a value and what is used in its place, in one sentence; None where nothing is wrong."""


def _only(is_fine: Callable[[str], bool], problem: str) -> Check:
    return lambda value: None if is_fine(value) else problem.format(_quoted(value))


def _quoted(value: str) -> str:
    """Somebody else's words in Markdown, as they are and not too long."""
    return f"`{' '.join(value.replace('`', ' ').split())[:60] or ' '}`"


def _is_run(value: str) -> bool:
    return value in [run.name for run in resources.runs()]


def _is_switch(value: str) -> bool:
    return value.lower() in ("true", "false")


def _is_brush(value: str) -> bool:
    try:
        return canvas.BRUSHES[0] <= float(value) <= canvas.BRUSHES[-1]
    except ValueError:
        return False


def _is_test_image(value: str) -> bool:
    return value.isdecimal() and value.isascii() and len(value) < 9 and int(value) < len(resources.test_images()[1])


def _problem_of_parts(value: str) -> str | None:
    unknown = _quoted(", ".join(sorted(_names(value) - PARTS.keys())))
    return f"{unknown} cannot be hidden. What can: {', '.join(PARTS)}." if _names(value) - PARTS.keys() else None


def _problem_of_drawing(value: str) -> str | None:
    try:
        decode(value)
    except ValueError as error:
        return f"{str(error).capitalize()}: the sheet is empty."
    return None


PARAMETERS: dict[str, Check] = {
    "run": _only(_is_run, "There is no network {} here: the usual one reads the drawing."),
    "tab": _only(lambda value: value in TABS, f"There is no tab {{}}, only {', '.join(TABS)}: {TABS[0]} is open."),
    "brush": _only(
        _is_brush,
        f"The brush cannot be {{}} wide, only {canvas.BRUSHES[0]} to {canvas.BRUSHES[-1]}: it is {canvas.BRUSH}.",
    ),
    "compare": _only(_is_switch, "Comparing is `true` or `false`, not {}: one network is shown."),
    "other_run": _only(_is_run, "There is no network {} here to compare with: another one is chosen."),
    "steps": _only(_is_switch, "The steps of the preparation are `true` or `false`, not {}: they are folded."),
    "hide": _problem_of_parts,
    "view": _only(lambda value: value in ("", "presentation"), "There is no view {}: the page is shown as usual."),
    "drawing": _problem_of_drawing,
    "example": _only(_is_test_image, "There is no test image {}: the sheet is empty."),
}
"""All that an address may say."""


def begin() -> None:
    """Take in the address when the page is opened, and the choice of the network when people go back or forward.

    To be called before anything is shown.
    """
    is_new = "address_problems" not in st.session_state
    if is_new:
        st.session_state["address_problems"] = []
        st.session_state["address_problems"] = _problems()
        _lay_out()
    context = get_script_run_ctx()
    if is_new or (context and context.is_history_navigation):
        name = st.query_params.get("run", "")
        st.session_state["run"] = name if _is_run(name) else resources.preferred_run()


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
    """Which of PARTS the address hides."""
    named = frozenset(_names(",".join(st.query_params.get_all("hide"))) & PARTS.keys())
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
            st.button("OK", key="forget", on_click=problems.clear)


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


def _reveal(sheet: int | None) -> None:
    st.session_state["revealed"] = sheet


def _names(value: str) -> set[str]:
    return {name.strip() for name in value.split(",")} - {""}


def _problems() -> list[str]:
    """What is wrong with the address, a sentence each."""
    said = [(check, value) for name, check in PARAMETERS.items() for value in st.query_params.get_all(name)[-1:]]
    return [problem for check, value in said if (problem := check(value))]


def _lay_out() -> None:
    """Put the drawing, or the test image, that the address names on the first sheet."""
    drawing, example = (st.query_params.get(name, "") for name in ("drawing", "example"))
    if drawing and not _problem_of_drawing(drawing):
        canvas.put(decode(drawing))
    if example and _is_test_image(example):
        canvas.put_example(int(example))
