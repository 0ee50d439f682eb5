"""The JavaScript of the live answer."""

from __future__ import annotations

from pathlib import Path

from mnist_demo.web import javascript

_HERE = Path(__file__).parent
FILES = (
    _HERE / "canvas.js",
    *(javascript.FOLDER / name for name in ("constants.js", "prepare.js", "network.js", "packet.js")),
    *(_HERE / name for name in ("toolbar.js", "view.js", "main.js")),
)
"""In an order in which each uses only those before it."""
