"""Numbers that twins in JavaScript have from Python: `python -m mnist_demo.web.constants` writes them."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

from mnist_demo import config
from mnist_demo.images import cuts, drawing_link, pen, pieces, preprocessing
from mnist_demo.network import inference, several, wholeness
from mnist_demo.network.quantisation import quantise
from mnist_demo.web import colours

PATH = Path(__file__).with_suffix(".js")
LAYERS_PATH = PATH.with_name("wholeness_layers.js")
HOME_PATH = PATH.with_name("home") / "home_constants.js"
HEADER = """\
// Written by `python -m mnist_demo.web.constants` from modules in Python, which say what each number means: change them
// there.
"""
SHARED = {
    config: "IMAGE_SIZE NUM_CLASSES",
    preprocessing: "BOX_SIZE CENTER NUDGE MIN_CONTRAST MIN_EXTENT DOT_EXTENT DOT_FILL DOT_RATIO EDGE MIN_STROKE",
    inference: "STANDS_OUT",
    pieces: "FIRM EDGE_WIDTH SPECK SMALLEST REACHING_IN MIN_INSIDE MOST_PIECES STACKED_OVERLAP STACKED_GAP"
    " BROKEN_OVERLAP BROKEN_BESIDE BROKEN_GAP ABOUT_AS_HIGH ON_ONE_LINE",
    cuts: "ROWS FULL_CELL SIDEWAYS THROUGH AROUND THICKEST INK_BETWEEN LEAST_INK",
    several: "ENOUGH MOST_PARTS WIDEST WIDEST_GAP LEAST_SIDE LEAST_OF_ALL LEAST_UNREAD READ_FROM CUT_FROM LEFT_WHOLE"
    " MOST_CUTS",
    wholeness: "HALF UNCUT_WITHIN MANY_CUTS",
}
"""Modules, and the names of what JavaScript needs of them."""
OF_HOME = {
    colours: "FOR AGAINST",
    pen: "INK PAPER",
    drawing_link: "FORMAT GRID MARGIN TOLERANCES MAX_LENGTH MAX_POINTS MAX_BYTES ERASER",
}
"""The same for the page to take home alone."""


def javascript_constants(shared: Mapping[ModuleType, str] = SHARED) -> str:
    """An ES module that exports each of these numbers under its name in Python."""
    return HEADER + "".join(_exports(module, names.split()) for module, names in shared.items())


def javascript_layers() -> str:
    """An ES module that exports the layers of `wholeness`: codes as base64, scales and biases."""
    layers = []
    for kernel, bias in wholeness.stored_layers():
        codes, scales = quantise(kernel)
        text = base64.b64encode(codes.tobytes()).decode()
        layers.append({"codes": text, "scales": scales.tolist(), "bias": bias.tolist()})
    return f"{HEADER}\nexport const WHOLENESS = {json.dumps(layers)};\n"


def _exports(module: ModuleType, names: Sequence[str]) -> str:
    path = module.__name__.replace(".", "/")
    lines = [f"export const {name} = {json.dumps(getattr(module, name))};\n" for name in names]
    return f"\n// {path}.py\n" + "".join(lines)


if __name__ == "__main__":
    PATH.write_text(javascript_constants(), encoding="utf-8", newline="\n")
    HOME_PATH.write_text(javascript_constants(OF_HOME), encoding="utf-8", newline="\n")
    LAYERS_PATH.write_text(javascript_layers(), encoding="utf-8", newline="\n")
