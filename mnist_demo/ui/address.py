"""What the address of the page may say, and what is wrong with what it says.

Most of it is the value of a widget, which says `bind="query-params"` and needs nothing here but its line in PARAMETERS.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import streamlit as st

from mnist_demo.images.drawing_link import decode
from mnist_demo.ui import canvas, resources

TABS = ("Draw", "Training", "Look inside")
TRAINING_VIEWS = ("Overview", "Mistakes", "Robustness", "Compare", "Timeline")
"""The views of the Training tab."""
INSIDE_VIEWS = {"way": "The way through", "weights": "First-layer weights", "why": "Why this answer?"}
"""The views of Look inside: a name for the code, and the one that people and addresses use."""
WHY, WHY_NOT = "its answer", "the runner-up"
"""What "Why this answer?" compares unless somebody chose two classes."""
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

Check = Callable[[str], str | None]
"""What is wrong with a value and what is used in its place, in one sentence; None where nothing is wrong."""


def _only(is_fine: Callable[[str], bool], problem: str) -> Check:
    return lambda value: None if is_fine(value) else problem.format(_quoted(value))


def _one_of(choices: Collection[str], problem: str) -> Check:
    """The first of the choices is what is open in the place of another word."""
    usual = next(iter(choices))
    return _only(lambda value: value in choices, f"{problem}, only {', '.join(choices)}: {usual} is open.")


def _quoted(value: str) -> str:
    """Somebody else's words in Markdown, as they are and not too long."""
    return f"`{' '.join(value.replace('`', ' ').split())[:60] or ' '}`"


def is_run(value: str) -> bool:
    """Whether there is a usable run of this name."""
    return value in [run.name for run in resources.runs()]


def _is_class(value: str) -> bool:
    """Whether the network that the address names tells this class from others."""
    name = st.query_params.get("run", "")
    wanted = name if is_run(name) else resources.preferred_run()
    return any(value in run.task.classes for run in resources.runs() if run.name == wanted)


def _is_switch(value: str) -> bool:
    return value.lower() in ("true", "false")


def _is_brush(value: str) -> bool:
    try:
        return canvas.BRUSHES[0] <= float(value) <= canvas.BRUSHES[-1]
    except ValueError:
        return False


def is_test_image(value: str) -> bool:
    """Whether it is the number of a test image, from 0."""
    return value.isdecimal() and value.isascii() and len(value) < 9 and int(value) < len(resources.test_images()[1])


def _problem_of_parts(value: str) -> str | None:
    unknown = _quoted(", ".join(sorted(names(value) - PARTS.keys())))
    return f"{unknown} cannot be hidden. What can: {', '.join(PARTS)}." if names(value) - PARTS.keys() else None


def problem_of_drawing(value: str) -> str | None:
    """What is wrong with a drawing as text, in one sentence; None where it can be drawn."""
    try:
        decode(value)
    except ValueError as error:
        return f"{str(error).capitalize()}: the sheet is empty."
    return None


PARAMETERS: dict[str, Check] = {
    "run": _only(is_run, "There is no network {} here: the usual one reads the drawing."),
    "tab": _one_of(TABS, "There is no tab {}"),
    "training_view": _one_of(TRAINING_VIEWS, "The Training tab has no view {}"),
    "look": _one_of(INSIDE_VIEWS.values(), "Look inside has no view {}"),
    "why_for": _only(
        lambda value: value == WHY or _is_class(value), f"The network has no answer {{}}: {WHY} is explained."
    ),
    "why_not": _only(
        lambda value: value == WHY_NOT or _is_class(value), f"The network has no answer {{}}: {WHY_NOT} is compared."
    ),
    "brush": _only(
        _is_brush,
        f"The brush cannot be {{}} wide, only {canvas.BRUSHES[0]} to {canvas.BRUSHES[-1]}: it is {canvas.BRUSH}.",
    ),
    "compare": _only(_is_switch, "Comparing is `true` or `false`, not {}: one network is shown."),
    "other_run": _only(is_run, "There is no network {} here to compare with: another one is chosen."),
    "steps": _only(_is_switch, "The steps of the preparation are `true` or `false`, not {}: they are folded."),
    "hide": _problem_of_parts,
    "view": _only(lambda value: value in ("", "presentation"), "There is no view {}: the page is shown as usual."),
    "drawing": problem_of_drawing,
    "example": _only(is_test_image, "There is no test image {}: the sheet is empty."),
}
"""All that an address may say."""


def problems() -> list[str]:
    """What is wrong with the address, a sentence each."""
    return list(_found().values())


def wrong() -> list[str]:
    """The parameters that make no sense."""
    return list(_found())


def _found() -> dict[str, str]:
    """What is wrong, by parameter."""
    said = {name: value for name in PARAMETERS for value in st.query_params.get_all(name)[-1:]}
    return {name: problem for name, value in said.items() if (problem := PARAMETERS[name](value))}


def names(value: str) -> set[str]:
    """The words between commas."""
    return {name.strip() for name in value.split(",")} - {""}
