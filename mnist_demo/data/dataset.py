"""Load MNIST, or a set in its form, from the bundled file, Keras, `.npz`, IDX or CSV."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mnist_demo.config import BUILT_IN_DATA, IMAGE_SIZE
from mnist_demo.damage import first_line
from mnist_demo.data.orientation import as_mnist
from mnist_demo.data.sources.errors import DatasetError as DatasetError
from mnist_demo.data.sources.errors import one_line
from mnist_demo.data.sources.finding import source_at
from mnist_demo.data.sources.portion import Portion, Say

BUNDLED_PATH = Path(__file__).with_name("mnist.npz")
ARRAY_NAMES = ("x_train", "y_train", "x_test", "y_test")
TEST_SHARE = 1 / 7  # of a set that is not divided: MNIST's own proportion, 10,000 of 70,000


@dataclass(frozen=True)
class Dataset:
    """Images and labels for training and for testing, all uint8.

    `x_train` (N, 28, 28) and `x_test` (M, 28, 28) run from 0 (paper) to 255 (ink); `y_train` (N,) and
    `y_test` (M,) hold the digits 0 to 9.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


def load_dataset(source: str | Path = "bundled", data_as: str = "plain", say: Say = lambda line: None) -> Dataset:
    """Load a dataset and check it.

    Args:
        source: "bundled" (the complete MNIST, no network needed), "keras" (Keras's own download), or a path:
            an `.npz` with Keras's array names or similar ones, a folder of IDX files (plain or `.gz`), a CSV (or
            `.csv.gz`) with a label and 784 pixels a row, or a folder with `mnist_train.csv` and `mnist_test.csv`.
        data_as: how its images are stored, one of `mnist_demo.config.DATA_AS`; they are given back as MNIST's are.
        say: gets a line for each file that is not in the usual form: how it was understood.

    Raises:
        DatasetError: the source is missing, damaged or of another form.
    """
    train, test = _from_keras() if str(source) == "keras" else _from_path(_existing(source), say)
    assert train.labels is not None and test.labels is not None
    arrays = (as_mnist(train.images, data_as), train.labels, as_mnist(test.images, data_as), test.labels)
    return _checked(source, arrays)


def check_source(source: str | Path) -> None:
    """DatasetError where there is nothing that `load_dataset` could load: a quick look, before anything slow.

    What files claim to hold is looked at too, so that no file can take more memory or time than a dataset may.
    """
    if str(source) == "keras":
        return
    path = _existing(source)
    try:
        source_at(path).check()
    except (OSError, MemoryError) as error:
        raise DatasetError(path, f"cannot be read ({first_line(error)})") from error


def load_test_images(source: str | Path = "bundled", data_as: str = "plain") -> tuple[np.ndarray, np.ndarray]:
    """Only `x_test` and `y_test` of what `load_dataset` loads (DatasetError as there)."""
    if str(source) not in BUILT_IN_DATA or data_as != "plain":
        dataset = load_dataset(source, data_as)
        return dataset.x_test, dataset.y_test
    # Those of Keras are the same images: Keras itself has no place in the app.
    with np.load(BUNDLED_PATH, allow_pickle=False) as arrays:  # ten times as fast as with the training images
        return arrays["x_test"], arrays["y_test"]


def absolute_source(source: str) -> str:
    """The source as it can be found from any folder (DatasetError where a run cannot store it as text)."""
    is_known_everywhere = source in BUILT_IN_DATA or source.startswith("~")
    path = source if is_known_everywhere or not source else str(Path(source).absolute())
    if path != path.encode("utf-8", "replace").decode("utf-8"):
        raise DatasetError(source, "its path is not valid UTF-8, which the settings of a run must be; rename it")
    return path


def _existing(source: str | Path) -> Path:
    """The path of a source on disk, or DatasetError where there is none."""
    try:
        path = BUNDLED_PATH if str(source) == "bundled" else Path(source).expanduser()
        path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DatasetError(
            source, "no such file or folder; expected bundled, keras, or the path of a dataset"
        ) from error
    except (OSError, RuntimeError, ValueError) as error:  # not ours to enter, too long, ~ of nobody, a NUL in it
        raise DatasetError(source, f"cannot be read ({first_line(error)})") from error
    return path


def _from_path(path: Path, say: Say) -> tuple[Portion, Portion]:
    try:
        train, test = source_at(path).read(say)
    except (OSError, MemoryError) as error:
        raise DatasetError(path, f"cannot be read ({first_line(error)})") from error
    return _divided(path, train, test, say)


def _from_keras() -> tuple[Portion, Portion]:
    from keras.datasets import mnist  # only here: the import takes seconds and the app has no need of it

    try:
        with redirect_stdout(sys.stderr):  # where Keras tells of the download: programs read standard output
            (x_train, y_train), (x_test, y_test) = mnist.load_data()
    except Exception as error:  # Keras lets errors of several libraries through
        raise DatasetError(
            "keras", f"the download failed ({first_line(error)[:60]}); the bundled set needs no network"
        ) from error
    return Portion(x_train, y_train), Portion(x_test, y_test)


def _divided(path: Path, train: Portion, test: Portion | None, say: Say) -> tuple[Portion, Portion]:
    """What to train and to test on: where the source has no labels to test with, a part of the training set."""
    if test and test.labels is not None:
        return train, test
    assert train.labels is not None
    lack = "the test images have no labels" if test else "no test images"
    say(one_line(path, f"{lack}; a seventh of the images to train on is held out for testing"))
    order = np.random.default_rng(0).permutation(len(train.labels))
    held_out, kept = np.split(order, [max(1, round(len(order) * TEST_SHARE))])
    return (
        Portion(train.images[kept], train.labels[kept]),
        Portion(train.images[held_out], train.labels[held_out]),
    )


def _checked(source: str | Path, arrays: tuple[np.ndarray, ...]) -> Dataset:
    """The dataset, or DatasetError: every source ends here."""
    dataset = Dataset(*arrays)
    for name in ARRAY_NAMES:
        _check_array(source, name, getattr(dataset, name))
    for part in ("train", "test"):
        images, labels = len(getattr(dataset, f"x_{part}")), len(getattr(dataset, f"y_{part}"))
        if images != labels:
            raise DatasetError(source, f"{images} x_{part} but {labels} y_{part}; expected as many")
    return dataset


def _check_array(source: str | Path, name: str, array: np.ndarray) -> None:
    shape = (IMAGE_SIZE, IMAGE_SIZE) if name.startswith("x") else ()
    if array.dtype != np.uint8 or array.shape[1:] != shape:
        raise DatasetError(source, f"{name} is {array.dtype} {array.shape}; expected uint8 {('N', *shape)}")
    smallest = 2 if name.endswith("train") else 1  # one of those to train on is held out for validation
    if len(array) < smallest:
        raise DatasetError(source, f"{name} has {len(array)} rows; expected at least {smallest}")
