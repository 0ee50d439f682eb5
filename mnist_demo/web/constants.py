"""Numbers that twins in JavaScript have from Python: `python -m mnist_demo.web.constants` writes them."""

from __future__ import annotations

from pathlib import Path

from mnist_demo.config import IMAGE_SIZE
from mnist_demo.images import preprocessing
from mnist_demo.network.inference import STANDS_OUT

PATH = Path(__file__).with_suffix(".js")
HEADER = """\
// Written by `python -m mnist_demo.web.constants` from mnist_demo/images/preprocessing.py and
// mnist_demo/network/inference.py, which say what each number means: change them there.

"""
SHARED = (
    "BOX_SIZE",
    "CENTER",
    "NUDGE",
    "MIN_CONTRAST",
    "MIN_EXTENT",
    "DOT_EXTENT",
    "DOT_FILL",
    "DOT_RATIO",
    "EDGE",
    "MIN_STROKE",
)


def javascript_constants() -> str:
    """An ES module that exports each number under its name in Python, those of SHARED among them."""
    values = {"IMAGE_SIZE": IMAGE_SIZE} | {name: getattr(preprocessing, name) for name in SHARED}
    values |= {"STANDS_OUT": STANDS_OUT}
    return HEADER + "".join(f"export const {name} = {value!r};\n" for name, value in values.items())


if __name__ == "__main__":
    PATH.write_text(javascript_constants(), encoding="utf-8", newline="\n")
