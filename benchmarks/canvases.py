"""Digits on canvases: other people's, and MNIST's in difficult variations, uint8 (280, 280)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter
from sklearn.datasets import load_digits

from mnist_demo.data.strokes import HELD_OUT_STYLES, MISREAD_STYLES, STYLES, ByChild, Motif, draw_canvas

SIDE = 280
PICTURE = 224
"""A 28×28 picture on the canvas is enlarged 8 times, with a margin around it."""
MIRRORED = {
    1: "rounded flag",
    2: "short bottom",
    3: "leaning arcs",
    4: "nearly closed",
    6: "two strokes",
    7: "wide top",
    9: "kicked tail",
}
"""Styles that people can still read in a mirror, where training never shows them."""

Vary = Callable[[np.ndarray, np.random.Generator], np.ndarray]


def other_people() -> tuple[list[np.ndarray], np.ndarray]:
    """The 1,797 digits of scikit-learn, by 43 people outside MNIST: 8×8, enlarged smoothly, thresholded to ink.

    Only for reporting: nothing is trained, tuned or selected on them.
    """
    digits = load_digits()
    images = (np.pad(np.uint8(np.rint(image * 255 / 16)), 1) for image in digits.images)
    smooth = (Image.fromarray(image).resize((SIDE, SIDE), Image.Resampling.BICUBIC) for image in images)
    return [np.where(np.asarray(picture) >= 128, 255, 0).astype(np.uint8) for picture in smooth], digits.target


def pen_strokes(n: int, seed: int, motifs: list[tuple[int, Motif]]) -> tuple[list[np.ndarray], np.ndarray]:
    """`n` digits drawn in turn from (digit, what to draw)."""
    rng = np.random.default_rng(seed)
    chosen = [motifs[number % len(motifs)] for number in range(n)]
    return [draw_canvas(motif, rng, SIDE) for _, motif in chosen], np.array([digit for digit, _ in chosen])


def kept_out() -> list[tuple[int, Motif]]:
    """One style of each digit that is held out of training."""
    return [(digit, STYLES[digit][name]) for digit, name in sorted(HELD_OUT_STYLES)]


def misread() -> dict[str, list[tuple[int, Motif]]]:
    """Ways of writing that networks often misread, each in a variant that is held out of training."""
    return {f"{digit}, {name}": [(digit, STYLES[digit][name])] for digit, name in sorted(MISREAD_STYLES)}


def by_children() -> list[tuple[int, Motif]]:
    """Children's hands in the styles of `kept_out`."""
    return [(digit, ByChild(STYLES[digit][name])) for digit, name in sorted(HELD_OUT_STYLES)]


def mirrored() -> list[tuple[int, Motif]]:
    """Children's hands, left and right exchanged."""
    return [(digit, ByChild(STYLES[digit][name], is_mirrored=True)) for digit, name in MIRRORED.items()]


def enlarged(images: np.ndarray) -> list[np.ndarray]:
    """Pictures, uint8 (N, 28, 28), in the middle of canvases."""
    return [_on_canvas(image, PICTURE, (SIDE - PICTURE) // 2, (SIDE - PICTURE) // 2) for image in images]


def _on_canvas(image: np.ndarray, size: int, top: int, left: int) -> np.ndarray:
    canvas = np.zeros((SIDE, SIDE), np.uint8)
    picture = Image.fromarray(image).resize((size, size), Image.Resampling.BICUBIC)
    canvas[top : top + size, left : left + size] = np.asarray(picture)
    return canvas


def turned(canvas: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Turned by 20 degrees one way or the other."""
    picture = Image.fromarray(canvas).rotate(20 * rng.choice([-1, 1]), Image.Resampling.BICUBIC)
    return np.asarray(picture)


def shifted(canvas: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Drawn smaller, anywhere on the canvas."""
    size = int(rng.integers(90, SIDE))
    top, left = rng.integers(0, SIDE - size, 2, endpoint=True)
    return _on_canvas(canvas, size, top, left)


def thinner(canvas: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A pen narrower by one MNIST pixel."""
    return np.asarray(Image.fromarray(canvas).filter(ImageFilter.MinFilter(9)))


def thicker(canvas: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A pen wider by one and a half MNIST pixels."""
    return np.asarray(Image.fromarray(canvas).filter(ImageFilter.MaxFilter(13)))


def shaken(canvas: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Each point moved by smooth noise, about half an MNIST pixel each way: a trembling hand."""
    coarse = rng.normal(0, 5, (2, 28, 28)).astype(np.float32)
    smooth = [np.asarray(Image.fromarray(field).resize((SIDE, SIDE), Image.Resampling.BICUBIC)) for field in coarse]
    rows, columns = (np.indices((SIDE, SIDE)) + np.rint(smooth)).astype(int).clip(0, SIDE - 1)
    moved: np.ndarray = canvas[rows, columns]
    return moved


VARIATIONS: dict[str, Vary] = {
    "turned by ±20°": turned,
    "shifted and shrunk": shifted,
    "with a thinner pen": thinner,
    "with a thicker pen": thicker,
    "with a shaking pen": shaken,
}
