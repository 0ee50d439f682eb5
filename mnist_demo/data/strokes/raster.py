"""Polylines to pictures: the app's canvas, and the small image a network gets."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mnist_demo.data.strokes.shapes import Points
from mnist_demo.images.pen import Stroke, render

_WHITE, _INK = 255, 0


def draw(
    lines: list[Points],
    side: int,
    pen: float,
    fill: float,
    centre: tuple[float, float] = (0.5, 0.5),
) -> NDArray[np.uint8]:
    """Draw ``lines`` in dark ink on a white square canvas, uint8 of shape (side, side).

    ``pen`` (line width), ``fill`` (longer side of the inked box) and ``centre`` (of that box)
    are fractions of the canvas side. Lines have round caps and joins and smooth edges.
    """
    return render([Stroke(pen * side, line * side) for line in _fit(lines, fill - pen, centre)], side)


def coarsen(canvas: NDArray[np.uint8], pixels: int, threshold: float) -> NDArray[np.uint8]:
    """The canvas as a low-resolution scan shows it: shrunk to (pixels, pixels), enlarged smoothly, black and white.

    ``threshold`` is the share of the strongest ink from which on a point is black.
    """
    small = Image.fromarray(_WHITE - canvas).resize((pixels, pixels), Image.Resampling.BOX)
    ink = np.asarray(small.resize(canvas.shape, Image.Resampling.BICUBIC))
    return np.where(ink >= threshold * ink.max(), _INK, _WHITE).astype(np.uint8)


def _fit(lines: list[Points], fill: float, centre: tuple[float, float]) -> list[Points]:
    """Scale and move so that the longer side of the box around ``lines`` is ``fill``."""
    every = np.concatenate(lines)
    low, high = every.min(axis=0), every.max(axis=0)
    scale = max(fill, 0.01) / max(float((high - low).max()), 1e-6)
    return [(line - (low + high) / 2) * scale + centre for line in lines]
