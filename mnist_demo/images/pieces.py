"""Where the digits of a sheet may lie: its ink in pieces that hang together, and these in lines.

"Ink" is float32 (H, W) from 0 (paper) to 1 (pen), as everywhere. All lengths are pixels of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from mnist_demo.images.preprocessing import EDGE

FIRM = 0.5
"""Ink from which on neighbouring pixels hang together. Fainter ink is the edge of a stroke."""
SPECK = 0.08
"""The least longer side of a piece that is no dirt, as a share of the highest piece."""
SMALLEST = 0.04
"""The least longer side of a digit, as a share of the shorter side of its sheet."""
REACHING_IN = 1.5
"""The longest side of a piece at the edge of the sheet that may be a digit, as a share of the highest piece inside."""
MIN_INSIDE = 0.28
"""The least extent of a digit, as a share of that of a larger piece beside it that reaches in from outside."""
EDGE_WIDTH = 12
"""How far it reaches at most, in pixels: beyond lies a shadow, or a grey area."""
MOST_PIECES = 100
"""The number of pieces that are looked at, the largest: what has more is no sheet with digits."""
STACKED_OVERLAP = 0.5
"""The share of the narrower of two pieces that must lie above or below the other one, so that they may be one digit."""
STACKED_GAP = 0.2
"""The widest gap between them, as a share of the height of the higher one."""
BROKEN_OVERLAP, BROKEN_BESIDE, BROKEN_GAP = 0.2, 0.35, 0.15
"""The same of a stroke that is broken and leans, as the stem of a 4 may; and the share of the lower piece that may lie
beside the other one."""
ABOUT_AS_HIGH = 0.6
"""Two pieces side by side of which one is at least this share as high as the other may be two digits."""
ON_ONE_LINE = 0.5
"""The share of the lower of two pieces that must lie beside the other one, so that both are on one line."""


@dataclass(frozen=True)
class Box:
    """A rectangle of pixels; `right` and `bottom` are the first ones beyond it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def longer(self) -> int:
        """Its longer side."""
        return max(self.width, self.height)

    @property
    def middle(self) -> tuple[float, float]:
        """Its x and y."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether a place lies in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def is_at_edge(self, height: int, width: int) -> bool:
        """Whether it touches an edge of a picture of that size."""
        return min(self.left, self.top) <= 0 or self.right >= width or self.bottom >= height

    def gap(self, other: Box) -> int:
        """How far the two lie apart, along the axis along which that is more; 0 or less where they overlap."""
        return max(-_overlap_across(self, other), -_overlap_down(self, other))


Relation = Callable[[Box, Box], bool]


@dataclass(frozen=True, eq=False)
class Piece:
    """Ink that hangs together, or is taken as one: `ink` is float32, its own alone, cut to the box."""

    box: Box
    ink: np.ndarray


def find_pieces(ink: np.ndarray) -> list[Piece]:
    """The pieces of `ink`, each with the soft edge of its strokes, without specks; [] where there are none."""
    labels, _ = ndimage.label(ink >= FIRM, np.ones((3, 3)))  # corners touch
    _drop_dirt(labels)
    return labelled_pieces(ink, _with_soft_edges(labels, ink))


def labelled_pieces(ink: np.ndarray, labels: np.ndarray) -> list[Piece]:
    """The pieces of `ink` that are numbered from 1 in `labels`, int (H, W); those that are not there are left out."""
    found = [(number, place) for number, place in enumerate(ndimage.find_objects(labels), 1) if place is not None]
    return [_piece(ink, labels, number, rows, columns) for number, (rows, columns) in found]


def _piece(ink: np.ndarray, labels: np.ndarray, number: int, rows: slice, columns: slice) -> Piece:
    own = np.where(labels[rows, columns] == number, ink[rows, columns], np.float32(0))
    return Piece(Box(columns.start, rows.start, columns.stop, rows.stop), own)


def _drop_dirt(labels: np.ndarray) -> None:
    """Set to 0 in `labels`, int (H, W), what is too small for a part of a digit, or too large and reaches in."""
    sides, is_inside = lie_of(labels)
    if not len(sides):
        return
    longer, heights = sides.max(axis=1), sides[is_inside, 0]
    if _are_digits(heights, SMALLEST * min(labels.shape), longer[~is_inside].max(initial=0)):
        is_inside |= longer <= REACHING_IN * heights.max()
    else:
        is_inside[:] = True  # the digits themselves touch the edge
    large = np.flatnonzero(is_inside & (longer >= SPECK * sides[is_inside, 0].max()))
    kept = large[np.argsort(-longer[large], kind="stable")[:MOST_PIECES]]
    labels *= np.isin(np.arange(len(sides) + 1), kept + 1)[labels]


def _are_digits(heights: np.ndarray, least: float, reaching_in: float) -> bool:
    """Whether pieces inside the sheet, int (N,), are digits, and not specks beside one that touches the edge.

    `reaching_in` is the longer side of the longest piece at the edge; several digits may be small beside it.
    """
    highest = heights.max(initial=0)
    are_several = np.count_nonzero(heights >= ABOUT_AS_HIGH * highest) > 1
    return bool(highest >= least and (are_several or highest >= MIN_INSIDE * reaching_in))


def lie_of(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Heights and widths of the pieces numbered from 1 in `labels`, int (H, W), and which do not touch the edge.

    They are int (N, 2) and bool (N,).
    """
    places = ndimage.find_objects(labels)
    ends = np.array([[(side.start, side.stop) for side in place] for place in places], int).reshape(-1, 2, 2)
    return ends[..., 1] - ends[..., 0], np.all((ends[..., 0] > 0) & (ends[..., 1] < labels.shape), axis=1)


def _with_soft_edges(labels: np.ndarray, ink: np.ndarray) -> np.ndarray:
    """`labels` grown into the fainter ink around each piece, pixel by pixel, as far as EDGE_WIDTH."""
    padded = np.pad(labels, 1)
    flat, row = padded.ravel(), padded.shape[1]
    waiting = np.flatnonzero(np.pad(ink >= EDGE, 1).ravel() & (flat == 0))
    for _ in range(EDGE_WIDTH):
        around = np.maximum.reduce([flat[waiting + step] for step in (-row, -1, 1, row)])
        is_reached = around > 0
        if not is_reached.any():
            break
        flat[waiting[is_reached]] = around[is_reached]
        waiting = waiting[~is_reached]
    return padded[1:-1, 1:-1]


def joined_box(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of these, at least one."""
    lefts, tops = [box.left for box in boxes], [box.top for box in boxes]
    return Box(min(lefts), min(tops), max(box.right for box in boxes), max(box.bottom for box in boxes))


def joined_pieces(pieces: Sequence[Piece]) -> Piece:
    """All the ink of at least one piece as one."""
    whole = joined_box([piece.box for piece in pieces])
    ink = np.zeros((whole.height, whole.width), np.float32)
    for piece in pieces:
        left, top = piece.box.left - whole.left, piece.box.top - whole.top
        place = ink[top : top + piece.box.height, left : left + piece.box.width]
        np.maximum(place, piece.ink, out=place)
    return Piece(whole, ink)


def find_lines(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces in lines from top to bottom, each from left to right; those that lie on top of each other are joined."""
    whole = [joined_pieces(group) for group in _grouped(list(pieces), _are_stacked)]
    lines = [sorted(line, key=_middle_across) for line in _grouped(whole, _are_on_one_line)]
    return sorted(lines, key=lambda line: float(np.mean([_middle_down(piece) for piece in line])))


def _grouped(pieces: list[Piece], belong_together: Relation) -> list[list[Piece]]:
    """Pieces in groups: in one with each that it belongs together with, and so on."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        own = [group for group in groups if any(belong_together(piece.box, other.box) for other in group)]
        groups = [group for group in groups if not any(group is each for each in own)]
        groups.append([piece, *(other for group in own for other in group)])
    return groups


def _are_stacked(one: Box, other: Box) -> bool:
    """Whether two boxes are parts of one digit: the bar of a 5, the loops of an 8."""
    across, down = _overlap_across(one, other), _overlap_down(one, other)
    lower, higher = sorted((one.height, other.height))
    narrower = min(one.width, other.width)
    if across >= STACKED_OVERLAP * narrower and -down <= STACKED_GAP * higher:
        return lower < ABOUT_AS_HIGH * higher or down < ON_ONE_LINE * lower
    return across >= BROKEN_OVERLAP * narrower and -down <= BROKEN_GAP * higher and down < BROKEN_BESIDE * lower


def _are_on_one_line(one: Box, other: Box) -> bool:
    return _overlap_down(one, other) >= ON_ONE_LINE * min(one.height, other.height)


def _overlap_across(one: Box, other: Box) -> int:
    """How many columns two boxes share; below 0, minus the gap between them."""
    return min(one.right, other.right) - max(one.left, other.left)


def _overlap_down(one: Box, other: Box) -> int:
    """How many rows two boxes share; below 0, minus the gap between them."""
    return min(one.bottom, other.bottom) - max(one.top, other.top)


def _middle_across(piece: Piece) -> float:
    return (piece.box.left + piece.box.right) / 2


def _middle_down(piece: Piece) -> float:
    return (piece.box.top + piece.box.bottom) / 2
