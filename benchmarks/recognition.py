"""How well each network reads MNIST, other people's digits, variations, and non-digits: `make recognition`.

Everything but the MNIST test images comes as canvases, as the app gets them. Nothing is trained or tuned on any of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
from PIL import Image
from sklearn.metrics import roc_auc_score

from benchmarks import canvases, nondigits, pens, photo_sets, table
from mnist_demo.config import DEFAULT_RUN, IMAGE_SIZE, PLAIN_RUN
from mnist_demo.data.dataset import Dataset, load_dataset
from mnist_demo.images.photo import find_ink
from mnist_demo.images.preprocessing import as_pixels, canvas_to_image, extract_ink, scale_pixels
from mnist_demo.network.calibration import expected_calibration_error
from mnist_demo.runs.run import Run
from mnist_demo.runs.store import load_run

VARIED = 2000
"""MNIST test images used for each variation."""
STROKES, MISREAD, CHILDREN, NON_DIGITS = 3000, 500, 2000, 500
KEPT = 0.99
"""The share of MNIST's test images that get an answer where refusals are compared: their own limits differ."""

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
    _print_non_digits(readers)


def _print_non_digits(readers: list[Reader]) -> None:
    """How many get "?" from the app; from a limit that leaves `KEPT` of MNIST's answers; and the ROC curve's area."""
    images = scale_pixels(load_dataset().x_test)
    digits = [reader.run.network.predict(images).max(axis=1) for reader in readers]
    limits = [np.quantile(known, 1 - KEPT) for known in digits]
    for name, drawings in nondigits.make(NON_DIGITS, seed=5).items():
        answers = [reader.read(drawings) for reader in readers]
        others = [probabilities.max(axis=1) for probabilities in answers]
        unsure = (reader.unsure(probabilities) for reader, probabilities in zip(readers, answers, strict=True))
        table.row(f'{name} that get "?" ({len(drawings):,})', *map(_share, unsure))
        refused = (other < limit for other, limit in zip(others, limits, strict=True))
        table.row(f"{name}, with {100 * KEPT:.0f} % of MNIST's answers kept", *map(_share, refused))
        areas = map(_area, digits, others)
        table.row(f"{name} against MNIST, AUROC", *(f"{area:.4f}" for area in areas))


def _share(are: np.ndarray) -> str:
    """How many of bool (N,)."""
    return f"{100 * are.mean():.1f} %"


def _area(digits: np.ndarray, others: np.ndarray) -> float:
    """The area under the ROC curve of telling digits from others by their confidence: 1 perfect, 0.5 by chance."""
    is_digit = np.repeat([True, False], [len(digits), len(others)])
    return float(roc_auc_score(is_digit, np.concatenate([digits, others])))


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
    yield "pen strokes in styles kept out of training", canvases.pen_strokes(STROKES, 77, canvases.kept_out())
    for name, motifs in canvases.misread().items():
        yield f"pen strokes, {name}", canvases.pen_strokes(MISREAD, 78, motifs)
    yield "children's hands in styles kept out of training", canvases.pen_strokes(CHILDREN, 79, canvases.by_children())
    yield "children's hands, in a mirror", canvases.pen_strokes(CHILDREN, 80, canvases.mirrored())
    images, labels = dataset.x_test[:VARIED], dataset.y_test[:VARIED]
    for name, vary in canvases.VARIATIONS.items():
        rng = np.random.default_rng(3)
        yield f"MNIST test images {name}", ([vary(canvas, rng) for canvas in canvases.enlarged(images)], labels)


def _photos(dataset: Dataset) -> Iterator[tuple[str, Drawings]]:
    """The same for photos of MNIST's test images as they are: as the ink that is found on them."""
    for name, taken, labels in photo_sets.of_images(dataset):
        yield name, (_inks(taken), labels)


def _snapshots(dataset: Dataset) -> Iterator[tuple[str, Drawings]]:
    """The same for digits that pens of all kinds draw anew; the first set is on canvases, for comparison."""
    lines, labels = photo_sets.redrawn(dataset)
    rng = np.random.default_rng(7)
    yield "digits drawn anew, no photo", ([as_pixels(pens.STEADY.write(line, 400, rng)) for line in lines], labels)
    for name, taken, _ in photo_sets.drawn_anew(dataset):
        yield name, (_inks(taken), labels)


def _inks(taken: Iterable[Image.Image]) -> list[np.ndarray]:
    return [as_pixels(find_ink(photo)) for photo in taken]


if __name__ == "__main__":
    main()
