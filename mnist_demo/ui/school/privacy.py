"""What is kept of a drawing that somebody gives, in plain words, for parents."""

from __future__ import annotations

import os

import streamlit as st

from mnist_demo.settings import Settings
from mnist_demo.texts import say
from mnist_demo.ui.pressing import is_pressed
from mnist_demo.ui.state import Key


def offer(key: Key[bool]) -> None:
    """A button that says it."""
    if is_pressed(say("kept.title"), key, type="tertiary", icon=":material/family_restroom:"):
        _explain()


@st.dialog(say("kept.title"), width="medium")
def _explain() -> None:
    days = Settings.from_environment(os.environ).keep_days
    for text in (
        say("kept.what"),
        say("kept.what_not"),
        say("kept.who"),
        say("kept.until", days=days),
        say("kept.networks"),
        say("kept.tab"),
    ):
        st.markdown(text)
