"""What a class cannot do, in a line that the page shows as it is."""

from __future__ import annotations


class ClassroomError(RuntimeError):
    """Something of the class was refused, and nothing was stored; the message is one friendly sentence or two."""


class DatabaseGone(ClassroomError):
    """The database cannot be reached, or others keep it busy: the same may work in a moment."""
