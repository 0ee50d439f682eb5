"""NumPy archives, read array by array in pieces after a look at what they claim."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mnist_demo.config import IMAGE_SIZE
from mnist_demo.data.sources.array_claims import ArrayClaim, check_images, check_labels, claim_of
from mnist_demo.data.sources.array_names import Role, roles_of
from mnist_demo.data.sources.claims import entries_of_zip
from mnist_demo.data.sources.errors import DatasetError, one_line
from mnist_demo.data.sources.labels import digits_from
from mnist_demo.data.sources.pixels import ByteRows, understood_as
from mnist_demo.data.sources.portion import Portion, Say

ROWS = 4096
"""Images that are unpacked at once."""


@dataclass(frozen=True)
class NpzSource:
    """An `.npz` with images and labels, to train on and to test on, under the usual names."""

    path: Path

    def check(self) -> None:
        with _opened(self.path) as archive:
            self._claims(archive)

    def read(self, say: Say) -> tuple[Portion, Portion | None]:
        with _opened(self.path) as archive:
            claims = self._claims(archive)
            phrases = self._unused(archive, claims)
            train = self._portion(archive, claims["train images"], claims["train labels"], phrases)
            test = None
            if "test images" in claims:
                test = self._portion(archive, claims["test images"], claims.get("test labels"), phrases)
        if phrases:
            say(one_line(self.path, "; ".join(dict.fromkeys(phrases))))
        return train, test

    def _claims(self, archive: zipfile.ZipFile) -> dict[Role, ArrayClaim]:
        """What each array that has a role claims to be."""
        entries = {entry.filename.removesuffix(".npy"): entry for entry in archive.infolist()}
        for entry in entries.values():
            archive.open(entry).close()  # which compares its name in the directory with the one before its content
        roles = roles_of(self.path, [name.removesuffix(".npy") for name in archive.namelist()])
        claims = {role: claim_of(self.path, archive, entries[name]) for role, name in roles.items()}
        for role, claim in claims.items():
            check = check_labels if role.endswith("labels") else check_images
            check(self.path, claim)
        return claims

    def _unused(self, archive: zipfile.ZipFile, claims: dict[Role, ArrayClaim]) -> list[str]:
        """What is said of the arrays without a role."""
        used = {claim.entry for claim in claims.values()}
        names = [entry.removesuffix(".npy") for entry in archive.namelist() if entry not in used]
        return [f"{', '.join(names)} not used"] if names else []

    def _portion(
        self, archive: zipfile.ZipFile, images: ArrayClaim, labels: ArrayClaim | None, phrases: list[str]
    ) -> Portion:
        """The images with their labels, and in `phrases` how they were understood; without labels, no images either."""
        if labels is None:
            return Portion(np.empty((0, IMAGE_SIZE, IMAGE_SIZE), np.uint8), None)
        rows = ByteRows(self.path, images.shape[0], IMAGE_SIZE**2)
        for values in self._values(archive, images):
            rows.add(values.reshape(-1, IMAGE_SIZE**2))
        pixels, told = rows.finish()
        phrases += understood_as(told)
        (numbers,) = self._values(archive, labels, at_once=True)
        return Portion(pixels.reshape(-1, IMAGE_SIZE, IMAGE_SIZE), digits_from(self.path, labels.name, numbers))

    def _values(self, archive: zipfile.ZipFile, claim: ArrayClaim, at_once: bool = False) -> Iterator[np.ndarray]:
        """The rows of an array, (n, …), some thousand at a time or all, to the end, where the checksum is compared."""
        rows, row_size = claim.shape[0], claim.size // max(1, claim.shape[0])
        step = max(1, rows) if at_once or claim.is_by_columns else ROWS
        with archive.open(claim.entry) as file:
            file.read(claim.start)
            for first in range(0, max(1, rows), step):
                count = min(step, rows - first)
                yield self._array(claim, file.read(count * row_size), count)
            file.read(1)

    def _array(self, claim: ArrayClaim, content: bytes, count: int) -> np.ndarray:
        shape = (count, *claim.shape[1:])
        if len(content) != math.prod(shape) * claim.dtype.itemsize:
            raise DatasetError(self.path, f"{claim.name} is cut off or changed; expected an .npz of plain arrays")
        return np.frombuffer(content, claim.dtype).reshape(shape, order="F" if claim.is_by_columns else "C")


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive; what zip and NumPy say of a damaged one becomes DatasetError."""
    entries = entries_of_zip(path)
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) != entries:
                raise zipfile.BadZipFile
            yield archive
    except (DatasetError, OSError, MemoryError):
        raise
    except Exception as error:  # zip, zlib and NumPy have errors of their own
        problem = "it is encrypted" if "encrypted" in str(error) else "it is cut off or changed"
        raise DatasetError(path, f"{problem}; expected an .npz of plain arrays") from error
