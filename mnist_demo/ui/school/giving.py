"""Give the drawing on the sheet, or a digit on a photo, to the class: what it is, thank you, and the next one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from mnist_demo.classroom.classroom_error import ClassroomError, DatabaseGone
from mnist_demo.classroom.drawn_digit import DIGITS, Picture28
from mnist_demo.config import IMAGE_SIZE
from mnist_demo.images.pen import Stroke
from mnist_demo.images.preprocessing import as_pixels, has_ink
from mnist_demo.texts import say
from mnist_demo.ui import canvas, network_in_use, resources, several_digits, spoken, subject
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.school import membership, privacy
from mnist_demo.ui.state import (
    ASKED_SHEET,
    GIFT_NOTE,
    GIFTS,
    GIVE,
    GIVEN_DIGIT,
    PHOTO_NUMBER,
    PLACE_ON_PHOTO,
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
    wanted = _wanted(joined) if joined.is_open and canvas.is_for_one_digit() else None
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
    """What did you draw? The suggested digit is chosen on each fresh sheet; of several, and of a photo, none is."""
    number = canvas.sheet()
    asked = (number, 0) if canvas.is_for_one_digit() else _shown_now()  # with each stroke, another may be meant
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
    if canvas.is_photo_in_its_place() or canvas.strokes():
        return plain(note) if note else _question()
    suggestion = say("give.please", digit=wanted) if wanted is not None else ""
    return f"{plain(note)} {suggestion}" if note else suggestion


def _question() -> str:
    if canvas.is_photo_in_its_place():
        return say("give.question_on_photo")
    return say("give.question_of_several" if canvas.has_room_for_several() else "give.question")


def _aloud(wanted: int | None) -> str:
    """The same for those who do not see it, who need to hear nothing more while they draw."""
    note = _note_now()
    if not note or wanted is None or canvas.strokes():
        return note
    return say("spoken.gift", note=note, digit=wanted)


def _note_now() -> str:
    """What came of the last drawing; empty once somebody draws on."""
    shown, note = GIFT_NOTE.get()
    return note if shown == _shown_now() else ""


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
    """Give what is looked at, after so many others; among several digits it stays where it is.

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
        if canvas.is_for_one_digit():
            canvas.clear(number)
        else:
            GIVEN_DIGIT.set(None)
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
    """Say something until somebody draws on, or looks at another digit of a photo."""
    GIFT_NOTE.set((_shown_now(), sentence))


def _shown_now() -> tuple[object, ...]:
    """What tells the sheet with its strokes, or the digit on a photo, from all others."""
    if canvas.is_photo_in_its_place():
        return "photo", PHOTO_NUMBER.get(), PLACE_ON_PHOTO.get()
    return canvas.sheet(), len(canvas.strokes())


def _picture() -> Picture28:
    """What is looked at, as the class keeps it (ClassroomError if it is too small for a digit)."""
    if canvas.is_photo_in_its_place():
        shown = subject.own()
        return _kept((), shown.image if shown else None)
    run, pixels = network_in_use.current(), canvas.pixels_drawn()
    strokes, ink = several_digits.looked_at(run.network if run else None)
    if strokes and pixels is not None and ink is None and has_ink(pixels):
        raise ClassroomError(say("give.too_small"))
    return _kept(strokes, ink if strokes else None)


def _kept(strokes: Sequence[Stroke], ink: np.ndarray | None) -> Picture28:
    """These strokes, and a picture, float32 (28, 28); a blank one where there is none, which the class refuses."""
    image = np.zeros((IMAGE_SIZE, IMAGE_SIZE), np.uint8) if ink is None else as_pixels(ink)
    return Picture28(strokes, image)
