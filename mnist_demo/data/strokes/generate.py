"""Many drawings at once: seeded, balanced, and on all processors."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from functools import partial

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from mnist_demo.data.strokes import raster
from mnist_demo.data.strokes.children import ByChild, by_children, write_as_child
from mnist_demo.data.strokes.doodles import DOODLES, HELD_OUT_DOODLES
from mnist_demo.data.strokes.handwriting import random_hand, write
from mnist_demo.data.strokes.scribbles import SCRIBBLES
from mnist_demo.data.strokes.shapes import Points
from mnist_demo.data.strokes.styles import STYLES, TRAINING_STYLES, Shapes, StyleKey
from mnist_demo.data.strokes.workers import map_in_processes
from mnist_demo.images.preprocessing import canvas_to_image

Images = NDArray[np.uint8]
Labels = NDArray[np.uint8]
OnDrawn = Callable[[int], None]
Motif = Shapes | ByChild | str
"""What to draw: the shapes of a style, a style in a child's hand, or the name of a scribble."""
Chunk = tuple[int, Labels, dict[int, list[Motif]]]
"""The task's number, a class for each drawing, and what may be drawn for each class."""

ALL_DOODLES: frozenset[str] = frozenset(DOODLES) | frozenset(SCRIBBLES)
TRAINING_DOODLES: frozenset[str] = ALL_DOODLES - HELD_OUT_DOODLES

_DIGITS, _DOODLES = 1, 2
"""First part of the seeds, so that digits and doodles of one seed are independent."""
_CHUNK = 500
"""Drawings per task. Every task has its own seed, so it does not matter which process does it."""
_WORTH_PROCESSES = 4000
"""Fewer drawings than this are finished before new processes would have started."""
_MOST_PROCESSES = 16
_SCRIBBLE_WEIGHT = 4
"""How many times as often a kind of scribble is drawn as a letter, which varies less."""
_SIDE, _FILL = 112, 0.94
"""Canvas for training: small and filled, since the drawing is cropped in any case."""

_THIN, _USUAL, _THICK = 0.035, 0.09, 0.20
"""Pen width relative to the size of the drawing: thin in a large one, thick in a small one."""
_SCANS = 0.12
"""Share of the drawings that are passed through a low-resolution scan."""
_PEN_SPREAD = 0.4
"""Standard deviation of the logarithm of that width."""


def draw_digits(
    n: int,
    seed: int,
    styles: Collection[StyleKey] = TRAINING_STYLES,
    workers: int | None = None,
    on_drawn: OnDrawn = lambda done: None,
) -> tuple[Images, Labels]:
    """Draw ``n`` digits in random styles, by adults and children, as a network gets them.

    Returns uint8 images of shape (n, 28, 28), ink bright on black, and uint8 labels of shape (n,).
    Each digit that has a style in ``styles`` appears equally often (give or take one). The same
    ``n``, ``seed`` and ``styles`` give the same result whatever the number of ``workers``
    (default: one per processor). Several start as new interpreters, so a script that calls this
    needs the usual ``if __name__ == "__main__":``. ``on_drawn`` is called every few hundred
    drawings with the number done; an exception that it raises ends the drawing.
    """
    menus: dict[int, list[Motif]] = {}
    for digit, name in sorted(styles):
        menus.setdefault(digit, []).extend([STYLES[digit][name], *by_children((digit, name))])
    if not menus:
        raise ValueError("no styles to draw digits in")
    order = np.random.default_rng([_DIGITS, seed]).permutation(n)
    labels = np.array(list(menus), np.uint8)[np.arange(n) % len(menus)][order]
    return _draw_all(labels, menus, (_DIGITS, seed), workers, on_drawn), labels


def draw_doodles(
    n: int,
    seed: int,
    kinds: Collection[str] = TRAINING_DOODLES,
    workers: int | None = None,
    on_drawn: OnDrawn = lambda done: None,
) -> Images:
    """Draw ``n`` pictures that are not digits; uint8 images of shape (n, 28, 28).

    The same ``n``, ``seed`` and ``kinds`` give the same result whatever the ``workers``; ``on_drawn`` as for digits.
    """
    menu: list[Motif] = []
    for kind in sorted(kinds):
        menu += [kind] * _SCRIBBLE_WEIGHT if kind in SCRIBBLES else [DOODLES[kind]]
    if not menu:
        raise ValueError("no kinds of doodles to draw")
    return _draw_all(np.zeros(n, np.uint8), {0: menu}, (_DOODLES, seed), workers, on_drawn)


def draw_canvas(source: Motif, rng: Generator, side: int = 400) -> NDArray[np.uint8]:
    """One drawing as the app's canvas shows it: uint8 (side, side), dark ink on white.

    The size and place of the drawing on the canvas and the width of the pen vary.
    """
    fill, pen = rng.uniform(0.35, 0.95), _brush(rng)
    room = 0.49 - fill / 2
    x, y = 0.5 + rng.uniform(-room, room, 2)
    return raster.draw(lines_of(source, rng), side, pen, fill, (float(x), float(y)))


def lines_of(source: Motif, rng: Generator) -> list[Points]:
    """The strokes of one drawing: polylines of shape (k, 2), y down."""
    if isinstance(source, str):
        return SCRIBBLES[source](rng)
    return write_as_child(source, rng) if isinstance(source, ByChild) else write(source, random_hand(rng), rng)


def image_of(source: Motif, rng: Generator) -> Images:
    """One drawing as a network gets it: uint8 (28, 28), ink bright on black."""
    while True:
        pen = _FILL * float(np.clip(rng.lognormal(np.log(_USUAL), _PEN_SPREAD), _THIN, _THICK))
        lines = lines_of(source, rng)
        canvas = _scan(lines, pen, rng) if rng.random() < _SCANS else raster.draw(lines, _SIDE, pen, _FILL)
        image = canvas_to_image(canvas)
        if image is not None:
            pixels: Images = np.rint(image * 255).astype(np.uint8)
            return pixels


def _scan(lines: list[Points], pen: float, rng: Generator) -> NDArray[np.uint8]:
    """A drawing scanned at a low resolution; a pen thinner than a pixel would leave gaps."""
    pixels = int(rng.integers(8, 16))
    canvas = raster.draw(lines, _SIDE, max(pen, 1 / pixels), _FILL)
    return raster.coarsen(canvas, pixels, rng.uniform(0.4, 0.6))


def _brush(rng: Generator) -> float:
    """Width of the pen as a fraction of the canvas; mostly the app's default."""
    return float(rng.triangular(0.03, 0.06, 0.11))


def _draw_all(
    labels: Labels, menus: dict[int, list[Motif]], seed: tuple[int, int], workers: int | None, on_drawn: OnDrawn
) -> Images:
    starts = range(0, len(labels), _CHUNK)
    tasks = [(i, labels[at : at + _CHUNK], menus) for i, at in enumerate(starts, start=1)]
    chunks = [np.zeros((0, 28, 28), np.uint8)]
    for chunk in map_in_processes(partial(_draw_task, seed), tasks, _workers(len(labels), workers)):
        chunks.append(chunk)
        on_drawn(sum(map(len, chunks)))
    return np.concatenate(chunks)


def _draw_task(seed: tuple[int, int], task: Chunk) -> Images:
    number, labels, menus = task
    rng = np.random.default_rng([*seed, number])
    images = np.zeros((len(labels), 28, 28), np.uint8)
    for image, label in zip(images, labels.tolist(), strict=True):
        menu = menus[label]
        image[:] = image_of(menu[int(rng.integers(len(menu)))], rng)
    return images


def _workers(n: int, wanted: int | None) -> int:
    if wanted is None:
        return 1 if n < _WORTH_PROCESSES else min(os.cpu_count() or 1, _MOST_PROCESSES)
    return max(1, wanted)
