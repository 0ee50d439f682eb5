"""Photos as a class takes them, in colour: pens of all kinds on plain, ruled and squared paper, sharp or not."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter

from benchmarks import papers, pens
from benchmarks.pens import Pen
from benchmarks.photos import light_slope, shadow_beside
from mnist_demo.images.decoding import WORKING_SIZE

SIZE = WIDTH, HEIGHT = (480, 360)
FILL = (0.3, 0.75)
"""The digit's height, as a share of the photo's."""
QUALITY, POOR_QUALITY = 85, 30
"""Of JPEG: as phones store it, and as messengers pass it on."""

Snapshot = Callable[[np.ndarray, np.random.Generator], Image.Image]
"""From a centre line, bool (N, N), to a photo, RGB, as the decoder hands it on."""


def with_pen(pen: Pen, quality: int = QUALITY) -> Snapshot:
    """A pen on plain paper."""

    def take(line: np.ndarray, rng: np.random.Generator) -> Image.Image:
        sheet, _ = written(papers.plain(SIZE, rng), line, pen, rng.uniform(*FILL), rng)
        return stored(sensed(sheet, rng), quality)

    return take


def out_of_focus(line: np.ndarray, rng: np.random.Generator) -> Image.Image:
    """Each point a disc of 5 to 13 pixels, a fiftieth of the digit at least."""
    sheet, _ = written(papers.plain(SIZE, rng), line, pens.BROAD, rng.uniform(*FILL), rng)
    blurred = Image.fromarray(np.uint8(sheet)).filter(ImageFilter.BoxBlur(rng.uniform(1.5, 3.5)))
    return stored(sensed(np.asarray(blurred.filter(ImageFilter.BoxBlur(2)), np.float32), rng), QUALITY)


def small(line: np.ndarray, rng: np.random.Generator) -> Image.Image:
    """60 to 150 pixels wide, as a picture cut out of another one is."""
    sheet, _ = written(papers.plain(SIZE, rng), line, pens.BROAD, rng.uniform(0.45, 0.8), rng)
    width = int(rng.uniform(60, 150))
    reduced = Image.fromarray(np.uint8(sheet)).resize((width, width * HEIGHT // WIDTH), Image.Resampling.LANCZOS)
    return stored(sensed(np.asarray(reduced, np.float32), rng), QUALITY)


def on_ruled_paper(line: np.ndarray, rng: np.random.Generator) -> Image.Image:
    """A digit one to three lines high."""
    fill = rng.uniform(*FILL)
    paper = papers.ruled(SIZE, fill * HEIGHT * rng.uniform(0.35, 1.1), rng)
    return stored(sensed(written(paper, line, pens.STEADY, fill, rng)[0], rng), QUALITY)


def on_squared_paper(line: np.ndarray, rng: np.random.Generator) -> Image.Image:
    """A digit two to seven squares high."""
    fill = rng.uniform(*FILL)
    paper = papers.squared(SIZE, fill * HEIGHT * rng.uniform(0.15, 0.55), rng)
    return stored(sensed(written(paper, line, pens.STEADY, fill, rng)[0], rng), QUALITY)


def under_a_shadow_s_edge(line: np.ndarray, rng: np.random.Generator) -> Image.Image:
    """The edge runs through the digit."""
    fill = rng.uniform(*FILL)
    sheet, middle = written(papers.plain(SIZE, rng), line, pens.STEADY, fill, rng)
    at = middle + rng.uniform(-0.25, 0.25, 2) * fill * HEIGHT
    light = shadow_beside(at, WIDTH, HEIGHT, rng, softness=(1, 12))
    return stored(sensed(sheet * light[..., None], rng), QUALITY)


SNAPSHOTS: dict[str, Snapshot] = {
    "a pen that fades to a third": with_pen(pens.FADING),
    "a pen that fades to a third in spells": with_pen(pens.IN_SPELLS),
    "blue ball pen": with_pen(pens.BLUE_BALL_PEN),
    "pencil": with_pen(pens.PENCIL),
    "felt pen, paler in the middle": with_pen(pens.FELT_PEN),
    "out of focus": out_of_focus,
    "60 to 150 pixels wide": small,
    "JPEG of quality 30": with_pen(pens.STEADY, POOR_QUALITY),
    "ruled paper": on_ruled_paper,
    "squared paper": on_squared_paper,
    "a shadow's edge through the digit": under_a_shadow_s_edge,
}


def written(
    sheet: np.ndarray, line: np.ndarray, pen: Pen, fill: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """A digit `fill` times as high as the sheet, float32 (H, W, 3), anywhere on it, and its middle, (x, y)."""
    height, width = sheet.shape[:2]
    extents = np.array([np.ptp(np.flatnonzero(line.any(axis=axis))) + 1 for axis in (0, 1)])  # (across, down)
    side = round(fill * height * len(line) / extents.max())
    half = extents * side / len(line) / 2 + 4
    middle = rng.uniform(half, (width, height) - half)
    share = pen.write(line, side, rng)
    placed = Image.new("F", (width, height))
    left, top = (round(at - side / 2) for at in middle.tolist())
    placed.paste(Image.fromarray(share), (left, top))
    colour = np.asarray(pen.colours[rng.integers(len(pen.colours))], np.float32)
    return sheet + (colour - sheet) * np.asarray(placed)[..., None], middle


def sensed(colours: np.ndarray, rng: np.random.Generator) -> Image.Image:
    """What a sensor makes of colours, float32 (H, W, 3): light that falls to a half, a little blur and noise."""
    height, width = colours.shape[:2]
    lit = colours * (rng.uniform(0.8, 1.02) * light_slope(width, height, rng, darkest=0.5))[..., None]
    noisy = lit + rng.normal(0, rng.uniform(2, 5), (height, width, 1)) + rng.normal(0, 2, lit.shape)
    return Image.fromarray(np.uint8(np.clip(noisy, 0, 255))).filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 0.8)))


def stored(photo: Image.Image, quality: int) -> Image.Image:
    """A photo after JPEG, reduced to the decoder's size."""
    file = io.BytesIO()
    photo.save(file, "JPEG", quality=quality)
    small = Image.open(file)
    small.thumbnail((WORKING_SIZE, WORKING_SIZE))
    return small
