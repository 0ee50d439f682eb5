"""From contrast to ink, decided by place: pale ink counts where it goes on from strong ink."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from mnist_demo.images.paper import Contrast, strongest
from mnist_demo.images.preprocessing import stroke_width

PALE = 0.15
"""The share of the strongest contrast from which what is connected to certain ink belongs to it."""
SEED = 0.3
"""The share of the strongest contrast from which ink stands for itself."""
CERTAIN_NOISE, PALE_NOISE = 5, 3
"""Both stand out from the noise, too, by so many standard deviations."""
FAINT, FULL = 0.4, 0.75
"""Between these shares of the contrast in the middle of its stroke, ink goes from 0 to 1."""
PALEST = 0.3
"""The least contrast in the middle of a stroke, as a share of the strongest near by: what is less is a blurred rim."""
FALL = 0.6
"""To the sides of its middle a stroke falls to less than this share of the contrast there."""
DIRECTIONS = ((0, 1), (1, 0), (1, 1), (1, -1))
AROUND = np.ones((3, 3), bool)


def to_ink(contrast: Contrast) -> np.ndarray:
    """Contrast to ink, float32 (H, W) in [0, 1], that is as black where the pen was pale as elsewhere."""
    values, noise = contrast.values, contrast.noise
    most = strongest(contrast)
    is_certain = values > np.maximum(SEED * most, CERTAIN_NOISE * noise)
    is_pale = values > np.maximum(PALE * most, PALE_NOISE * noise)
    is_ink = ndimage.binary_propagation(is_certain, AROUND, is_pale)
    ink = np.zeros_like(values)
    for box in ndimage.find_objects(is_ink.astype(np.uint8)):
        ink[box] = relative_to_middle(np.where(is_ink[box], values[box], 0))
    return ink


def relative_to_middle(values: np.ndarray) -> np.ndarray:
    """Contrast of ink alone, float32 (H, W), 0 elsewhere, as a share of that in the middle of its stroke: [0, 1]."""
    width = stroke_width(values)
    least = PALEST * ndimage.maximum_filter(values, 2 * round(width / 2) + 3)
    is_middle = middles(values, width) & (values >= least)
    full = np.maximum(_nearest(values, is_middle, width / 3), least) if is_middle.any() else least / PALEST
    ink: np.ndarray = np.clip((values / np.maximum(full, 1e-6) - FAINT) / (FULL - FAINT), 0, 1).astype(np.float32)
    return ink


def middles(values: np.ndarray, width: float) -> np.ndarray:
    """Where the middle of a stroke about `width` wide is: bool (H, W), where contrast falls on two opposite sides.

    Along a stroke it may rise: there it grows stronger.
    """
    steps = sorted({max(1, round(share * width)) for share in (0.2, 0.4, 0.6, 0.8, 1, 1.2)})
    across = [_falls(values, (y, x), steps) & _falls(values, (-y, -x), steps) for y, x in DIRECTIONS]
    found: np.ndarray = np.logical_or.reduce(across)
    return found


def _falls(values: np.ndarray, direction: tuple[int, int], steps: list[int]) -> np.ndarray:
    """Whether contrast falls in a direction, (rows, columns), without rising first: bool (H, W)."""
    margin, (height, width) = steps[-1], values.shape
    padded = np.pad(values, margin)
    has_risen = has_fallen = np.zeros(values.shape, bool)
    for step in steps:
        top, left = (margin + round(step * part / np.hypot(*direction)) for part in direction)
        there = padded[top : top + height, left : left + width]
        has_risen = has_risen | (there > 1.03 * values) & ~has_fallen
        has_fallen = has_fallen | (there < FALL * values)
    return has_fallen & ~has_risen


def _nearest(values: np.ndarray, is_middle: np.ndarray, spread: float) -> np.ndarray:
    """For each pixel the contrast at the nearest middle of a stroke, averaged along it: float32 (H, W)."""
    strength, weight = (
        ndimage.gaussian_filter(part.astype(np.float32), spread) for part in (values * is_middle, is_middle)
    )
    nearest = ndimage.distance_transform_edt(~is_middle, return_distances=False, return_indices=True)
    along: np.ndarray = (strength / np.maximum(weight, 1e-6))[tuple(nearest)]
    return along
