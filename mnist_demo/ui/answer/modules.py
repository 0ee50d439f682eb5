"""The JavaScript of an answer."""

from __future__ import annotations

from pathlib import Path

from mnist_demo.web.javascript import ANSWERING, script_files

_SHARED_BY_SEVERAL = ("pieces", "cuts", "wholeness_layers", "wholeness", "several", "in_brief", "digit_row")
_OWN = ("canvas", "networks", "readings", "live", "mounting")
_OWN_OF_SEVERAL = ("choice", "number_readings", "digits_on_sheet")
_FOLDER = Path(__file__).parent

FILES = (*script_files(ANSWERING), *script_files((*_OWN, "main"), _FOLDER))
"""Of one digit, in an order in which each uses only those before it."""
SEVERAL_FILES = (
    *script_files((*ANSWERING, *_SHARED_BY_SEVERAL)),
    *script_files((*_OWN, *_OWN_OF_SEVERAL, "several_main"), _FOLDER),
)
"""Of several digits: three times as much, which nobody needs for one."""
