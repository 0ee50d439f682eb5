"""Numbers that twins in JavaScript have from Python: `python -m mnist_demo.web.constants` writes them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from mnist_demo import config
from mnist_demo.images import pieces, preprocessing
from mnist_demo.network import inference, several

PATH = Path(__file__).with_suffix(".js")
HEADER = """\
// Written by `python -m mnist_demo.web.constants` from modules in Python, which say what each number means: change them
// there.
"""
SHARED = {
    config: "IMAGE_SIZE",
    preprocessing: "BOX_SIZE CENTER NUDGE MIN_CONTRAST MIN_EXTENT DOT_EXTENT DOT_FILL DOT_RATIO EDGE MIN_STROKE",
    inference: "STANDS_OUT",
    pieces: "FIRM SPECK MOST_PIECES STACKED_OVERLAP STACKED_GAP ABOUT_AS_HIGH ON_ONE_LINE",
    several: "MOST_PARTS WIDEST WIDEST_GAP SPREAD",
}
"""Modules, and the names of their numbers that JavaScript needs."""


def javascript_constants() -> str:
    """An ES module that exports each number of SHARED under its name in Python."""
    return HEADER + "".join(_exports(module, names.split()) for module, names in SHARED.items())


def _exports(module: ModuleType, names: Sequence[str]) -> str:
    path = module.__name__.replace(".", "/")
    lines = [f"export const {name} = {getattr(module, name)!r};\n" for name in names]
    return f"\n// {path}.py\n" + "".join(lines)


if __name__ == "__main__":
    PATH.write_text(javascript_constants(), encoding="utf-8", newline="\n")
