"""The JavaScript of an answer."""

from __future__ import annotations

from pathlib import Path

from mnist_demo.web import javascript

_SHARED = (
    "constants",
    "prepare",
    "network",
    "network_file",
    "pieces",
    "reading_memory",
    "several",
    "elements",
    "percent",
    "note",
    "number",
    "bars",
    "picture",
    "answer",
    "digit_row",
)
_OWN = (
    "canvas",
    "choice",
    "probe",
    "toolbar",
    "status",
    "networks",
    "readings",
    "sheet_digits",
    "live",
    "main",
)
FILES = (
    *(javascript.FOLDER / f"{name}.js" for name in _SHARED),
    *(Path(__file__).with_name(f"{name}.js") for name in _OWN),
)
"""In an order in which each uses only those before it."""
