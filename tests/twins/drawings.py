"""Drawings with their 28×28 images: several pens, sizes and sheets, and what is not taken for a digit.

Ink is uint8 (H, W), 255 the pen; a sheet turns it into the RGBA of a canvas, uint8 (H, W, 4).
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from mnist_demo.data.dataset import load_dataset
from mnist_demo.images.preprocessing import canvas_to_image
from twins.files import Case, encode

SIDE = 200
Colour = tuple[int, int, int]


def on_glass(ink: np.ndarray) -> np.ndarray:
    """Red ink on a transparent sheet."""
    return np.dstack([np.full(ink.shape, 200, np.uint8), np.zeros((*ink.shape, 2), np.uint8), ink])


def on_paper(ink: np.ndarray, pen: Colour = (20, 30, 90), paper: Colour = (250, 245, 220)) -> np.ndarray:
    """Blue ink on yellowish paper, or other colours."""
    share = ink[..., None] / 255
    colours = np.rint((1 - share) * paper + share * pen).astype(np.uint8)
    return np.dstack([colours, np.full(ink.shape, 255, np.uint8)])


def on_dark_paper(ink: np.ndarray) -> np.ndarray:
    """White ink on nearly black paper."""
    return on_paper(ink, (255, 255, 255), (14, 17, 23))


SHEETS = (on_glass, on_paper, on_dark_paper)


def line(width: int, *points: tuple[float, float], side: int = SIDE) -> np.ndarray:
    """The ink of a polygonal line; its points are shares of the sheet's side."""
    picture = Image.new("L", (side, side))
    ImageDraw.Draw(picture).line([(x * side, y * side) for x, y in points], fill=255, width=width, joint="curve")
    return np.asarray(picture)


def bar(width: int, height: int) -> np.ndarray:
    """The ink of a filled rectangle in the middle of the sheet."""
    ink = np.zeros((SIDE, SIDE), np.uint8)
    ink[(SIDE - height) // 2 :, (SIDE - width) // 2 :][:height, :width] = 255
    return ink


def soft(ink: np.ndarray) -> np.ndarray:
    """Pale ink with smooth edges, half as wide and high."""
    return np.asarray(Image.fromarray(ink).reduce(2)) // 3 * 2


def dot(width: int, height: int) -> np.ndarray:
    """The ink of a filled ellipse in the middle of the sheet."""
    picture = Image.new("L", (SIDE, SIDE))
    box = ((SIDE - width) / 2, (SIDE - height) / 2, (SIDE + width) / 2, (SIDE + height) / 2)
    ImageDraw.Draw(picture).ellipse(box, fill=255)
    return np.asarray(picture)


def pasted(image: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The ink of an image, uint8 (28, 28), somewhere on the sheet, in some size and strength."""
    side = int(random.integers(20, SIDE - 10))
    x, y = random.integers(0, SIDE - side, 2)
    sheet = np.zeros((SIDE, SIDE), np.uint8)
    picture = Image.fromarray(image).resize((side, side), Image.Resampling.BICUBIC)
    sheet[y : y + side, x : x + side] = np.asarray(picture) * random.uniform(0.5, 1)
    return sheet


def symmetric(random: np.random.Generator) -> np.ndarray:
    """Ink that looks the same upside down: its centre of mass usually lies exactly between two pixels."""
    (a, b), (c, d) = random.uniform(0.05, 0.95, (2, 2)).tolist()
    ink = line(int(random.integers(2, 20)), (a, b), (c, d))
    return np.where(ink, ink, ink[::-1, ::-1])


ZIGZAG = ((0.15, 0.1), (0.75, 0.85), (0.78, 0.15))
DRAWN = {
    **{f"pen of {width} pixels": line(width, *ZIGZAG) for width in (1, 2, 3, 5, 8, 12, 22)},
    **{f"sheet of {side} pixels": line(max(1, side // 20), *ZIGZAG, side=side) for side in (28, 61, 400)},
    "pale thin pen": soft(line(3, *ZIGZAG)),
    "vertical hairline": line(1, (0.5, 0.03), (0.5, 0.97)),
    "flat-based letter": line(3, (0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8)),
    "as high as 2.5 pixels of the image": bar(160, 20),
    "as wide as 3.5 pixels of the image": bar(28, 160),
    "line along the upper edge": line(3, (0, 0.01), (1, 0.01)),
    "broad diagonal": line(30, (0.1, 0.1), (0.9, 0.9)),
    "filled corner": line(80, (0, 0.1), (0.4, 0.1)),
    "from corner to corner": line(12, (0, 0), (1, 1)),
    "short stroke": line(4, (0.45, 0.5), (0.53, 0.5)),
    "large dot": dot(40, 36),
    "narrow dot": dot(10, 24),
    "ring": dot(24, 24) - dot(12, 12),
}
NOT_DRAWN = {
    "empty": np.zeros((SIDE, SIDE), np.uint8),
    "faint all over": np.full((SIDE, SIDE), 20, np.uint8),
    "faint line": line(10, *ZIGZAG) // 9,
    "speck": bar(10, 2),
    "tap": dot(12, 12),
    "broad tap": dot(22, 18),
}


def cases() -> list[Case]:
    """Each drawing as RGBA with its image, float32 (28, 28), or null where nothing is drawn; the sheets take turns."""
    random, digits = np.random.default_rng(1), load_dataset().x_test
    inks = DRAWN | {f"test image {number}": pasted(digits[number], random) for number in range(9)}
    inks |= {f"symmetric {number}": symmetric(random) for number in range(24)}
    turns = zip(inks.items(), SHEETS * len(inks), strict=False)
    sheets = {f"{name}, {sheet.__name__}": sheet(ink) for (name, ink), sheet in turns}
    sheets |= {f"{name}, {sheet.__name__}": sheet(ink) for name, ink in NOT_DRAWN.items() for sheet in SHEETS}
    return [_case(name, rgba) for name, rgba in (sheets | _uneven_papers(random)).items()]


def _uneven_papers(random: np.random.Generator) -> dict[str, np.ndarray]:
    """Sheets whose border has more than one colour, so that the paper's is the median."""
    noisy, folded = on_paper(line(9, *ZIGZAG, side=100)), on_paper(line(9, *ZIGZAG, side=100))
    noisy[..., :3] -= random.integers(0, 9, noisy[..., :3].shape, np.uint8)
    folded[50:, :, :3] = 255 - folded[50:, :, :3]
    return {"noisy paper": noisy, "paper of two colours": folded}


def _case(name: str, rgba: np.ndarray) -> Case:
    image = canvas_to_image(rgba)
    return {"name": name, "size": len(rgba), "rgba": encode(rgba), "image": None if image is None else encode(image)}
