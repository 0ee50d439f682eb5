"""Writes a style as a person would: never the same way twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from mnist_demo.data.strokes import paths
from mnist_demo.data.strokes.shapes import Points, StyleStroke, parse

_MIX = 0.8
"""Concentration of the Dirichlet distribution: below 1, blends of a style's shapes lean towards its extremes."""
_BREAKS = 0.03
"""Share of the strokes that are broken in two."""
_LONG_ENOUGH = 40
"""Points of a stroke that may be broken; a shorter one would become unreadable."""
_SLOW_DEVICES = 0.2
"""Share of the drawings with few, widely spaced points."""
_NEVER_LIFTED = 0.1
"""Share of the drawings whose strokes are all joined."""
_CURVED = 0.6
"""Share of the strokes joined by curves."""
BEND_SHARES = np.array([1.0, 1.0, 1.0, 0.5, 0.5])
"""Waves bend more sharply than parabolas do; too much of them turns a 1 into a 3."""


@dataclass(frozen=True)
class Hand:
    """How far one drawing departs from its style; lengths in heights of a digit."""

    jitter: float
    """Spread of every point of the style."""
    rounding: float
    """Distance over which corners are rounded."""
    tremor: float
    """Spread of the wobble along the line."""
    spacing: float
    """Distance between the points the tablet reports."""
    ends: float
    """Spread of how much the ends of a stroke are too short or too long."""
    shift: float
    """Spread of a stroke's misplacement relative to the others."""
    drags: bool
    """Whether the pen stays down where hasty writers do not lift it."""
    lifts: bool
    """Whether the pen is lifted at all; a tablet may not notice."""
    plane: NDArray[np.float64]
    """Shape (2, 2): slant, rotation and proportion."""
    bend: NDArray[np.float64]
    """Shape (2, 5): weights of x², xy, y², and waves along y and x."""


def random_hand(rng: Generator) -> Hand:
    """A hand between careful and sloppy."""
    sloppy = rng.beta(1.5, 3.0)
    return Hand(
        jitter=0.005 + 0.045 * sloppy,
        rounding=max(0.0, rng.normal(0.0, 0.012 + 0.03 * sloppy)),
        tremor=0.012 * rng.beta(1.0, 3.0),
        spacing=_spacing(rng),
        ends=0.02 + 0.08 * sloppy,
        shift=0.005 + 0.06 * sloppy,
        drags=rng.random() < 0.35,
        lifts=rng.random() >= _NEVER_LIFTED,
        plane=_plane(rng, sloppy),
        bend=rng.normal(0.0, 0.015 + 0.06 * sloppy, (2, 5)) * BEND_SHARES,
    )


def _spacing(rng: Generator) -> float:
    """Fine for most; now and then a slow device reports only a handful of points for a whole digit."""
    low, high = (0.14, 0.38) if rng.random() < _SLOW_DEVICES else (0.03, 0.14)
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def _plane(rng: Generator, sloppy: float) -> NDArray[np.float64]:
    """Slant (most people's to the right), small rotation, and proportion."""
    slant = rng.normal(0.10, 0.24)
    turn = rng.normal(0.0, 0.06 + 0.10 * sloppy)
    return plane_of(slant, turn, np.exp(rng.normal(0.0, 0.26)))


def plane_of(slant: float, turn: float, stretch: float) -> NDArray[np.float64]:
    """The matrix (2, 2) that makes a point wider, then slants it to the right, then turns it by radians."""
    cos, sin = np.cos(turn), np.sin(turn)
    turned = np.array([[cos, -sin], [sin, cos]])
    plane: NDArray[np.float64] = turned @ [[1.0, -slant], [0.0, 1.0]] @ np.diag([stretch, 1.0])
    return plane


def write(shapes: tuple[str, ...], hand: Hand, rng: Generator) -> list[Points]:
    """One drawing of a style: a polyline of shape (k, 2) for each stroke, y down.

    The drawing is about 1 high and lies anywhere in the plane.
    """
    strokes = parse(shapes)
    blend = rng.dirichlet(np.full(len(shapes), _MIX))
    lines = _join([_pull(stroke, blend, hand, rng) for stroke in strokes], strokes, hand)
    laid_out = [_wobble(line, hand, rng) for line in _lay_out(lines, hand)]
    return [_sample(part, hand, rng) for line in laid_out for part in _break(line, rng)]


def _pull(stroke: StyleStroke, blend: NDArray[np.float64], hand: Hand, rng: Generator) -> Points:
    """One stroke, still in the upright frame of the style."""
    points = np.tensordot(blend, stroke.extremes, axes=1)
    points = points + rng.normal(0.0, hand.jitter, points.shape)
    path = paths.smooth(paths.curve(points, stroke.corners), hand.rounding)
    path = _move_ends(path, hand, rng)
    centre = path.mean(axis=0)
    grown = centre + (path - centre) * np.exp(rng.normal(0.0, hand.shift))
    moved: Points = grown + rng.normal(0.0, hand.shift, 2)
    return moved


def _move_ends(path: Points, hand: Hand, rng: Generator) -> Points:
    """Start or stop too early or too late, now and then with a little hook."""
    total = paths.lengths(path)[-1]
    start, end = np.clip(rng.normal(0.0, hand.ends, 2), -0.12 * total, 0.12 * total)
    trimmed = paths.between(path, max(start, 0.0), total - max(end, 0.0), paths.STEP)
    head = _extension(trimmed[::-1], -start, rng)[::-1]
    return np.concatenate([head, trimmed, _extension(trimmed, -end, rng)])


def _extension(path: Points, length: float, rng: Generator) -> Points:
    """Points that carry on beyond the end of ``path``, shape (0 or more, 2)."""
    if length < paths.STEP or len(path) < 4:
        return path[:0]
    ahead = path[-1] - path[-4]
    heading = np.arctan2(ahead[1], ahead[0]) + rng.normal(0.0, 0.2)
    count = int(length / paths.STEP)
    turns = heading + np.cumsum(np.full(count, rng.normal(0.0, 0.12)))
    steps = np.column_stack([np.cos(turns), np.sin(turns)])
    extension: Points = path[-1] + paths.STEP * np.cumsum(steps, axis=0)
    return extension


def _join(lines: list[Points], strokes: tuple[StyleStroke, ...], hand: Hand) -> list[Points]:
    """Connect strokes between which this hand does not lift the pen."""
    joined = lines[:1]
    for line, stroke in zip(lines[1:], strokes[1:], strict=True):
        if not hand.lifts or (stroke.draggable and hand.drags):
            joined[-1] = paths.even(np.concatenate([joined[-1], line]))
        else:
            joined.append(line)
    return joined


def _lay_out(lines: list[Points], hand: Hand) -> list[Points]:
    """Bend, slant, turn and stretch the whole drawing."""
    every = np.concatenate(lines)
    low, high = every.min(axis=0), every.max(axis=0)
    middle, half = (low + high) / 2, max(float((high - low).max()) / 2, 1e-6)
    return [middle + half * _bend((line - middle) / half, hand.bend) @ hand.plane.T for line in lines]


def _bend(points: Points, weights: NDArray[np.float64]) -> Points:
    """Low-frequency warp of the square from -1 to 1."""
    x, y = points.T
    waves = np.stack([x * x, x * y, y * y, np.sin(np.pi * y), np.sin(np.pi * x)])
    bent: Points = points + (weights @ waves).T
    return bent


def _wobble(path: Points, hand: Hand, rng: Generator) -> Points:
    """Add tremor: smooth noise along the line."""
    knots = max(4, len(path) // 6)
    noise = rng.normal(0.0, hand.tremor, (knots, 2))
    places = np.linspace(0, knots - 1, len(path))
    shake = [np.interp(places, np.arange(knots), noise[:, axis]) for axis in (0, 1)]
    return path + np.column_stack(shake)


def _break(path: Points, rng: Generator) -> list[Points]:
    """Now and then a tablet loses the pen for a moment."""
    if rng.random() >= _BREAKS or len(path) < _LONG_ENOUGH:
        return [path]
    start = int(rng.integers(5, len(path) - 10))
    return [path[:start], path[start + int(rng.integers(2, 6)) :]]


def _sample(path: Points, hand: Hand, rng: Generator) -> Points:
    """The points a tablet reports, joined by straight lines or by the curves a browser makes of them."""
    coarse = paths.even(path, hand.spacing)
    return paths.cut_corners(coarse) if rng.random() < _CURVED else coarse
