"""What a visitor sees while something is done that others may have asked for first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from mnist_demo.jobs.turns import WhileWaiting
from mnist_demo.texts import say


@contextmanager
def in_turn(text: str) -> Iterator[WhileWaiting]:
    """A spinner with a text, and a sentence as long as others come first.

    Whoever chooses something else meanwhile goes there: Streamlit looks for that whenever the page changes.
    """
    with st.spinner(text):
        place = st.empty()

        def tell(is_at_work: bool) -> None:
            place.empty() if is_at_work else place.caption(say("waiting.turn"))

        try:
            yield tell
        finally:
            place.empty()
