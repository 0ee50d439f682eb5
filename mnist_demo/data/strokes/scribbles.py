"""Drawings that are not digits and have no fixed shape: scribbles, spirals, stray marks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator

from mnist_demo.data.strokes import paths
from mnist_demo.data.strokes.handwriting import random_hand, write
from mnist_demo.data.strokes.shapes import Points
from mnist_demo.data.strokes.styles import STYLES, TRAINING_STYLES

_TRAINING_STYLES = sorted(TRAINING_STYLES)


def _curve(points: Points) -> Points:
    return paths.curve(points, np.zeros(len(points), dtype=bool))


def _scribble(rng: Generator) -> list[Points]:
    """A long line back and forth, as when crossing something out."""
    count = int(rng.integers(12, 30))
    return [_curve(rng.random((count, 2)) * [1.0, rng.uniform(0.4, 1.0)])]


def _hatching(rng: Generator) -> list[Points]:
    """A zigzag that fills an area."""
    count = int(rng.integers(8, 18))
    side = np.where(np.arange(count) % 2, 1.0, 0.0) + rng.normal(0, 0.08, count)
    along = np.linspace(0, rng.uniform(0.5, 1.6), count) + rng.normal(0, 0.03, count)
    turn = rng.uniform(0, np.pi)
    frame = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    points = np.column_stack([along, side]) @ frame
    return [points if rng.random() < 0.5 else _curve(points)]


def _spiral(rng: Generator) -> list[Points]:
    """Two and a half turns or more, so that it is not a 6, 9 or 0."""
    angle = np.linspace(0, 2 * np.pi * rng.uniform(2.5, 5.0), 120) * rng.choice([-1, 1])
    radius = np.linspace(0.02, 1.0, 120) ** rng.uniform(0.7, 1.2)
    squash = np.array([1.0, rng.uniform(0.6, 1.2)])
    return [np.column_stack([np.cos(angle), np.sin(angle)]) * radius[:, None] * squash]


def _loops(rng: Generator) -> list[Points]:
    """A row of loops."""
    angle = np.linspace(0, 2 * np.pi * rng.integers(3, 7), 140)
    drift = angle * rng.uniform(0.08, 0.2)
    height = rng.uniform(0.6, 1.4)
    return [np.column_stack([np.cos(angle) + drift, np.sin(angle) * height])]


def _wander(rng: Generator) -> list[Points]:
    """A long, aimless curve."""
    steps = rng.normal(0, 1.0, (int(rng.integers(14, 22)), 2))
    return [_curve(np.cumsum(steps, axis=0))]


def _marks(rng: Generator) -> list[Points]:
    """Several short marks apart from each other."""
    marks = []
    for place in rng.permutation(9)[: int(rng.integers(3, 7))]:
        corner = np.array(divmod(int(place), 3)) / 2.0
        marks.append(_curve(corner + rng.random((int(rng.integers(2, 5)), 2)) * 0.3))
    return marks


def _crossings(rng: Generator) -> list[Points]:
    """Straight lines that cross each other."""
    count = int(rng.integers(4, 8))
    return [rng.random((2, 2)) for _ in range(count)]


def _side_by_side(rng: Generator) -> list[Points]:
    """Two or three digits next to each other."""
    return _digits(rng, 0.12, 0.4)


def _touching(rng: Generator) -> list[Points]:
    """The same, so close that many of them touch."""
    return _digits(rng, -0.06, 0.06)


def _digits(rng: Generator, least: float, most: float) -> list[Points]:
    """Two or three digits; the gap between the boxes of neighbours lies within bounds, in heights of a digit."""
    lines: list[Points] = []
    edge = 0.0
    for choice in rng.integers(0, len(_TRAINING_STYLES), 2 if rng.random() < 0.75 else 3):
        digit, name = _TRAINING_STYLES[int(choice)]
        drawing = write(STYLES[digit][name], random_hand(rng), rng)
        left = min(line[:, 0].min() for line in drawing)
        lines += [line + np.array([edge - left, 0.0]) for line in drawing]
        edge = max(line[:, 0].max() for line in lines) + rng.uniform(least, most)
    return lines


SCRIBBLES: dict[str, Callable[[Generator], list[Points]]] = {
    "scribble": _scribble,
    "hatching": _hatching,
    "spiral": _spiral,
    "loops": _loops,
    "wander": _wander,
    "marks": _marks,
    "crossings": _crossings,
    "side by side": _side_by_side,
    "touching": _touching,
}
"""Name -> a function that makes up a drawing: one polyline of shape (k, 2) per stroke."""
