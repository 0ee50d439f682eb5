"""Drawings as the text of a web address."""

from __future__ import annotations

import numpy as np

from mnist_demo.images.drawing_link import encode
from mnist_demo.images.pen import Stroke
from twins.files import Case

DRAWINGS = {
    "a dot": [Stroke(24, np.array([[200.0, 200.0]]))],
    "two strokes": [Stroke(24, np.array([[150, 75], [120.5, 215], [285, 205]])), Stroke(12, np.array([[255, 80], [240, 335.5]]))],
    "beyond the sheet": [Stroke(44, np.array([[-90.0, 10], [500, 410]]))],
    "with an eraser": [Stroke(24, np.array([[10.0, 10], [300, 300]])), Stroke(36, np.array([[20.0, 300], [300, 20]]), True)],
}  # fmt: skip


def cases() -> list[Case]:
    """Strokes, whose points lie on the grid of the text, with the text."""
    return [
        {
            "name": name,
            "strokes": [
                {"width": stroke.width, "points": stroke.points.tolist(), "isEraser": stroke.is_eraser}
                for stroke in strokes
            ],
            "text": encode(strokes),
        }
        for name, strokes in DRAWINGS.items()
    ]
