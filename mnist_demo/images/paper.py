"""The light on a photo of paper, estimated at every place and divided out: what is left is contrast.

Light multiplies what paper and pen throw back, so their ratio does not depend on it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter
from scipy import ndimage

from mnist_demo.images.preprocessing import border, stroke_width

WIDEST = 0.1
"""Half the widest stroke, as a share of the picture's longer side."""
COARSE = 192
"""The longer side of the picture on which the width of the strokes is measured."""
CERTAIN = 0.5
"""The share of the strongest contrast from which something is ink for certain."""
DARK = 12
"""Added to grey values, of 255, before they are divided: the noise of a black shadow is no contrast."""
MIN_INK = 0.15
"""The least share by which ink must be darker or lighter than its paper to count as drawn."""
EVEN = 2
"""The most that even paper differs from its median colour, of 255, along at least half of the border."""
SHARP_SIZE = 100
"""The shorter side from which a picture is softened a little: that takes noise away, and from smaller ones strokes."""


@dataclass(frozen=True, eq=False)
class Contrast:
    """How far each pixel of a photo stands out from its paper, whatever the light.

    Both are float32 (H, W): `values`, at most 1, are about 0 on paper; `noise` is their standard deviation there.
    """

    values: np.ndarray
    noise: np.ndarray


def is_even(picture: Image.Image) -> bool:
    """Whether the paper has one colour along the border, as no camera sees it: then it need not be estimated."""
    edges = [border(np.asarray(channel)).astype(np.int16) for channel in picture.split()]
    differences = np.stack([np.abs(edge - np.int16(np.median(edge))) for edge in edges])
    return bool((differences.max(axis=0) <= EVEN).mean() >= 0.5)


def find_contrast(picture: Image.Image) -> Contrast:
    """The contrast of that colour channel of a photo, L or RGB, in which the ink is strongest.

    Paper is first estimated as all that is wider than the widest stroke may be. That shows how wide the strokes are,
    and so how much narrower the light may change: then the edge of a shadow between two strokes is no ink.
    """
    factor = max(1, -(-max(picture.size) // COARSE))
    channels = [_softened(channel) for channel in picture.split()]
    first = [divide_out_paper(channel.reduce(factor), WIDEST * COARSE) for channel in channels]
    best = int(np.argmax([np.quantile(contrast.values, 0.99) for contrast in first]))
    width = factor * stroke_width((first[best].values > CERTAIN * strongest(first[best])).astype(np.float32))
    return divide_out_paper(channels[best], min(1.5 * width + 3, WIDEST * max(picture.size)))


def divide_out_paper(channel: Image.Image, reach: float) -> Contrast:
    """The share by which each pixel of a grey picture is darker, or on dark paper lighter, than its paper.

    Paper grows into ink by `reach` pixels from each side.
    """
    is_dark, values = has_dark_paper(channel), np.asarray(channel, np.float32)
    paper = estimate_paper(values, max(1, round(reach)), is_dark=is_dark)
    sign = 1 if is_dark else -1
    level, spread = paper_level(sign * (values - paper), float(np.median(paper)) + DARK)
    paper, values = np.maximum(paper + sign * level, 0) + DARK, values + DARK
    return Contrast(1 - paper / values if is_dark else 1 - values / paper, spread / paper)


def strongest(contrast: Contrast) -> float:
    """The contrast of the strongest ink, but for a few pixels that stand out; infinite where there is no ink."""
    ink = contrast.values[contrast.values > np.maximum(MIN_INK, 4 * contrast.noise)]
    return float(np.quantile(ink, 0.98)) if ink.size else np.inf


def _softened(channel: Image.Image) -> Image.Image:
    """With less noise; of a small picture that would take strokes away, too."""
    return channel.filter(ImageFilter.GaussianBlur(1.2)) if min(channel.size) >= SHARP_SIZE else channel


def has_dark_paper(grey: Image.Image) -> bool:
    """Whether what stands out sharply from its surroundings is mostly lighter: strokes are, on dark paper.

    The edge of a shadow is as much darker on one side as it is lighter on the other.
    """
    scale = min(1, SHARP_SIZE / max(grey.size))
    small = grey.resize([max(1, round(side * scale)) for side in grey.size], Image.Resampling.BOX)
    light = np.log(np.asarray(small, np.float32) + DARK)
    detail = light - ndimage.gaussian_filter(light, 2)
    return bool((detail * np.abs(detail)).sum() > 0)


def estimate_paper(values: np.ndarray, reach: int, *, is_dark: bool) -> np.ndarray:
    """A grey picture, float32 (H, W), without strokes: a morphological closing, or an opening where the paper is dark.

    The paper grows into the ink from all sides until strokes are closed, then shrinks back. What is wider than a
    stroke, as a shadow, comes back as it was, and so counts as paper (Serra, "Image Analysis and Mathematical
    Morphology", 1982).
    """
    size = 2 * reach + 1
    close, extreme, limit = (
        (ndimage.grey_opening, ndimage.minimum_filter, np.maximum)
        if is_dark
        else (ndimage.grey_closing, ndimage.maximum_filter, np.minimum)
    )
    # Light that falls towards an edge goes on falling beyond it, else the edge would look like ink; but nothing there
    # is brighter than what is seen near by, as the counterpart of ink would be.
    beyond = np.pad(values, reach, mode="reflect", reflect_type="odd")
    beyond = limit(beyond, np.pad(extreme(values, size), reach, mode="edge"))
    paper: np.ndarray = close(beyond, size)[reach:-reach, reach:-reach]
    return paper


def paper_level(difference: np.ndarray, paper: float) -> tuple[float, float]:
    """How far the paper lies from its estimate, and the standard deviation of its noise, were it a bell curve.

    All are grey values: `difference`, (H, W), of a picture from its estimated paper, above 0 for ink, and `paper`
    itself.
    """
    median = float(np.median(difference))
    noise = 1.5 * float(np.median(np.abs(difference - median)))
    if noise < MIN_INK / 2 * paper:
        return median, noise
    level = most_common(difference)  # ink covers so much that the median tells nothing; none of it is below the paper
    return level, 1.5 * float(np.median(level - difference[difference <= level]))


def most_common(values: np.ndarray) -> float:
    """The value around which most values, (H, W), lie."""
    counts, edges = np.histogram(values, 200)
    peak = int(np.convolve(counts, np.ones(5), "same").argmax())
    near = values[(values >= edges[max(peak - 2, 0)]) & (values <= edges[min(peak + 3, len(counts))])]
    return float(np.median(near))
