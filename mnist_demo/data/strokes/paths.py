"""Smooth curves through the points of a stroke."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mnist_demo.data.strokes.shapes import Points

STEP = 0.02
"""Distance between neighbouring points of an evenly sampled path, in heights of a digit."""

_PER_SEGMENT = 10


def curve(points: Points, corners: NDArray[np.bool_]) -> Points:
    """Evenly sampled path through ``points``, smooth except at the corners."""
    ends = [0, *(np.flatnonzero(corners[1:-1]) + 1), len(points) - 1]
    pieces = [_spline(points[a : b + 1]) for a, b in pairwise(ends)]
    return even(np.concatenate(pieces))


def _spline(points: Points) -> Points:
    """Centripetal Catmull-Rom spline: passes through every point and makes no loops of its own."""
    before, after = 2 * points[:1] - points[1:2], 2 * points[-1:] - points[-2:-1]
    padded = np.concatenate([before, points, after])
    gaps = np.sqrt(np.hypot(*np.diff(padded, axis=0).T) + 1e-9)[:, None]
    slopes = np.diff(padded, axis=0) / gaps
    across = (padded[2:] - padded[:-2]) / (gaps[1:] + gaps[:-1])
    tangents = slopes[:-1] - across + slopes[1:]
    return _hermite(points, tangents, gaps[1:-1])


def _hermite(points: Points, tangents: Points, gaps: Points) -> Points:
    t = np.linspace(0, 1, _PER_SEGMENT, endpoint=False)[None, :, None]
    start, end = points[:-1, None], points[1:, None]
    leave, arrive = (tangents[:-1] * gaps)[:, None], (tangents[1:] * gaps)[:, None]
    path = (
        (2 * t**3 - 3 * t**2 + 1) * start
        + (t**3 - 2 * t**2 + t) * leave
        + (3 * t**2 - 2 * t**3) * end
        + (t**3 - t**2) * arrive
    )
    return np.concatenate([path.reshape(-1, 2), points[-1:]])


def lengths(path: Points) -> NDArray[np.float64]:
    """Distance along the path from its start to each of its points; shape (k,)."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])


def between(path: Points, start: float, end: float, step: float) -> Points:
    """The part of ``path`` between two distances from its start, sampled about every ``step``."""
    along = lengths(path)
    places = np.linspace(start, end, max(2, int(np.ceil((end - start) / step)) + 1))
    return np.column_stack([np.interp(places, along, path[:, axis]) for axis in (0, 1)])


def even(path: Points, step: float = STEP) -> Points:
    """The same path with points at equal distances of about ``step``."""
    return between(path, 0.0, float(lengths(path)[-1]), step)


def smooth(path: Points, reach: float) -> Points:
    """Round the corners of an evenly sampled path over a distance ``reach``; the ends stay."""
    sigma = reach / STEP
    radius = min(int(3 * sigma), len(path) - 1)
    if radius < 1:
        return path
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    before = 2 * path[:1] - path[radius:0:-1]
    after = 2 * path[-1:] - path[-2 : -radius - 2 : -1]
    padded = np.concatenate([before, path, after])
    columns = [np.convolve(padded[:, axis], kernel / kernel.sum(), "valid") for axis in (0, 1)]
    return np.column_stack(columns)


def cut_corners(path: Points) -> Points:
    """One round of Chaikin's corner cutting.

    It comes close to what a browser draws freehand: quadratic curves from the middle of one
    segment to the middle of the next.
    """
    if len(path) < 3:
        return path
    near, far = path[:-1] * 0.75 + path[1:] * 0.25, path[:-1] * 0.25 + path[1:] * 0.75
    middle = np.stack([near, far], axis=1).reshape(-1, 2)
    return np.concatenate([path[:1], middle, path[-1:]])
