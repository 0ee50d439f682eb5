"""Pens as they write in life: how wide, in which colours, and how unevenly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image
from scipy import ndimage

Colour = tuple[int, int, int]
Strength = Callable[[np.ndarray, np.random.Generator], np.ndarray]
"""Of each pixel of a centre line's picture, bool (N, N), how much ink a pen leaves: float32 (N, N), at most 1."""

BLACK, BLUE, DARK_BLUE, RED, GREEN = (32, 32, 36), (52, 74, 165), (38, 44, 110), (190, 42, 48), (30, 110, 70)
GRAPHITE = (105, 105, 110)
PALEST = 1 / 3
"""The least contrast along a stroke, as a share of the strongest."""


@dataclass(frozen=True)
class Pen:
    """`width` is (least, most) as a share of the digit's height: 0.5 mm of 8 to 30 mm is 1/16 to 1/60."""

    width: tuple[float, float]
    colours: tuple[Colour, ...]
    strength: Strength
    middle: float = 1.0
    """Ink in the middle of a stroke, as a share of that at its rim."""
    grain: float = 0.0
    """How much the roughness of the paper shows, as a standard deviation."""

    def write(self, line: np.ndarray, side: int, rng: np.random.Generator) -> np.ndarray:
        """Draw a digit by its centre line, bool (N, N): its share of ink, float32 (side, side) in [0, 1]."""
        distance, nearest = ndimage.distance_transform_edt(~line, return_indices=True)
        strength = self.strength(line, rng)[tuple(nearest)]  # even across the stroke
        away = resized(distance, side) * side / len(line)
        width = np.exp(rng.uniform(*np.log(self.width))) * side * max(np.ptp(np.nonzero(line), axis=1)) / len(line)
        share = np.clip(max(width, 1) / 2 + 0.5 - away, 0, 1) * min(width, 1) * resized(strength, side)
        if self.middle < 1:
            share *= 1 - (1 - self.middle) * np.clip(2 - 4 * away / width, 0, 1)
        if self.grain:
            share *= 1 - np.abs(rng.normal(0, self.grain, share.shape))
        written: np.ndarray = np.clip(share, 0, 1).astype(np.float32)
        return written


def steady(line: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Nearly the same all along."""
    return 0.85 + 0.15 * wave(line, rng)


def fading(line: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Rising and falling slowly between all and PALEST."""
    return PALEST + (1 - PALEST) * wave(line, rng)


def in_spells(line: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """All, but for a good third of the line, where it drops to PALEST at once."""
    level = wave(line, rng)
    limit = np.quantile(level[line], rng.uniform(0.2, 0.5))
    strength: np.ndarray = PALEST + (1 - PALEST) * np.clip(0.5 + 12 * (level - limit), 0, 1)
    return strength


def skipping(line: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A ball that turns unevenly: between all and half, with short gaps."""
    fine = resized(rng.normal(0, 1, (48, 48)), len(line))
    return (0.5 + 0.5 * wave(line, rng)) * np.where(fine < -1.5, 0.35, 1)


def wave(line: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A smooth random field, float32 (N, N), that goes from 0 to 1 along the line."""
    field = resized(rng.normal(0, 1, (7, 7)), len(line))
    low, high = field[line].min(), field[line].max()
    level: np.ndarray = np.clip((field - low) / max(high - low, 1e-6), 0, 1)
    return level


def resized(values: np.ndarray, side: int) -> np.ndarray:
    """A field, float (n, n), at another size: float32 (side, side)."""
    picture = Image.fromarray(values.astype(np.float32))
    return np.asarray(picture.resize((side, side), Image.Resampling.BICUBIC))


BALL, LEAD, FELT = (1 / 45, 1 / 16), (1 / 40, 1 / 14), (1 / 14, 1 / 6)
BLUES = (BLUE, DARK_BLUE)
STEADY = Pen((1 / 40, 1 / 10), (BLACK, BLUE, DARK_BLUE, RED, GREEN), steady)
FADING = Pen((1 / 30, 1 / 10), (BLACK, *BLUES, BLUE, RED, GREEN), fading)
IN_SPELLS = Pen((1 / 30, 1 / 10), (BLACK, *BLUES, BLUE, RED, GREEN), in_spells)
BLUE_BALL_PEN = Pen(BALL, BLUES, skipping, grain=0.15)
PENCIL = Pen(LEAD, (GRAPHITE,), skipping, grain=0.3)
FELT_PEN = Pen(FELT, (BLACK, *BLUES, RED, GREEN), steady, middle=0.5)
BROAD = Pen((1 / 16, 1 / 8), (BLACK, *BLUES, RED, GREEN), steady)
