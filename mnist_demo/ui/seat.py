"""The teacher's seat: whose page it is, how a tab takes the seat by showing the key, and how it leaves it."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from mnist_demo.classroom.rights import Role, Visitor
from mnist_demo.texts import say
from mnist_demo.ui import binding, resources
from mnist_demo.ui.school import membership
from mnist_demo.ui.state import LEAVE_SEAT, SEAT, SHOWN_KEY


def visitor() -> Visitor:
    """Whose page asks, by what the server knows; nothing else that a page sends makes a difference."""
    key = resources.teachers_key()
    if key is not None and key.is_shown_by(SHOWN_KEY.get()):
        return Visitor(Role.TEACHER)
    if key is None and resources.is_private() and _is_asked_as_this_computer():
        return Visitor(Role.OWNER)
    return Visitor(may_train=membership.may_train())


def take(key: str) -> None:
    """Take the seat with this key; after a wrong one the page waits, and then says so."""
    if resources.teachers_key() is None and visitor().role is Role.OWNER:  # the link of a lesson that is over
        SEAT.set("left")
        return
    SHOWN_KEY.set(key)
    if visitor().role is Role.TEACHER:
        SEAT.set("taken")
        return
    leave("refused")
    resources.tries_with_wrong_keys().hold_back()


def leave(why: str = "left") -> None:
    """Leave the seat; the tab forgets the key."""
    SHOWN_KEY.pop()
    SEAT.set(why)


def warn_of_wrong_key() -> None:
    """Say that the key which the tab has shown is not the server's."""
    if SEAT.get() == "refused":
        st.warning(say("seat.wrong_key"), icon=":material/key_off:")


def explain() -> None:
    """In the place of what is not offered to this visitor: what they may do, and how a teacher gets more."""
    st.caption(_explanation())


def _explanation() -> str:
    if visitor().may_train:
        return say("seat.pupil_may_train")
    if resources.teachers_key() is None:
        return say("seat.nobody")
    return say("seat.pupil") if membership.current() else say("seat.teacher_only")


def offer_to_leave() -> None:
    """A button for teachers, for instance before somebody else sits down at the computer."""
    if visitor().role is Role.TEACHER:
        st.button(say("seat.leave"), **LEAVE_SEAT.widget(), icon=":material/logout:", width="stretch", on_click=leave)


def _is_asked_as_this_computer() -> bool:
    """Whether the page was asked for by this computer's own name: by another one it comes through a proxy."""
    host = urlsplit(f"//{st.context.headers.get('Host') or 'localhost'}").hostname
    return binding.is_this_computer(host or "")
