"""Numbers of several digits on one sheet, written as people write them: size, baseline and spacing vary a little.

Digits are ink alone, float32 (h, w) in [0, 1], cut to their box; lengths are shares of the height of the line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from mnist_demo.data.strokes import STYLES, lines_of, raster
from mnist_demo.data.strokes.styles import StyleKey
from mnist_demo.images.pieces import FIRM, Box, Piece
from mnist_demo.images.preprocessing import EDGE, crop_to_ink, scale_pixels

HEIGHT = 120
"""Of a line, in pixels."""
SIZES = (0.85, 1.15)
BASELINES = 0.06
"""The standard deviation of the height at which a digit stands."""
Gap = tuple[float, float]
"""Its bounds."""
APART, TOUCHING = (0.04, 0.35), (-0.04, -0.01)
"""The gap between two neighbours where they come closest, row by row; below 0 strokes run into each other."""
MOST_UNDER = 0.2
"""By which a digit may reach below the one before: a 4 below the bar of a 7."""

Writer = Callable[[int, np.random.Generator], np.ndarray]
"""Makes a digit's ink."""
Writers = Callable[[np.random.Generator], Writer]
"""Gives a writer; a new one for each number, as each is written by one person with one pen."""


@dataclass(frozen=True)
class Number:
    """`ink` is float32 (H, W), the sheet; `digits` what stands on it; `alone` each digit's own ink, where it stands."""

    ink: np.ndarray
    digits: tuple[int, ...]
    alone: list[Piece]

    @property
    def text(self) -> str:
        return "".join(map(str, self.digits))

    def shares_of_digits(self, piece: Piece) -> list[float]:
        """The ink that a piece has in common with each digit, as a share of the ink of both."""
        return [_intersection_over_union(piece, digit) for digit in self.alone]


def _intersection_over_union(one: Piece, other: Piece) -> float:
    left, top = max(one.box.left, other.box.left), max(one.box.top, other.box.top)
    right, bottom = min(one.box.right, other.box.right), min(one.box.bottom, other.box.bottom)
    if left >= right or top >= bottom:
        return 0.0
    rows, columns = slice(top, bottom), slice(left, right)
    common = int((_firm(one, rows, columns) & _firm(other, rows, columns)).sum())
    return common / (int((one.ink >= FIRM).sum()) + int((other.ink >= FIRM).sum()) - common)


def _firm(piece: Piece, rows: slice, columns: slice) -> np.ndarray:
    """Where a piece has firm ink, in rows and columns of the sheet that lie in its box."""
    top, left = piece.box.top, piece.box.left
    is_firm: np.ndarray = (
        piece.ink[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] >= FIRM
    )
    return is_firm


def from_images(images: np.ndarray, labels: np.ndarray) -> Writers:
    """Writers who take images, uint8 (N, 28, 28), of the digit at random."""
    places = {digit: np.flatnonzero(labels == digit) for digit in range(10)}

    def write(digit: int, rng: np.random.Generator) -> np.ndarray:
        image = Image.fromarray(images[rng.choice(places[digit])])
        side = round(image.width * HEIGHT / 20 * rng.uniform(*SIZES))
        return _cut(scale_pixels(np.asarray(image.resize((side, side), Image.Resampling.BICUBIC))))

    return lambda rng: write


def from_strokes(styles: Sequence[StyleKey]) -> Writers:
    """Writers with a pen of some width, who write each digit in a style of these."""

    def writer(rng: np.random.Generator) -> Writer:
        pen = float(rng.triangular(0.04, 0.08, 0.14))

        def write(digit: int, rng: np.random.Generator) -> np.ndarray:
            own = [name for number, name in sorted(styles) if number == digit]
            lines = lines_of(STYLES[digit][own[rng.integers(len(own))]], rng)
            side = round(HEIGHT * rng.uniform(*SIZES))
            return _cut(1 - scale_pixels(raster.draw(lines, side + 8, pen * HEIGHT / (side + 8), side / (side + 8))))

        return write

    return writer


def compose(writer: Writer, digits: Sequence[int], gaps: Sequence[Gap], rng: np.random.Generator) -> Number:
    """Write a number on a sheet, each digit but the first after a gap within bounds, again and again until it fits."""
    while (number := _written(writer, digits, gaps, rng)) is None:
        pass
    return number


def _written(writer: Writer, digits: Sequence[int], gaps: Sequence[Gap], rng: np.random.Generator) -> Number | None:
    """The same, or None where some digit could touch the one before only far below it."""
    sheet = np.zeros((3 * HEIGHT, 2 * HEIGHT * (len(digits) + 1)), np.float32)
    alone: list[Piece] = []
    for digit in digits:
        ink = writer(digit, rng)
        top = round(HEIGHT * (2 + rng.normal(0, BASELINES))) - len(ink)
        rows = sheet[top : top + len(ink)]
        left = _place(rows, sheet, ink, HEIGHT * rng.uniform(*gaps[len(alone) - 1])) if alone else HEIGHT // 2
        if left is None:
            return None
        place = rows[:, left : left + ink.shape[1]]
        np.maximum(place, ink, out=place)
        alone.append(Piece(Box(left, top, left + ink.shape[1], top + len(ink)), ink))
    columns = np.flatnonzero(sheet.any(axis=0))
    return Number(sheet[:, : columns[-1] + HEIGHT // 2], tuple(digits), alone)


def _place(rows: np.ndarray, sheet: np.ndarray, ink: np.ndarray, gap: float) -> int | None:
    """The column where ink begins that comes as near as `gap` to what stands in its rows; None if far below it."""
    own, others = ink >= FIRM, rows >= FIRM
    both = own.any(axis=1) & others.any(axis=1)
    right = int(np.flatnonzero((sheet >= FIRM).any(axis=0))[-1]) + 1
    ends = others.shape[1] - others[:, ::-1].argmax(axis=1)
    nearest = int((ends - own.argmax(axis=1))[both].max(initial=0))
    left = nearest + round(gap)
    if left >= right - MOST_UNDER * HEIGHT:
        return left
    return None if gap < 0 else right - round(MOST_UNDER * HEIGHT)


def _cut(ink: np.ndarray) -> np.ndarray:
    cut = crop_to_ink(np.where(ink >= EDGE, ink, np.float32(0)))
    assert cut is not None
    return cut
