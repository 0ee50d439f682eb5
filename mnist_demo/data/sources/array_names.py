"""Which array of an `.npz` is which, by the names that people give them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Literal

from mnist_demo.data.sources.errors import DatasetError

Role = Literal["train images", "train labels", "test images", "test labels"]

IMAGES = ("x", "image", "images", "data", "pixels")
LABELS = ("y", "label", "labels", "digit", "digits", "class", "classes", "target", "targets")
TRAIN = ("train", "training", "tr")
TEST = ("test", "testing", "te", "t10k")
EXPECTED = "expected x_train, y_train, x_test, y_test"


def _joined(parts: Sequence[str], kinds: Sequence[str]) -> set[str]:
    return {first + second for part, kind in product(parts, kinds) for first, second in ((part, kind), (kind, part))}


NAMES: dict[Role, set[str]] = {
    "train images": _joined(TRAIN, IMAGES),
    "train labels": _joined(TRAIN, LABELS),
    "test images": _joined(TEST, IMAGES),
    "test labels": _joined(TEST, LABELS),
}
NAMES_OF_ONE_SET: dict[Role, set[str]] = {"train images": set(IMAGES), "train labels": set(LABELS)}
"""Without a word for training or testing: all images lie in one array."""


def roles_of(path: Path, names: Sequence[str]) -> dict[Role, str]:
    """The name of the array for each role that one plays, images and labels to train on at the least."""
    found = _found(path, names, NAMES) or _found(path, names, NAMES_OF_ONE_SET)
    for role, usual in (("train images", "x_train"), ("train labels", "y_train")):
        if role not in found:
            raise DatasetError(path, f"no array {usual}; {EXPECTED}")
    if "test labels" in found and "test images" not in found:
        raise DatasetError(path, f"no array x_test beside {found['test labels']}; {EXPECTED}")
    return found


def _found(path: Path, names: Sequence[str], spellings: dict[Role, set[str]]) -> dict[Role, str]:
    found: dict[Role, str] = {}
    for role, usual in spellings.items():
        fitting = [name for name in names if _compact(name) in usual]
        if len(fitting) > 1:
            raise DatasetError(path, f"{' and '.join(fitting[:2])} may both be the {role}; keep one of them")
        if fitting:
            found[role] = fitting[0]
    return found


def _compact(name: str) -> str:
    """A name in small letters alone: "xtrain" for "X_train" and "x-train"."""
    return "".join(letter for letter in name.lower() if letter.isalnum())
