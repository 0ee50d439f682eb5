"""Where digits that touch may be cut apart: along ways from the head to the foot of a piece that cross little ink.

The ways are found on a coarse grid: row by row they go straight down or any number of cells aside, as the cheapest ones
through each cell of some rows. Costs are whole numbers, so that the twin in JavaScript finds the same ways.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mnist_demo.images.pieces import FIRM, Box, Piece

ROWS = 40
"""The rows of the grid, at least, for a piece as high as its line."""
FULL_CELL, SIDEWAYS = 16, 6
"""What it costs to cross a cell of the grid that is full of ink, and to go one cell aside."""
THROUGH = (0.15, 0.32, 0.5, 0.68, 0.85)
"""How far down the rows are through whose cells ways are looked for, as shares of all rows."""
AROUND = 2
"""Of ways that cost the same, those are better that have cheap ones on both sides, as many cells away."""
THICKEST = 0.5
"""The most ink that a cut may cross, as a share of the height of the line."""
INK_BETWEEN = 0.025
"""The least ink between two cuts, as a share of the squared height of the line: with less they are alike."""
LEAST_INK = 0.03
"""The least ink on both sides of a cut, as a share of the squared height of the line."""


@dataclass(frozen=True, eq=False)
class Cut:
    """A way across a piece: `columns`, int (rows of the piece,), are the first ones on its right.

    `crossed` is the ink on it, in pixels.
    """

    columns: np.ndarray
    crossed: float


@dataclass(frozen=True, eq=False)
class Ways:
    """N ways: their columns of the grid and the ink on their left in each row, int (N, rows); what each costs, and what
    those around it cost together, int (N,).
    """

    columns: np.ndarray
    left: np.ndarray
    cost: np.ndarray
    around: np.ndarray


def find_cuts(piece: Piece, height: int) -> list[Cut]:
    """The ways along which a piece of a line so high may be cut, from left to right."""
    cell = max(1, height // ROWS)
    grid = _grid(piece.ink, cell)
    ways = _ways(grid)
    chosen = _chosen(ways, int(grid.sum()), THICKEST * height * FULL_CELL / cell, height**2 * FULL_CELL / cell**2)
    chosen.sort(key=lambda way: int(ways.left[way].sum()))
    rows = len(piece.ink)
    return [Cut(_in_pixels(ways.columns[way], cell, rows), int(ways.cost[way]) * cell / FULL_CELL) for way in chosen]


def _chosen(ways: Ways, ink: int, dearest: float, area: float) -> list[int]:
    """The numbers of the cheapest ways that part the ink differently; `area` is the squared height of the line."""
    left = ways.left.sum(axis=1)
    is_open = (ways.cost <= dearest) & (np.minimum(left, ink - left) >= LEAST_INK * area)
    chosen: list[int] = []
    for way in np.lexsort((ways.around, ways.cost)):
        if is_open[way]:
            chosen.append(int(way))
            is_open &= np.abs(ways.left - ways.left[way]).sum(axis=1) >= INK_BETWEEN * area
    return chosen


def _grid(ink: np.ndarray, cell: int) -> np.ndarray:
    """What each cell of so many pixels a side costs, int (rows, columns); beyond the edges there is no ink."""
    rows, columns = (-(-side // cell) for side in ink.shape)
    firm = np.zeros((rows * cell, columns * cell), int)
    firm[: ink.shape[0], : ink.shape[1]] = ink >= FIRM
    costs: np.ndarray = firm.reshape(rows, cell, columns, cell).sum(axis=(1, 3)) * FULL_CELL // cell**2
    return costs


def _ways(grid: np.ndarray) -> Ways:
    """The cheapest way through each cell of the rows THROUGH."""
    down, from_above = _descend(grid)
    up, from_below = (steps[::-1] for steps in _descend(grid[::-1]))
    through = [int(share * len(grid)) for share in THROUGH]
    costs = [down[row] + up[row] - grid[row] for row in through]
    around = [np.convolve(cost, np.ones(2 * AROUND + 1, int))[AROUND:-AROUND] for cost in costs]
    columns = np.concatenate([_followed(from_above, from_below, row).T for row in through])
    left_of = np.cumsum(grid, axis=1) - grid
    left = left_of[np.arange(len(grid)), columns]
    return Ways(columns, left, np.concatenate(costs), np.concatenate(around))


def _descend(grid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the cheapest way from the first row to each cell costs, and its column in the row before; like `grid`."""
    own = np.arange(grid.shape[1])
    costs, steps = [grid[0]], [own]
    for row in grid[1:]:
        to = np.pad(np.cumsum(row + SIDEWAYS), (1, 0))  # what it costs to go from the first column to before each
        start, rightwards = _running_least(costs[-1] + row - to[1:])
        cost = rightwards + to[1:]
        turned, leftwards = _running_least((cost + to[:-1])[::-1])
        costs.append(leftwards[::-1] - to[:-1])
        steps.append(start[own[::-1][turned][::-1]])
    return np.stack(costs), np.stack(steps)


def _running_least(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the least of the values up to each is, the last of equal ones, and that value."""
    least = np.minimum.accumulate(values)
    return np.maximum.accumulate(np.where(values == least, np.arange(len(values)), 0)), least


def _followed(from_above: np.ndarray, from_below: np.ndarray, row: int) -> np.ndarray:
    """The columns of the ways through all cells of a row, int (rows, columns of the grid)."""
    columns = np.empty_like(from_above)
    columns[row] = np.arange(from_above.shape[1])
    for above in range(row, 0, -1):
        columns[above - 1] = from_above[above][columns[above]]
    for below in range(row, len(columns) - 1):
        columns[below + 1] = from_below[below][columns[below]]
    return columns


def _in_pixels(columns: np.ndarray, cell: int, rows: int) -> np.ndarray:
    """The columns of a cut in so many rows of pixels: it goes through the middle of the cells."""
    return (columns * cell + cell // 2).repeat(cell)[:rows]


def cut_out(piece: Piece, before: Cut | None, after: Cut | None) -> Piece | None:
    """The part of a piece between two cuts, of which either may be the end of the piece; None if it has no ink."""
    if not before and not after:
        return piece
    across, ink = np.arange(piece.box.width), piece.ink
    if before:
        ink = np.where(across >= before.columns[:, None], ink, np.float32(0))
    if after:
        ink = np.where(across < after.columns[:, None], ink, np.float32(0))
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return None
    top, bottom, left, right = (int(end) for end in (rows[0], rows[-1] + 1, columns[0], columns[-1] + 1))
    box = piece.box
    return Piece(Box(box.left + left, box.top + top, box.left + right, box.top + bottom), ink[top:bottom, left:right])
