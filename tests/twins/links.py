"""Drawings as the text of a web address."""

from __future__ import annotations

import numpy as np

from mnist_demo.images.drawing_link import encode
from mnist_demo.images.pen import Stroke
from twins.files import Case

DOT = [[200.0, 200.0]]
CORNER, STEM = [[150, 75], [120.5, 215], [285, 205]], [[255, 80], [240, 335.5]]
ACROSS, BEYOND = [[10.0, 10.0], [300.0, 300.0]], [[-90.0, 10.0], [500.0, 410.0]]
DRAWINGS = {
    "a dot": [Stroke(24, np.array(DOT))],
    "two strokes": [Stroke(24, np.array(CORNER)), Stroke(12, np.array(STEM))],
    "beyond the sheet": [Stroke(44, np.array(BEYOND))],
    "with an eraser": [Stroke(24, np.array(ACROSS)), Stroke(36, np.array(ACROSS[::-1]), is_eraser=True)],
}


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
