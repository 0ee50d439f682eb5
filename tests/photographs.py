"""Photos of digits on paper, as files: drawn by a program, in light that fades, with the noise of a camera."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from drawing import DIGITS
from PIL import Image, ImageDraw, ImageFilter

TWELVE_MEGAPIXELS = (4032, 3024)
"""Width and height of what phones make."""
SMALL = (800, 600)


def photo_of(digits: Sequence[int], size: tuple[int, int] = SMALL, form: str = "JPEG") -> bytes:
    """A photo of digits side by side, in blue ink."""
    file = io.BytesIO()
    photograph_row(digits, size).save(file, form, quality=90)
    return file.getvalue()


def photograph_row(digits: Sequence[int], size: tuple[int, int]) -> Image.Image:
    """The same as a picture, RGB."""
    width, height = size
    ink = np.asarray(_row(digits, size), np.float32)[..., None] / 255
    light = 150 + 70 * np.linspace(0, 1, width) + 20 * np.linspace(0, 1, height)[:, None]
    seen = light[..., None] * (1 - ink * np.array([0.75, 0.7, 0.45]))
    noise = np.random.default_rng(1).normal(0, 3, (height, width, 1))
    return Image.fromarray(np.clip(seen + noise, 0, 255).astype(np.uint8))


def _row(digits: Sequence[int], size: tuple[int, int]) -> Image.Image:
    """The ink alone, mode L."""
    width, height = size
    ink, cell = Image.new("L", size), width / (len(digits) + 1)
    scale = min(cell / 330, height / 500)
    for number, digit in enumerate(digits):
        left, top = (number + 1) * cell - 200 * scale, height / 2 - 200 * scale
        for stroke in DIGITS[digit]:
            points = [(left + scale * x, top + scale * y) for x, y in stroke]
            ImageDraw.Draw(ink).line(points, fill=255, width=round(22 * scale), joint="curve")
    return ink.filter(ImageFilter.GaussianBlur(1 + 2 * scale))
