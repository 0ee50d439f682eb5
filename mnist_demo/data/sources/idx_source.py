"""MNIST's own files, IDX, plain or `.gz` (http://yann.lecun.com/exdb/mnist has their description)."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from mnist_demo.config import IMAGE_SIZE
from mnist_demo.data.sources.claims import check_count, in_parts, unpacked
from mnist_demo.data.sources.errors import DatasetError, one_line
from mnist_demo.data.sources.labels import digits_from
from mnist_demo.data.sources.pixels import ByteRows, understood_as
from mnist_demo.data.sources.portion import Portion, Say

IMAGE_SHAPE = (IMAGE_SIZE, IMAGE_SIZE)


@dataclass(frozen=True)
class IdxSource:
    """Four files: images and labels to train on, images and labels to test on."""

    paths: tuple[Path, Path, Path, Path]

    def check(self) -> None:
        for path, shape in zip(self.paths, (IMAGE_SHAPE, ()) * 2, strict=True):
            with unpacked(path) as file:
                _read_header(path, file, shape)

    def read(self, say: Say) -> tuple[Portion, Portion]:
        return _read_portion(*self.paths[:2], say), _read_portion(*self.paths[2:], say)


def _read_portion(images: Path, labels: Path, say: Say) -> Portion:
    content = _read_content(images, IMAGE_SHAPE)
    rows = ByteRows(images, len(content), IMAGE_SIZE**2)
    rows.add(content.reshape(len(content), IMAGE_SIZE**2))
    pixels, told = rows.finish()
    if phrases := understood_as(told):
        say(one_line(images, "; ".join(phrases)))
    return Portion(pixels.reshape(-1, *IMAGE_SHAPE), digits_from(labels, "labels", _read_content(labels, ())))


def _read_content(path: Path, shape: tuple[int, ...]) -> np.ndarray:
    """The array of a file, uint8 (N, *shape)."""
    with unpacked(path) as file:
        count, size = _read_header(path, file, shape)
        expected = count * math.prod(shape)
        content = bytearray()
        for piece in in_parts(file):
            content += piece
            if len(content) > expected:
                break
    if len(content) != expected:
        length = f"more than {size}" if len(content) > expected else size - expected + len(content)
        raise DatasetError(path, f"truncated or too long, {length} bytes; expected {size}")
    return np.frombuffer(content, np.uint8).reshape(count, *shape)


def _read_header(path: Path, file: IO[bytes], shape: tuple[int, ...]) -> tuple[int, int]:
    """How many entries and bytes a file claims: two zero bytes, a type (8 = uint8), the axes, each a big-endian uint32.

    The size of a plain file must fit; what a `.gz` unpacks to only reading tells.
    """
    axes = 1 + len(shape)
    magic, size = struct.pack(">HBB", 0, 8, axes), 4 + 4 * axes
    header = file.read(size)
    if header[:4] != magic:
        raise DatasetError(path, f"wrong magic number 0x{header[:4].hex()}; expected 0x{magic.hex()}")
    if len(header) < size:
        raise DatasetError(path, f"truncated, {len(header)} bytes; expected at least {size}")
    count, *entry = struct.unpack(f">{axes}I", header[4:])
    if tuple(entry) != shape:
        raise DatasetError(path, f"images of {' by '.join(map(str, entry))} pixels; expected 28 by 28")
    size += count * math.prod(shape)
    if path.suffix.lower() != ".gz" and path.stat().st_size != size:
        raise DatasetError(path, f"truncated or too long, {path.stat().st_size} bytes; expected {size}")
    check_count(path, "images" if shape else "labels", count)
    return count, size
