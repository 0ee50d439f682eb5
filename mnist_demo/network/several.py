"""Reads several digits at once: which pieces of ink make a digit is decided by how sure the network is of it.

Of all ways to part a line of pieces into digits the surest is taken, by the product of the probabilities. The parts are
the edges of a graph whose longest path is found step by step (LeCun, Bottou, Bengio, Haffner: "Gradient-based learning
applied to document recognition", 1998, section V).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mnist_demo.images.pieces import Box, Piece, find_lines, find_pieces, joined_pieces
from mnist_demo.images.preprocessing import normalised
from mnist_demo.network.inference import Network

MOST_PARTS = 3
"""The most pieces side by side that are tried as one digit."""
WIDEST = 1.4
"""The widest digit, as a share of the height of its line."""
WIDEST_GAP = 0.25
"""The widest gap within a digit, as a share of the height of its line."""
SPREAD = 1.0
"""What a gap within a digit costs, as wide as its line is high: a logarithm of a probability."""


@dataclass(frozen=True, eq=False)
class FoundDigit:
    """A digit where it was found.

    `ink` is float32 (h, w) in [0, 1], its own alone, cut to the box; `image` float32 (28, 28), prepared as a single
    digit is; `probabilities` float32 (C,).
    """

    box: Box
    ink: np.ndarray
    image: np.ndarray
    probabilities: np.ndarray


def read_several(ink: np.ndarray, network: Network) -> list[FoundDigit]:
    """The digits on a sheet, lines from top to bottom, each from left to right; [] where there is none.

    Args:
        ink: float32 (H, W), 0 paper and 1 pen.
    """
    lines = find_lines(find_pieces(ink))
    return [digit for line in lines for digit in _read_line(line, network)]


def _read_line(pieces: Sequence[Piece], network: Network) -> list[FoundDigit]:
    """The surest reading of pieces, ordered from left to right."""
    spans = _spans(pieces)
    digits = _read([joined_pieces(pieces[start:end]) for start, end in spans], network)
    surest: list[tuple[float, list[FoundDigit]]] = [(0.0, [])]
    for end in range(1, len(pieces) + 1):
        ways = [
            (surest[start][0] + _score(digit, pieces[start:end]), [*surest[start][1], digit])
            for (start, stop), digit in zip(spans, digits, strict=True)
            if stop == end
        ]
        surest.append(max(ways, key=lambda way: way[0]))
    return surest[-1][1]


def _spans(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """First and last plus one of all pieces side by side that may be a digit."""
    height = line_height(pieces)
    ends = range(1, len(pieces) + 1)
    every = [(start, end) for end in ends for start in range(max(0, end - MOST_PARTS), end)]
    return [(start, end) for start, end in every if end - start == 1 or _may_be_one(pieces[start:end], height)]


def line_height(pieces: Sequence[Piece]) -> int:
    """The height of the highest piece of a line."""
    return max(piece.box.height for piece in pieces)


def _may_be_one(pieces: Sequence[Piece], height: float) -> bool:
    width = max(piece.box.right for piece in pieces) - pieces[0].box.left
    return width <= WIDEST * height and max(_gaps(pieces)) <= WIDEST_GAP * height


def _gaps(pieces: Sequence[Piece]) -> list[int]:
    """The columns without ink between each piece and the next; below 0 where they overlap."""
    return [after.box.left - before.box.right for before, after in pairwise(pieces)]


def _score(digit: FoundDigit, pieces: Sequence[Piece]) -> float:
    """How sure it is that the pieces are this digit: the logarithm of a probability."""
    gap = sum(max(0, gap) for gap in _gaps(pieces)) / digit.box.height
    return float(np.log(digit.probabilities.max())) - SPREAD * gap


def _read(pieces: Sequence[Piece], network: Network) -> list[FoundDigit]:
    images = [normalised(piece.ink / piece.ink.max()) for piece in pieces]
    probabilities = network.predict(np.stack(images))
    return [
        FoundDigit(piece.box, piece.ink, image, shares)
        for piece, image, shares in zip(pieces, images, probabilities, strict=True)
    ]
