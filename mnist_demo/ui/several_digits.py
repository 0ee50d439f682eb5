"""The digits on a wide sheet, and the one of them that is looked at: the last drawn, or the one that somebody chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mnist_demo.images.pen import Stroke
from mnist_demo.images.preprocessing import canvas_to_image, extract_ink
from mnist_demo.network.inference import Network
from mnist_demo.ui import canvas
from mnist_demo.ui.state import ANSWER, CHOSEN_PLACE, GIVEN_DIGIT

if TYPE_CHECKING:
    from mnist_demo.images.pieces import Box
    from mnist_demo.network.several import FoundDigit

INSIDE = 1e-3
"""How much the way to the middle of a box counts beside that to the box; `answer/choice.js` does the same."""


@dataclass(frozen=True, eq=False)
class SheetDigits:
    """The digits, at least one, in reading order, and the number of the chosen one."""

    digits: Sequence[FoundDigit]
    chosen: int

    @property
    def chosen_digit(self) -> FoundDigit:
        """The one with the bars and the picture, which all other parts of the page look at."""
        return self.digits[self.chosen]

    def strokes_of_chosen(self, strokes: Sequence[Stroke]) -> list[Stroke]:
        """Those that belong to the chosen digit, moved to the middle of a square sheet."""
        boxes = [digit.box for digit in self.digits]
        own = [stroke for stroke in strokes if nearest(boxes, stroke.points) == self.chosen]
        return [replace(stroke, points=stroke.points + self._to_the_middle()) for stroke in own]

    def _to_the_middle(self) -> np.ndarray:
        way: np.ndarray = np.array(canvas.SQUARE) / 2 - _middle(self.chosen_digit.box)
        return way


def read_sheet(pixels: np.ndarray, network: Network) -> SheetDigits | None:
    """What is on this sheet, with its pixels as `canvas.pixels_drawn` returns them.

    None where there is no digit, or the sheet is for one alone.
    """
    if not canvas.has_room_for_several():
        return None
    from mnist_demo.network.several import read_several  # with SciPy, which one digit has no need of

    digits = read_several(extract_ink(pixels), network)
    return SheetDigits(digits, nearest([digit.box for digit in digits], _place())) if digits else None


def looked_at(network: Network) -> tuple[Sequence[Stroke], np.ndarray | None]:
    """The digit on the sheet, or the chosen one of several: its strokes, and its picture, float32 (28, 28).

    The picture is None where there is none.
    """
    strokes, pixels = canvas.strokes(), canvas.pixels_drawn()
    if pixels is None:
        return strokes, None
    if not canvas.has_room_for_several():
        return strokes, canvas_to_image(pixels)
    digits = read_sheet(pixels, network)
    return (digits.strokes_of_chosen(strokes), digits.chosen_digit.image) if digits else (strokes, None)


def nearest(boxes: Sequence[Box], points: np.ndarray) -> int:
    """The number of the box that points, float64 (k, 2), are nearest to on average; of several around, the middle's."""
    return int(np.argmin([_distances(box, points).sum() for box in boxes]))


def take_choice() -> None:
    """Look at the digit at the place that the page has sent; a callback. It counts until somebody draws on."""
    match ANSWER.get().get("place"):
        case [int() | float() as x, int() | float() as y]:
            CHOSEN_PLACE.set((_sheet_now(), (float(x), float(y))))
            GIVEN_DIGIT.pop()  # it was said of another one


def _place() -> np.ndarray:
    """Points of the chosen digit, float64 (k, 2)."""
    sheet, place = CHOSEN_PLACE.get()
    drawn = [stroke for stroke in canvas.strokes() if not stroke.is_eraser]
    if sheet == _sheet_now() or not drawn:
        return np.array([place])
    return drawn[-1].points


def _sheet_now() -> tuple[int, int]:
    return canvas.sheet(), len(canvas.strokes())


def _distances(box: Box, points: np.ndarray) -> np.ndarray:
    """How far each of (k, 2) is from a box; float64 (k,)."""
    outside = np.maximum(0, np.maximum([box.left, box.top] - points, points - [box.right, box.bottom]))
    distances: np.ndarray = np.hypot(*outside.T) + INSIDE * np.hypot(*(points - _middle(box)).T)
    return distances


def _middle(box: Box) -> np.ndarray:
    middle: np.ndarray = np.array([box.left + box.right, box.top + box.bottom]) / 2
    return middle
