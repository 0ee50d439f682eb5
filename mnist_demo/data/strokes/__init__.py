"""Synthetic handwriting: digits, and drawings that are not digits, as pen strokes."""

from mnist_demo.data.strokes.children import ByChild
from mnist_demo.data.strokes.contact_sheet import contact_sheet, digit_rows, doodle_rows, overview_rows, save
from mnist_demo.data.strokes.doodles import DOODLES, HELD_OUT_DOODLES
from mnist_demo.data.strokes.generate import (
    ALL_DOODLES,
    TRAINING_DOODLES,
    Motif,
    draw_canvas,
    draw_digits,
    draw_doodles,
    image_of,
    lines_of,
)
from mnist_demo.data.strokes.styles import ALL_STYLES, HELD_OUT_STYLES, MISREAD_STYLES, STYLES, TRAINING_STYLES

__all__ = [
    "ALL_DOODLES",
    "ALL_STYLES",
    "DOODLES",
    "HELD_OUT_DOODLES",
    "HELD_OUT_STYLES",
    "MISREAD_STYLES",
    "STYLES",
    "TRAINING_DOODLES",
    "TRAINING_STYLES",
    "ByChild",
    "Motif",
    "contact_sheet",
    "digit_rows",
    "doodle_rows",
    "draw_canvas",
    "draw_digits",
    "draw_doodles",
    "image_of",
    "lines_of",
    "overview_rows",
    "save",
]
