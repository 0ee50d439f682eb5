"""The JavaScript, the stylesheets and the texts of the page to take home."""

from __future__ import annotations

from pathlib import Path

from mnist_demo.web import javascript

_SHARED = (
    "constants",
    "prepare",
    "network",
    "network_file",
    "elements",
    "percent",
    "note",
    "number",
    "bars",
    "picture",
    "answer",
    "probe",
    "status",
    "lines",
)
_OWN = (
    "home_constants",
    "data",
    "texts",
    "history",
    "pen_line",
    "paper",
    "sheet",
    "packed",
    "networks",
    "reading",
    "live_answer",
    "main",
)
_FOLDER = Path(__file__).parent

FILES = (
    *(javascript.FOLDER / f"{name}.js" for name in _SHARED),
    *(_FOLDER / f"{name}.js" for name in _OWN),
)
"""In an order in which each uses only those before it; the last one starts the page."""
STYLES = (javascript.FOLDER / "answer.css", _FOLDER / "page.css")
TEXTS = (
    "answer.empty",
    "answer.no_answer",
    "answer.picture",
    "answer.picture_caption",
    "answer.right",
    "answer.sure",
    "answer.sure_alone",
    "answer.too_small",
    "answer.unknown",
    "answer.unsure",
    "answer.wrong",
    "home.opening",
)
"""The ids of the texts that the scripts and the markup of the page read."""
