"""The files of a run in parts, as they go into the database and come back: known files of bounded size only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

PART_BYTES = 2**22
MOST_FILE_BYTES = {
    "config.json": 2**20,
    "curves.png": 2**24,
    "evaluation.npz": 2**27,
    "history.csv": 2**20,
    "learned.json": 2**21,
    "metrics.json": 2**20,
    "model.keras": 2**28,
    "timeline.npz": 2**27,
    "weights.npz": 2**27,
}
"""All files that a run may have. The largest network has 60 million bytes with what its optimizer keeps."""


class DamagedParts(ValueError):
    """Parts that make no run; the message is one line."""


@dataclass(frozen=True)
class Part:
    """At most PART_BYTES of a file; `number` counts from 0."""

    file: str
    number: int
    content: bytes


def parts_of(folder: Path) -> Iterator[Part]:
    """The parts of a run's files, in the order of the files' names (OSError)."""
    for name in sorted(MOST_FILE_BYTES):
        if (path := folder / name).is_file():
            yield from _parts_of_file(path)


def measure_parts(parts: Iterable[Part]) -> tuple[str, int]:
    """The SHA-256 of all parts, in hexadecimal, and how many bytes they have."""
    digest, size = sha256(), 0
    for part in parts:
        digest.update(_as_hashed(part))
        size += len(part.content)
    return digest.hexdigest(), size


def write_parts(folder: Path, parts: Iterable[Part], checksum: str) -> None:
    """Write the files into a folder that holds none of them.

    Raises:
        DamagedParts: a file is unknown or too large, a part is missing, or the checksum is another.
        OSError: the folder cannot be written to.
    """
    digest = sha256()
    for part in parts:
        _append(folder, part)
        digest.update(_as_hashed(part))
    if digest.hexdigest() != checksum:
        raise DamagedParts("its checksum is another")


def _parts_of_file(path: Path) -> Iterator[Part]:
    with path.open("rb") as file:
        number, content = 0, file.read(PART_BYTES)
        while content or not number:  # an empty file has a part, too
            yield Part(path.name, number, content)
            number, content = number + 1, file.read(PART_BYTES)


def _as_hashed(part: Part) -> bytes:
    """Its content, and before it what keeps two files from being taken for one."""
    return f"{part.file} {part.number} {len(part.content)}\n".encode() + part.content


def _append(folder: Path, part: Part) -> None:
    most = MOST_FILE_BYTES.get(part.file)
    if most is None:
        raise DamagedParts("it holds a file that no run has")
    with (folder / part.file).open("ab" if part.number else "xb") as file:
        if file.tell() != part.number * PART_BYTES:
            raise DamagedParts(f"a part of {part.file} is missing")
        if file.tell() + len(part.content) > most:
            raise DamagedParts(f"{part.file} has more than {most:,} bytes")
        file.write(part.content)
