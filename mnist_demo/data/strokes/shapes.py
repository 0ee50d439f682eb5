"""Reads the notation of ``styles`` into arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Shape (k, 2): x to the right and y down."""

UNIT = 100.0
"""Units of the notation in the height of a digit."""


@dataclass(frozen=True)
class StyleStroke:
    """One pen stroke of a style, at each of the style's extremes."""

    extremes: NDArray[np.float64]
    """Shape (shapes, k, 2), in heights of a digit."""
    corners: NDArray[np.bool_]
    """Shape (k,): where the direction may change sharply."""
    draggable: bool
    """Whether a hasty writer drags the pen from the previous stroke to this one."""


@cache
def parse(shapes: tuple[str, ...]) -> tuple[StyleStroke, ...]:
    """Strokes of a style. Raises ValueError when its shapes do not agree or cannot be read."""
    if not shapes:
        raise ValueError("a style needs at least one shape")
    parsed = [_parse_shape(text) for text in shapes]
    if len({len(shape) for shape in parsed}) != 1:
        raise ValueError(f"shapes differ in their strokes: {shapes}")
    return tuple(_merge(strokes, shapes) for strokes in zip(*parsed, strict=True))


def _parse_shape(text: str) -> list[StyleStroke]:
    """One shape, each stroke with a single extreme."""
    first, *rest = text.replace("/", ";/").replace("+", ";+").split(";")
    return [_parse_stroke(first, draggable=False)] + [
        _parse_stroke(part[1:], draggable=part[0] == "+") for part in rest
    ]


def _parse_stroke(text: str, *, draggable: bool) -> StyleStroke:
    words = text.split()
    points = [[float(number) for number in word.rstrip("!").split(",")] for word in words]
    if len(points) < 2 or any(len(point) != 2 for point in points):
        raise ValueError(f"a stroke needs two or more points x,y: {text!r}")
    corners = np.array([word.endswith("!") for word in words])
    return StyleStroke(np.array([points]) / UNIT, corners, draggable)


def _merge(strokes: tuple[StyleStroke, ...], shapes: tuple[str, ...]) -> StyleStroke:
    """The same stroke of every shape as one stroke with several extremes."""
    if len({stroke.corners.tobytes() for stroke in strokes}) != 1:
        raise ValueError(f"shapes differ in their points or corners: {shapes}")
    extremes = np.concatenate([stroke.extremes for stroke in strokes])
    return StyleStroke(extremes, strokes[0].corners, strokes[0].draggable)
