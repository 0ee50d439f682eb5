"""The JavaScript of an answer."""

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
)
_SHARED_BY_SEVERAL = ("pieces", "cuts", "wholeness_layers", "wholeness", "several", "in_brief", "digit_row")
_OWN = ("canvas", "toolbar", "networks", "readings", "live", "mounting")
_OWN_OF_SEVERAL = ("choice", "number_readings", "digits_on_sheet")


def _paths(shared: tuple[str, ...], own: tuple[str, ...]) -> tuple[Path, ...]:
    return (
        *(javascript.FOLDER / f"{name}.js" for name in shared),
        *(Path(__file__).with_name(f"{name}.js") for name in own),
    )


FILES = _paths(_SHARED, (*_OWN, "main"))
"""Of one digit, in an order in which each uses only those before it."""
SEVERAL_FILES = _paths((*_SHARED, *_SHARED_BY_SEVERAL), (*_OWN, *_OWN_OF_SEVERAL, "several_main"))
"""Of several digits: three times as much, which nobody needs for one."""
