"""From the pixels of a canvas to a picture like those of MNIST, step by step.

MNIST's makers normalised each digit to fit a 20x20 box with its aspect ratio kept, anti-aliased, and
placed it in 28x28 with the centre of mass at the centre (LeCun, Cortes, Burges: "The MNIST database of
handwritten digits"). A drawing that skips any of this looks foreign to a network trained on MNIST.

"Ink" is float32 from 0 (paper) to 1 (pen). A drawing with no digit on it gives None instead of a picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from mnist_demo.config import IMAGE_SIZE

BOX_SIZE = 20
"""The longer side of a digit in MNIST, in pixels."""
CENTER = 14
"""Index of the row and column of the centre of mass: in all of MNIST's own images it lies from 13.5 to 14.5."""
NUDGE = 1e-4
"""A symmetric digit lies halfway between two pixels: this decides which, where rounding errors otherwise would."""
MIN_CONTRAST = 32
"""The smallest difference between pen and paper, out of 255, that counts as drawn."""
MIN_EXTENT = 0.06
"""The smallest longer side of a drawing, as a share of the canvas: a speck is not a digit."""
DOT_EXTENT, DOT_FILL, DOT_RATIO = 0.15, 0.75, 0.7
"""A tap of the pen leaves a dot: small on the canvas, its box filled with ink, and about as wide as it is high."""
EDGE = 0.1
"""Ink from which a pixel counts as part of the digit when the picture is cropped."""
MIN_STROKE = 1.4
"""The smallest width of a stroke in the 20x20 box, in pixels: thinner ones would fade to grey."""
MAX_SIDE = 1600
"""The longest side worked on, in pixels: the page's canvas on a screen of four pixels a point. Larger ones are reduced
first; of a digit that ends as 20 pixels this leaves enough."""


@dataclass(frozen=True)
class Step:
    """One stage of the preparation: its id, and `ink`, float32 (H, W) in [0, 1]."""

    id: str
    ink: np.ndarray


def canvas_to_image(pixels: np.ndarray) -> np.ndarray | None:
    """Prepare a drawing as MNIST's makers prepared theirs.

    Args:
        pixels: uint8 (H, W, 4) RGBA or (H, W) grey; pen and paper may have any colours that differ.

    Returns:
        float32 (28, 28) in [0, 1], 0 paper and 1 pen, or None if (almost) nothing is drawn.

    Raises:
        ValueError: `pixels` is not uint8 of one of these shapes.
    """
    steps = preparation_steps(pixels)
    return steps[-1].ink if steps else None


def preparation_steps(pixels: np.ndarray) -> list[Step]:
    """All stages from ink to the 28x28 picture, for `pixels` as in `canvas_to_image`; [] if there is none."""
    ink = extract_ink(pixels)
    cropped = crop_to_ink(ink)
    if cropped is None:
        return []
    return steps_from_crop(ink, cropped)


def steps_from_crop(ink: np.ndarray, cropped: np.ndarray) -> list[Step]:
    """The same for the part of the ink, float32 (H, W), that is one of its digits, float32 (h, w)."""
    boxed = fit_to_box(thicken(cropped))
    centered = center(boxed)
    return [
        Step("ink", ink),
        Step("crop", cropped),
        Step("scale", boxed),
        Step("center", centered),
    ]


def normalised(ink: np.ndarray) -> np.ndarray:
    """The 28x28 picture, float32 in [0, 1], of a digit alone, float32 (h, w), cut to its ink."""
    return steps_from_crop(ink, ink)[-1].ink


def has_ink(pixels: np.ndarray) -> bool:
    """Whether anything is drawn on `pixels` as in `canvas_to_image`, be it too small for a digit."""
    return bool(extract_ink(pixels).any())


def scale_pixels(pixels: np.ndarray) -> np.ndarray:
    """Min-max scale uint8 pixels from 0..255 to float32 in [0, 1]; any shape. Training and drawing use this."""
    return pixels.astype(np.float32) / np.float32(255)


def as_pixels(shares: np.ndarray) -> np.ndarray:
    """The opposite of `scale_pixels`: from [0, 1] to the nearest uint8 in 0..255; any shape."""
    pixels: np.ndarray = np.rint(255 * shares).astype(np.uint8)
    return pixels


def extract_ink(pixels: np.ndarray) -> np.ndarray:
    """Separate pen from paper: uint8 (H, W, 4) or (H, W) to float32 (H, W), the strongest ink being 1.

    On a transparent canvas the opacity is the ink; otherwise it is the difference from the paper's colour, which
    is the median colour along the border. A side beyond MAX_SIDE is reduced by a whole factor to less.
    """
    _check_pixels(pixels)
    if pixels.ndim == 3 and np.median(border(pixels[..., 3])) < 128:
        difference = _difference_from(0, pixels[..., 3])
    else:
        channels = [pixels] if pixels.ndim == 2 else [pixels[..., c] for c in range(3)]
        differences = [_difference_from(int(np.median(border(channel))), channel) for channel in channels]
        difference = np.maximum.reduce(differences)
    strongest = difference.max()
    if strongest < MIN_CONTRAST:
        return np.zeros(difference.shape, np.float32)
    return scale_pixels(difference) * np.float32(255 / strongest)


def crop_to_ink(ink: np.ndarray) -> np.ndarray | None:
    """Cut float32 (H, W) to the rows and columns with ink; None if that is next to nothing."""
    marked = ink >= EDGE
    rows, columns = np.flatnonzero(marked.any(axis=1)), np.flatnonzero(marked.any(axis=0))
    if not rows.size:
        return None
    cropped = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    extent = max(cropped.shape) / max(ink.shape)
    return None if extent < MIN_EXTENT or (extent < DOT_EXTENT and is_dot(cropped)) else cropped


def is_dot(ink: np.ndarray) -> bool:
    """Whether float32 (h, w), cut to its ink, looks like a tap of the pen."""
    return min(ink.shape) >= DOT_RATIO * max(ink.shape) and bool(ink.mean() >= DOT_FILL)


def thicken(ink: np.ndarray) -> np.ndarray:
    """Widen strokes that would be thinner than MIN_STROKE in the 20x20 box; others stay as they are."""
    needed = MIN_STROKE * max(ink.shape) / BOX_SIZE
    missing = round((needed - stroke_width(ink)) / 2)
    if missing < 1:
        return ink
    values = as_pixels(ink)
    for _ in range(2):  # along rows, then columns
        values = _spread(values, missing).T
    return scale_pixels(values)


def _spread(values: np.ndarray, reach: int) -> np.ndarray:
    """The highest of the values, (H, W), at most `reach` columns away: (H, W + 2 * reach), 0 beyond the edges.

    The window is doubled until it is wide enough, so its width hardly costs time.
    """
    highest, window = np.pad(values, ((0, 0), (2 * reach, 2 * reach))), 1
    while window < 2 * reach + 1:
        step = min(window, 2 * reach + 1 - window)
        highest, window = np.maximum(highest[:, :-step], highest[:, step:]), window + step
    return highest


def stroke_width(ink: np.ndarray) -> float:
    """Mean width of the strokes of float32 (H, W) in pixels: twice the area over the length of the outline."""
    padded = np.pad(ink, 1)
    across, down = np.abs(np.diff(padded, axis=1)).sum(), np.abs(np.diff(padded, axis=0)).sum()
    # The sums are the outline's extent along each axis; a curve's length is about pi/4 of their total.
    return float(2 * ink.sum() / max((across + down) * np.pi / 4, 1e-9))


def fit_to_box(ink: np.ndarray) -> np.ndarray:
    """Scale float32 (H, W) with anti-aliasing so that the longer side is 20; no side is less than 1."""
    scale = BOX_SIZE / max(ink.shape)
    height, width = (max(1, round(side * scale)) for side in ink.shape)
    # Of the area filters, this one came closest to the original when MNIST images were pasted at many sizes.
    resized = Image.fromarray(ink).resize((width, height), Image.Resampling.HAMMING)
    scaled: np.ndarray = np.clip(np.asarray(resized), 0, 1)
    return scaled


def center(ink: np.ndarray) -> np.ndarray:
    """Place float32 (h, w), at most 20x20, in 28x28 with its centre of mass as near as possible to CENTER."""
    y, x = center_of_mass(ink)
    image = np.zeros((IMAGE_SIZE, IMAGE_SIZE), np.float32)
    top, left = (_placed(CENTER - at, side) for at, side in zip((y, x), ink.shape, strict=True))
    image[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return image


def center_of_mass(ink: np.ndarray) -> tuple[float, float]:
    """Row and column of the centre of mass of float32 (H, W), in pixel indices; there must be ink."""
    total = ink.sum()
    rows, columns = np.arange(ink.shape[0]), np.arange(ink.shape[1])
    return float(ink.sum(axis=1) @ rows / total), float(ink.sum(axis=0) @ columns / total)


def _placed(offset: float, side: int) -> int:
    """`offset` rounded to a whole pixel and limited so that `side` pixels stay inside the image."""
    return min(max(round(offset + NUDGE), 0), IMAGE_SIZE - side)


def _difference_from(paper: int, channel: np.ndarray) -> np.ndarray:
    """How far one colour channel, uint8 (H, W), is from the paper, in blocks the most; uint8 (h, w) up to MAX_SIDE."""
    block = -(-max(channel.shape) // MAX_SIDE)
    if block == 1:
        difference: np.ndarray = np.abs(channel.astype(np.int16) - np.int16(paper)).astype(np.uint8)
        return difference
    extremes = (_in_blocks(extreme, channel, block) for extreme in (np.minimum, np.maximum))
    largest: np.ndarray = np.maximum(*(_difference_from(paper, extreme) for extreme in extremes))
    return largest


def _in_blocks(extreme: np.ufunc, values: np.ndarray, block: int) -> np.ndarray:
    """The extreme of each square block of (H, W); what is left over at the far edges makes smaller blocks."""
    for _ in range(2):  # rows, then columns
        reduced = values[::block].copy(order="K")
        for offset in range(1, block):
            part = values[offset::block]
            extreme(reduced[: len(part)], part, out=reduced[: len(part)])
        values = reduced.T
    return values


def border(pixels: np.ndarray) -> np.ndarray:
    """The pixels along the four edges of (H, W), as (N,)."""
    return np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])


def _check_pixels(pixels: np.ndarray) -> None:
    array = np.asarray(pixels)
    shape_fits = array.ndim == 2 or (array.ndim == 3 and array.shape[2] == 4)
    if not isinstance(pixels, np.ndarray) or array.dtype != np.uint8 or not shape_fits or not array.size:
        raise ValueError(
            f"expected uint8 pixels of shape (height, width, 4) or (height, width), got {array.dtype} {array.shape}"
        )
