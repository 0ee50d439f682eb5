"""The class that a page has joined, by the code in its address or one that somebody typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mnist_demo.classroom.classroom_error import ClassroomError, DatabaseGone
from mnist_demo.classroom.naming import new_contributor
from mnist_demo.ui import resources
from mnist_demo.ui.state import CLASS_CODE, CONTRIBUTOR, GIFT_NOTE, GIFTS, JOINED, WANTED

if TYPE_CHECKING:
    from mnist_demo.classroom.class_list import SchoolClass


def current() -> SchoolClass | None:
    """The class as it is now, or as it was before its database could not be reached; None where there is none."""
    code = CLASS_CODE.get()
    if not code:
        return None
    known = JOINED.get()
    try:
        found = resources.classroom().classes.find(code)
        if found and (known is None or known[1].id != found.id):  # also of those who came by a link
            resources.classroom().classes.note_opened(found.id)
    except ClassroomError:
        return known[1] if known and known[0] == code else None
    JOINED.set((code, found) if found else None)
    return found


def may_train() -> bool:
    """Whether the class lets its pupils train small networks, as long as it is open."""
    joined = current()
    return joined is not None and joined.is_open and joined.pupils_may_train


def contributor() -> str:
    """The random name of this visit; it ends with the page, and nothing of it stays on the device."""
    if not CONTRIBUTOR.get():
        CONTRIBUTOR.set(new_contributor())
    return CONTRIBUTOR.get()


def join(code: str) -> SchoolClass:
    """Join the class with this code (ClassroomError if there is none, or the database cannot be reached).

    The answer to a wrong code takes a while, so that it takes long to try many.
    """
    classes = resources.classroom().classes
    try:
        found = classes.by_code(code)
    except DatabaseGone:
        raise
    except ClassroomError:
        resources.tries_with_wrong_codes().hold_back()
        raise
    forget_gifts()
    classes.note_opened(found.id)
    CLASS_CODE.set(found.code)
    return found


def leave() -> None:
    """Belong to no class any more."""
    CLASS_CODE.pop()
    CONTRIBUTOR.pop()
    JOINED.pop()
    forget_gifts()


def forget_gifts() -> None:
    """Begin anew with what is given: in another class it is other drawings."""
    for key in (GIFTS, WANTED, GIFT_NOTE):
        key.pop()
