"""A contact sheet: a row of drawings for every style."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from mnist_demo.data.strokes import raster
from mnist_demo.data.strokes.children import by_children
from mnist_demo.data.strokes.doodles import DOODLES
from mnist_demo.data.strokes.generate import Motif, image_of, lines_of
from mnist_demo.data.strokes.scribbles import SCRIBBLES
from mnist_demo.data.strokes.styles import STYLES, TRAINING_STYLES
from mnist_demo.files import written_whole

_CELL, _LABEL, _PEN, _FILL = 56, 150, 0.07, 0.9


Row = tuple[str, list[Motif]]
"""A title, and what to draw in turn along the row."""


def digit_rows() -> list[Row]:
    """Every style of every digit, and how children write each digit."""
    rows: list[Row] = []
    for digit, styles in STYLES.items():
        rows += [(f"{digit} {name}", [shapes]) for name, shapes in styles.items()]
        rows.append((f"{digit} by children", [child for name in styles for child in by_children((digit, name))]))
    return rows


def doodle_rows() -> list[Row]:
    """Every kind of doodle."""
    drawn: list[Row] = [(name, [shapes]) for name, shapes in DOODLES.items()]
    scribbled: list[Row] = [(name, [name]) for name in SCRIBBLES]
    return drawn + scribbled


def overview_rows() -> list[Row]:
    """A row for each digit, with its styles side by side, one by children, and one of doodles."""
    digits: list[Row] = [(f"{d}, {len(styles)} styles", list(styles.values())) for d, styles in STYLES.items()]
    children: list[Motif] = [child for style in sorted(TRAINING_STYLES) for child in by_children(style)]
    kinds: list[Motif] = [*DOODLES.values(), *SCRIBBLES]
    return [*digits, ("by children", children[::3]), (f"{len(kinds)} doodles", kinds[::4])]


def contact_sheet(rows: list[Row], columns: int = 12, seed: int = 0, small: bool = False) -> Image.Image:
    """A grey picture with a title and ``columns`` drawings in every row.

    With ``small`` the drawings are shown as a network gets them.
    """
    sheet = Image.new("L", (_LABEL + columns * _CELL, len(rows) * _CELL), 255)
    pen = ImageDraw.Draw(sheet)
    for row, (title, sources) in enumerate(rows):
        pen.text((4, row * _CELL + _CELL // 2 - 6), title, fill=0)
        rng = np.random.default_rng([seed, row])
        for column in range(columns):
            source = sources[column % len(sources)]
            cell = _small_cell(source, rng) if small else _large_cell(source, rng)
            sheet.paste(cell, (_LABEL + column * _CELL, row * _CELL))
    return sheet


def _large_cell(source: Motif, rng: np.random.Generator) -> Image.Image:
    return Image.fromarray(raster.draw(lines_of(source, rng), _CELL, _PEN, _FILL))


def _small_cell(source: Motif, rng: np.random.Generator) -> Image.Image:
    return Image.fromarray(image_of(source, rng)).resize((_CELL, _CELL), Image.Resampling.NEAREST)


def save(sheet: Image.Image, path: Path) -> None:
    """Write a PNG, whole or not at all; its folder is made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path) as temporary:
        sheet.save(temporary, "PNG")
