"""What handwriting is like, measured on the images: how thick the strokes are, and how far they lean."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mnist_demo.config import IMAGE_SIZE
from mnist_demo.images.preprocessing import scale_pixels, stroke_width

Measure = Callable[[np.ndarray], np.ndarray]
AT_ONCE = 2000
"""Images that are measured together, in some 20 MB."""


def thickness(images: np.ndarray) -> np.ndarray:
    """The mean width of the strokes in pixels, float64 (N,), of images, uint8 (N, 28, 28); 0 for a blank one."""
    return np.array([stroke_width(image) for image in scale_pixels(images)], np.float64)


def slant(images: np.ndarray) -> np.ndarray:
    """How far the writing leans to the right in degrees, float64 (N,), of images, uint8 (N, 28, 28).

    It is the shear that would leave the rows and columns of the ink uncorrelated, from the ink's second moments; 0 for
    an image without ink, or with a single row of it.
    """
    ink = images.astype(np.float64)
    mass = np.maximum(ink.sum(axis=(1, 2)), 1)
    place = np.arange(IMAGE_SIZE) - (IMAGE_SIZE - 1) / 2
    row, column = ink.sum(axis=2) @ place / mass, ink.sum(axis=1) @ place / mass
    spread = ink.sum(axis=2) @ place**2 / mass - row**2
    together = (ink @ place) @ place / mass - row * column
    lean: np.ndarray = -np.degrees(np.arctan2(together, spread))  # rows are counted downwards
    lean[spread < 1e-9] = 0
    return lean


def tilt(images: np.ndarray) -> np.ndarray:
    """How far the writing leans to either side in degrees, float64 (N,), of images, uint8 (N, 28, 28)."""
    leaning: np.ndarray = np.abs(slant(images))
    return leaning


MEASURES: dict[str, Measure] = {"thin": thickness, "upright": tilt}
"""For each kind of writing that a training may be limited to, the measure that is small where an image is of it."""


def measured(kind: str, images: np.ndarray) -> np.ndarray:
    """The measure of a kind, float64 (N,), of any number of images, uint8 (N, 28, 28)."""
    starts = range(0, len(images), AT_ONCE)
    return np.concatenate([MEASURES[kind](images[start : start + AT_ONCE]) for start in starts])
