"""What an array in an `.npz` claims to be, by its npy header: its place, size, shape and type."""

from __future__ import annotations

import io
import math
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mnist_demo.config import IMAGE_SIZE
from mnist_demo.data.sources.claims import MAX_UNPACKED, check_count
from mnist_demo.data.sources.errors import DatasetError

MAX_HEADER = 10_000
"""Bytes of the header of an array; that of a plain one has 118."""
MAX_LABELS = 2**26
"""Bytes of labels: 300,000 one-hot rows of float64 have 24 million."""
MAX_WHOLE = 2**29
"""Bytes of images that cannot be read in pieces, being stored column by column."""
IMAGE_SHAPES = ((IMAGE_SIZE, IMAGE_SIZE), (IMAGE_SIZE**2,), (IMAGE_SIZE, IMAGE_SIZE, 1), (1, IMAGE_SIZE, IMAGE_SIZE))


@dataclass(frozen=True)
class ArrayClaim:
    """What the header of an array says: `size` bytes follow after `start`; `entry` is its file in the archive."""

    entry: str
    start: int
    size: int
    shape: tuple[int, ...]
    dtype: np.dtype
    is_by_columns: bool

    @property
    def name(self) -> str:
        """The array's name, as people know it."""
        return self.entry.removesuffix(".npy")


def claim_of(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> ArrayClaim:
    """Read the header of an array; DatasetError where it does not fit what the archive says of it."""
    name = entry.filename.removesuffix(".npy")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise DatasetError(path, f"{name} is packed in an unusual way; save it by np.savez_compressed")
    with archive.open(entry) as file:
        start = io.BytesIO(file.read(MAX_HEADER))
    version = np.lib.format.read_magic(start)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, is_by_columns, dtype = read(start)
    if dtype.hasobject:
        raise DatasetError(path, f"{name} holds Python objects in place of numbers; expected plain arrays")
    size = math.prod(shape) * dtype.itemsize
    if entry.file_size != start.tell() + size:
        raise DatasetError(path, f"{name} is cut off or changed; expected an .npz of plain arrays")
    return ArrayClaim(entry.filename, start.tell(), size, shape, dtype, is_by_columns and len(shape) > 1)


def check_labels(path: Path, claim: ArrayClaim) -> None:
    """DatasetError where an array is too large to hold labels."""
    _check_rows(path, claim)
    if claim.size > MAX_LABELS:
        raise DatasetError(path, f"{claim.name} has {claim.size:,} bytes; expected a digit for each image")


def check_images(path: Path, claim: ArrayClaim) -> None:
    """DatasetError where an array is of no shape, type or size that images have."""
    _check_rows(path, claim)
    if claim.shape[1:] not in IMAGE_SHAPES:
        raise DatasetError(path, f"{claim.name} has shape {claim.shape}; expected (N, 28, 28)")
    if claim.dtype.kind not in "buif" or claim.dtype.itemsize > 8:
        raise DatasetError(path, f"{claim.name} is {claim.dtype}; expected uint8 or other plain numbers")
    if claim.size > MAX_UNPACKED:
        raise DatasetError(path, f"{claim.name} unpacks to {claim.size:,} bytes; store it as uint8")
    if claim.is_by_columns and claim.size > MAX_WHOLE:
        raise DatasetError(path, f"{claim.name} is stored column by column; save np.ascontiguousarray of it")


def _check_rows(path: Path, claim: ArrayClaim) -> None:
    if not claim.shape:
        raise DatasetError(path, f"{claim.name} is a single value; expected an array")
    check_count(path, f"rows in {claim.name}", claim.shape[0])
