"""The sheet of paper: the canvas that people draw on, or a test image that lies there in its place.

This is the only import of streamlit_drawable_canvas.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import streamlit as st
import streamlit_drawable_canvas
from streamlit.components.v2.bidi_component import ComponentResult
from streamlit_drawable_canvas import st_canvas

from mnist_demo.images import pen
from mnist_demo.images.canvas_state import has_picture, read_pixels, read_strokes
from mnist_demo.images.canvas_trust import shows_strokes
from mnist_demo.images.pen import Stroke
from mnist_demo.texts import say
from mnist_demo.ui.component_data import sent_as_json
from mnist_demo.ui.pictures import data_uri
from mnist_demo.ui.sheet import component
from mnist_demo.ui.state import (
    BRUSH,
    BRUSHES,
    CANVAS,
    CLEAR,
    DIGITS,
    EXAMPLE_ON_SHEET,
    PREPARED,
    SHEET,
    SHEET_SIZE,
    VISIT,
)
from mnist_demo.ui.subject import Subject

T = TypeVar("T")
_log = logging.getLogger(__name__)

SQUARE, WIDE = (400, 400), (1000, 400)
"""Width and height of a sheet for one digit, and of one for several, in pixels, whatever its size on the screen."""
ERASER_WIDTH = 1.5
"""Of the pen's width: what it is drawn over once should be gone."""
SCRIPT = "streamlit-drawable-canvas.streamlit_drawable_canvas"
"""The name that Streamlit serves the canvas's files under."""

_component = component.around(SCRIPT, Path(streamlit_drawable_canvas.__file__).parent / "frontend" / "build")


def show() -> np.ndarray | None:
    """Show the canvas, with Clear above it; returns what `pixels_drawn` does."""
    _take_sheet_of_this_size()
    prepared, (width, height) = _prepared(), sheet_size()
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        st.markdown(_invitation())  # the canvas's own toolbar appears between it and the button
        st.button(say("draw.clear"), **CLEAR.widget(), icon=":material/delete:", on_click=clear, args=(sheet(),))
    with st.container(key="drawing"), suppress(AttributeError, KeyError, TypeError):  # of what a stranger sent
        st_canvas(
            stroke_width=BRUSH.get(),
            stroke_color=pen.INK,
            background_color=pen.PAPER,
            width=width,
            height=height,
            return_image_data=True,
            initial_drawing=pen.to_canvas(prepared) if prepared else None,
            **CANVAS.of(sheet=sheet()).widget(),
        )
    return pixels_drawn()


def pixels_drawn() -> np.ndarray | None:
    """What this sheet looks like; None before the first stroke.

    uint8 (400, W, 4), or (400, W) where nobody has added to a drawing that lay there from the beginning: the canvas
    sends its pixels after a stroke. They are drawn from the strokes where a browser sends other pixels.
    """
    sent = _sent(partial(read_pixels, size=sheet_size()), None)
    if sent is not None and shows_strokes(sent):
        return sent
    drawn = strokes()
    return pen.render(drawn, *sheet_size()) if drawn else sent


def sheet_size() -> tuple[int, int]:
    """Width and height of the sheet in pixels."""
    return WIDE if has_room_for_several() else SQUARE


def is_for_one_digit() -> bool:
    """Whether Draw shows the square sheet."""
    return DIGITS.get() == "one"


def has_room_for_several() -> bool:
    """Whether the sheet is for several digits at once."""
    return DIGITS.get() == "many"


def is_photo_in_its_place() -> bool:
    """Whether Draw shows a photo, or the way to one, and no sheet."""
    return DIGITS.get() == "photo"


def show_brush() -> None:
    """Show the choice of how wide the pen is."""
    st.slider(say("draw.brush"), BRUSHES[0], BRUSHES[-1], BRUSH.default, BRUSHES.step, **BRUSH.widget())


def clear(number: int) -> None:
    """Put a fresh sheet in place of this one. Streamlit may call it twice for a click: that changes nothing more."""
    SHEET.set(number + 1)


def sheet() -> int:
    """Counts the sheets of this visitor, from 0."""
    return SHEET.get()


def put(strokes: Sequence[Stroke]) -> None:
    """Begin this sheet with a drawing, before the sheet is shown for the first time."""
    PREPARED.set((sheet(), strokes))


def keep_strokes() -> None:
    """Keep what is drawn while something else takes the sheet's place: Streamlit forgets what it does not show."""
    put(strokes())


def strokes() -> Sequence[Stroke]:
    """What is drawn on this sheet."""
    return _sent(read_strokes, _prepared())


def put_example(index: int) -> None:
    """Lay a test image on this sheet, which must be empty."""
    EXAMPLE_ON_SHEET.set((sheet(), index))


def example() -> int | None:
    """The test image that lies on this sheet, until somebody draws there; a square one, as the image is."""
    number, index = EXAMPLE_ON_SHEET.get()
    is_there = number == sheet() and not has_room_for_several() and not _sent(has_picture, False)
    return index if is_there else None


def _take_sheet_of_this_size() -> None:
    """A fresh sheet where another size is wanted; what was drawn on a square one lies at the left of a wide one."""
    before, now = SHEET_SIZE.get(), sheet_size()
    if before not in (None, now):
        drawn = strokes() if now == WIDE else ()
        clear(sheet())
        put(drawn)
    SHEET_SIZE.set(now)


def _invitation() -> str:
    if has_room_for_several():
        return say("draw.invitation_to_several")
    return say("draw.invitation") if example() is None else say("draw.invitation_to_go_on")


def _show_component(data: dict[str, Any], **options: Any) -> ComponentResult:
    """Stands in for the canvas's own component."""
    if not VISIT.get():
        VISIT.set(secrets.token_urlsafe(6))
    ours = {
        "visit": VISIT.get(),
        "sheet": sheet(),
        "example": _example_to_lay(),
        "eraser": {"strokeWidth": ERASER_WIDTH * BRUSH.get(), "strokeColor": pen.PAPER},
        "words": {"eraser": say("draw.eraser"), "fullScreen": say("draw.full_screen")},
    }
    return _component(data=sent_as_json({**data, **ours}), **options)


def _example_to_lay() -> dict[str, str] | None:
    """The test image as ink on paper, and in words."""
    index = example()
    if index is None:
        return None
    image = Subject.test_image(index)
    return {"src": data_uri(1 - image.image), "text": image.name}


streamlit_drawable_canvas.out = _show_component


def _sent(read: Callable[[Any], T], default: T) -> T:
    """What `read` finds in the state that the browser sent; what is no state of a canvas counts as none."""
    state = CANVAS.of(sheet=sheet()).get()
    if not state:
        return default
    try:
        return read(state)
    except ValueError as error:
        _log.warning("A page sent what no canvas does: %s", error)
        return default


def _prepared() -> Sequence[Stroke]:
    """The drawing that this sheet began with."""
    number, strokes = PREPARED.get()
    return strokes if number == sheet() else ()
