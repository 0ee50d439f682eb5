"""JSON whose text any page can show."""

from __future__ import annotations

from typing import Any

from pydantic_core import from_json


def parse_json(text: str) -> Any:
    """What the text says (ValueError in one line where it is not JSON, or holds half a character, as `\\ud800` is).

    Python's own `json` takes halves of characters, and whatever they get into can be neither sent nor written.
    """
    try:
        return from_json(text)
    except ValueError as error:
        raise ValueError(f"it is not JSON: {error}") from error
