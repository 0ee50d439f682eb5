"""Give the drawing on the sheet to the class: what it is, thank you, and the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from mnist_demo.classroom.classroom_error import ClassroomError, DatabaseGone
from mnist_demo.classroom.drawn_digit import DIGITS, Picture28
from mnist_demo.config import IMAGE_SIZE
from mnist_demo.images.preprocessing import as_pixels, has_ink
from mnist_demo.texts import say
from mnist_demo.ui import canvas, network_in_use, resources, several_digits, spoken
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.school import membership, privacy
from mnist_demo.ui.state import (
    ASKED_SHEET,
    GIFT_NOTE,
    GIFTS,
    GIVE,
    GIVEN_DIGIT,
    SPOKEN_GIFT,
    TAKE_BACK,
    WANTED,
    WHAT_IS_KEPT_HERE,
)

if TYPE_CHECKING:
    from mnist_demo.classroom.class_list import SchoolClass


def show(joined: SchoolClass | None) -> None:
    """Ten digits and a button, where this page has joined a class; `draw_tab.css` places them."""
    if joined is None:
        return
    wanted = _wanted(joined) if joined.is_open and not canvas.has_room_for_several() else None
    with st.container(key="giving"):
        spoken.say_aloud(SPOKEN_GIFT, _aloud(wanted))
        if joined.is_open:
            _ask(wanted)
        else:
            st.markdown(say("classroom.closed"))


def offer_to_explain(joined: SchoolClass | None) -> None:
    """A button for what is kept of a drawing that is given."""
    if joined:
        privacy.offer(WHAT_IS_KEPT_HERE)


def _ask(wanted: int | None) -> None:
    """What did you draw? The suggested digit is chosen on each fresh sheet; on one for several none is suggested."""
    number = canvas.sheet()
    asked = _sheet_now() if canvas.has_room_for_several() else (number, 0)  # with each stroke, another may be meant
    if ASKED_SHEET.get() != asked or GIVEN_DIGIT.get() is None:
        ASKED_SHEET.set(asked)
        GIVEN_DIGIT.set(wanted)
    st.markdown(_sentence(wanted))
    st.segmented_control(
        _question(), list(range(DIGITS)), format_func=str, label_visibility="collapsed", width="stretch",
        **GIVEN_DIGIT.widget(),
    )  # fmt: skip
    with st.container(horizontal=True, key="give_buttons"):
        st.button(
            say("give.give"), **GIVE.widget(), type="primary", icon=":material/volunteer_activism:", width="stretch",
            on_click=_give, args=(number, GIFTS.get()),
        )  # fmt: skip
        if count := GIFTS.get():
            st.button(
                say("give.undo"), **TAKE_BACK.widget(), icon=":material/undo:", on_click=_take_back, args=(count,)
            )


def _sentence(wanted: int | None) -> str:
    """What came of the last drawing, or what to do now."""
    note = _note_now()
    suggestion = say("give.please", digit=wanted) if wanted is not None else ""
    if note:
        return f"{plain(note)} {suggestion}" if not canvas.strokes() else plain(note)
    return _question() if canvas.strokes() else suggestion


def _question() -> str:
    return say("give.question_of_several" if canvas.has_room_for_several() else "give.question")


def _aloud(wanted: int | None) -> str:
    """The same for those who do not see it, who need to hear nothing more while they draw."""
    note = _note_now()
    if not note or wanted is None or canvas.strokes():
        return note
    return say("spoken.gift", note=note, digit=wanted)


def _note_now() -> str:
    """What came of the last drawing; empty once somebody draws on."""
    sheet, note = GIFT_NOTE.get()
    return note if sheet == _sheet_now() else ""


def _wanted(joined: SchoolClass) -> int | None:
    """The digit that the class wants next; None where its database cannot be reached."""
    known = WANTED.get()
    if known and known[0] == joined.id:
        return known[1]
    try:
        digit = resources.classroom().gifts.wanted(joined.id, membership.contributor())
    except ClassroomError:
        return None
    WANTED.set((joined.id, digit))
    return digit


def _give(number: int, count: int) -> None:
    """Give what is on this sheet, after so many others; of several digits the chosen one, and all stay where they are.

    Streamlit may call it twice for a click: by then one more was given.
    """
    joined = membership.current()
    if joined is None or (number, count) != (canvas.sheet(), GIFTS.get()):
        return
    try:
        digit = GIVEN_DIGIT.get()
        resources.classroom().gifts.give(
            joined.id, membership.contributor(), _picture(), -1 if digit is None else digit
        )
    except DatabaseGone:
        _note(say("give.not_saved"))
    except ClassroomError as error:
        _note(str(error))
    else:
        GIFTS.set(count + 1)
        WANTED.pop()
        if canvas.has_room_for_several():
            GIVEN_DIGIT.set(None)
        else:
            canvas.clear(number)
        _note(say("give.thanks"))


def _take_back(count: int) -> None:
    """Take back the last of so many drawings."""
    joined = membership.current()
    if joined is None or count != GIFTS.get():
        return
    try:
        digit = resources.classroom().gifts.take_back(joined.id, membership.contributor())
    except DatabaseGone:
        _note(say("give.not_taken_back"))
        return
    except ClassroomError as error:
        _note(str(error))
        return
    GIFTS.set(count - 1 if digit is not None else 0)
    WANTED.pop()
    ASKED_SHEET.pop()
    _note(say("give.nothing_left") if digit is None else say("give.taken_back", digit=digit))


def _note(sentence: str) -> None:
    """Say something until somebody draws on."""
    GIFT_NOTE.set((_sheet_now(), sentence))


def _sheet_now() -> tuple[int, int]:
    return canvas.sheet(), len(canvas.strokes())


def _picture() -> Picture28:
    """What is on the sheet, as the class keeps it (ClassroomError if it is too small for a digit)."""
    run, pixels = network_in_use.current(), canvas.pixels_drawn()
    strokes, ink = several_digits.looked_at(run.network if run else None)
    if strokes and pixels is not None and ink is None and has_ink(pixels):
        raise ClassroomError(say("give.too_small"))
    image = np.zeros((IMAGE_SIZE, IMAGE_SIZE), np.uint8) if ink is None or not strokes else as_pixels(ink)
    return Picture28(strokes, image)
