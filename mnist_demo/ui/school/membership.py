"""The class that a page has joined, by the code in its address or one that somebody typed."""

from __future__ import annotations

from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.gifts import new_contributor
from mnist_demo.ui import resources
from mnist_demo.ui.state import CLASS_CODE, CONTRIBUTOR


def current() -> SchoolClass | None:
    """The class as it is now; None where this page has joined none, or its database cannot be reached just now."""
    try:
        return resources.classroom().classes.find(CLASS_CODE.get()) if CLASS_CODE.get() else None
    except ClassroomError:
        return None


def contributor() -> str:
    """The random name of this visit; it ends with the page, and nothing of it stays on the device."""
    if not CONTRIBUTOR.get():
        CONTRIBUTOR.set(new_contributor())
    return CONTRIBUTOR.get()


def join(code: str) -> SchoolClass:
    """Join the class with this code (ClassroomError if there is none, or the database cannot be reached)."""
    found = resources.classroom().classes.by_code(code)
    resources.classroom().classes.note_opened(found.id)
    CLASS_CODE.set(found.code)
    return found


def leave() -> None:
    """Belong to no class any more."""
    CLASS_CODE.pop()
    CONTRIBUTOR.pop()
