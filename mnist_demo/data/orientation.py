"""Ways in which images are stored other than MNIST's, and how each is undone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mnist_demo.config import INVERTED

UPRIGHT: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "plain": lambda images: images,
    "transposed": lambda images: images.swapaxes(1, 2),
    "mirrored": lambda images: images[:, :, ::-1],
    "flipped": lambda images: images[:, ::-1],
    "rotated-left": lambda images: np.rot90(images, -1, (1, 2)),
    "rotated-right": lambda images: np.rot90(images, 1, (1, 2)),
    "rotated-180": lambda images: images[:, ::-1, ::-1],
    "antitransposed": lambda images: images[:, ::-1, ::-1].swapaxes(1, 2),
}
"""For each way of lying, what brings images (N, 28, 28) upright: all symmetries of a square."""


def as_mnist(images: np.ndarray, data_as: str) -> np.ndarray:
    """Images uint8 (N, 28, 28) that are stored in one of the ways DATA_AS, as MNIST stores its own."""
    way = data_as.removeprefix(INVERTED).removeprefix("-") or "plain"
    upright = np.ascontiguousarray(UPRIGHT[way](images))
    return 255 - upright if data_as.startswith(INVERTED) else upright
