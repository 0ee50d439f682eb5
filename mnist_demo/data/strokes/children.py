"""Digits as children of six to ten write them: large, wobbly, leaning, not closed, now and then in a mirror."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator

from mnist_demo.data.strokes.handwriting import BEND_SHARES, Hand, plane_of, write
from mnist_demo.data.strokes.shapes import Points
from mnist_demo.data.strokes.styles import STYLES, Shapes, StyleKey

TAUGHT_STYLES: frozenset[StyleKey] = frozenset(
    {
        *((0, name) for name in ("oval", "gap at top", "overshoot", "from left", "traced twice")),
        *((1, name) for name in ("stick", "slanted stick", "short flag", "flag and foot")),
        *((2, name) for name in ("flat bottom", "angular", "small head", "big head")),
        *((3, name) for name in ("round", "flat top", "small top", "two arcs")),
        *((4, name) for name in ("open", "triangle", "rounded open", "sharp open")),
        *((5, name) for name in ("one stroke", "separate bar", "detached bar", "big belly")),
        *((6, name) for name in ("curved", "upright", "big loop", "open loop")),
        *((7, name) for name in ("plain", "bar", "serif", "squat")),
        *((8, name) for name in ("from top right", "snowman", "open top", "unfinished")),
        *((9, name) for name in ("straight stem", "ring and stem", "open loop", "big loop")),
    }
)
"""The plain ways of writing that schools teach."""

MIRRORED_STYLES: frozenset[StyleKey] = frozenset(
    {
        (1, "long flag"),
        (1, "flag and foot"),
        (2, "flat bottom"),
        (2, "small head"),
        (3, "round"),
        (3, "flat top"),
        (4, "open"),
        (4, "triangle"),
        (6, "curved"),
        (7, "plain"),
        (7, "serif"),
        (9, "curved tail"),
    }
)
"""Those that people still read in a mirror, where no other digit or letter looks the same.

In a mirror a 5 is a 2, a 6 with a straight stem a d, a 9 with one a P, and a rounded 2 an S.
"""

_MIRROR = np.diag([-1.0, 1.0])


@dataclass(frozen=True)
class ByChild:
    """A style in a child's hand."""

    shapes: Shapes
    is_mirrored: bool = False


def by_children(style: StyleKey) -> list[ByChild]:
    """How children write a style: plainly, in a mirror, both or not at all."""
    digit, name = style
    shapes = STYLES[digit][name]
    plain = [ByChild(shapes)] if style in TAUGHT_STYLES else []
    mirrored = [ByChild(shapes, is_mirrored=True)] if style in MIRRORED_STYLES else []
    return plain + mirrored


def write_as_child(digit: ByChild, rng: Generator) -> list[Points]:
    """One drawing, as ``handwriting.write`` gives it."""
    hand = child_hand(rng)
    if digit.is_mirrored:
        hand = replace(hand, plane=hand.plane @ _MIRROR)
    return write(digit.shapes, hand, rng)


def child_hand(rng: Generator) -> Hand:
    """A hand that has not learned yet where strokes end, how far digits lean, and to hold still."""
    return Hand(
        jitter=rng.uniform(0.02, 0.05),
        rounding=max(0.0, rng.normal(0.0, 0.03)),
        tremor=rng.uniform(0.006, 0.02),
        spacing=rng.uniform(0.03, 0.12),
        ends=rng.uniform(0.06, 0.14),
        shift=rng.uniform(0.03, 0.08),
        drags=False,
        lifts=True,
        plane=plane_of(slant=rng.normal(0.0, 0.2), turn=rng.normal(0.0, 0.22), stretch=np.exp(rng.normal(0.0, 0.3))),
        bend=rng.normal(0.0, 0.07, (2, 5)) * BEND_SHARES,
    )
