"""Reads several digits at once: finds out which pieces of ink make a digit, and where digits that touch part.

Pieces are cut wherever digits may touch. Of all ways to put the parts of a line together again the surest is taken:
the product of the odds that each is one whole digit is greatest. It is the longest path through a graph whose edges are
what may be a digit (LeCun, Bottou, Bengio, Haffner: "Gradient-based learning applied to document recognition", 1998,
section V).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from mnist_demo.images.cuts import LEAST_INK, Cut, cut_out, find_cuts
from mnist_demo.images.pieces import FIRM, SMALLEST, Box, Piece, find_lines, find_pieces, joined_box, joined_pieces
from mnist_demo.images.preprocessing import DOT_EXTENT, is_dot, normalised
from mnist_demo.network.inference import Network
from mnist_demo.network.wholeness import Lie, features, log_odds

MOST_PARTS = 9
"""The most borders of digits from one to the next."""
ENOUGH = 80
"""Pixels of the longer side that are enough to prepare a digit: there are many to read."""
WIDEST = 1.2
"""The widest digit that is no whole piece, as a share of the height of its line."""
WIDEST_GAP = 0.25
"""The widest gap within a digit, as a share of the height of its line."""
LEAST_SIDE = 0.35
"""The least longer side of a digit, as a share of the height of the highest one in its line."""
LEAST_OF_ALL, LEAST_UNREAD = 0.25, 0.5
"""The same, of the highest on the sheet that is read; and of what is hardly read as a digit itself."""
READ_FROM = 0.5
"""The least probability of an answer from which on ink is read as a digit."""
CUT_FROM = 0.4
"""The least width of a piece that may be cut, as a share of the height of its line."""
MOST_CUTS = 40
"""What could be cut at more places is a scribble, and left whole: to read all of its parts would take long."""
LEFT_WHOLE = 1.0
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
class Border:
    """Where a digit may begin or end: before a piece of the line, or at a cut through it."""

    piece: int
    cut: Cut | None = None


@dataclass(frozen=True, eq=False)
class Candidate:
    """What lies between the borders `start` and `end`, and may be a digit, with what is known of it."""

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
    found = [[digit for digit in line if _is_large_enough(digit, line, side)] for line in lines]
    highest = max((digit.box.height for line in found for digit in line if _is_read(digit)), default=0)
    found = [[digit for digit in line if not _is_dirt(digit, highest, ink.shape)] for line in found]
    return [line for line in found if line]


def _is_large_enough(digit: FoundDigit, line: Sequence[FoundDigit], side: int) -> bool:
    """Whether it is no dirt, no tap of the pen and no full stop; `side` is the shorter one of the sheet."""
    own = digit.box.longer
    least = max(SMALLEST * side, LEAST_SIDE * max(other.box.height for other in line))
    return own >= least and (own >= DOT_EXTENT * side or not is_dot(digit.ink))


def _is_read(digit: FoundDigit) -> bool:
    return bool(digit.probabilities.max() >= READ_FROM)


def _is_dirt(digit: FoundDigit, highest: int, sheet: tuple[int, ...]) -> bool:
    """Whether it is too small beside the `highest` digit that is read; or hardly read, and small or at an edge.

    `highest` is 0 where none is read, and nothing dirt; `sheet` is the shape of the sheet.
    """
    if _is_read(digit):
        return digit.box.longer < LEAST_OF_ALL * highest
    height, width = sheet
    return digit.box.longer < LEAST_UNREAD * highest or (highest > 0 and digit.box.is_at_edge(height, width))


def candidates(pieces: Sequence[Piece], network: Network, left_whole: float = LEFT_WHOLE) -> list[Candidate]:
    """All that may be a digit in a line of pieces, ordered from left to right; by where it ends.

    From the log odds `left_whole` on a piece is not cut. With inf all are, and `network.wholeness` is not asked.
    """
    place = _place(pieces)
    borders = _borders(pieces, place.height)
    open_borders = _open(borders, pieces, place, network, left_whole)
    spans = [(start, end) for end in open_borders for start in open_borders if 0 < end - start <= MOST_CUTS + 1]
    own = [borders[start : end + 1] for start, end in spans]
    parts = [_parts(pieces, each) for each in own]
    tried = [number for number in range(len(spans)) if _may_be_one(parts[number], own[number], place)]
    digits = _read([joined_pieces(parts[number]) for number in tried], network)
    return [
        Candidate(*spans[number], digit, _known(digit, parts[number], own[number], place))
        for number, digit in zip(tried, digits, strict=True)
    ]


def _surest(candidates: Sequence[Candidate]) -> list[FoundDigit]:
    """The digits of the surest way through all parts."""
    scores = log_odds(np.stack([candidate.features for candidate in candidates]))
    surest: dict[int, tuple[float, list[FoundDigit]]] = {0: (0.0, [])}
    for candidate, score in zip(candidates, scores.tolist(), strict=True):
        if candidate.start not in surest:
            continue
        total, before = surest[candidate.start]
        if candidate.end not in surest or total + score > surest[candidate.end][0]:
            surest[candidate.end] = (total + score, [*before, candidate.digit])
    return surest[candidates[-1].end][1]


@dataclass(frozen=True)
class Place:
    """Where a line lies on its sheet."""

    top: int
    height: int


def _place(pieces: Sequence[Piece]) -> Place:
    return Place(min(piece.box.top for piece in pieces), max(piece.box.height for piece in pieces))


def _borders(pieces: Sequence[Piece], height: int) -> list[Border]:
    """Where digits may begin or end, from left to right: at both ends of each piece, and where it may be cut."""
    of_pieces = [
        [Border(number), *(Border(number, cut) for cut in _cuts(piece, height))] for number, piece in enumerate(pieces)
    ]
    return [*chain.from_iterable(of_pieces), Border(len(pieces))]


def _open(
    borders: Sequence[Border], pieces: Sequence[Piece], place: Place, network: Network, left_whole: float
) -> list[int]:
    """The numbers of the borders but for cuts through pieces that are so surely whole that they need not be cut."""
    if left_whole == np.inf:
        return list(range(len(borders)))
    ends = pairwise(number for number, border in enumerate(borders) if not border.cut)
    known = [
        _known(digit, [piece], borders[start : end + 1], place)
        for digit, piece, (start, end) in zip(_read(pieces, network), pieces, ends, strict=True)
    ]
    is_whole = log_odds(np.stack(known)) > left_whole
    return [number for number, border in enumerate(borders) if not border.cut or not is_whole[border.piece]]


def _cuts(piece: Piece, height: int) -> list[Cut]:
    cuts = find_cuts(piece, height) if piece.box.width >= CUT_FROM * height else []
    return cuts if len(cuts) <= MOST_CUTS else []


def _parts(pieces: Sequence[Piece], borders: Sequence[Border]) -> list[Piece]:
    """What lies of each piece between the first and the last border; [] where that is too much or nothing at all."""
    start, end = borders[0], borders[-1]
    if len(borders) > MOST_PARTS + 1 and not _is_piece(borders):
        return []
    numbers = range(start.piece, end.piece + (end.cut is not None))
    cuts = [(start.cut if each == start.piece else None, end.cut if each == end.piece else None) for each in numbers]
    parts = [cut_out(pieces[number], *ends) for number, ends in zip(numbers, cuts, strict=True)]
    return [part for part in parts if part] if all(parts) else []


def _is_piece(borders: Sequence[Border]) -> bool:
    """Whether it is a whole piece that lies between these borders."""
    start, end = borders[0], borders[-1]
    return not start.cut and not end.cut and end.piece == start.piece + 1


def _may_be_one(parts: Sequence[Piece], borders: Sequence[Border], place: Place) -> bool:
    """Whether parts may be a digit; a whole piece always may, so that there is a way through all of the line."""
    if not parts or _is_piece(borders):
        return bool(parts)
    ink = sum(int((part.ink >= FIRM).sum()) for part in parts)
    return (
        joined_box([part.box for part in parts]).width <= WIDEST * place.height
        and max(_gaps(parts), default=0) <= WIDEST_GAP * place.height
        and ink >= LEAST_INK * place.height**2
    )


def _gaps(parts: Sequence[Piece]) -> list[int]:
    """The columns without ink between each part and the next; below 0 where they overlap."""
    return [after.box.left - before.box.right for before, after in pairwise(parts)]


def _known(digit: FoundDigit, parts: Sequence[Piece], borders: Sequence[Border], place: Place) -> np.ndarray:
    """What is known of the parts between the first and the last border, which were read as this digit."""
    before, *others, after = (border.cut.crossed if border.cut else None for border in borders)
    within = [crossed for crossed in others if crossed is not None]
    lie = Lie(
        width=digit.box.width / place.height,
        height=digit.box.height / place.height,
        top=(digit.box.top - place.top) / place.height,
        gap=sum(max(0, gap) for gap in _gaps(parts)) / place.height,
        before=_share(before, place.height),
        after=_share(after, place.height),
        within=_share(min(within, default=None), place.height),
        cuts_within=len(within),
    )
    return features(digit.image, digit.probabilities, lie)


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
