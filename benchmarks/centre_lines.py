"""The middle of a digit's strokes, so that any pen can draw it anew: bool (SIDE, SIDE).

Photos are tuned on digits that are not those reported: other images, other styles and other seeds.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from PIL import Image
from skimage.morphology import skeletonize

from mnist_demo.config import DEFAULT_RUN, TrainConfig
from mnist_demo.data.dataset import Dataset
from mnist_demo.data.split import split
from mnist_demo.data.strokes import HELD_OUT_STYLES, STYLES, TRAINING_STYLES, lines_of, raster
from mnist_demo.data.strokes.styles import StyleKey

SIDE = 280
"""Pixels of a picture; the digit takes five sevenths of it, as in MNIST."""
FILL = 5 / 7
HAIR = 2 / SIDE
"""The width of a line of which nothing but its middle is left."""
REPORTED_SEED, TUNED_SEED = 71, 1071

Lines = list[tuple[np.ndarray, int]]
"""Centre lines, each with its digit."""


def reported(dataset: Dataset, images: int, strokes: int) -> Lines:
    """The last of MNIST's test images, and strokes in the styles held out of training."""
    last = zip(dataset.x_test[-images:], dataset.y_test[-images:], strict=True)
    return [(of_image(image), int(digit)) for image, digit in last] + of_styles(HELD_OUT_STYLES, strokes, REPORTED_SEED)


def tuned(dataset: Dataset, images: int, strokes: int) -> Lines:
    """Images that the network was validated on, and strokes in the styles that it was trained on."""
    _, validated = split(TrainConfig.from_preset(DEFAULT_RUN), len(dataset.y_train))
    chosen = [(of_image(dataset.x_train[index]), int(dataset.y_train[index])) for index in validated[:images]]
    return chosen + of_styles(TRAINING_STYLES, strokes, TUNED_SEED)


def of_image(image: np.ndarray) -> np.ndarray:
    """Of a picture like those of MNIST, uint8 (28, 28)."""
    large = np.asarray(Image.fromarray(image).resize((SIDE, SIDE), Image.Resampling.BICUBIC))
    return centered(skeletonize(large >= 160))


def centered(line: np.ndarray) -> np.ndarray:
    """A line with its box in the middle."""
    rows, columns = np.flatnonzero(line.any(axis=1)), np.flatnonzero(line.any(axis=0))
    down, right = ((SIDE - 1 - ends[0] - ends[-1]) // 2 for ends in (rows, columns))
    return np.roll(line, (down, right), axis=(0, 1))


def of_styles(styles: Collection[StyleKey], count: int, seed: int) -> Lines:
    """Of digits drawn in these styles, in turns."""
    rng, keys = np.random.default_rng(seed), sorted(styles)
    chosen = [keys[number % len(keys)] for number in range(count)]
    drawn = (raster.draw(lines_of(STYLES[digit][name], rng), SIDE, HAIR, FILL) for digit, name in chosen)
    return [(centered(canvas < 128), digit) for canvas, (digit, _) in zip(drawn, chosen, strict=True)]
