"""A page is known again when it was loaded anew: as the one that started a training, and as a teacher's.

The one that asks for a training gets a random token, which the browser's tab keeps and nobody else sees; the queue
knows whose training is whose by it. A teacher's key comes with the teacher's link and stays in the tab, too.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import streamlit as st

from mnist_demo.jobs.interface import JobStatus
from mnist_demo.ui import resources, seat
from mnist_demo.ui.state import SEAT, TAB_MEMORY, TOKEN

_component = st.components.v2.component(
    "mnist-draw-tab-memory", js=Path(__file__).with_name("tab_memory.js").read_text(encoding="utf-8")
)


def show() -> None:
    """Have the tab keep token and key, or tell those that it has."""
    _component(
        **TAB_MEMORY.widget(), data={"token": TOKEN.get(), "seat": SEAT.get()},
        on_token_change=_recognise, on_teacher_change=_take_seat,
    )  # fmt: skip


def token() -> str:
    """The token of this tab, which the tab keeps from now on."""
    if not TOKEN.get():
        TOKEN.set(secrets.token_urlsafe(16))
    return TOKEN.get() or ""


def is_of_this_tab(status: JobStatus) -> bool:
    """Whether it was this tab that asked for the training."""
    return bool(status.asked_by) and status.asked_by == TOKEN.get()


def _take_seat() -> None:
    """Show the server the key of a tab; a page may send anything."""
    key: Any = TAB_MEMORY.get().get("teacher")
    if isinstance(key, str):
        seat.take(key)


def _recognise() -> None:
    """Take up a token for which there is something to tell; a page may send anything."""
    sent: Any = TAB_MEMORY.get().get("token")
    if isinstance(sent, str) and not TOKEN.get() and resources.trainings().untold(sent):
        TOKEN.set(sent)
