"""Digits as visitors draw them and as the page sends them, each unlike all others."""

from __future__ import annotations

import json
import random
import sys
from dataclasses import dataclass

import numpy as np
from PIL import Image

from mnist_demo.config import ROOT
from mnist_demo.images import pen
from mnist_demo.images.pen import Stroke

sys.path.insert(0, str(ROOT / "tests"))  # the shapes are those of the tests
from drawing import DIGITS, as_sent

SIDE = 400
"""Pixels of the sheet."""


@dataclass(frozen=True)
class Drawn:
    """Strokes, and `sent`, the state of the canvas with them as JSON."""

    strokes: list[Stroke]
    sent: str


def draw(count: int, seed: int = 1) -> list[Drawn]:
    """So many digits, 0 to 9 in turns."""
    numbers = random.Random(seed)
    return [_draw(number % 10, numbers) for number in range(count)]


def _draw(digit: int, numbers: random.Random) -> Drawn:
    shaken = [[(x + numbers.gauss(0, 4), y + numbers.gauss(0, 4)) for x, y in line] for line in DIGITS[digit]]
    strokes = [Stroke(24.0, np.array(line).round(1)) for line in shaken]
    picture = Image.fromarray(pen.render(strokes, SIDE)).convert("RGBA")
    return Drawn(strokes, json.dumps({"drawing": {"raw": pen.to_canvas(strokes), "data": as_sent(picture)}}))
