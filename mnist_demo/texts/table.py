"""Reads the table of texts."""

from __future__ import annotations

import logging
import os
import re
import tomllib
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_log = logging.getLogger(__name__)
FOLDER = Path(__file__).parent
ENGLISH = "en"
LANGUAGE = os.environ.get("MNIST_DRAW_LANGUAGE") or ENGLISH
"""The name of a file in FOLDER without its ending, or the path of a file elsewhere."""


def say(identifier: str, **places: Any) -> str:
    """The text with this id, its places filled in.

    Args:
        identifier: the sections of the table and the name in them, joined by dots.
        places: what stands for `{name}` in the text, formatted as the text says, such as `{count:,}`. Where the
            entry has the forms `one` and `other`, the place `count` chooses between them. Without any, the text
            comes as it is: JavaScript fills in its places.

    Raises:
        KeyError: there is no such text, or a place is missing.
    """
    known = texts(LANGUAGE)
    entry = known[identifier] if identifier in known else known[_form(identifier, places["count"])]
    return entry.format(**places) if places else entry


def name_of(identifier: str, unnamed: str) -> str:
    """The text with this id, or `unnamed` where there is none: the id of what somebody added without texts."""
    return texts(LANGUAGE).get(identifier, unnamed)


def language_code() -> str:
    """The language as pages name it, such as "en" or "pt-BR", by the name of its file; "" where that says nothing."""
    code = Path(LANGUAGE).stem
    return code if CODE.fullmatch(code) else ""


@cache
def texts(language: str) -> dict[str, str]:
    """All texts of a language by their ids; in English those that it lacks, or whose places are others."""
    english = _read(FOLDER / f"{ENGLISH}.toml")
    if language == ENGLISH:
        return english
    path = FOLDER / f"{language}.toml"
    try:
        other = _read(path if path.is_file() else Path(language))
    except (OSError, ValueError) as error:
        _log.warning("MNIST_DRAW_LANGUAGE=%s cannot be read, so the page is in English: %s", language, error)
        return english
    known = {name: text for name, text in other.items() if name in english}
    return english | {name: text for name, text in known.items() if places_of(text) == places_of(english[name])}


def _read(path: Path) -> dict[str, str]:
    """The texts of a file by their ids (OSError; ValueError where it is no table of texts)."""
    with path.open("rb") as file:
        found = dict(_flattened(tomllib.load(file)))
    if others := [name for name, text in found.items() if not isinstance(text, str)]:
        raise ValueError(f"{others[0]} is not a text")
    return found


def places_of(text: str) -> set[str]:
    """The names of the places in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _flattened(table: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in table.items():
        found += _flattened(value, f"{prefix}{name}.") if isinstance(value, dict) else [(f"{prefix}{name}", value)]
    return found


def _form(identifier: str, count: int) -> str:
    return f"{identifier}.{'one' if count == 1 else 'other'}"
