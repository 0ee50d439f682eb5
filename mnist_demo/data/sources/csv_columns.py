"""Which column of a CSV holds the labels, which counts the rows, and which are pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mnist_demo.config import NUM_CLASSES
from mnist_demo.data.sources.csv_form import EXPECTED, PIXELS, CsvForm
from mnist_demo.data.sources.errors import DatasetError

LABEL_NAMES = ("label", "labels", "digit", "class", "y", "target")
INDEX_NAMES = ("", "index", "id", "unnamed: 0", "imageid", "row")


@dataclass(frozen=True)
class Columns:
    """Places of columns, from 0: that of the labels, None where there is none, and those that are no pixels."""

    label: int | None
    others: tuple[int, ...]

    @property
    def pixels(self) -> np.ndarray:
        """Places of the 784 pixels, in their order."""
        return np.delete(np.arange(PIXELS + len(self.others)), self.others)

    def understood_as(self) -> list[str]:
        """What is not as usual about it, in words."""
        index = [column for column in self.others if column != self.label]
        phrases = [f"column {column + 1} left out, as it counts the rows" for column in index]
        if self.label is not None and self.label > len(index):
            phrases.append(f"labels from column {self.label + 1}")
        return phrases


def named_labels(path: Path, form: CsvForm) -> int | None:
    """The place of the column whose name says that it holds the labels, None where none does."""
    named = [place for place, name in enumerate(form.names or ()) if name in LABEL_NAMES]
    if len(named) > 1:
        raise DatasetError(
            path, f"columns {' and '.join(str(place + 1) for place in named[:2])} are both named as labels; keep one"
        )
    return named[0] if named else None


def columns_of(path: Path, form: CsvForm, kept: Mapping[int, np.ndarray]) -> Columns:
    """Tell the columns apart, by their names or else by what they hold (DatasetError where that is ambiguous).

    Args:
        form: how the file is written, 784 to 786 columns.
        kept: the numbers (N,) of the columns at either end, and of the one named as labels.
    """
    label = named_labels(path, form)
    ends = [place for place in (0, form.columns - 1) if place != label]
    extra = form.columns - PIXELS - (label is not None)
    if extra < 0:
        raise DatasetError(path, f"{form.columns} columns; {EXPECTED}")
    if extra == 0:
        return Columns(label, () if label is None else (label,))
    index = next((place for place in ends if _counts_rows(form, place, kept[place])), None)
    if extra == 1 and index is not None:
        return Columns(label, (index,) if label is None else (index, label))
    if label is not None or (extra == 2 and index is None):
        raise DatasetError(path, f"{form.columns} columns; {EXPECTED}")
    near = {0: 1, form.columns - 1: form.columns - 2}
    candidates = [near[place] if place == index else place for place in (0, form.columns - 1)]
    label = _labels_by_content(path, [place for place in candidates if _holds_digits(kept[place])])
    return Columns(label, (label,) if index is None else (index, label))


def _labels_by_content(path: Path, fitting: list[int]) -> int:
    if len(fitting) == 1:
        return fitting[0]
    problem = "both the first and the last column" if fitting else "neither the first nor the last column"
    raise DatasetError(path, f"{problem} can hold the labels, 0 to 9; name the column label in a first line")


def _counts_rows(form: CsvForm, place: int, numbers: np.ndarray) -> bool:
    """Whether a column counts the rows, by its name or by its values, if these are too many to be digits."""
    if form.names and form.names[place] in INDEX_NAMES:
        return True
    return len(numbers) > NUM_CLASSES and bool((np.diff(numbers) == 1).all())


def _holds_digits(numbers: np.ndarray) -> bool:
    """Whether these may be labels: whole numbers from 0 to 9, not all the same."""
    is_digit = (numbers >= 0) & (numbers < NUM_CLASSES) & (np.floor(numbers) == numbers)
    return bool(is_digit.all() and (numbers != numbers[0]).any())
