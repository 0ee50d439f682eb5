"""Where digits that touch may be cut apart."""

from __future__ import annotations

import numpy as np

from mnist_demo.images.cuts import cut_out, find_cuts
from mnist_demo.images.pieces import Box, Piece, find_pieces

HEIGHT = 120


def two_strokes(joined_at: slice, gap: int = 12) -> Piece:
    """Two upright strokes, each 20 pixels wide, with a bridge between them in some rows."""
    ink = np.zeros((HEIGHT, 40 + gap), np.float32)
    ink[:, :20] = ink[:, -20:] = 1
    ink[joined_at, 20:-20] = 1
    return Piece(Box(0, 0, ink.shape[1], HEIGHT), ink)


def shares_left(piece: Piece) -> list[float]:
    """The share of the ink on the left of each cut."""
    parts = [cut_out(piece, None, cut) for cut in find_cuts(piece, HEIGHT)]
    return [float(part.ink.sum() / piece.ink.sum()) for part in parts if part]


def test_two_strokes_are_cut_at_the_bridge() -> None:
    assert any(0.45 < share < 0.55 for share in shares_left(two_strokes(slice(50, 58))))


def test_a_way_may_go_far_aside_between_strokes() -> None:
    """As the bar of a 7 that reaches over a 4: the cut goes under it, and then up."""
    ink = np.zeros((HEIGHT, 160), np.float32)
    ink[:10, :150] = ink[:, :10] = 1  # a bar, and its stem at the left
    ink[22:, 130:150] = 1  # what stands under the bar
    ink[10:22, 136:142] = 1  # they touch
    piece = Piece(Box(0, 0, 160, HEIGHT), ink)
    under = 1 - ink[16:, 130:150].sum() / ink.sum()
    assert any(abs(share - under) < 0.02 for share in shares_left(piece))


def test_no_two_cuts_part_the_ink_alike() -> None:
    shares = sorted(shares_left(two_strokes(slice(50, 58), gap=60)))
    assert len(set(shares)) == len(shares) > 0


def test_what_lies_between_cuts_is_all_of_the_piece() -> None:
    piece = two_strokes(slice(50, 58))
    cut = find_cuts(piece, HEIGHT)[0]
    left, right = cut_out(piece, None, cut), cut_out(piece, cut, None)
    assert left is not None and right is not None and cut_out(piece, None, None) is piece
    together = np.zeros_like(piece.ink)
    for part in (left, right):
        together[part.box.top : part.box.bottom, part.box.left : part.box.right] += part.ink
    np.testing.assert_array_equal(together, piece.ink)


def test_one_stroke_is_not_cut() -> None:
    (piece,) = find_pieces(np.pad(np.ones((HEIGHT, 20), np.float32), 5))
    assert find_cuts(piece, HEIGHT) == []
