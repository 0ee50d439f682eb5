"""The page that started a training is known again when it was loaded anew.

It gets a random token, which the browser's tab keeps and nobody else sees; the server knows whose training that is.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import streamlit as st

from mnist_demo.ui import resources
from mnist_demo.ui.state import STARTED, TAB_MEMORY, TOKEN

MOST_KEPT = 1000
"""Tokens; a training that was started before so many others has long been told of."""

_component = st.components.v2.component(
    "mnist-draw-tab-memory", js=Path(__file__).with_name("tab_memory.js").read_text(encoding="utf-8")
)


def show() -> None:
    """Have the tab keep the token, or tell the one that it has."""
    _component(**TAB_MEMORY.widget(), data={"token": TOKEN.get()}, on_token_change=_recognise)


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


def _recognise() -> None:
    """Take up the training of a token; a page may send anything."""
    token: Any = TAB_MEMORY.get().get("token")
    number = resources.starters().get(token) if isinstance(token, str) else None
    if number and not STARTED.get():
        STARTED.set(number)
        TOKEN.set(token)
