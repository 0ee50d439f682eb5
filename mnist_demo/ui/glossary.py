"""The words of the page that a lesson may not have come to yet, each in a sentence."""

from __future__ import annotations

import streamlit as st

from mnist_demo.texts import say

WORDS = (
    "network", "parameters", "training", "epoch", "preset", "drawn", "doodles", "augmentation", "validation", "test",
    "accuracy", "loss", "confidence", "calibration", "precision", "recall", "f1",
)  # fmt: skip
"""In an order in which each needs only those before it."""


def show() -> None:
    """A button that opens them."""
    with st.popover(say("glossary.title"), icon=":material/dictionary:"):
        for word in WORDS:
            st.markdown(line(word))


def line(word: str) -> str:
    """One of WORDS with what it means, as Markdown."""
    return f"**{say(f'glossary.{word}.word')}**: {say(f'glossary.{word}.meaning')}"
