"""The set of a class as a zip: to train on elsewhere, to look at, and to be read back into a class.

`digits.npz` and `digits.csv` are what `train.py --data` reads, `png/` has a picture for each drawing, and
`strokes.json` the pen's lines in the order of the images, none for a digit on a photo. No name, no time and no
contributor's own number is in it.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.drawn_digit import (
    DIGITS,
    MOST_DRAWINGS,
    Picture28,
    check_picture,
    strokes_as_json,
    strokes_from_lines,
)
from mnist_demo.classroom.parts import held_out
from mnist_demo.config import IMAGE_SIZE
from mnist_demo.texts import say

ARRAYS, TABLE, LINES = "digits.npz", "digits.csv", "strokes.json"
FORMAT = "mnist-draw class 1"
MOST_BYTES = 2**25
"""Of a zip; the largest that a class can fill takes 26 million."""
MOST_UNPACKED = {ARRAYS: 2**23, LINES: 2**26}
"""Of what is read of it: 5,000 images, and 5,000 drawings of 500 points."""
MOST_DIRECTORY = 2**20
"""Of its list of files, with one for each drawing; a longer one would take much memory before anything is read."""
END_OF_ZIP = struct.Struct("<4s4H2LH")
LARGE_ZIP = b"PK\x06\x07"
"""Before that record where a zip is too large for it."""
SEED = 0


@dataclass(frozen=True, eq=False)
class Entry:
    """A drawing with its digit and some name of its contributor."""

    picture: Picture28
    digit: int
    contributor: str


def pack_set(entries: Sequence[Entry]) -> bytes:
    """The zip of a set (ClassroomError where it is empty).

    Contributors are numbered at random. Those kept for the test come last; it takes two contributors to have any.
    """
    if not entries:
        raise ClassroomError(say("classroom.nothing_to_take"))
    is_test = _to_test([entry.contributor for entry in entries])
    numbers = _numbers(entries)
    order = sorted(range(len(entries)), key=lambda at: (bool(is_test[at]), numbers[entries[at].contributor]))
    ordered = [entries[at] for at in order]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(ordered, int((~is_test).sum()), numbers):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # without a time
    return target.getvalue()


def unpack_set(content: bytes) -> list[Entry]:
    """The entries of a zip that `pack_set` made (ClassroomError for any other, or a damaged one)."""
    if len(content) > MOST_BYTES:
        raise ClassroomError(say("classroom.zip_too_large", most=MOST_BYTES // 2**20))
    try:
        return _entries(content)
    except (ClassroomError, ArithmeticError, LookupError, MemoryError, OSError, RecursionError, EOFError) as error:
        raise ClassroomError(say("classroom.bad_zip")) from error
    except (TypeError, ValueError, NotImplementedError, RuntimeError) as error:  # those of pydantic and NumPy too
        raise ClassroomError(say("classroom.bad_zip")) from error
    except (zipfile.BadZipFile, zlib.error, struct.error) as error:
        raise ClassroomError(say("classroom.bad_zip")) from error


def _to_test(contributors: Sequence[str]) -> np.ndarray:
    """bool (N,): none where nobody could be left to train on, which takes two drawings."""
    names = np.array(contributors, np.str_)
    nobody = np.zeros(len(names), bool)
    if len(set(contributors)) < 2:
        return nobody
    is_test = held_out(names, SEED)
    return is_test if (~is_test).sum() > 1 else nobody


def _numbers(entries: Sequence[Entry]) -> dict[str, int]:
    """1 to N; the names are random, so their order says nothing of who came first."""
    return {name: number for number, name in enumerate(sorted({entry.contributor for entry in entries}), 1)}


def _files(entries: Sequence[Entry], trained: int, numbers: dict[str, int]) -> Iterator[tuple[str, bytes]]:
    images = np.stack([entry.picture.image for entry in entries])
    labels = np.array([entry.digit for entry in entries], np.uint8)
    yield ARRAYS, _npz(images, labels, trained)
    yield TABLE, _csv(images, labels)
    yield LINES, _json(entries, numbers)
    for number, entry in enumerate(entries, 1):
        yield f"png/{entry.digit}/{number:04d}.png", _png(entry.picture.image)


def _npz(images: np.ndarray, labels: np.ndarray, trained: int) -> bytes:
    parts = {"x_train": images[:trained], "y_train": labels[:trained]}
    if trained < len(labels):
        parts |= {"x_test": images[trained:], "y_test": labels[trained:]}
    target = io.BytesIO()
    np.savez(target, allow_pickle=False, **parts)
    return target.getvalue()


def _csv(images: np.ndarray, labels: np.ndarray) -> bytes:
    names = ",".join(["label", *(f"pixel{number}" for number in range(IMAGE_SIZE**2))])
    rows = np.column_stack([labels, images.reshape(len(images), -1)]).tolist()
    return "\n".join([names, *(",".join(map(str, row)) for row in rows), ""]).encode()


def _json(entries: Sequence[Entry], numbers: dict[str, int]) -> bytes:
    drawings = [
        {
            "digit": entry.digit,
            "contributor": numbers[entry.contributor],
            "strokes": json.loads(strokes_as_json(entry.picture.strokes)),
        }
        for entry in entries
    ]
    return json.dumps({"format": FORMAT, "drawings": drawings}, separators=(",", ":")).encode()


def _png(image: np.ndarray) -> bytes:
    target = io.BytesIO()
    Image.fromarray(image).save(target, "PNG")
    return target.getvalue()


def _entries(content: bytes) -> list[Entry]:
    _check_directory(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        images, labels = _read_arrays(_read(archive, ARRAYS))
        found = json.loads(_read(archive, LINES))
    drawings = found["drawings"]
    is_whole = found["format"] == FORMAT and isinstance(drawings, list) and len(drawings) == len(labels)
    if not is_whole or not 0 < len(labels) <= MOST_DRAWINGS:
        raise ValueError("no set of a class")
    return [_entry(*each) for each in zip(drawings, images, labels.tolist(), strict=True)]


def _entry(drawing: dict[str, Any], image: np.ndarray, label: int) -> Entry:
    if drawing["digit"] != label or label not in range(DIGITS):
        raise ValueError("no such digit")
    picture = Picture28(strokes_from_lines(drawing["strokes"]), image)
    check_picture(picture)
    return Entry(picture, label, str(int(drawing["contributor"])))


def _check_directory(content: bytes) -> None:
    """ValueError for a list of files that is too long; zipfile reads all of it when it opens a zip."""
    at = content.rfind(END_OF_ZIP.pack(b"PK\x05\x06", *[0] * 7)[:4])
    _, _, _, _, _, size, _, _ = END_OF_ZIP.unpack_from(content, max(at, 0))
    if at < 0 or size > MOST_DIRECTORY or content[max(0, at - 20) : at].startswith(LARGE_ZIP):
        raise ValueError("no zip, or too many files in it")


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """A file of the zip; it is not unpacked where it claims to be larger than it can be."""
    if archive.getinfo(name).file_size > MOST_UNPACKED[name]:
        raise ValueError(f"{name} is too large")
    return archive.read(name)


def _read_arrays(content: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Images and labels, those to train on first."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED[ARRAYS]:
            raise ValueError("arrays are too large")
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        parts = [name for name in ("train", "test") if f"x_{name}" in arrays]
        images = np.concatenate([arrays[f"x_{name}"] for name in parts])
        labels = np.concatenate([arrays[f"y_{name}"] for name in parts])
    if images.shape != (len(labels), IMAGE_SIZE, IMAGE_SIZE) or {images.dtype, labels.dtype} != {np.dtype(np.uint8)}:
        raise ValueError("no images with labels")
    return images, labels
