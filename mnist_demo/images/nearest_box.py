"""Which of several boxes a stroke belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mnist_demo.images.pen import Stroke

if TYPE_CHECKING:  # with SciPy, which one digit has no need of
    from mnist_demo.images.pieces import Box

INSIDE = 1e-3
"""How much the way to the middle of a box counts beside that to the box; `ui/answer/choice.js` does the same."""
OF_SEVERAL = 0.25
"""From this share of a stroke on, what lies near a digit is part of it, and not the end of a bar that reaches over."""


def nearest_box(boxes: Sequence[Box], points: np.ndarray) -> int:
    """The number of the box that points, float64 (k, 2), are nearest to on average.

    Of several that they lie in, it is the one whose middle is nearest.
    """
    return int(np.argmin([_distances(box, points).sum() for box in boxes]))


def _distances(box: Box, points: np.ndarray) -> np.ndarray:
    """How far each of (k, 2) is from a box; float64 (k,)."""
    outside = np.maximum(0, np.maximum([box.left, box.top] - points, points - [box.right, box.bottom]))
    distances: np.ndarray = np.hypot(*outside.T) + INSIDE * np.hypot(*(points - box.middle).T)
    return distances


def parts_near(stroke: Stroke, boxes: Sequence[Box], chosen: int) -> list[Stroke]:
    """A stroke, if it is of this digit; of one that goes on to another digit, what lies nearest to this one."""
    is_near = np.array([nearest_box(boxes, point[None]) == chosen for point in stroke.points])
    if not OF_SEVERAL < is_near.mean() < 1 - OF_SEVERAL:
        return [stroke] if is_near.mean() >= 0.5 else []
    ends = np.flatnonzero(np.diff(is_near)) + 1
    parts = zip(np.split(stroke.points, ends), np.split(is_near, ends), strict=True)
    return [replace(stroke, points=points) for points, near in parts if near[0]]
