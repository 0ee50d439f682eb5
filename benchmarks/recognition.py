"""How well each network reads MNIST, other people's digits, variations, and non-digits: `make recognition`.

Everything but the MNIST test images comes as canvases, as the app gets them. Nothing is trained or tuned on any of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
from PIL import Image

from benchmarks import canvases, centre_lines, nondigits, pens, photos, scenes, snapshots, table
from mnist_demo.config import DEFAULT_RUN, IMAGE_SIZE, PLAIN_RUN
from mnist_demo.data.dataset import Dataset, load_dataset
from mnist_demo.images.photo import find_ink
from mnist_demo.images.preprocessing import as_pixels, canvas_to_image, extract_ink, scale_pixels
from mnist_demo.network.calibration import expected_calibration_error
from mnist_demo.runs.run import Run
from mnist_demo.runs.store import load_run

VARIED = 2000
"""MNIST test images used for each variation."""
STROKES, NON_DIGITS = 3000, 1500
PHOTOS = 500
"""Photos of the last MNIST test images, for each kind of paper."""
REDRAWN_IMAGES, REDRAWN_STROKES = 200, 100
"""Digits that pens of all kinds draw anew: MNIST test images, and strokes in styles held out of training."""

Drawings = tuple[list[np.ndarray], np.ndarray]
"""Canvases, uint8 (H, W), and the digits on them, (N,)."""
Preparation = Callable[[np.ndarray], np.ndarray | None]


@dataclass(frozen=True)
class Reader:
    """One row of the table: a way to bring a canvas to 28×28, and a network."""

    name: str
    prepare: Preparation
    run: Run

    def read(self, canvases: list[np.ndarray]) -> np.ndarray:
        """Probabilities, float32 (N, 10), for canvases, uint8 (H, W); all equal for an empty one."""
        empty = np.full(10, 0.1, np.float32)
        images = [self.prepare(canvas) for canvas in canvases]
        return np.stack([empty if image is None else self.run.network.predict(image) for image in images])

    def unsure(self, probabilities: np.ndarray) -> np.ndarray:
        """Which of the answers, bool (N,), the app shows as "?"."""
        is_unsure: np.ndarray = probabilities.max(axis=1) < self.run.threshold
        return is_unsure


def squeeze(canvas: np.ndarray) -> np.ndarray:
    """What most demos do: shrink the whole canvas, uint8 (H, W), to float32 (28, 28)."""
    picture = Image.fromarray(extract_ink(canvas)).resize((IMAGE_SIZE, IMAGE_SIZE), Image.Resampling.BOX)
    return np.asarray(picture)


def main() -> None:
    classic, robust = load_run(PLAIN_RUN), load_run(DEFAULT_RUN)
    readers = [
        Reader("squeezed canvas, classic", squeeze, classic),
        Reader("classic", canvas_to_image, classic),
        Reader("robust", canvas_to_image, robust),
    ]
    table.heading("set", *(reader.name for reader in readers))
    _print_mnist(readers)
    dataset = load_dataset()
    for name, (drawings, labels) in chain(_canvases(dataset), _photos(dataset), _snapshots(dataset)):
        read = ((reader.read(drawings).argmax(axis=1) == labels).mean() for reader in readers)
        table.row(f"{name} ({len(labels):,})", *(f"{100 * share:.2f} %" for share in read))
    for name, drawings in nondigits.make(NON_DIGITS, seed=5).items():
        unsure = (reader.unsure(reader.read(drawings)).mean() for reader in readers)
        table.row(f'{name} that get "?" ({len(drawings):,})', *(f"{100 * share:.1f} %" for share in unsure))


def _print_mnist(readers: list[Reader]) -> None:
    """Accuracy, calibration and answers on the test set itself, which no preparation touches."""
    dataset = load_dataset()
    images, labels = scale_pixels(dataset.x_test), dataset.y_test
    probabilities = [reader.run.network.predict(images) for reader in readers]
    right = (100 * (p.argmax(axis=1) == labels).mean() for p in probabilities)
    table.row("MNIST test set (10,000)", *(f"{share:.2f} %" for share in right))
    errors = (expected_calibration_error(p, labels) for p in probabilities)
    table.row("its calibration error, ECE, 15 bins", *(f"{error:.4f}" for error in errors))
    answered = (1 - r.unsure(p).mean() for r, p in zip(readers, probabilities, strict=True))
    table.row('its images that get an answer, not "?"', *(f"{100 * share:.2f} %" for share in answered))


def _canvases(dataset: Dataset) -> Iterator[tuple[str, Drawings]]:
    """Each set of digits on canvases, with its name."""
    yield "digits of 43 other people, 8×8", canvases.other_people()
    yield "pen strokes in styles kept out of training", canvases.pen_strokes(STROKES, seed=77)
    images, labels = dataset.x_test[:VARIED], dataset.y_test[:VARIED]
    for name, vary in canvases.VARIATIONS.items():
        rng = np.random.default_rng(3)
        yield f"MNIST test images {name}", ([vary(canvas, rng) for canvas in canvases.enlarged(images)], labels)


def _photos(dataset: Dataset) -> Iterator[tuple[str, Drawings]]:
    """The same for photos of MNIST's test images as they are: as the ink that is found on them."""
    images, labels = dataset.x_test[-PHOTOS:], dataset.y_test[-PHOTOS:]
    for name, is_dark in {"dark pen on paper": False, "chalk on a board": True}.items():
        rng = np.random.default_rng(4)
        taken = (photos.photograph(image, rng, is_dark=is_dark) for image in images)
        yield f"photos of MNIST test images, {name}", (_inks(taken), labels)
    for name, make in scenes.SCENES.items():
        rng = np.random.default_rng(6)
        yield f"MNIST test images, {name}", (_inks(make(image, rng) for image in images), labels)


def _snapshots(dataset: Dataset) -> Iterator[tuple[str, Drawings]]:
    """The same for digits that pens of all kinds draw anew; the first set is on canvases, for comparison."""
    lines = centre_lines.reported(dataset, REDRAWN_IMAGES, REDRAWN_STROKES)
    labels = np.array([digit for _, digit in lines])
    rng = np.random.default_rng(7)
    yield "digits drawn anew, no photo", ([as_pixels(pens.STEADY.write(line, 400, rng)) for line, _ in lines], labels)
    for name, take in snapshots.SNAPSHOTS.items():
        rng = np.random.default_rng(7)
        yield f"photos of them: {name}", (_inks(take(line, rng) for line, _ in lines), labels)


def _inks(taken: Iterable[Image.Image]) -> list[np.ndarray]:
    return [as_pixels(find_ink(photo)) for photo in taken]


if __name__ == "__main__":
    main()
