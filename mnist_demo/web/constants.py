"""The numbers of the preparation for its twin in JavaScript: `python -m mnist_demo.web.constants` writes them."""

from __future__ import annotations

from pathlib import Path

from mnist_demo.config import IMAGE_SIZE
from mnist_demo.images import preprocessing

PATH = Path(__file__).with_suffix(".js")
HEADER = """\
// Written by `python -m mnist_demo.web.constants` from mnist_demo/images/preprocessing.py, which says what each number
// means: change them there.

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
    """An ES module that exports the side of an image and each number of SHARED under its name in Python."""
    values = {"IMAGE_SIZE": IMAGE_SIZE} | {name: getattr(preprocessing, name) for name in SHARED}
    return HEADER + "".join(f"export const {name} = {value!r};\n" for name, value in values.items())


if __name__ == "__main__":
    PATH.write_text(javascript_constants(), encoding="utf-8", newline="\n")
