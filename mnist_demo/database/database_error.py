"""What a database cannot do, in a line that the page shows as it is."""

from __future__ import annotations


class DatabaseError(RuntimeError):
    """Something that is stored cannot be read or changed, and nothing was; the message is one or two sentences."""


class DatabaseGone(DatabaseError):
    """The database cannot be reached, or others keep it busy: the same may work in a moment."""
