"""A drawing as the pen made it: strokes, put on the canvas, simplified, or turned into pixels.

Points are float64 (k, 2) in pixels of the canvas, x to the right and y down.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

OVERSAMPLING = 2
INK, PAPER = "#111827", "#ffffff"
"""The colours on the canvas; an eraser is a pen that draws in that of the paper."""


@dataclass(frozen=True, eq=False)
class Stroke:
    """A line from pen-down to pen-up: its `width` in pixels, and `points`, at least one. An eraser's takes ink away."""

    width: float
    points: np.ndarray
    is_eraser: bool = False


def to_canvas(strokes: Iterable[Stroke]) -> dict[str, Any]:
    """Strokes as an `initial_drawing` of the canvas."""
    return {"objects": [_path(stroke) for stroke in strokes]}


def render(strokes: Iterable[Stroke], width: int, height: int | None = None) -> np.ndarray:
    """The strokes as dark ink with smooth edges on white paper: uint8 (height, width), square without a height."""
    picture = Image.new("L", (width * OVERSAMPLING, (height or width) * OVERSAMPLING), 255)
    brush = ImageDraw.Draw(picture)
    for stroke in strokes:
        pen, points = stroke.width * OVERSAMPLING, stroke.points * OVERSAMPLING
        grey = 255 if stroke.is_eraser else 0
        brush.line([tuple(point) for point in points.tolist()], fill=grey, width=max(1, round(pen)))
        for x, y in points.tolist():
            brush.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=grey)
    return np.asarray(picture.reduce(OVERSAMPLING))


def simplify(points: np.ndarray, tolerance: float) -> np.ndarray:
    """Fewer points, such that none left out is farther than `tolerance` from the line (Douglas and Peucker, 1973)."""
    is_kept = np.zeros(len(points), bool)
    is_kept[[0, -1]] = True
    waiting = [(0, len(points) - 1)]
    while waiting:
        start, end = waiting.pop()
        distances = _distances(points[start + 1 : end], points[start], points[end])
        if distances.max(initial=0) > tolerance:
            farthest = start + 1 + int(distances.argmax())
            is_kept[farthest] = True
            waiting += [(start, farthest), (farthest, end)]
    return points[is_kept]


def _distances(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """How far each of (k, 2) is from the line between two points; float64 (k,)."""
    along = end - start
    share = np.clip((points - start) @ along / max(float(along @ along), 1e-9), 0, 1)
    distances: np.ndarray = np.hypot(*(points - start - share[:, None] * along).T)
    return distances


def _path(stroke: Stroke) -> dict[str, Any]:
    """As Fabric.js keeps it."""
    looks = {"fill": None, "strokeLineCap": "round", "strokeLineJoin": "round"}
    colour = PAPER if stroke.is_eraser else INK
    return {
        "type": "Path", "path": _commands(stroke.points), "strokeWidth": stroke.width, "stroke": colour, **looks,
    }  # fmt: skip


def _commands(points: np.ndarray) -> list[list[Any]]:
    """Straight lines from point to point; a dot, as the canvas draws it, is a line of almost no length."""
    first, *rest = points.tolist()
    return [["M", *first], *(["L", *point] for point in rest or [[first[0] + 0.01, first[1]]])]
