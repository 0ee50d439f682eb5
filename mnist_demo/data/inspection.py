"""A look at a dataset before a network is trained on it: what is damaged, or stored in another way than MNIST."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mnist_demo.config import DATA_AS
from mnist_demo.data.dataset import Dataset
from mnist_demo.data.orientation import as_mnist
from mnist_demo.data.sources.errors import DatasetError, one_line
from mnist_demo.data.sources.portion import Say

LOOKED_AT = 500
"""Images of each part, spread over all of it, that are compared and read."""
MOST_BLANK = 0.5
"""Share of images without a digit from which a part is refused."""
FEWEST_DIFFERENT = 0.1
"""Share of different images below which a part is refused."""
ENOUGH_TO_JUDGE = 30
"""Test images below which they may all show one digit."""
FAR_BETTER = 0.25
"""Share of images by which a better way must be ahead; besides 1/√N for chance."""
WELL_READ = 0.6
"""Share that a better way must reach. MNIST is read to 99 % by the classic network, mirrored and so on to 4 to 46 %."""
HARDLY_READ = 0.5
"""Share below which images may be no digits: clothes are read to 5 to 15 %."""

Reader = Callable[[np.ndarray], np.ndarray]
"""Reads images, float32 (N, 28, 28) in [0, 1]: probabilities of the ten digits, float32 (N, 10)."""


@dataclass(frozen=True)
class _Sample:
    """A few images of a part, `images` uint8 (N, 28, 28), and `labels` uint8 (N,)."""

    part: str
    images: np.ndarray
    labels: np.ndarray


def inspect(source: str, dataset: Dataset, say: Say) -> None:
    """Refuse what no network can learn from: a single label, images that are blank or equal.

    Args:
        source: the dataset's path, for errors.
        dataset: as `load_dataset` gives it.
        say: gets a line where some images are blank.

    Raises:
        DatasetError: the dataset is such a one.
    """
    for sample in _samples(dataset):
        _check_labels(source, sample)
        _check_blank(source, sample, say)
        _check_different(source, sample)


def check_reading(source: str, dataset: Dataset, read: Reader, say: Say) -> None:
    """Compare how well a trained network reads the images as they are, inverted, transposed, mirrored and so on.

    Args:
        source, dataset, say: as in `inspect`; a line is said where the images may be no digits.
        read: the network.

    Raises:
        DatasetError: another way is read far better; the message has the flag that takes it so.
    """
    found = [_best_way(sample, read) for sample in _samples(dataset)]
    ways = {way for way, _ in found}
    if ways == {"plain"}:
        if found[0][1] < HARDLY_READ:
            say(one_line(source, f"the shipped network reads {found[0][1]:.0%} of these images; they may be no digits"))
    elif len(ways) == 1:
        raise DatasetError(source, _advice(*found[0]))
    else:
        raise DatasetError(source, f"training images look {found[0][0]}, test images {found[1][0]}; store both one way")


def _advice(way: str, share: float) -> str:
    return f"images look {way} ({share:.0%} are read so); add --data-as {way}, or --data-as plain"


def _samples(dataset: Dataset) -> tuple[_Sample, _Sample]:
    return (
        _sample("training", dataset.x_train, dataset.y_train),
        _sample("test", dataset.x_test, dataset.y_test),
    )


def _sample(part: str, images: np.ndarray, labels: np.ndarray) -> _Sample:
    chosen = np.linspace(0, len(labels) - 1, min(LOOKED_AT, len(labels))).astype(int)
    return _Sample(part, images[chosen], labels[chosen])


def _check_labels(source: str, sample: _Sample) -> None:
    is_enough = sample.part == "training" or len(sample.labels) >= ENOUGH_TO_JUDGE
    if is_enough and len(np.unique(sample.labels)) == 1:
        raise DatasetError(
            source, f"all {sample.part} labels are {sample.labels[0]}; is that the column of the labels?"
        )


def _check_blank(source: str, sample: _Sample, say: Say) -> None:
    share = float((np.ptp(sample.images, axis=(1, 2)) == 0).mean())
    if share >= MOST_BLANK:
        raise DatasetError(source, f"{share:.0%} of the {sample.part} images are blank; expected a digit on each")
    if share:
        say(one_line(source, f"{share:.1%} of the {sample.part} images are blank"))


def _check_different(source: str, sample: _Sample) -> None:
    count, different = len(sample.images), len(np.unique(sample.images.reshape(len(sample.images), -1), axis=0))
    if count > 1 and (different == 1 or different < FEWEST_DIFFERENT * count):
        problem = f"only {different} different among {count} {sample.part} images"
        raise DatasetError(source, f"{problem}; expected a picture of its own for each label")


def _best_way(sample: _Sample, read: Reader) -> tuple[str, float]:
    """The way in which images are read best, "plain" unless another is far better; and the share that is read."""
    shares = {"plain": _share_read(sample, "plain", read)}
    if shares["plain"] > 1 - FAR_BETTER:
        return "plain", shares["plain"]
    shares |= {way: _share_read(sample, way, read) for way in DATA_AS if way != "plain"}
    best = max(shares, key=lambda way: shares[way])
    ahead = shares[best] - shares["plain"] - 1 / np.sqrt(len(sample.labels))
    way = best if shares[best] >= WELL_READ and ahead >= FAR_BETTER else "plain"
    return way, shares[way]


def _share_read(sample: _Sample, way: str, read: Reader) -> float:
    images = as_mnist(sample.images, way).astype(np.float32) / np.float32(255)
    return float((read(images).argmax(axis=1) == sample.labels).mean())
