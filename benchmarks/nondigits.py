"""Drawings that are not digits, not made like those trained on: printed letters, simple shapes, random walks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont

SIDE = 280
FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
FACES = ("DejaVuSans.ttf", "DejaVuSerif-Italic.ttf", "DejaVuSansMono-Bold.ttf")
LETTERS = "ACEFHKMNPRTVWXadefhkmntvwx"
"""Without those that look like a digit: B like an 8, b a 6, g a 9, l a 1, U an open 0, Y an open 4."""
OTHER_LETTERS = "ЖШЮФДЦЙЛЫΩΞ"
"""Letters of which training draws none in any form."""

Draw = Callable[[ImageDraw.ImageDraw, np.random.Generator], None]


def make(n: int, seed: int) -> dict[str, list[np.ndarray]]:
    """`n` of each kind of canvases, white on black, uint8 (280, 280)."""
    rng = np.random.default_rng(seed)
    letters, others = (partial(_letter, choice) for choice in (LETTERS, OTHER_LETTERS))
    kinds: dict[str, Draw] = {
        "letters": letters,
        "shapes": _shape,
        "scribbles": _scribble,
        "letters of other alphabets": others,
    }
    return {name: [_canvas(draw, rng) for _ in range(n)] for name, draw in kinds.items()}


def _canvas(draw: Draw, rng: np.random.Generator) -> np.ndarray:
    picture = Image.new("L", (SIDE, SIDE), 0)
    draw(ImageDraw.Draw(picture), rng)
    return np.asarray(picture.rotate(rng.normal(0, 6), Image.Resampling.BICUBIC))


def _letter(letters: str, pen: ImageDraw.ImageDraw, rng: np.random.Generator) -> None:
    face = ImageFont.truetype(FONTS / FACES[rng.integers(len(FACES))], int(rng.integers(120, 220)))
    letter = letters[rng.integers(len(letters))]
    pen.text((SIDE / 2, SIDE / 2), letter, 255, face, anchor="mm", stroke_width=int(rng.integers(0, 4)))


def _shape(pen: ImageDraw.ImageDraw, rng: np.random.Generator) -> None:
    lines = SHAPES[list(SHAPES)[rng.integers(len(SHAPES))]]
    stretch, width = rng.uniform(60, 110, 2), int(rng.integers(10, 26))
    for line in lines:
        points = [tuple(SIDE / 2 + stretch * point + rng.normal(0, 4, 2)) for point in np.array(line)]
        pen.line(points, 255, width, joint="curve")


def _scribble(pen: ImageDraw.ImageDraw, rng: np.random.Generator) -> None:
    turns = np.cumsum(rng.normal(0, rng.uniform(0.5, 1.2), 150))
    path = np.cumsum(np.stack([np.cos(turns), np.sin(turns)], axis=1), axis=0)
    path = (path - path.min(axis=0)) / np.ptp(path, axis=0).max()
    pen.line([tuple(point) for point in 40 + 200 * path], 255, int(rng.integers(8, 18)), joint="curve")


def _circle(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    angles = np.linspace(0, 2 * np.pi, 40)
    return [(x + radius * np.cos(angle), y + radius * np.sin(angle)) for angle in angles]


def _star(points: int) -> list[tuple[float, float]]:
    angles = 2 * np.pi * 2 * np.arange(points + 1) / points - np.pi / 2
    return [(np.cos(angle), np.sin(angle)) for angle in angles]


SHAPES: dict[str, list[list[tuple[float, float]]]] = {
    "triangle": [[(0, -1), (1, 1), (-1, 1), (0, -1), (0.5, 0)]],
    "square": [[(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1), (0, -1)]],
    "diamond": [[(0, -1), (1, 0), (0, 1), (-1, 0), (0, -1), (0.5, -0.5)]],
    "star": [_star(5)],
    "cross": [[(-1, -1), (1, 1)], [(1, -1), (-1, 1)]],
    "plus": [[(0, -1), (0, 1)], [(-1, 0), (1, 0)]],
    "check mark": [[(-1, 0), (-0.3, 1), (1, -1)]],
    "arrow": [[(-1, 0), (1, 0)], [(0.4, -0.6), (1, 0), (0.4, 0.6)]],
    "house": [[(-1, 1), (-1, -0.1), (0, -1), (1, -0.1), (1, 1), (-1, 1), (-1, 0.5)]],
    "smiley": [_circle(0, 0, 1), _circle(-0.35, -0.3, 0.05), _circle(0.35, -0.3, 0.05), _circle(0, 0.1, 0.5)[:20]],
    "grid": [[(-0.4, -1), (-0.4, 1)], [(0.4, -1), (0.4, 1)], [(-1, -0.4), (1, -0.4)], [(-1, 0.4), (1, 0.4)]],
    "zigzag": [[(-1, 0.5), (-0.6, -0.5), (-0.2, 0.5), (0.2, -0.5), (0.6, 0.5), (1, -0.5)]],
    "envelope": [[(-1, -0.7), (1, -0.7), (1, 0.7), (-1, 0.7), (-1, -0.7), (0, 0.1), (1, -0.7)]],
    "waves": [
        [(x / 10, 0.3 * np.sin(x)) for x in range(-10, 11)],
        [(x / 10, 0.6 + 0.3 * np.sin(x)) for x in range(-10, 11)],
    ],
}
