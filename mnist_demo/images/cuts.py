"""Where digits that touch may be cut apart: along ways from the head to the foot of a piece that cross little ink.

The ways are found on a coarse grid, row by row, as the cheapest ones through each of its columns halfway down. Costs
are whole numbers, so that the twin in JavaScript finds the same ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mnist_demo.images.pieces import FIRM, Box, Piece

ROWS = 40
"""The rows of the grid, at least, for a piece as high as its line."""
FULL_CELL, SIDEWAYS = 16, 4
"""What it costs to cross a cell of the grid that is full of ink, and to go down aslant."""
SLANTS = (0.0, 0.4)
"""How much ways lean to the right, as a share of what they go up."""
THICKEST = 0.35
"""The most ink that a cut may cross, as a share of the height of the line."""
NEAR = 0.06
"""Within this distance, a share of the height of the line, a cut crosses the least ink; two are twice as far apart."""
LEAST_INK = 0.03
"""The least ink on both sides of a cut, as a share of the squared height of the line."""


@dataclass(frozen=True, eq=False)
class Cut:
    """A way across a piece: `columns`, int (rows of the piece,), are the first ones on its right.

    `crossed` is the ink on it, in pixels.
    """

    columns: np.ndarray
    crossed: float

    @property
    def middle(self) -> int:
        """The column halfway down."""
        return int(self.columns[len(self.columns) // 2])


def find_cuts(piece: Piece, height: int) -> list[Cut]:
    """The ways along which a piece of a line so high may be cut, from left to right."""
    cell = max(1, height // ROWS)
    grid = _grid(piece.ink, cell)
    least = 2 * NEAR * height / cell
    ways = [way for slant in SLANTS for way in _slanted_ways(grid, slant, round(least / 2))]
    chosen: list[Way] = []
    for way in sorted(ways, key=lambda way: (way.cost, way.around)):
        if way.cost * cell > THICKEST * height * FULL_CELL:
            break
        if all(_distance(way, other) >= least for other in chosen):
            chosen.append(way)
    cuts = [_cut(way, cell, len(piece.ink)) for way in sorted(chosen, key=lambda way: int(way.columns.sum()))]
    return [cut for cut in cuts if _parts_enough(piece, cut, LEAST_INK * height**2)]


@dataclass(frozen=True, eq=False)
class Way:
    """Columns of the grid, int (rows,), what they cost, and what the ways around cost together."""

    columns: np.ndarray
    cost: int
    around: int


def _distance(one: Way, other: Way) -> float:
    return float(np.abs(one.columns - other.columns).mean())


def _slanted_ways(grid: np.ndarray, slant: float, reach: int) -> list[Way]:
    """The cheapest ways that lean about so much to the right, through each column halfway down."""
    rows, columns = grid.shape
    shifts = np.floor(slant * (rows // 2 - np.arange(rows)) + 0.5).astype(int)  # of each row to the right
    most = int(np.abs(shifts).max())
    upright = np.stack(
        [
            row[most + shift :][:columns]
            for row, shift in zip(np.pad(grid, ((0, 0), (most, 2 * most))), shifts, strict=True)
        ]
    )
    ways = _cheapest_ways(upright)
    sums = _sums_around(np.array([cost for cost, _ in ways]), reach)
    return [Way(columns + shifts, cost, around) for (cost, columns), around in zip(ways, sums.tolist(), strict=True)]


def _grid(ink: np.ndarray, cell: int) -> np.ndarray:
    """What each cell of so many pixels a side costs, int (rows, columns); beyond the edges there is no ink."""
    rows, columns = (-(-side // cell) for side in ink.shape)
    firm = np.zeros((rows * cell, columns * cell), int)
    firm[: ink.shape[0], : ink.shape[1]] = ink >= FIRM
    costs: np.ndarray = firm.reshape(rows, cell, columns, cell).sum(axis=(1, 3)) * FULL_CELL // cell**2
    return costs


def _cheapest_ways(grid: np.ndarray) -> list[tuple[int, np.ndarray]]:
    """For each column halfway down the cost of the cheapest way through it, and its columns, int (rows,)."""
    half = len(grid) // 2
    above, up = _descend(grid[: half + 1])
    below, down = _descend(grid[: half - 1 if half else None : -1])
    costs = above + below - grid[half]
    return [
        (int(cost), np.concatenate([_followed(up, column)[::-1], _followed(down, column)[1:]]))
        for column, cost in enumerate(costs)
    ]


def _descend(grid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The cost of the cheapest way from the first row to each cell of the last, and the step to each cell: -1, 0, 1."""
    steps = np.zeros(grid.shape, int)
    costs = grid[0]
    for row in range(1, len(grid)):
        padded = np.pad(costs, 1, constant_values=10**6)
        ways = np.stack([costs, padded[:-2] + SIDEWAYS, padded[2:] + SIDEWAYS])
        best = ways.argmin(axis=0)  # straight on where that is as cheap
        steps[row] = np.array([0, 1, -1])[best]
        costs = ways.min(axis=0) + grid[row]
    return costs, steps


def _followed(steps: np.ndarray, column: int) -> np.ndarray:
    """The columns of the way that ends in a column of the last row, from there to the first."""
    columns = [column]
    for row in range(len(steps) - 1, 0, -1):
        columns.append(columns[-1] - steps[row, columns[-1]])
    return np.array(columns)


def _sums_around(costs: np.ndarray, reach: int) -> np.ndarray:
    """The sum of the costs around each: the middle of equal ones is the best of them."""
    return np.convolve(costs, np.ones(2 * reach + 1, int), "same")


def _cut(way: Way, cell: int, rows: int) -> Cut:
    return Cut((way.columns * cell + cell // 2).repeat(cell)[:rows], way.cost * cell / FULL_CELL)


def _parts_enough(piece: Piece, cut: Cut, least: float) -> bool:
    firm = piece.ink >= FIRM
    right = int((firm & _is_right(piece, cut)).sum())
    return min(right, int(firm.sum()) - right) >= least


def _is_right(piece: Piece, cut: Cut) -> np.ndarray:
    is_right: np.ndarray = np.arange(piece.box.width) >= cut.columns[:, None]
    return is_right


def cut_apart(piece: Piece, cuts: Sequence[Cut]) -> list[Piece]:
    """The parts between the cuts, from left to right; some may be empty."""
    number = np.zeros(piece.ink.shape, int)
    for cut in cuts:
        number += _is_right(piece, cut)
    return [_part(piece, number == part) for part in range(len(cuts) + 1)]


def _part(piece: Piece, mask: np.ndarray) -> Piece:
    ink = np.where(mask, piece.ink, np.float32(0))
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return Piece(Box(0, 0, 0, 0), ink[:0, :0])
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    box = piece.box
    place = Box(box.left + int(left), box.top + int(top), box.left + int(right), box.top + int(bottom))
    return Piece(place, ink[top:bottom, left:right])
