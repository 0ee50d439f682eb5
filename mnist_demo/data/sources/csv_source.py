"""CSV files, plain or `.gz`: a label and 784 pixels in each row, in any of the forms that people write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mnist_demo.config import IMAGE_SIZE
from mnist_demo.damage import printable
from mnist_demo.data.sources.claims import count_lines
from mnist_demo.data.sources.csv_columns import columns_of, named_labels
from mnist_demo.data.sources.csv_form import EXPECTED, CsvForm, form_of
from mnist_demo.data.sources.errors import DatasetError, one_line
from mnist_demo.data.sources.labels import digits_from
from mnist_demo.data.sources.pixels import ByteRows, understood_as
from mnist_demo.data.sources.portion import Portion, Say

if TYPE_CHECKING:
    import pandas as pd

ROWS = 4096
"""Rows that are parsed at once."""
MARGIN = 2
"""Columns at either end among which labels and row numbers may stand."""


@dataclass(frozen=True)
class CsvSource:
    """One CSV with all images, or one to train on and one to test on."""

    train: Path
    test: Path | None = None

    def check(self) -> None:
        for path in filter(None, (self.train, self.test)):
            count_lines(path)
            form_of(path)

    def read(self, say: Say) -> tuple[Portion, Portion | None]:
        train = _read_csv(self.train, say)
        if train.labels is None:
            raise DatasetError(self.train, f"no labels; {EXPECTED}")
        return train, _read_csv(self.test, say) if self.test else None


def _read_csv(path: Path, say: Say) -> Portion:
    lines, form = count_lines(path), form_of(path)
    rows, phrases = ByteRows(path, lines, form.columns, MARGIN), form.understood_as()
    kept = _kept_columns(path, form, rows, phrases)
    columns = columns_of(path, form, kept)
    pixels, told = rows.finish(columns.pixels)
    if phrases := list(dict.fromkeys([*phrases, *columns.understood_as(), *understood_as(told)])):
        say(one_line(path, "; ".join(phrases)))
    labels = None if columns.label is None else digits_from(path, "labels", kept[columns.label])
    return Portion(pixels.reshape(-1, IMAGE_SIZE, IMAGE_SIZE), labels)


def _kept_columns(path: Path, form: CsvForm, rows: ByteRows, phrases: list[str]) -> dict[int, np.ndarray]:
    """Read the file into `rows`; the columns that may hold labels or row numbers, (N,), as they are."""
    label = named_labels(path, form)
    places = {*range(MARGIN), *range(form.columns - MARGIN, form.columns)} | ({label} if label is not None else set())
    kept: dict[int, list[np.ndarray]] = {place: [] for place in places}
    for values in _numbers(path, form, phrases):
        rows.add(values)
        for place, parts in kept.items():
            parts.append(values[:, place].copy())
    if not rows.count:
        raise DatasetError(path, f"no rows of numbers; {EXPECTED}")
    return {place: np.concatenate(parts) for place, parts in kept.items()}


def _numbers(path: Path, form: CsvForm, phrases: list[str]) -> Iterator[np.ndarray]:
    """The rows as numbers (n, columns), integers or floats, some thousand at a time; what was left out in `phrases`."""
    import pandas as pd  # only here: TensorFlow must be imported before it (a deadlock on macOS), the app has no need

    try:
        chunks = pd.read_csv(
            path,
            header=None,
            sep=form.separator,
            decimal=form.decimal,
            skiprows=form.skipped,
            chunksize=ROWS,
            low_memory=False,
            encoding="utf-8-sig",
            encoding_errors="replace",
        )
        with chunks:
            for chunk in chunks:
                yield _as_numbers(path, form, chunk, phrases)
    except (ValueError, OverflowError) as error:
        if isinstance(error, DatasetError):
            raise
        raise DatasetError(path, f"{_in_plain_words(error)}; {EXPECTED}") from error


def _as_numbers(path: Path, form: CsvForm, chunk: pd.DataFrame, phrases: list[str]) -> np.ndarray:
    if chunk.shape[1] == form.columns + 1 and chunk.iloc[:, -1].isna().all():  # each row ends with a separator
        chunk = chunk.iloc[:, :-1]
    if chunk.shape[1] != form.columns:
        raise DatasetError(path, f"{chunk.shape[1]} columns; {EXPECTED}")
    values: np.ndarray = chunk.to_numpy()
    if values.dtype.kind not in "iuf":
        values = _without_words(path, form, chunk, phrases)
    if values.dtype.kind == "f" and np.isnan(values).any():
        values = values[~np.isnan(values).all(axis=1)]  # rows without a single number, as Excel leaves them at the end
    return values


def _without_words(path: Path, form: CsvForm, chunk: pd.DataFrame, phrases: list[str]) -> np.ndarray:
    """A part of the table in which something is no number: a header that comes again is left out, else DatasetError."""
    import pandas as pd

    texts = chunk.astype(str)
    if form.names:
        names = texts.apply(lambda column: column.str.strip().str.lower())
        is_header = (names == list(form.names[: form.columns])).all(axis=1)
        texts, chunk = texts[~is_header], chunk[~is_header]
        phrases += ["a repeated header left out"] * bool(is_header.any())
    numbers = texts.apply(pd.to_numeric, errors="coerce")
    rows, places = np.nonzero((numbers.isna() & chunk.notna()).to_numpy())
    if len(rows):
        cell = printable(texts.iat[rows[0], places[0]])[:20]
        row = int(chunk.index[rows[0]]) + 1
        raise DatasetError(path, f"{cell!r} in row {row:,}, column {places[0] + 1}; expected whole numbers")
    values: np.ndarray = numbers.to_numpy()
    return values


def _in_plain_words(error: Exception) -> str:
    """What pandas found, without its own words."""
    if found := re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", str(error)):
        return f"line {found[2]} has {found[3]} columns, the first has {found[1]}"
    if "EOF inside string" in str(error):
        return "a quotation mark is not closed"
    return "its rows cannot be told apart"
