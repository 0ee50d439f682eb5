"""A drawing that somebody hands in: checked, and in the form in which the database keeps it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, Field, TypeAdapter

from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.config import IMAGE_SIZE
from mnist_demo.images.pen import Stroke
from mnist_demo.texts import say

MOST_POINTS, MOST_STROKES = 500, 200
"""Of a drawing; a digit takes about 60 points in one or two strokes."""
FARTHEST, WIDEST = 10_000, 1_000
"""Pixels: where a point may be, and how thick a line."""
DIGITS = 10
MOST_DRAWINGS = 5_000
"""Of a class."""

_Number = Annotated[float, Field(allow_inf_nan=False, ge=-FARTHEST, le=FARTHEST)]


class _Line(BaseModel):
    """A stroke as JSON."""

    width: Annotated[float, Field(gt=0, le=WIDEST)]
    points: Annotated[list[tuple[_Number, _Number]], Field(min_length=1)]
    eraser: bool = False


_LINES = TypeAdapter(Annotated[list[_Line], Field(max_length=MOST_STROKES)])


@dataclass(frozen=True, eq=False)
class Picture28:
    """Strokes as the pen made them, and `image`, uint8 (28, 28) from 0 (paper) to 255 (ink), as the network gets it.

    A digit on a photo has no strokes.
    """

    strokes: Sequence[Stroke]
    image: np.ndarray

    def as_columns(self) -> dict[str, str | bytes]:
        """What the tables keep of it."""
        content = self.image.tobytes()
        return {
            "strokes": strokes_as_json(self.strokes),
            "image": content,
            "fingerprint": hashlib.sha256(content).hexdigest(),
        }


def check_picture(picture: Picture28) -> None:
    """ClassroomError for a drawing that is blank, too long, or not one at all."""
    check_image(picture.image)
    points = sum(len(stroke.points) for stroke in picture.strokes)
    if points > MOST_POINTS or len(picture.strokes) > MOST_STROKES:
        raise ClassroomError(say("classroom.too_long", points=MOST_POINTS, strokes=MOST_STROKES))
    if not picture.image.any():
        raise ClassroomError(say("classroom.blank"))
    if not all(map(_is_line, picture.strokes)):
        raise ClassroomError(say("classroom.no_drawing"))


def check_image(image: np.ndarray) -> None:
    """ClassroomError for anything but uint8 (28, 28)."""
    if image.dtype != np.uint8 or image.shape != (IMAGE_SIZE, IMAGE_SIZE):
        raise ClassroomError(say("classroom.no_drawing"))


def checked_digit(digit: int) -> int:
    """A digit, of NumPy too, as databases take it (ClassroomError for anything but 0 to 9)."""
    if digit not in range(DIGITS):
        raise ClassroomError(say("classroom.no_digit"))
    return int(digit)


def checked_answer(digit: int | None) -> int | None:
    """The same for an answer, which is None where somebody is not sure."""
    return None if digit is None else checked_digit(digit)


def strokes_as_json(strokes: Sequence[Stroke]) -> str:
    """[{"width": …, "points": [[x, y], …]}, …] in tenths of a pixel; those of an eraser have "eraser": true."""
    return json.dumps([_as_line(stroke) for stroke in strokes], separators=(",", ":"))


def strokes_from_json(text: str) -> list[Stroke]:
    """What `strokes_as_json` made; ValueError for any other text."""
    return strokes_from_lines(json.loads(text))


def strokes_from_lines(lines: object) -> list[Stroke]:
    """The same from JSON that is parsed already."""
    found = _LINES.validate_python(lines)
    return [Stroke(line.width, np.array(line.points, np.float64), line.eraser) for line in found]


def image_from_bytes(content: bytes) -> np.ndarray:
    """An image as the tables keep it: uint8 (28, 28), not to be written to."""
    return np.frombuffer(content, np.uint8).reshape(IMAGE_SIZE, IMAGE_SIZE)


def _as_line(stroke: Stroke) -> dict[str, Any]:
    mark = {"eraser": True} if stroke.is_eraser else {}
    return {"width": round(stroke.width, 1), "points": np.round(stroke.points, 1).tolist(), **mark}


def _is_line(stroke: Stroke) -> bool:
    points = stroke.points
    is_plane = points.ndim == 2 and points.shape[1:] == (2,) and len(points) > 0
    return is_plane and bool((np.abs(points) <= FARTHEST).all()) and 0.05 < stroke.width <= WIDEST
