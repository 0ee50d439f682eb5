"""What a page is told of a wall: the pictures that came or changed, all in one PNG, and those that are gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from mnist_demo.config import IMAGE_SIZE
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.ui.pictures import data_uri

if TYPE_CHECKING:
    from mnist_demo.classroom.drawings import Wall, WallDrawing

COLUMNS = 40
"""Pictures in a row of the PNG."""

Packet = dict[str, Any]


def wall_packet(name: str, since: int, found: Wall) -> Packet:
    """What changed on a wall since a revision, as JSON.

    Args:
        name: tells this wall from others, that of another class, and that without the hidden drawings.
        since: the revision that the page has; 0 where it has none, so that what is not here is gone.
    """
    return {
        "name": name,
        "since": since,
        "revision": found.revision,
        "columns": COLUMNS,
        "sprite": data_uri(_side_by_side(found.drawings)) if found.drawings else "",
        "drawings": [[each.id, each.digit, each.is_hidden] for each in found.drawings],
        "gone": list(found.gone),
    }


def _side_by_side(drawings: Sequence[WallDrawing]) -> np.ndarray:
    """float32 (28 rows, 28 COLUMNS) in [0, 1]: one file, as thousand of their own take a page seconds."""
    rows = -(-len(drawings) // COLUMNS)
    places = np.zeros((rows * COLUMNS, IMAGE_SIZE, IMAGE_SIZE), np.uint8)
    places[: len(drawings)] = [each.image for each in drawings]
    grid = places.reshape(rows, COLUMNS, IMAGE_SIZE, IMAGE_SIZE).swapaxes(1, 2)
    return scale_pixels(grid.reshape(rows * IMAGE_SIZE, COLUMNS * IMAGE_SIZE))
