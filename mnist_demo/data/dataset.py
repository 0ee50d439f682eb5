"""Load MNIST, or a dataset of the same form, from the bundled file, Keras, `.npz`, IDX or CSV."""

from __future__ import annotations

import gzip
import math
import struct
import sys
import zlib
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mnist_demo.config import IMAGE_SIZE, NUM_CLASSES
from mnist_demo.damage import first_line, reason

BUNDLED_PATH = Path(__file__).with_name("mnist.npz")
ARRAY_NAMES = ("x_train", "y_train", "x_test", "y_test")
IDX_NAMES = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
CSV_NAMES = ("mnist_train.csv", "mnist_test.csv")
TEST_SHARE = 1 / 7  # of a single CSV: MNIST's own proportion, 10,000 of 70,000


class DatasetError(ValueError):
    """A dataset cannot be used; the message is one line: the file, what is wrong, what was expected."""


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


def load_dataset(source: str | Path = "bundled") -> Dataset:
    """Load a dataset and check it.

    Args:
        source: "bundled" (the complete MNIST, no network needed), "keras" (Keras's own download), or a path:
            an `.npz` with Keras's array names, a folder of IDX files (plain or `.gz`), a CSV (or `.csv.gz`)
            with a label and 784 pixels per row, or a folder with `mnist_train.csv` and `mnist_test.csv`.

    Raises:
        DatasetError: the source is missing, damaged or of another form.
    """
    if str(source) == "keras":
        return _checked("keras", _from_keras())
    path = _existing(source)
    try:
        return _checked(str(path), _reader(path)(path))
    except (OSError, EOFError, MemoryError, zlib.error) as error:
        raise DatasetError(f"{path}: cannot be read ({first_line(error)})") from error


def check_source(source: str | Path) -> None:
    """Raise DatasetError if there is nothing that `load_dataset` could load: a quick look, before anything slow."""
    if str(source) != "keras":
        _reader(_existing(source))


def _existing(source: str | Path) -> Path:
    """The path of a source on disk, or DatasetError if there is none."""
    try:
        path = BUNDLED_PATH if str(source) == "bundled" else Path(source).expanduser()
        path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        expected = "expected bundled, keras, or the path of a dataset"
        raise DatasetError(f"{source}: no such file or folder; {expected}") from error
    except (OSError, RuntimeError) as error:  # no permission, a name that is too long, ~ of an unknown user
        raise DatasetError(f"{source}: cannot be read ({first_line(error)})") from error
    return path


def load_test_images(source: str | Path = "bundled") -> tuple[np.ndarray, np.ndarray]:
    """Only `x_test` and `y_test` of what `load_dataset` loads (DatasetError as there)."""
    if str(source) not in ("bundled", "keras"):  # the same images: Keras itself has no place in the app
        dataset = load_dataset(source)
        return dataset.x_test, dataset.y_test
    with np.load(BUNDLED_PATH, allow_pickle=False) as arrays:  # ten times as fast as with the training images
        return arrays["x_test"], arrays["y_test"]


def _reader(path: Path) -> Callable[[Path], tuple[np.ndarray, ...]]:
    """The function that reads this kind of source into four arrays."""
    if path.is_dir():
        has_csv = any(_find(path, name) for name in CSV_NAMES)
        return _from_csv_folder if has_csv else _from_idx_folder
    name = path.name.lower()
    if name.endswith(".npz"):
        return _from_npz
    if name.endswith((".csv", ".csv.gz")):
        return _from_single_csv
    raise DatasetError(f"{path}: unknown kind of file; expected .npz, .csv, .csv.gz or a folder")


def _from_keras() -> tuple[np.ndarray, ...]:
    from keras.datasets import mnist  # only here: the import takes seconds, and the app does not need it

    try:
        with redirect_stdout(sys.stderr):  # Keras reports its download on standard output, which programs read
            (x_train, y_train), (x_test, y_test) = mnist.load_data()
    except Exception as error:  # Keras lets errors of several libraries through
        raise DatasetError(
            f"keras: the download failed ({first_line(error)}); the bundled set needs no network"
        ) from error
    return x_train, y_train, x_test, y_test


def _from_npz(path: Path) -> tuple[np.ndarray, ...]:
    try:
        with np.load(path, allow_pickle=False) as archive:
            missing = [name for name in ARRAY_NAMES if name not in archive]
            if missing:
                raise DatasetError(f"{path}: no array {missing[0]}; expected {', '.join(ARRAY_NAMES)}")
            return tuple(np.asarray(archive[name]) for name in ARRAY_NAMES)
    except (DatasetError, OSError):
        raise
    except Exception as error:  # pickled objects, other archives, locked ones: NumPy and zip raise errors of their own
        raise DatasetError(
            f"{path}: cannot be read ({reason(path, error)}); expected an .npz of plain arrays"
        ) from error


def _from_idx_folder(folder: Path) -> tuple[np.ndarray, ...]:
    return tuple(_read_idx(_find_idx(folder, name)) for name in IDX_NAMES)


def _find_idx(folder: Path, name: str) -> Path:
    # The official name ends in "-ubyte"; a common unpacking tool writes a dot before "idx".
    candidates = (f"{name}-ubyte", f"{name.replace('-idx', '.idx')}-ubyte")
    for candidate in candidates:
        if found := _find(folder, candidate):
            return found
    raise DatasetError(f"{folder}: no {candidates[0]} (or .gz); expected the four IDX files or {CSV_NAMES[0]}")


def _find(folder: Path, name: str) -> Path | None:
    """The file of this name, or its compressed form."""
    paths = (folder / name, folder / f"{name}.gz")
    return next((path for path in paths if path.is_file()), None)


def _read_idx(path: Path) -> np.ndarray:
    """Read an IDX file: two zero bytes, a type (8 = uint8), the number of axes, each axis as big-endian uint32."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    axes = 3 if "idx3" in path.name else 1
    magic, header = struct.pack(">HBB", 0, 8, axes), 4 + 4 * axes
    if content[:4] != magic:
        raise DatasetError(f"{path}: wrong magic number 0x{content[:4].hex()}; expected 0x{magic.hex()}")
    shape = struct.unpack(f">{axes}I", content[4:header]) if len(content) >= header else (0,)
    expected = header + math.prod(shape)
    if len(content) < header or len(content) != expected:
        raise DatasetError(f"{path}: truncated or too long, {len(content)} bytes; expected {expected}")
    return np.frombuffer(content, np.uint8, offset=header).reshape(shape)


def _from_csv_folder(folder: Path) -> tuple[np.ndarray, ...]:
    paths = [_find(folder, name) for name in CSV_NAMES]
    for name, path in zip(CSV_NAMES, paths, strict=True):
        if path is None:
            raise DatasetError(f"{folder}: no {name} (or .gz); expected {' and '.join(CSV_NAMES)}")
    return tuple(array for path in paths if path for array in _read_csv(path))


def _from_single_csv(path: Path) -> tuple[np.ndarray, ...]:
    images, labels = _read_csv(path)
    order = np.random.default_rng(0).permutation(len(labels))
    test, train = np.split(order, [max(1, round(len(order) * TEST_SHARE))])
    return images[train], labels[train], images[test], labels[test]


def _read_csv(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Images (N, 28, 28) and labels (N,) of a CSV with or without the header `label,pixel0,...`."""
    import pandas as pd  # only here: TensorFlow must be imported before it (a deadlock on macOS)

    opener = gzip.open if path.suffix.lower() == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", errors="replace") as file:  # Excel begins with a byte order mark
        has_header = file.readline().strip().strip('"').lower().startswith("label")
    try:
        # Without names, pandas cannot mistake an extra column for an index.
        rows = pd.read_csv(path, header=None, skiprows=int(has_header), dtype=np.int64, encoding="utf-8-sig")
    except (ValueError, OverflowError) as error:
        expected = f"expected a label and {IMAGE_SIZE**2} pixels in each row, whole numbers between commas"
        raise DatasetError(f"{path}: {first_line(error)[:100]}; {expected}") from error
    table = rows.to_numpy()
    if table.shape[1] != 1 + IMAGE_SIZE**2:
        raise DatasetError(f"{path}: {table.shape[1]} columns; expected a label and {IMAGE_SIZE**2} pixels")
    pixels, labels = table[:, 1:], table[:, 0]
    _check_range(str(path), "pixels", pixels, 255)
    _check_range(str(path), "labels", labels, NUM_CLASSES - 1)
    return pixels.astype(np.uint8).reshape(-1, IMAGE_SIZE, IMAGE_SIZE), labels.astype(np.uint8)


def _checked(source: str, arrays: tuple[np.ndarray, ...]) -> Dataset:
    """The dataset, or DatasetError: every source is checked here."""
    for name, array in zip(ARRAY_NAMES, arrays, strict=True):
        _check_array(source, name, array)
    for images, labels in (ARRAY_NAMES[:2], ARRAY_NAMES[2:]):
        counts = [len(arrays[ARRAY_NAMES.index(name)]) for name in (images, labels)]
        if counts[0] != counts[1]:
            raise DatasetError(f"{source}: {counts[0]} {images} but {counts[1]} {labels}; expected as many")
    return Dataset(*arrays)


def _check_array(source: str, name: str, array: np.ndarray) -> None:
    is_images = name.startswith("x")
    shape = (IMAGE_SIZE, IMAGE_SIZE) if is_images else ()
    if array.dtype != np.uint8:
        raise DatasetError(f"{source}: {name} is {array.dtype}; expected uint8, as .astype('uint8') makes it")
    if array.ndim != 1 + len(shape) or array.shape[1:] != shape:
        expected = "(N, 28, 28)" if is_images else "(N,)"
        raise DatasetError(f"{source}: {name} has shape {array.shape}; expected {expected}")
    least = 2 if name.endswith("train") else 1  # one training image is held out for validation
    if len(array) < least:
        raise DatasetError(f"{source}: {name} has {len(array)} rows; expected at least {least}")
    _check_range(source, name, array, 255 if is_images else NUM_CLASSES - 1)


def _check_range(source: str, name: str, array: np.ndarray, highest: int) -> None:
    wrong = array[(array < 0) | (array > highest)]
    if wrong.size:
        raise DatasetError(f"{source}: {wrong.flat[0]} among {name}; expected 0 to {highest}")
