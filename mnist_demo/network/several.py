"""Reads several digits at once: finds out which pieces of ink make a digit, and where digits that touch part.

Pieces are cut wherever digits may touch. Of all ways to put the parts of a line together again the surest is taken:
the product of the odds that each is one whole digit is greatest. It is the longest path through a graph whose edges are
what may be a digit (LeCun, Bottou, Bengio, Haffner: "Gradient-based learning applied to document recognition", 1998,
section V).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mnist_demo.images.cuts import cut_apart, find_cuts
from mnist_demo.images.pieces import SMALLEST, Box, Piece, find_lines, find_pieces, joined_box, joined_pieces
from mnist_demo.images.preprocessing import DOT_EXTENT, is_dot, normalised
from mnist_demo.network.inference import Network
from mnist_demo.network.wholeness import Lie, features, log_odds

MOST_PARTS = 12
"""The most parts side by side that are tried as one digit."""
ENOUGH = 80
"""Pixels of the longer side that are enough to prepare a digit: there are many to read."""
WIDEST = 1.4
"""The widest digit of several parts, as a share of the height of its line."""
WIDEST_GAP = 0.25
"""The widest gap within a digit, as a share of the height of its line."""
LEAST_SIDE = 0.35
"""The least longer side of a digit, as a share of the height of the highest one in its line."""
CUT_FROM = 0.4
"""The least width of a piece that may be cut, as a share of the height of its line."""
MOST_CUTS = 30
"""What could be cut at more places is a scribble, and left whole: to read all of its parts would take long."""
LEFT_WHOLE = 0.5
"""The log odds of being one whole digit from which on a piece is not cut."""


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


@dataclass(frozen=True, eq=False)
class Fragment:
    """A piece, or what lies between two cuts; `crossed` is the ink on the cut before it, in pixels, if there is one."""

    piece: Piece
    crossed: float | None = None


@dataclass(frozen=True, eq=False)
class Candidate:
    """The parts from `start` to before `end`, which may be a digit, with what is known of them."""

    start: int
    end: int
    digit: FoundDigit
    features: np.ndarray


def read_several(ink: np.ndarray, network: Network) -> list[FoundDigit]:
    """The digits on a sheet, lines from top to bottom, each from left to right; [] where there is none.

    Args:
        ink: float32 (H, W), 0 paper and 1 pen.
    """
    return [digit for line in read_lines(ink, network) for digit in line]


def read_lines(ink: np.ndarray, network: Network) -> list[list[FoundDigit]]:
    """The same, each line by itself; none is empty."""
    side = min(ink.shape)
    lines = [_surest(candidates(line, network)) for line in find_lines(find_pieces(ink))]
    found = ([digit for digit in line if _is_large_enough(digit, line, side)] for line in lines)
    return [line for line in found if line]


def _is_large_enough(digit: FoundDigit, line: Sequence[FoundDigit], side: int) -> bool:
    """Whether it is no dirt, no tap of the pen and no full stop; `side` is the shorter one of the sheet."""
    own = max(digit.box.width, digit.box.height)
    least = max(SMALLEST * side, LEAST_SIDE * max(other.box.height for other in line))
    return own >= least and (own >= DOT_EXTENT * side or not is_dot(digit.ink))


def candidates(pieces: Sequence[Piece], network: Network, left_whole: float = LEFT_WHOLE) -> list[Candidate]:
    """All that may be a digit in a line of pieces, ordered from left to right; by where it ends.

    From the log odds `left_whole` on a piece is not cut. If infinite, `network.wholeness` is not asked: with inf all
    pieces are cut but narrow ones, with -inf none.
    """
    height = line_height(pieces)
    parts = _parts(pieces, height, network, left_whole)
    spans = _spans(parts, height)
    digits = _read([joined_pieces([part.piece for part in parts[start:end]]) for start, end in spans], network)
    return [
        Candidate(start, end, digit, features(digit.image, digit.probabilities, _lie(parts, start, end, height)))
        for (start, end), digit in zip(spans, digits, strict=True)
    ]


def _surest(candidates: Sequence[Candidate]) -> list[FoundDigit]:
    """The digits of the surest way through all parts."""
    scores = log_odds(np.stack([candidate.features for candidate in candidates]))
    surest: dict[int, tuple[float, list[FoundDigit]]] = {0: (0.0, [])}
    for candidate, score in zip(candidates, scores.tolist(), strict=True):
        total, before = surest[candidate.start]
        if candidate.end not in surest or total + score > surest[candidate.end][0]:
            surest[candidate.end] = (total + score, [*before, candidate.digit])
    return surest[candidates[-1].end][1]


def line_height(pieces: Sequence[Piece]) -> int:
    """The height of the highest piece of a line."""
    return max(piece.box.height for piece in pieces)


def _parts(pieces: Sequence[Piece], height: int, network: Network, left_whole: float) -> list[Fragment]:
    """Pieces from left to right, cut wherever digits may touch."""
    parts: list[Fragment] = []
    for piece, is_whole in zip(pieces, _are_whole(pieces, height, network, left_whole), strict=True):
        cuts = [] if is_whole else find_cuts(piece, height)
        cuts = cuts if len(cuts) <= MOST_CUTS else []
        crossed = [None, *(cut.crossed for cut in cuts)]
        cut = zip(cut_apart(piece, cuts), crossed, strict=True)
        parts += [Fragment(part, ink) for part, ink in cut if part.ink.size]
    return sorted(parts, key=lambda part: part.piece.box.left + part.piece.box.right)


def _are_whole(pieces: Sequence[Piece], height: int, network: Network, left_whole: float) -> list[bool]:
    """Which pieces are narrow, or so surely one whole digit that they need not be cut."""
    lies = [_lie([Fragment(piece)], 0, 1, height) for piece in pieces]
    if np.isinf(left_whole):
        return [lie.width < CUT_FROM or left_whole < 0 for lie in lies]
    digits = _read(pieces, network)
    known = [features(digit.image, digit.probabilities, lie) for digit, lie in zip(digits, lies, strict=True)]
    odds = log_odds(np.stack(known)).tolist()
    return [lie.width < CUT_FROM or each > left_whole for lie, each in zip(lies, odds, strict=True)]


def _spans(parts: Sequence[Fragment], height: int) -> list[tuple[int, int]]:
    """First and last plus one of all parts side by side that may be a digit."""
    ends = range(1, len(parts) + 1)
    every = [(start, end) for end in ends for start in range(max(0, end - MOST_PARTS), end)]
    return [(start, end) for start, end in every if end - start == 1 or _may_be_one(parts[start:end], height)]


def _may_be_one(parts: Sequence[Fragment], height: float) -> bool:
    boxes = [part.piece.box for part in parts]
    width = max(box.right for box in boxes) - min(box.left for box in boxes)
    return width <= WIDEST * height and max(_gaps(parts)) <= WIDEST_GAP * height


def _gaps(parts: Sequence[Fragment]) -> list[int]:
    """The columns without ink between each part and the next; below 0 where they overlap."""
    return [after.piece.box.left - before.piece.box.right for before, after in pairwise(parts)]


def _lie(parts: Sequence[Fragment], start: int, end: int, height: int) -> Lie:
    """How the parts from `start` to before `end` lie in their line."""
    own = joined_box([part.piece.box for part in parts[start:end]])
    within = [crossed for part in parts[start + 1 : end] if (crossed := part.crossed) is not None]
    after = parts[end].crossed if end < len(parts) else None
    return Lie(
        width=own.width / height,
        height=own.height / height,
        gap=sum(max(0, gap) for gap in _gaps(parts[start:end])) / height,
        before=_share(parts[start].crossed, height),
        after=_share(after, height),
        within=_share(min(within, default=None), height),
        cuts_within=len(within),
    )


def _share(length: float | None, height: int) -> float | None:
    return None if length is None else length / height


def _read(pieces: Sequence[Piece], network: Network) -> list[FoundDigit]:
    images = [normalised(_reduced(piece.ink) / piece.ink.max()) for piece in pieces]
    probabilities = network.predict(np.stack(images))
    return [
        FoundDigit(piece.box, piece.ink, image, shares)
        for piece, image, shares in zip(pieces, images, probabilities, strict=True)
    ]


def _reduced(ink: np.ndarray) -> np.ndarray:
    """Float32 (h, w) in blocks of their mean, so large that ENOUGH and more pixels are left of the longer side."""
    block = max(1, max(ink.shape) // ENOUGH)
    padded = np.pad(ink, [(0, -side % block) for side in ink.shape])
    rows, columns = (side // block for side in padded.shape)
    means: np.ndarray = padded.reshape(rows, block, columns, block).mean(axis=(1, 3))
    return means
