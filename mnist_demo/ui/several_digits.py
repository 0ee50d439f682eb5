"""The digits on a wide sheet, and the one of them that is looked at: the last drawn, or the one that somebody chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from mnist_demo.images.nearest_box import nearest_box, parts_near
from mnist_demo.images.pen import Stroke
from mnist_demo.images.preprocessing import Step, canvas_to_image, extract_ink, has_ink, steps_from_crop
from mnist_demo.network.inference import Network
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import canvas
from mnist_demo.ui.sheet_content import SheetContent, SheetDigits
from mnist_demo.ui.state import ANSWER_TO_SEVERAL, CHOSEN_PLACE, GIVEN_DIGIT
from mnist_demo.ui.subject import Subject

if TYPE_CHECKING:
    from mnist_demo.network.several import FoundDigit


def read_sheet(pixels: np.ndarray | None, run: Run) -> SheetContent:
    """What is on a wide sheet with these pixels, as `canvas.show` returns them."""
    several = _read(pixels, run.network)
    digit = several.chosen_digit
    if pixels is None or digit is None:
        is_too_small = pixels is not None and has_ink(pixels)
        return SheetContent(is_too_small=is_too_small, invitation=say("answer.empty_for_several"), several=several)
    return SheetContent(Subject.drawing(digit.image), partial(_steps, pixels, digit), several=several)


def show_row() -> None:
    """The row above the sheet, which the browser fills with answers."""
    st.html('<div class="digit-answers"></div>')


def looked_at(network: Network | None) -> tuple[Sequence[Stroke], np.ndarray | None]:
    """The digit on the sheet, or the chosen one of several: its strokes, and its picture, float32 (28, 28).

    The picture is None where there is none.
    """
    strokes, pixels = canvas.strokes(), canvas.pixels_drawn()
    if not canvas.has_room_for_several():
        return strokes, None if pixels is None else canvas_to_image(pixels)
    several = _read(pixels, network) if network else SheetDigits()
    digit = several.chosen_digit
    return (strokes, None) if digit is None else (_strokes_of_chosen(several, strokes), digit.image)


def take_choice() -> None:
    """Look at the digit at the place that the page has sent; a callback. It counts until somebody draws on."""
    match ANSWER_TO_SEVERAL.get().get("place"):
        case [int() | float() as x, int() | float() as y] if _is_on_sheet(x, y):
            CHOSEN_PLACE.set((_sheet_now(), (float(x), float(y))))
            GIVEN_DIGIT.pop()  # it was said of another one


def _is_on_sheet(x: float, y: float) -> bool:
    """Whether a page can have sent this place, since it may send anything."""
    width, height = canvas.sheet_size()
    return 0 <= x <= width and 0 <= y <= height


def _read(pixels: np.ndarray | None, network: Network) -> SheetDigits:
    from mnist_demo.network.several import read_several  # with SciPy, which one digit has no need of

    digits = [] if pixels is None else read_several(extract_ink(pixels), network)
    return SheetDigits(digits, nearest_box([digit.box for digit in digits], _place())) if digits else SheetDigits()


def _steps(pixels: np.ndarray, digit: FoundDigit) -> list[Step]:
    """How a digit becomes a picture."""
    return steps_from_crop(extract_ink(pixels), digit.ink / digit.ink.max())


def _strokes_of_chosen(several: SheetDigits, strokes: Sequence[Stroke]) -> list[Stroke]:
    """Those that belong to the chosen digit, moved to the middle of a square sheet."""
    boxes = [digit.box for digit in several.digits]
    way = np.array(canvas.SQUARE) / 2 - boxes[several.chosen].middle
    own = [part for stroke in strokes for part in parts_near(stroke, boxes, several.chosen)]
    return [replace(stroke, points=stroke.points + way) for stroke in own]


def _place() -> np.ndarray:
    """Points of the chosen digit, float64 (k, 2)."""
    sheet, place = CHOSEN_PLACE.get()
    drawn = [stroke for stroke in canvas.strokes() if not stroke.is_eraser]
    if sheet == _sheet_now() or not drawn:
        return np.array([place])
    return drawn[-1].points


def _sheet_now() -> tuple[int, int]:
    return canvas.sheet(), len(canvas.strokes())
