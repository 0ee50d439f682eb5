"""From a photo or a scan of a digit to a picture like those of MNIST.

A photo differs from a canvas in its light: one side is darker, a shadow lies across, the paper is grey. So the paper
is estimated at every place and divided out; what differs from it is ink, dark or light. From there it is a drawing
like any other.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from itertools import chain
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage

from mnist_demo.images.decoding import pages
from mnist_demo.images.ink_finding import to_ink
from mnist_demo.images.paper import Contrast, find_contrast, is_even
from mnist_demo.images.pieces import MIN_INSIDE, Piece, labelled_pieces, lie_of
from mnist_demo.images.preprocessing import MIN_EXTENT, as_pixels, canvas_to_image, extract_ink, stroke_width
from mnist_demo.images.ruling import without_ruling
from mnist_demo.images.sheet_finding import cut_out_sheet

CONNECTED = 0.2
"""Ink from which pixels that touch are one piece."""
NEAR = 0.1
"""How far a part of a digit lies from the rest at most, as a share of the rest's extent: the bar of a 5."""
SAME_PEN = 1.6
"""How many times as wide as another stroke one may be that was drawn with the same pen."""
MIN_PIECE = 0.08
"""The least size of a piece of ink that belongs to the digit, as a share of the largest piece."""


def read_photo(path: Path) -> Image.Image:
    """Open a picture, turned the right way up and reduced to what `photo_to_image` works on: mode L or RGB.

    Of several pages, or frames of an animation, the first with a digit on it is taken, else the first.

    Raises:
        PhotoError: there is no such file, it is no picture of a known format, damaged, or too large.
    """
    with closing(pages(path)) as opened:
        first = next(opened)
        candidates = chain([first], opened)
        return next((page for page in candidates if photo_to_image(page) is not None), first)


def photo_to_image(picture: Image.Image) -> np.ndarray | None:
    """Find the digit in a photo, a scan or a drawing: float32 (28, 28) in [0, 1], or None where there is none."""
    return canvas_to_image(as_pixels(find_ink(picture)))


def find_ink(picture: Image.Image) -> np.ndarray:
    """The ink of the one digit on a photo: float32 (H, W), 0 paper and 1 pen, all 0 where there is no digit.

    Where a sheet lies on a desk, the digit on the sheet is taken, if there is one.
    """
    return _ink_kept(picture, keep_digit)


def find_all_ink(picture: Image.Image) -> np.ndarray:
    """Tell ink from paper whatever the light: float32 (H, W), 0 paper and 1 pen, with the ink of every digit.

    Specks are ink too, and so is what reaches in from outside. Where a sheet with a digit lies on a desk, the ink on
    the sheet is taken.
    """
    return _ink_kept(picture, lambda ink: ink)


def _ink_kept(picture: Image.Image, keep: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """What `keep` leaves of the ink, on the sheet alone where one with a digit lies on a desk."""
    sheet = cut_out_sheet(picture)
    if sheet is not None and keep_digit(ink := _ink_on(sheet.picture)).any():
        return sheet.put_back(keep(ink), picture)
    return keep(_ink_on(picture))


def divide_out_light(picture: Image.Image) -> np.ndarray:
    """The picture as if its light were even: float32 (H, W) in [0, 1], near 0 the paper, near 1 the blackest ink."""
    if is_even(picture):
        return extract_ink(np.asarray(picture.convert("RGBA")))
    contrast: np.ndarray = np.clip(find_contrast(picture).values, 0, 1)
    return contrast


def _ink_on(picture: Image.Image) -> np.ndarray:
    """The ink on a picture without a desk."""
    if is_even(picture):
        return extract_ink(np.asarray(picture.convert("RGBA")))
    contrast = find_contrast(picture)
    return to_ink(Contrast(without_ruling(contrast.values, contrast.noise), contrast.noise))


def keep_digit(ink: np.ndarray) -> np.ndarray:
    """Ink (H, W) without specks, and without what reaches in from outside the picture, such as the edge of a table.

    A digit that reaches the edge itself is kept, also where a part of it does not.
    """
    pieces, count = ndimage.label(ink >= CONNECTED, np.ones((3, 3)))  # corners touch
    sides, is_inside = lie_of(pieces)
    extents = sides.max(axis=1)
    is_large = extents >= max(MIN_EXTENT * max(ink.shape), MIN_INSIDE * extents.max(initial=0))
    is_inside[_with_parts_inside(ink, pieces, is_inside, is_large)] = True
    for candidates in (is_inside, np.ones(count, bool)):  # all pieces where the digit itself touches the edge
        if (is_large & candidates).any():
            kept: np.ndarray = ink * _mask(pieces, candidates)
            return kept
    return np.zeros_like(ink)


def _with_parts_inside(ink: np.ndarray, pieces: np.ndarray, is_inside: np.ndarray, is_large: np.ndarray) -> list[int]:
    """The indices of those that reach in, and with which a smaller one, close by and of the same pen, is one digit."""
    large = np.flatnonzero(is_large)
    found = list(zip(large.tolist(), labelled_pieces(ink, pieces * np.isin(pieces, large + 1)), strict=True))
    inside = [piece for index, piece in found if is_inside[index]]
    reaching = [(index, piece) for index, piece in found if not is_inside[index]]
    return [index for index, whole in reaching if any(_is_part(part, whole) for part in inside)]


def _is_part(part: Piece, whole: Piece) -> bool:
    if part.box.longer > whole.box.longer or part.box.gap(whole.box) > NEAR * whole.box.longer:
        return False
    narrower, wider = sorted(stroke_width(piece.ink) for piece in (part, whole))
    return wider <= SAME_PEN * narrower


def _mask(pieces: np.ndarray, candidates: np.ndarray) -> np.ndarray:
    """1 where those candidates, bool (N,), that are not too small lie, with the grey edge of their strokes.

    `pieces`, int (H, W), has 0 where there is none and their numbers from 1; the mask is float32 (H, W).
    """
    sizes = np.bincount(pieces.ravel())[1:] * candidates
    is_kept = np.concatenate([[False], candidates & (sizes >= MIN_PIECE * sizes.max())])
    mask: np.ndarray = ndimage.maximum_filter(is_kept[pieces].astype(np.float32), 5)
    return mask
