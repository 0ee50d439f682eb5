"""What a file claims to hold, looked at before it is unpacked: a few kilobytes can unpack to 20 GB.

Files are read in pieces; nothing here keeps more than one of them.
"""

from __future__ import annotations

import gzip
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from mnist_demo.data.sources.errors import DatasetError

MAX_IMAGES = 300_000
"""In one file: EMNIST, the largest set of handwritten digits in wide use, has 280,000."""
MAX_UNPACKED = 2**30
"""Bytes of a CSV or an array, unpacked; 60,000 images written as floats take 400 MB."""
PIECE = 2**16
"""Bytes that are read at once, and the longest line of a CSV: 784 floats take 20 kB."""
MAX_DIRECTORY = 2**20
"""Bytes of a zip's directory; four arrays take 300."""
END_OF_ZIP = struct.Struct("<4s4H2LH")
"""The last record of a zip: signature, four counts, the directory's size and place, the comment's length."""


def check_regular(path: Path) -> None:
    """DatasetError for a pipe, a device or a socket, which may never end (OSError where there is nothing)."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise DatasetError(path, "not a regular file; copy the data into one")


def check_count(path: Path, what: str, count: int) -> None:
    """DatasetError where a file claims more images than are read."""
    if count > MAX_IMAGES:
        raise DatasetError(path, f"{count:,} {what}; at most {MAX_IMAGES:,} are read, so take a part of them")


@contextmanager
def unpacked(path: Path) -> Iterator[IO[bytes]]:
    """A regular file's content, that of a `.gz` unpacked while it is read (DatasetError where it is damaged)."""
    check_regular(path)
    try:
        with gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb") as file:
            yield cast(IO[bytes], file)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise DatasetError(path, "cut off or changed, or no .gz file; get it again") from error


def in_parts(file: IO[bytes], size: int = PIECE) -> Iterator[bytes]:
    """The rest of a file, `size` bytes at a time, the last piece being shorter."""
    while piece := file.read(size):
        yield piece


def count_lines(path: Path) -> int:
    """The lines of a CSV; DatasetError where it is no text, or too much of it."""
    lines, size = 1, 0
    with unpacked(path) as file:
        for piece in in_parts(file):
            _check_text(path, piece, is_first=size == 0)
            lines, size = lines + piece.count(b"\n"), size + len(piece)
            if b"\r" in piece:  # alone, the end of a line as well
                lines += piece.count(b"\r") - piece.count(b"\r\n")
            check_count(path, "rows or more", lines - 2)  # besides a header, and a last line that is empty
            if size > MAX_UNPACKED:
                raise DatasetError(path, "more than 1 GB of text; take a part of it, or store it as an .npz of uint8")
    return lines


def entries_of_zip(path: Path) -> int:
    """How many files a zip claims to hold; DatasetError where its directory is too large, or cannot be found."""
    check_regular(path)
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - END_OF_ZIP.size - PIECE))  # the comment at the end has at most 65,535 bytes
        tail = file.read()
    place = tail.rfind(b"PK\5\6")
    if place < 0 or len(tail) - place < END_OF_ZIP.size:
        raise DatasetError(path, "it is not an .npz file, or cut off; expected an .npz of plain arrays")
    entries: int
    _, _, _, _, entries, directory_size, *_ = END_OF_ZIP.unpack_from(tail, place)
    if directory_size > MAX_DIRECTORY:
        raise DatasetError(path, "its directory is too large; expected an .npz of a few arrays")
    return entries


def _check_text(path: Path, piece: bytes, is_first: bool) -> None:
    if is_first and piece[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise DatasetError(path, "it is text in UTF-16; save it as CSV in UTF-8")
    if b"\0" in piece:
        raise DatasetError(path, "it holds NUL bytes, so it is no text or damaged; save it again as CSV")
    if len(piece) == PIECE and b"\n" not in piece and b"\r" not in piece:
        raise DatasetError(path, f"a line of more than {PIECE:,} characters; expected a label and 784 pixels a line")
