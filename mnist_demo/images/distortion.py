"""Distort pictures by a known amount: turn, shift, resize, thicken, blur, add noise. Arrays in, arrays out.

Training augments pictures at random, in TensorFlow (augmentation.py). Here the amount is given, to measure how much
distortion a network tolerates, and to let people try it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from mnist_demo.config import IMAGE_SIZE


@dataclass(frozen=True)
class Distortion:
    """One way to distort pictures.

    `levels` ascend and hold `neutral`, the amount that changes nothing.
    `apply(images, amount, seed)` takes float32 (N, 28, 28) in [0, 1], 0 paper and 1 pen, and returns the like; the same
    arguments give the same result.
    """

    levels: tuple[float, ...]
    neutral: float
    apply: Callable[[np.ndarray, float, int], np.ndarray]


def distort(images: np.ndarray, amounts: Mapping[str, float], seed: int = 0) -> np.ndarray:
    """Apply several distortions, in the order of DISTORTIONS.

    Args:
        images: float32 (N, 28, 28) in [0, 1].
        amounts: the amount for any of the keys of DISTORTIONS, also between and beyond the levels.
        seed: of the random numbers of the noise.

    Returns:
        float32 (N, 28, 28) in [0, 1].

    Raises:
        ValueError: there is no such distortion.
    """
    if unknown := set(amounts) - set(DISTORTIONS):
        raise ValueError(f"there is no distortion {min(unknown)!r}; expected some of: {', '.join(DISTORTIONS)}")
    for kind, distortion in DISTORTIONS.items():
        amount = amounts.get(kind, distortion.neutral)
        if amount != distortion.neutral:
            images = distortion.apply(images, amount, seed)
    return images


def _turn(images: np.ndarray, degrees: float, seed: int) -> np.ndarray:
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    return _fetch(images, cosine * _ROWS - sine * _COLUMNS, sine * _ROWS + cosine * _COLUMNS)


def _shift_x(images: np.ndarray, pixels: float, seed: int) -> np.ndarray:
    return _fetch(images, _ROWS, _COLUMNS - pixels)


def _shift_y(images: np.ndarray, pixels: float, seed: int) -> np.ndarray:
    return _fetch(images, _ROWS - pixels, _COLUMNS)


def _scale(images: np.ndarray, times: float, seed: int) -> np.ndarray:
    return _fetch(images, _ROWS / times, _COLUMNS / times)


def _change_pen(images: np.ndarray, pixels: float, seed: int) -> np.ndarray:
    """Move each edge of a stroke outwards, inwards if `pixels` is negative; a fraction of a pixel in proportion."""
    pick = np.maximum if pixels > 0 else np.minimum
    whole, part = divmod(abs(pixels), 1)
    for share in (*[1.0] * int(whole), part):
        images = images + np.float32(share) * (_spread(images, pick) - images)
    return images


def _spread(images: np.ndarray, pick: np.ufunc) -> np.ndarray:
    """The highest (or lowest) of each pixel and its four neighbours: a dilation (or erosion)."""
    around = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    vertical = pick(around[:, :-2, 1:-1], around[:, 2:, 1:-1])
    horizontal = pick(around[:, 1:-1, :-2], around[:, 1:-1, 2:])
    spread: np.ndarray = pick(images, pick(vertical, horizontal))
    return spread


def _blur(images: np.ndarray, sigma: float, seed: int) -> np.ndarray:
    """Gaussian blur, which is linear and separable: one matrix blurs the rows, and the same one the columns."""
    distances = np.arange(1 - IMAGE_SIZE, IMAGE_SIZE)
    bell = np.exp(-((distances / max(sigma, 1e-3)) ** 2) / 2)
    bell /= bell.sum()
    matrix = np.stack([bell[IMAGE_SIZE - 1 - i : 2 * IMAGE_SIZE - 1 - i] for i in range(IMAGE_SIZE)])
    matrix = matrix.astype(np.float32)  # (28, 28)
    blurred: np.ndarray = np.clip(matrix @ images @ matrix, 0, 1)
    return blurred


def _add_noise(images: np.ndarray, deviation: float, seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).standard_normal(images.shape, np.float32)
    noisy: np.ndarray = np.clip(images + np.float32(deviation) * noise, 0, 1)
    return noisy


def _fetch(images: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Sample each pixel bilinearly at a place of its own; beyond the border is paper.

    All pictures share the places, so NumPy is several times as fast as Pillow, which takes one picture at a time.

    Args:
        images: float32 (N, 28, 28).
        rows, columns: float64 (28, 28), pixels down and right of the middle.
    """
    padded = np.pad(images, ((0, 0), (1, 2), (1, 2)))  # (N, 31, 31)
    places = np.stack([rows, columns]) + (IMAGE_SIZE + 1) / 2
    places = np.clip(places, 0, IMAGE_SIZE + 1)
    whole = places.astype(int)
    (y, x), (row, column) = (places - whole).astype(np.float32), whole
    top = padded[:, row, column] * (1 - x) + padded[:, row, column + 1] * x
    bottom = padded[:, row + 1, column] * (1 - x) + padded[:, row + 1, column + 1] * x
    fetched: np.ndarray = top * (1 - y) + bottom * y
    return fetched


_ROWS, _COLUMNS = np.indices((IMAGE_SIZE, IMAGE_SIZE)) - (IMAGE_SIZE - 1) / 2
_SHIFTS = (-8.0, -6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0)

DISTORTIONS: dict[str, Distortion] = {
    "turn": Distortion((-60.0, -45.0, -30.0, -15.0, 0.0, 15.0, 30.0, 45.0, 60.0), 0.0, _turn),
    "shift_x": Distortion(_SHIFTS, 0.0, _shift_x),
    "shift_y": Distortion(_SHIFTS, 0.0, _shift_y),
    "scale": Distortion((0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5), 1.0, _scale),
    "thickness": Distortion((-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0), 0.0, _change_pen),
    "blur": Distortion((0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0), 0.0, _blur),
    "noise": Distortion((0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8), 0.0, _add_noise),
}
"""Turn clockwise, in degrees; shift right and down, in pixels; scale about the middle, as a factor; thickness: how far
each edge of a stroke moves outwards, in pixels; blur and noise: standard deviation, in pixels and in ink."""

ROBUSTNESS = ("turn", "shift_x", "scale", "thickness", "noise")
"""The distortions for which each run stores its accuracy at each level."""
