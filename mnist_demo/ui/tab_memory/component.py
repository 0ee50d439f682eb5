"""A page is known again when it was loaded anew: as the one that started a training, and as a teacher's.

The one that started a training gets a random token, which the browser's tab keeps and nobody else sees; the server
knows whose training that is. A teacher's key comes with the teacher's link and stays in the tab, too.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import streamlit as st

from mnist_demo.ui import resources, seat
from mnist_demo.ui.state import SEAT, STARTED, TAB_MEMORY, TOKEN

MOST_KEPT = 1000
"""Tokens; a training that was started before so many others has long been told of."""

_component = st.components.v2.component(
    "mnist-draw-tab-memory", js=Path(__file__).with_name("tab_memory.js").read_text(encoding="utf-8")
)


def show() -> None:
    """Have the tab keep token and key, or tell those that it has."""
    _component(
        **TAB_MEMORY.widget(), data={"token": TOKEN.get(), "seat": SEAT.get()},
        on_token_change=_recognise, on_teacher_change=_take_seat,
    )  # fmt: skip


def keep(number: int) -> None:
    """Remember that this tab started the training with this number."""
    tokens = resources.starters()
    token = TOKEN.get() or secrets.token_urlsafe(16)
    TOKEN.set(token)
    tokens[token] = number
    for oldest in list(tokens)[:-MOST_KEPT]:
        tokens.pop(oldest, None)


def forget() -> None:
    """The tab's training has ended, and the page says so: nothing is left to be recognised."""
    resources.starters().pop(TOKEN.get() or "", None)


def _take_seat() -> None:
    """Show the server the key of a tab; a page may send anything."""
    key: Any = TAB_MEMORY.get().get("teacher")
    if isinstance(key, str):
        seat.take(key)


def _recognise() -> None:
    """Take up the training of a token; a page may send anything."""
    token: Any = TAB_MEMORY.get().get("token")
    number = resources.starters().get(token) if isinstance(token, str) else None
    if number and not STARTED.get():
        STARTED.set(number)
        TOKEN.set(token)
