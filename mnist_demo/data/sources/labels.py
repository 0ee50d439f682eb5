"""Labels of any common form become digits: uint8 (N,) from 0 to 9."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mnist_demo.config import NUM_CLASSES
from mnist_demo.data.sources.errors import DatasetError

EXPECTED = f"expected 0 to {NUM_CLASSES - 1}"


def digits_from(path: Path, name: str, labels: np.ndarray) -> np.ndarray:
    """Digits, uint8 (N,), from numbers or their texts, (N,) or (N, 1), or from one-hot rows (N, 10).

    Args:
        path: the file, for errors.
        name: what the labels are called in it.
    """
    if labels.ndim == 2 and labels.shape[1] == NUM_CLASSES:
        return _from_one_hot(path, name, labels)
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    if labels.ndim != 1:
        raise DatasetError(path, f"{name} has shape {labels.shape}; expected (N,), or one-hot (N, {NUM_CLASSES})")
    if labels.dtype.kind == "U" and np.char.isdigit(labels).all() and labels.dtype.itemsize <= 16:
        labels = labels.astype(np.int64)
    if labels.dtype.kind not in "iuf":
        raise DatasetError(path, f"{name} holds {labels.dtype}; {EXPECTED} as numbers")
    is_wrong = ~((labels >= 0) & (labels < NUM_CLASSES) & (np.floor(labels) == labels))
    if is_wrong.any():
        raise DatasetError(path, f"{labels[is_wrong][0]:g} among {name}; {EXPECTED}")
    return labels.astype(np.uint8)


def _from_one_hot(path: Path, name: str, rows: np.ndarray) -> np.ndarray:
    is_one = rows == 1
    if not (is_one.sum(axis=1) == 1).all() or not (is_one | (rows == 0)).all():
        raise DatasetError(path, f"{name} has {NUM_CLASSES} columns, but not a single 1 in each row; give digits")
    digits: np.ndarray = is_one.argmax(axis=1).astype(np.uint8)
    return digits
