"""Simulated photos of digits on paper: uneven light, the shadow of a hand, a noisy sensor."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


def photograph(
    ink: np.ndarray, rng: np.random.Generator, *, is_dark: bool = False, has_shadow: bool = True
) -> Image.Image:
    """A grey photo, 480×360, of a digit at a random place and size.

    Args:
        ink: uint8 (N, N), 0 paper and 255 pen.
        is_dark: chalk on a dark board instead of a dark pen on light paper.
    """
    width, height = 480, 360
    side = int(rng.uniform(0.3, 0.75) * height)
    sheet = Image.new("L", (width, height))
    digit = Image.fromarray(ink).resize((side, side), Image.Resampling.BICUBIC)
    sheet.paste(digit, (int(rng.integers(0, width - side)), int(rng.integers(0, height - side))))
    paper, pen = (0.25, 0.8) if is_dark else (rng.uniform(0.7, 0.95), rng.uniform(0.1, 0.4))
    reflected = paper + (pen - paper) * np.asarray(sheet, np.float32) / 255
    light = light_slope(width, height, rng, darkest=1 / 3)
    if has_shadow:
        light *= _shadow(width, height, rng)
    noise = rng.normal(0, 5, (height, width))
    return Image.fromarray(np.uint8(np.clip(255 * reflected * light + noise, 0, 255)))


def light_slope(width: int, height: int, rng: np.random.Generator, darkest: float) -> np.ndarray:
    """Light, float (height, width), that falls from 1 to `darkest` across the paper."""
    angle, (y, x) = rng.uniform(0, 2 * np.pi), np.mgrid[:height, :width]
    along = np.cos(angle) * x / width + np.sin(angle) * y / height
    light: np.ndarray = darkest + (1 - darkest) * (along - along.min()) / np.ptp(along)
    return light


def _shadow(width: int, height: int, rng: np.random.Generator) -> np.ndarray:
    """Light, float (height, width), that is weaker on one side of a straight, soft edge near the middle."""
    return shadow_beside(rng.uniform(0.2, 0.8, 2) * (width, height), width, height, rng, softness=(2, 20))


def shadow_beside(
    center: np.ndarray, width: int, height: int, rng: np.random.Generator, softness: tuple[float, float]
) -> np.ndarray:
    """Light, float (height, width), weaker on one side of a straight edge through `center`, (x, y), however turned.

    `softness` is the least and the most that the edge is blurred, in pixels.
    """
    angle = rng.uniform(0, 2 * np.pi)
    along = 1000 * np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-along[1], along[0]])
    picture = Image.new("L", (width, height), 255)
    corners = [center + along, center + along + across, center - along + across, center - along]
    ImageDraw.Draw(picture).polygon([tuple(map(float, corner)) for corner in corners], int(rng.uniform(120, 200)))
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(rng.uniform(*softness))), np.float32) / 255
