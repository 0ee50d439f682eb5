"""What the address of the page may say, what is wrong with what it says, and how it follows the session.

The only module that touches `st.query_params`. An address speaks in ids and values. `take_in` puts them into the
session when the page is opened, and when people go back or forward; `refresh` puts into the address what has changed.
Of widgets whose values are no texts, Streamlit does the same by itself (see `state.InAddress`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.images.drawing_link import decode
from mnist_demo.texts import say
from mnist_demo.ui import lost, network_in_use, resources, state, unsure
from mnist_demo.ui.network_in_use import is_run

TABS = ("draw", "training", "inside", "class")
"""The last is there where the page has joined a class."""
TRAINING_VIEWS = ("overview", "mistakes", "robustness", "compare", "timeline", "unsure", "experiments")
"""The views of the Training tab."""
INSIDE_VIEWS = ("way", "weights", "why")
"""The views of Look inside."""
CLASS_VIEWS = ("wall", "reading", "learning", "belongings")
"""The views of Our digits; the last is for teachers."""
DIGIT_CHOICES = ("one", "many", "photo")
"""What Draw reads: a drawing of one digit or of several, or a photo with one or several."""
PARTS = ("answer", "bars", "input", "steps", "tools", "tabs", "sidebar", "reveal")
"""What can be hidden."""
OLD_WORDS = {
    "tab": {"Draw": "draw", "Training": "training", "Look inside": "inside"},
    "training_view": {
        "Overview": "overview", "Mistakes": "mistakes", "Robustness": "robustness", "Compare": "compare",
        "Timeline": "timeline",
    },
    "look": {"The way through": "way", "First-layer weights": "weights", "Why this answer?": "why"},
    "why_for": {"its answer": ""},
    "why_not": {"the runner-up": ""},
}  # fmt: skip
"""What addresses said before they spoke in ids; they are still understood."""

Check = Callable[[str], str | None]
"""What is wrong with a value and what is used in its place, in one sentence; None where nothing is wrong."""


def _only(is_fine: Callable[[str], bool], problem: str, **places: Any) -> Check:
    return lambda value: None if is_fine(value) else say(problem, value=_quoted(value), **places)


def _one_of(choices: Collection[str], problem: str) -> Check:
    """The first of the choices is what is open in the place of another word."""
    return _only(lambda value: value in choices, problem, choices=", ".join(choices), usual=next(iter(choices)))


def _quoted(value: str) -> str:
    """Somebody else's words in Markdown, as they are and not too long."""
    return f"`{' '.join(value.replace('`', ' ').split())[:60] or ' '}`"


def _is_class(value: str) -> bool:
    """Whether the network that the address names tells this class from others; none stands for its own choice."""
    wanted = _value("run") if is_run(_value("run")) else resources.preferred_run()
    return not value or any(value in run.task.classes for run in resources.runs() if run.name == wanted)


def _is_experiment(value: str) -> bool:
    return not value or value in [each.name for each in resources.all_experiments()]


def _is_switch(value: str) -> bool:
    return value.lower() in ("true", "false")


def _is_brush(value: str) -> bool:
    try:
        return state.BRUSHES[0] <= float(value) <= state.BRUSHES[-1]
    except ValueError:
        return False


def is_test_image(value: str) -> bool:
    """Whether it is the number of a test image, from 0."""
    return value.isdecimal() and value.isascii() and len(value) < 9 and int(value) < len(resources.test_images()[1])


def _problem_of_parts(value: str) -> str | None:
    unknown = sorted(names(value) - {*PARTS})
    return say("address.parts", value=_quoted(", ".join(unknown)), choices=", ".join(PARTS)) if unknown else None


def _problem_of_run(value: str) -> str | None:
    if is_run(value):
        return None
    if any(damaged.name == value for damaged in resources.damaged_runs()):
        return f"{lost.what_became_of(value)} {say('address.usual_run')}"
    return say("address.run", value=_quoted(value))


def is_drawing(value: str) -> bool:
    """Whether it is a drawing as text."""
    try:
        decode(value)
    except ValueError:
        return False
    return True


def _problem_of_class(value: str) -> str | None:
    if not value:  # most pages belong to no class, and need no database
        return None
    try:
        resources.classroom().classes.by_code(value)
    except ClassroomError as error:
        return str(error)
    return None


PARAMETERS: dict[str, Check] = {
    "class": _problem_of_class,
    "run": _problem_of_run,
    "tab": _one_of(TABS, "address.tab"),
    "training_view": _one_of(TRAINING_VIEWS, "address.training_view"),
    "experiment": _only(_is_experiment, "address.experiment"),
    "unsure": _only(unsure.is_threshold, "address.unsure", highest=unsure.HIGHEST),
    "class_view": _one_of(CLASS_VIEWS, "address.class_view"),
    "look": _one_of(INSIDE_VIEWS, "address.look"),
    "why_for": _only(_is_class, "address.why_for"),
    "why_not": _only(_is_class, "address.why_not"),
    "digits": _one_of(DIGIT_CHOICES, "address.digits"),
    "brush": _only(
        _is_brush, "address.brush",
        lowest=state.BRUSHES[0], highest=state.BRUSHES[-1], usual=state.BRUSH.default,
    ),
    "compare": _only(_is_switch, "address.compare"),
    "other_run": _only(is_run, "address.other_run"),
    "steps": _only(_is_switch, "address.steps"),
    "hide": _problem_of_parts,
    "view": _only(lambda value: value in ("", "presentation"), "address.view"),
    "drawing": _only(is_drawing, "address.drawing"),
    "example": _only(is_test_image, "address.example"),
}  # fmt: skip
"""All that an address may say."""


def take_in() -> None:
    """Take the address into the session when the page is opened, and when people go back or forward.

    To be called before anything is shown.
    """
    is_new = state.ADDRESS_PROBLEMS.get() is None
    context = get_script_run_ctx()
    if is_new:
        state.ADDRESS_PROBLEMS.set(list(_problems().values()))
    if is_new or (context and context.is_history_navigation):
        network_in_use.use(_value("run"))
        if is_new:  # the problems say it already
            state.LOST.pop()
        for key in _ids():
            key.set(_meaning(key.name) or key.default)
        if _value("class") and not state.CLASS_CODE.get():
            resources.tries_with_wrong_codes().hold_back()


def refresh() -> None:
    """Put into the address what the session holds, all but what is usual; to be called at the end of a run.

    Each change is an entry of the browser's history, so that Back goes to the tab or view before. To open the page is
    none: what an address means stays as it was written.
    """
    usual = {"run": resources.preferred_run(), **{key.name: key.default for key in _ids()}}
    held = {"run": state.RUN.get(), **{key.name: key.get() for key in _ids()}}
    # What is usual may be said, as in an address that somebody sent, and need not.
    changed = {
        name: value for name, value in held.items()
        if (_said_of(name) or usual[name]) != value
    }  # fmt: skip
    if said_now := {name: value for name, value in changed.items() if value != usual[name]}:
        st.query_params.update(said_now)
    for name in changed.keys() - said_now.keys():
        put(name, "")


def put(name: str, value: str) -> None:
    """Set what the address says of something, or take it out where the value is empty."""
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def said() -> dict[str, str]:
    """What the address says, of all that it may."""
    return {name: value for name in PARAMETERS for value in st.query_params.get_all(name)[-1:]}


def said_names(name: str) -> set[str]:
    """The words that the address says of something, which may stand there several times."""
    return names(",".join(st.query_params.get_all(name)))


def names(value: str) -> set[str]:
    """The words between commas."""
    return {name.strip() for name in value.split(",")} - {""}


def forget_problems() -> None:
    """Take what makes no sense out of the address, too, so that nobody passes it on; for callbacks."""
    for name in _problems():
        put(name, "")
    state.ADDRESS_PROBLEMS.set([])


def _problems() -> dict[str, str]:
    """What is wrong, a sentence for each parameter."""
    return {name: problem for name, value in said().items() if (problem := PARAMETERS[name](_in_ids(name, value)))}


def _ids() -> list[state.Key[Any]]:
    """What stands in the address by an id, all but the run, whose usual value is another on each server."""
    keys = [key for key in state.declared() if isinstance(key, state.Key)]
    return [key for key in keys if key.in_address is state.InAddress.AS_ID and key is not state.RUN]


def _value(name: str) -> str:
    return st.query_params.get(name, "")


def _said_of(name: str) -> str:
    """The id that the address says; what the page still warns of is as good as nothing."""
    return _meaning(name) if state.ADDRESS_PROBLEMS.get() else _in_ids(name, _value(name))


def _in_ids(name: str, value: str) -> str:
    return OLD_WORDS.get(name, {}).get(value, value)


def _meaning(name: str) -> str:
    """The id that the address says; empty where it says nothing, or nothing that makes sense."""
    value = _in_ids(name, _value(name))
    return "" if PARAMETERS[name](value) else value
