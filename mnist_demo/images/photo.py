"""From a photo or a scan of a digit to a picture like those of MNIST.

A photo differs from a canvas in its light: one side is darker, a shadow lies across, the paper is grey. So the paper
is estimated at every place and divided out; what differs from it is ink, dark or light. From there it is a drawing
like any other.
"""

from __future__ import annotations

from contextlib import closing
from itertools import chain
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter, ImageOps
from scipy import ndimage

from mnist_demo.images.decoding import pages
from mnist_demo.images.preprocessing import MIN_EXTENT, as_pixels, border, canvas_to_image, extract_ink
from mnist_demo.images.sheet_finding import cut_out_sheet

PAPER_SIZE = 128
"""The longer side on which the paper is estimated, in pixels; light changes slowly."""
SPREADS = 6
"""How often the paper grows into the ink by two pixels on each side: it closes strokes of up to 24 pixels of 128."""
DARK = 12
"""Added to grey values, of 255, before they are divided: the noise of a black shadow is no contrast."""
MIN_INK = 0.15
"""The least share by which ink must be darker or lighter than its paper to count as drawn."""
FAINT, FULL = 0.4, 0.75
"""Between these shares of the strongest contrast, ink goes from 0 to 1: what is fainter is shadow and dirt."""
MIN_PIECE = 0.08
"""The least size of a piece of ink that belongs to the digit, as a share of the largest piece."""
EVEN = 2
"""The most that even paper differs from its median colour, of 255, along at least half of the border."""
SHARP_SIZE = 100
"""The shorter side from which a picture is softened a little: that takes noise away, and from smaller ones strokes."""


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
    sheet = cut_out_sheet(picture)
    if sheet is not None and (ink := keep_digit(_ink_on(sheet.picture))).any():
        return sheet.put_back(ink, picture)
    return keep_digit(_ink_on(picture))


def find_all_ink(picture: Image.Image) -> np.ndarray:
    """Tell ink from paper whatever the light: float32 (H, W), 0 paper and 1 pen, with the ink of every digit.

    Specks are ink too, and so is what reaches in from outside. Where a sheet with a digit lies on a desk, the ink on
    the sheet is taken.
    """
    sheet = cut_out_sheet(picture)
    if sheet is not None and keep_digit(ink := _ink_on(sheet.picture)).any():
        return sheet.put_back(ink, picture)
    return _ink_on(picture)


def divide_out_light(picture: Image.Image) -> np.ndarray:
    """The picture as if its light were even: float32 (H, W) in [0, 1], near 0 the paper, near 1 the blackest ink."""
    if is_even(picture):
        return extract_ink(np.asarray(picture.convert("RGBA")))
    return np.clip(_contrast_of(picture), 0, 1)


def _ink_on(picture: Image.Image) -> np.ndarray:
    """The ink on a picture without a desk."""
    if is_even(picture):
        return extract_ink(np.asarray(picture.convert("RGBA")))
    return to_ink(_contrast_of(picture))


def _contrast_of(picture: Image.Image) -> np.ndarray:
    """The contrast, (H, W), of that colour channel of a photo in which the ink is strongest."""
    contrasts = [divide_out_paper(channel) for channel in picture.split()]
    return max(contrasts, key=lambda contrast: float(np.quantile(contrast, 0.99)))


def is_even(picture: Image.Image) -> bool:
    """Whether the paper has one colour along the border, as no camera sees it: then it need not be estimated."""
    edges = [border(np.asarray(channel)).astype(np.int16) for channel in picture.split()]
    differences = np.stack([np.abs(edge - np.int16(np.median(edge))) for edge in edges])
    return bool((differences.max(axis=0) <= EVEN).mean() >= 0.5)


def divide_out_paper(channel: Image.Image) -> np.ndarray:
    """The share by which each pixel of a grey picture is darker, or on dark paper lighter, than its paper.

    Light multiplies what paper and pen throw back, so their ratio does not depend on it; float32 (H, W), below 1.
    """
    grey = channel.filter(ImageFilter.GaussianBlur(1.2)) if min(channel.size) >= SHARP_SIZE else channel
    is_dark = has_dark_paper(grey)
    values, paper = (np.asarray(side, np.float32) + DARK for side in (grey, estimate_paper(grey, is_dark=is_dark)))
    return 1 - paper / values if is_dark else 1 - values / paper


def has_dark_paper(grey: Image.Image) -> bool:
    """Whether what differs from the paper around it, the median of a wide neighbourhood, is mostly lighter."""
    small = _shrunk(grey, 48)
    paper = small.filter(ImageFilter.MedianFilter(max(small.size) // 4 * 2 + 1))
    values, medians = (np.asarray(side, np.float32) + DARK for side in (small, paper))
    difference = np.log(values / medians)
    return bool(difference[np.abs(difference) > MIN_INK].sum() > 0)


def estimate_paper(grey: Image.Image, *, is_dark: bool) -> Image.Image:
    """The picture without strokes: a morphological closing, or an opening where the paper is dark.

    The paper grows into the ink from all sides until strokes are closed, then shrinks back. What is wider than a
    stroke, as a shadow, comes back as it was, and so counts as paper (Serra, "Image Analysis and Mathematical
    Morphology", 1982).
    """
    grow, shrink = ImageFilter.MaxFilter(5), ImageFilter.MinFilter(5)
    small, margin = _shrunk(grey, PAPER_SIZE), 2 * SPREADS
    # Light that falls towards an edge goes on falling beyond it; else the edge would look like ink.
    beyond = np.pad(np.asarray(small, np.float32), margin, mode="reflect", reflect_type="odd")
    paper = Image.fromarray(np.clip(beyond, 0, 255).astype(np.uint8))
    for step in [shrink, grow] if is_dark else [grow, shrink]:
        for _ in range(SPREADS):
            paper = paper.filter(step)
    paper = ImageOps.crop(paper, margin)
    return paper.resize(grey.size, Image.Resampling.BICUBIC)


def to_ink(contrast: np.ndarray) -> np.ndarray:
    """Contrast (H, W) to ink, float32 in [0, 1]: what stands out from the noise, the strongest being 1."""
    paper, noise = paper_level(contrast)
    contrast = contrast - paper
    strong = contrast[contrast > max(MIN_INK, 4 * noise)]
    if not strong.size:
        return np.zeros_like(contrast)
    strongest = float(np.quantile(strong, 0.98))
    faint = max(FAINT * strongest, 2.5 * noise)
    return np.clip((contrast - faint) / max(FULL * strongest - faint, MIN_INK), 0, 1)


def paper_level(contrast: np.ndarray) -> tuple[float, float]:
    """The contrast of the paper itself, and the standard deviation of its noise, were it a bell curve."""
    median = float(np.median(contrast))
    noise = 1.5 * float(np.median(np.abs(contrast - median)))
    if noise < MIN_INK / 2:
        return median, noise
    paper = most_common(contrast)  # ink covers so much that the median tells nothing; none of it is below the paper
    return paper, 1.5 * float(np.median(paper - contrast[contrast <= paper]))


def most_common(contrast: np.ndarray) -> float:
    """The value around which most contrasts, (H, W), lie."""
    counts, edges = np.histogram(contrast, 200)
    peak = int(np.convolve(counts, np.ones(5), "same").argmax())
    near = contrast[(contrast >= edges[max(peak - 2, 0)]) & (contrast <= edges[min(peak + 3, len(counts))])]
    return float(np.median(near))


def keep_digit(ink: np.ndarray) -> np.ndarray:
    """Ink (H, W) without specks, and without what reaches in from outside the picture, such as the edge of a table."""
    pieces, count = ndimage.label(ink >= 0.5, np.ones((3, 3)))  # corners touch
    boxes = [((r.start, r.stop), (c.start, c.stop)) for r, c in ndimage.find_objects(pieces)]
    ends = np.reshape(boxes, (count, 2, 2))  # of rows and columns
    is_inside = np.all((ends[..., 0] > 0) & (ends[..., 1] < ink.shape), axis=1)
    extents = (ends[..., 1] - ends[..., 0]).max(axis=1)
    for candidates in (is_inside, np.ones(count, bool)):  # all pieces where the digit itself touches the edge
        if (extents[candidates] >= MIN_EXTENT * max(ink.shape)).any():
            kept: np.ndarray = ink * _mask(pieces, candidates)
            return kept
    return np.zeros_like(ink)


def _mask(pieces: np.ndarray, candidates: np.ndarray) -> np.ndarray:
    """1 where those candidates, bool (N,), that are not too small lie, with the grey edge of their strokes.

    `pieces`, int (H, W), has 0 where there is none and their numbers from 1; the mask is float32 (H, W).
    """
    sizes = np.bincount(pieces.ravel())[1:] * candidates
    is_kept = np.concatenate([[False], candidates & (sizes >= MIN_PIECE * sizes.max())])
    return np.asarray(Image.fromarray(is_kept[pieces].astype(np.uint8)).filter(ImageFilter.MaxFilter(5)), np.float32)


def _shrunk(picture: Image.Image, size: int) -> Image.Image:
    """The picture with a longer side of at most `size`, each pixel the mean of those it stands for."""
    scale = min(1, size / max(picture.size))
    return picture.resize([max(1, round(side * scale)) for side in picture.size], Image.Resampling.BOX)
