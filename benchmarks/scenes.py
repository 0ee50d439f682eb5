"""Pictures of digits that are more than ink on paper, made by a program: cards on desks, sticky notes, tight crops.

`ink` is uint8 (N, N), 0 paper and 255 pen, as MNIST has it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter

from benchmarks.photos import light_slope

SIZE = (480, 360)
NOTES = [(250, 230, 90), (250, 150, 180), (150, 210, 240), (170, 230, 130), (250, 180, 90)]
"""Colours of sticky notes: yellow, pink, blue, green, orange."""
INKS = [(25, 25, 30), (30, 40, 120), (60, 60, 65)]
"""Colours of pens: black, blue, pencil."""


def cut_to_box(ink: np.ndarray, side: int) -> Image.Image:
    """Black on white, cut to the digit's own box, whose longer side becomes `side`; no light, no noise."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    box = Image.fromarray(255 - ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    scale = side / max(box.size)
    return box.resize([max(1, round(length * scale)) for length in box.size], Image.Resampling.BICUBIC)


def running_to_edge(ink: np.ndarray, rng: np.random.Generator) -> Image.Image:
    """A photo of a dark digit on paper, cut such that one to four of the picture's edges touch the ink."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    margins = rng.uniform(4, 17, 4) * (rng.random(4) < 0.5)
    margins[rng.integers(4)] = 0
    top, bottom, left, right = margins
    box = (columns[0] - left, rows[0] - top, columns[-1] + 1 + right, rows[-1] + 1 + bottom)
    size = int(15 * (box[2] - box[0])), int(15 * (box[3] - box[1]))
    picture = Image.fromarray(ink).transform(size, Image.Transform.EXTENT, box, Image.Resampling.BICUBIC)
    share = np.asarray(picture, np.float32)[..., None] / 255
    paper = np.float32(255 * rng.uniform(0.75, 0.95))
    return _taken(paper + (np.float32(rng.choice(INKS)) - paper) * share, rng).convert("L")


def card_on_desk(ink: np.ndarray, rng: np.random.Generator) -> Image.Image:
    """A white card, turned a little, on a dark or a wooden desk."""
    desk = _wood(rng) if rng.random() < 0.5 else np.full((*SIZE[::-1], 3), rng.uniform(20, 70), np.float32)
    return _taken(_laid(desk, ink, (240, 238, 232), rng), rng)


def sticky_note(ink: np.ndarray, rng: np.random.Generator) -> Image.Image:
    """A coloured note, turned a little, on a white, dark or wooden desk."""
    desks = [np.full((*SIZE[::-1], 3), grey, np.float32) for grey in (rng.uniform(20, 70), rng.uniform(215, 245))]
    desk = [*desks, _wood(rng)][rng.integers(3)]
    return _taken(_laid(desk, ink, NOTES[rng.integers(len(NOTES))], rng), rng)


SCENES: dict[str, Callable[[np.ndarray, np.random.Generator], Image.Image]] = {
    "cut to the digit's box, 28 pixels": lambda ink, rng: cut_to_box(ink, 28),
    "cut to the digit's box, 300 pixels": lambda ink, rng: cut_to_box(ink, 300),
    "photos that the digit fills to the edge": running_to_edge,
    "photos of a white card on a desk": card_on_desk,
    "photos of a sticky note": sticky_note,
}


def _laid(desk: np.ndarray, ink: np.ndarray, colour: tuple[int, int, int], rng: np.random.Generator) -> np.ndarray:
    """A square or oblong sheet with the digit on it, laid on the desk: float32 (H, W, 3)."""
    high = rng.uniform(0.45, 0.75) * SIZE[1]
    wide = high * rng.uniform(1, 1.4)
    canvas = Image.new("L", (round(wide), round(high)))
    side = round(high * rng.uniform(0.5, 0.85))
    digit = Image.fromarray(ink).resize((side, side), Image.Resampling.BICUBIC)
    canvas.paste(digit, (int(rng.integers(0, canvas.width - side)), int(rng.integers(0, canvas.height - side))))
    share = np.asarray(canvas, np.float32)[..., None] / 255
    under, pen = (np.asarray(each, np.float32) for each in (colour, INKS[rng.integers(len(INKS))]))
    sheet = under + (pen - under) * share
    layer = Image.fromarray(np.dstack([np.uint8(np.clip(sheet, 0, 255)), np.full(share.shape[:2], 255, np.uint8)]))
    layer = layer.rotate(rng.uniform(-12, 12), Image.Resampling.BICUBIC, expand=True)
    left, top = (int(rng.integers(4, max(5, whole - part - 4))) for whole, part in zip(SIZE, layer.size, strict=True))
    picture = Image.fromarray(np.uint8(np.clip(desk, 0, 255))).convert("RGBA")
    picture.alpha_composite(layer, (left, top))
    return np.asarray(picture.convert("RGB"), np.float32)


def _wood(rng: np.random.Generator) -> np.ndarray:
    """Brown with a grain along the rows: float32 (H, W, 3)."""
    grain = np.asarray(Image.fromarray(rng.normal(0, 1, (SIZE[1], 24)).astype(np.float32)).resize(SIZE))
    return np.asarray([150, 100, 60], np.float32) * rng.uniform(0.6, 1.2) * (1 + 0.12 * grain[..., None])


def _taken(colours: np.ndarray, rng: np.random.Generator) -> Image.Image:
    """A photo of colours, float32 (H, W, 3): light that falls to a half, a little blur, a noisy sensor."""
    height, width = colours.shape[:2]
    lit = colours * light_slope(width, height, rng, darkest=0.5)[..., None]
    noisy = np.clip(lit + rng.normal(0, 4, lit.shape), 0, 255)
    return Image.fromarray(np.uint8(noisy)).filter(ImageFilter.GaussianBlur(0.7))
