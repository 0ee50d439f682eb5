"""A drawing as text that fits a web address.

A byte for the format; then for each stroke its width in one byte, the number of its points in two, whose highest bit
marks an eraser, and the points: the first as it is and the others as steps from the one before, x and y in two bytes
each, in half pixels. The whole is compressed by zlib, whose checksum reveals damage, and encoded in base64url. A digit
takes about 200 characters.
"""

from __future__ import annotations

import base64
import binascii
import struct
import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mnist_demo.images.pen import Stroke, simplify

FORMAT = 1
GRID = 0.5
"""Spacing of the grid that points are rounded to, in pixels."""
MARGIN = 1000
"""How far outside the canvas a point may be, in pixels: the pen may leave it in the middle of a stroke."""
TOLERANCES = (0.5, 1.0, 2.0, 4.0)
"""How far a line may move to save points, in pixels: the smallest at which the drawing fits is used."""
MAX_LENGTH = 1800
"""Characters in the longest text: mail programs and forums accept addresses of about 2,000."""
MAX_POINTS = 10_000
"""In the longest drawing that is tried: ten times as many as fit, which still takes about a second."""
MAX_BYTES = 16_000
"""The most that such a text can hold; anything longer is not the work of `encode`."""
ERASER = 2**15
"""Added to the number of points; a text of MAX_BYTES holds fewer than that."""
DAMAGED = "the drawing in the address is cut off or damaged"

_HEAD = struct.Struct("<BH")


def encode(strokes: Sequence[Stroke]) -> str | None:
    """Strokes as letters, digits, - and _; None if it takes more than MAX_LENGTH of them, or nothing is drawn."""
    if not strokes or sum(len(stroke.points) for stroke in strokes) > MAX_POINTS:
        return None
    texts = (_as_text([_simplified(stroke, tolerance) for stroke in strokes]) for tolerance in TOLERANCES)
    return next((text for text in texts if len(text) <= MAX_LENGTH), None)


def decode(text: str) -> list[Stroke]:
    """The strokes that `encode` put into `text`, at least one; ValueError, in one line, for any other text."""
    if len(text) > MAX_LENGTH:
        raise ValueError(f"the drawing in the address is longer than {MAX_LENGTH} characters")
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)
        unpacker = zlib.decompressobj()
        body = unpacker.decompress(packed, MAX_BYTES)
    except (binascii.Error, ValueError, zlib.error):  # ValueError for letters outside ASCII
        raise ValueError(DAMAGED) from None
    if not unpacker.eof or len(body) < 2 or body[0] != FORMAT:
        raise ValueError(DAMAGED)
    return _unpack(body)


def _simplified(stroke: Stroke, tolerance: float) -> Stroke:
    return replace(stroke, points=simplify(stroke.points, tolerance))


def _as_text(strokes: Sequence[Stroke]) -> str:
    body = bytes([FORMAT]) + b"".join(map(_pack, strokes))
    return base64.urlsafe_b64encode(zlib.compress(body, 9)).decode().rstrip("=")


def _pack(stroke: Stroke) -> bytes:
    places = np.clip(np.rint((stroke.points + MARGIN) / GRID), 0, 2**16 - 1).astype("<u2")
    steps = np.diff(places, axis=0, prepend=np.zeros((1, 2), "<u2"))  # negative steps wrap around, here and below
    count = len(places) + ERASER * stroke.is_eraser
    return _HEAD.pack(min(max(round(stroke.width), 1), 255), count) + steps.tobytes()


def _unpack(body: bytes) -> list[Stroke]:
    strokes, at = [], 1
    while at < len(body):
        if len(body) - at < _HEAD.size:
            raise ValueError(DAMAGED)
        width, marked = _HEAD.unpack_from(body, at)
        is_eraser, count = divmod(marked, ERASER)
        start, at = at + _HEAD.size, at + _HEAD.size + 4 * count
        if not (width and count) or at > len(body):
            raise ValueError(DAMAGED)
        steps = np.frombuffer(body[start:at], "<u2").reshape(count, 2)
        places = np.cumsum(steps, axis=0, dtype=np.uint16)
        strokes.append(Stroke(float(width), places * GRID - MARGIN, bool(is_eraser)))
    return strokes
