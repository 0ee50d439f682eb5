"""How classes and those who belong to them are named: all that a page without a class needs, and no database."""

from __future__ import annotations

import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Of a code: none that is taken for another, as 0 for O, and 1 or l for I."""
CODE_LENGTH = 4
LONGEST_NAME = 60


def new_contributor() -> str:
    """A random name for a visit, by which nobody is known: it is kept by the page, and nowhere on the device."""
    return secrets.token_urlsafe(16)
