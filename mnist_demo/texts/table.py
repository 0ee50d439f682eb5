"""Reads the table of texts."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGE = "en"


def say(identifier: str, **places: Any) -> str:
    """The text with this id, its places filled in.

    Args:
        identifier: the sections of the table and the name in them, joined by dots.
        places: what stands for `{name}` in the text, formatted as the text says, such as `{count:,}`. Where the
            entry has the forms `one` and `other`, the place `count` chooses between them.

    Raises:
        KeyError: there is no such text, or a place is missing.
    """
    entry = texts()[identifier] if identifier in texts() else texts()[_form(identifier, places["count"])]
    return entry.format(**places) if places else entry


@cache
def texts(language: str = LANGUAGE) -> dict[str, str]:
    """All texts of a language by their ids."""
    with (Path(__file__).parent / f"{language}.toml").open("rb") as file:
        return dict(_flattened(tomllib.load(file)))


def _flattened(table: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in table.items():
        found += _flattened(value, f"{prefix}{name}.") if isinstance(value, dict) else [(f"{prefix}{name}", value)]
    return found


def _form(identifier: str, count: int) -> str:
    return f"{identifier}.{'one' if count == 1 else 'other'}"
