"""The JavaScript of the boxes over a photo."""

from __future__ import annotations

from pathlib import Path

from mnist_demo.web.javascript import script_files

BOXES = (
    *script_files(("constants", "elements", "percent", "note", "in_brief", "found_digits")),
    Path(__file__).with_name("boxes.js"),
)
"""In an order in which each uses only those before it."""
