"""Prepared pages: what the page shows stands in its address, so that a teacher can send it.

What an address may say is in `address`, which takes most of it into the session. The rest is here: the drawing, which
gets into an address only when somebody asks for it (`link`), and what is hidden.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from mnist_demo.images.drawing_link import decode
from mnist_demo.texts import say
from mnist_demo.ui import address, canvas, lost
from mnist_demo.ui.state import (
    ADDRESS_PROBLEMS,
    DIGITS,
    FORGET_PROBLEMS,
    LEAVE_PRESENTATION,
    LOST,
    PHOTO_NUMBER,
    REVEAL,
    REVEALED_SHEET,
    RUN,
)

REVEALED = frozenset({"answer", "bars", "input"})
"""The parts that are covered until somebody asks for the answer; the others are gone."""
PRESENTED = frozenset({"steps", "tools", "tabs", "sidebar"})
"""The parts that a presentation does without."""


def begin() -> None:
    """Take in the address; to be called before anything is shown."""
    is_new = ADDRESS_PROBLEMS.get() is None
    address.take_in()
    if is_new:
        _lay_out()


def is_presentation() -> bool:
    """Whether the page is shown large and bare, for a projector."""
    return address.said().get("view") == "presentation"


def hidden() -> frozenset[str]:
    """Which of address.PARTS the address hides."""
    named = frozenset(address.said_names("hide") & {*address.PARTS})
    return named | PRESENTED if is_presentation() else named


def covered() -> frozenset[str]:
    """Which of REVEALED are covered now: a fresh sheet covers them again."""
    return frozenset() if REVEALED_SHEET.get() == _on_show() else hidden() & REVEALED


def _on_show() -> tuple[str, int]:
    """What Draw reads, and the number of that sheet or photo."""
    return DIGITS.get(), PHOTO_NUMBER.get() if canvas.is_photo_in_its_place() else canvas.sheet()


def show() -> None:
    """What is wrong with the address or the run in use, the way out of a presentation, a mark for the stylesheet."""
    classes = ["lesson", *(f"no-{part}" for part in sorted(hidden())), *(["presentation"] * is_presentation())]
    st.html(Path(__file__).with_suffix(".css"))
    with st.container(key="lesson"):
        st.html(f'<div class="{" ".join(classes)}"></div>')
        if is_presentation():
            st.button(
                say("lesson.leave"), **LEAVE_PRESENTATION.widget(), type="tertiary",
                icon=":material/close_fullscreen:", on_click=partial(present, False),
            )  # fmt: skip
        if problems := ADDRESS_PROBLEMS.get():
            st.warning("  \n".join(problems), icon=":material/link_off:")
            st.button(say("lesson.forget_problems"), **FORGET_PROBLEMS.widget(), on_click=address.forget_problems)
        lost.show(LOST, RUN.get())  # here, since the sidebar may be hidden, and is on a phone


def offer_to_reveal() -> None:
    """The button that shows what is covered, and covers it again."""
    if not hidden() & REVEALED or "reveal" in hidden():
        return
    label, icon = ("lesson.reveal", "visibility") if covered() else ("lesson.cover", "visibility_off")
    st.button(
        say(label), **REVEAL.widget(), icon=f":material/{icon}:", width="stretch",
        on_click=REVEALED_SHEET.set, args=(_on_show() if covered() else None,),
    )  # fmt: skip


def present(is_wanted: bool) -> None:
    """Begin or leave the presentation; meant for callbacks. The browser's Back button leaves it too."""
    address.put("view", "presentation" if is_wanted else "")


def _lay_out() -> None:
    """Put the drawing, or the test image, that the address names on the first sheet."""
    drawing, example = (address.said().get(name, "") for name in ("drawing", "example"))
    if drawing and address.is_drawing(drawing):
        canvas.put(decode(drawing))
    if example and address.is_test_image(example):
        canvas.put_example(int(example))
