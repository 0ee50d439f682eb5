"""Photos of single digits that figures are reported on: nothing is trained, tuned or chosen on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import numpy as np
from PIL import Image

from benchmarks import centre_lines, photos, scenes, snapshots
from mnist_demo.data.dataset import Dataset

PHOTOS = 500
"""Photos of the last MNIST test images, for each kind of paper."""
REDRAWN_IMAGES, REDRAWN_STROKES = 200, 100
"""Digits that pens of all kinds draw anew: MNIST test images, and strokes in styles held out of training."""

PhotoSet = tuple[str, Iterator[Image.Image], np.ndarray]
"""What they show, in words; the photos, made as they are asked for; and the digits on them, (N,)."""


def of_images(dataset: Dataset) -> Iterator[PhotoSet]:
    """MNIST's test images as they are, on paper of several kinds."""
    images, labels = dataset.x_test[-PHOTOS:], dataset.y_test[-PHOTOS:]
    for name, is_dark in {"dark pen on paper": False, "chalk on a board": True}.items():
        take = partial(photos.photograph, is_dark=is_dark)
        yield f"photos of MNIST test images, {name}", _photos(take, images, seed=4), labels
    for name, make in scenes.SCENES.items():
        yield f"MNIST test images, {name}", _photos(make, images, seed=6), labels


def drawn_anew(dataset: Dataset) -> Iterator[PhotoSet]:
    """Digits that pens of all kinds draw anew."""
    lines, labels = redrawn(dataset)
    for name, take in snapshots.SNAPSHOTS.items():
        yield f"photos of them: {name}", _photos(take, lines, seed=7), labels


def redrawn(dataset: Dataset) -> tuple[list[np.ndarray], np.ndarray]:
    """Their centre lines, bool (M, M) each, and the digits, (N,)."""
    lines = centre_lines.reported(dataset, REDRAWN_IMAGES, REDRAWN_STROKES)
    return [line for line, _ in lines], np.array([digit for _, digit in lines])


def _photos(
    make: Callable[[np.ndarray, np.random.Generator], Image.Image], digits: Iterable[np.ndarray], seed: int
) -> Iterator[Image.Image]:
    rng = np.random.default_rng(seed)
    return (make(digit, rng) for digit in digits)
