"""Pixels of any common range become uint8 from 0 (paper) to 255 (ink), piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mnist_demo.data.sources.errors import DatasetError

EXPECTED = "expected 0 to 255, 0 to 1 or -1 to 1"
SLACK = 1e-3
"""How far the ends of a range may be missed by rounding, as a share of it."""
DIM = 0.4
"""Share of a range that the strongest ink must exceed: what runs from 0 to 16 or to 100 was given in another range."""


@dataclass(frozen=True)
class PixelRange:
    """What stands for paper and for full ink; the other values lie between."""

    paper: float
    ink: float

    def as_bytes(self, values: np.ndarray) -> np.ndarray:
        """Numbers of this range, any shape, as uint8 from 0 to 255, rounded; what lies outside is cut off."""
        if self == BYTES and values.dtype.kind in "iub":
            return values.astype(np.uint8)
        scaled = (values.astype(np.float64) - self.paper) * (255 / (self.ink - self.paper))
        return np.clip(np.rint(scaled), 0, 255).astype(np.uint8)


BYTES, SHARES, SIGNED = PixelRange(0, 255), PixelRange(0, 1), PixelRange(-1, 1)


def range_of(lowest: float, highest: float) -> PixelRange | None:
    """The range that pixels are given in, by their lowest and highest value; None where it cannot be told."""
    if lowest == highest == 0:
        return BYTES
    fitting = [told for told in (BYTES, SHARES) if lowest >= -SLACK * told.ink and _is_reached(highest, told)]
    if abs(lowest - SIGNED.paper) <= SLACK and _is_reached(highest, SIGNED):
        fitting.append(SIGNED)
    return fitting[0] if fitting else None


def _is_reached(highest: float, told: PixelRange) -> bool:
    return DIM < (highest - told.paper) / (told.ink - told.paper) <= 1 + SLACK


class ByteRows:
    """Rows of pixels collected as uint8; their range is told from the first piece and must hold for all.

    Args:
        path: the file, for errors.
        rows: the most rows that may come.
        columns: values in each row.
        margin: columns at both ends that the first piece does not judge by, since they may hold something else.
    """

    def __init__(self, path: Path, rows: int, columns: int, margin: int = 0) -> None:
        self.path, self.count = path, 0
        self._bytes = np.empty((rows, columns), np.uint8)
        self._inner = slice(margin, columns - margin)
        self._lowest = np.full(columns, np.inf)
        self._highest = np.full(columns, -np.inf)
        self._range: PixelRange | None = None

    def add(self, values: np.ndarray) -> None:
        """Take in rows of numbers (n, columns); DatasetError where some are none."""
        if not len(values):
            return
        values = values.astype(np.uint8) if values.dtype.kind == "b" else values
        if values.dtype.kind == "f" and not np.isfinite(values).all():
            row = self.count + int(np.flatnonzero(~np.isfinite(values).all(axis=1))[0]) + 1
            raise DatasetError(self.path, f"a value that is no number, or missing, in row {row:,}; fill it in")
        self._lowest = np.minimum(self._lowest, values.min(axis=0))
        self._highest = np.maximum(self._highest, values.max(axis=0))
        if self._range is None:
            self._range = self._told_range(self._inner)
        self._bytes[self.count : self.count + len(values)] = self._range.as_bytes(values)
        self.count += len(values)

    def finish(self, columns: np.ndarray | slice = slice(None)) -> tuple[np.ndarray, PixelRange]:
        """The rows, uint8 (N, chosen columns), and their range; DatasetError where some lie outside it."""
        if not self.count:
            return self._bytes[:0, columns], BYTES
        told = self._told_range(columns)
        if told != self._range:
            raise DatasetError(self.path, f"the first pixels have another range than the rest; {EXPECTED} for all")
        return self._bytes[: self.count, columns], told

    def _told_range(self, columns: np.ndarray | slice) -> PixelRange:
        lowest, highest = float(self._lowest[columns].min()), float(self._highest[columns].max())
        told = range_of(lowest, highest)
        if told is None:
            raise DatasetError(self.path, f"pixels from {lowest:.4g} to {highest:.4g}; {EXPECTED}")
        return told


def understood_as(told: PixelRange) -> list[str]:
    """How pixels were understood, in words; nothing where they are as MNIST's."""
    return [] if told == BYTES else [f"pixels from {told.paper:g} to {told.ink:g} scaled to 0 to 255"]
