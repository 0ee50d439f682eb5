"""What people vote with: a button for each digit, and one for "not sure"."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import streamlit as st
from markupsafe import Markup

from mnist_demo.classroom.drawn_digit import DIGITS, image_from_bytes
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.texts import say
from mnist_demo.ui import markup
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.school import attempts
from mnist_demo.ui.state import BALLOT, MY_VOTE, VOTE_PROBLEM

Cast = Callable[[int, int | None], None]
"""Takes the number of what is voted on, and the vote."""


def show(place: str, number: int, cast: Cast) -> None:
    """Show the buttons, with a sentence on the vote that counts or on what is wrong.

    Args:
        place: "question" or "trick".
        number: of the question or trick.
        cast: stores a vote.
    """
    mine = own(place, number)
    with st.container(key=f"ballot_{place}"):
        for digit in (*range(DIGITS), None):
            is_mine = mine is not None and mine[0] == digit
            st.button(
                word(digit), **BALLOT.of(place=place, answer="unsure" if digit is None else digit).widget(),
                type="primary" if is_mine else "secondary", width="stretch",
                on_click=_vote, args=(place, number, digit, cast),
            )  # fmt: skip
    tell_problem()
    if mine is not None:
        st.markdown(say("ask.counted", answer=word(mine[0])))


def own(place: str, number: int) -> tuple[int | None] | None:
    """What this page voted; None before that."""
    voted_on, voted_number, digit = MY_VOTE.get()
    return (digit,) if (voted_on, voted_number) == (place, number) else None


def word(digit: int | None) -> str:
    """An answer as people read it."""
    return say("ask.not_sure") if digit is None else str(digit)


def attempt(action: Callable[[], None]) -> bool:
    """As `attempts.attempt`; what is refused is said by `tell_problem` or `toast_problem`."""
    return attempts.attempt(action, VOTE_PROBLEM)


def picture(image: np.ndarray) -> Markup:
    """What is voted on, uint8 (28, 28), as HTML; made once for all who look at it."""
    return _picture(image.tobytes())


@lru_cache(maxsize=32)
def _picture(content: bytes) -> Markup:
    return markup.picture(scale_pixels(image_from_bytes(content)), say("ask.picture"))


def tell_problem() -> None:
    """Say why what was pressed last did nothing."""
    if problem := VOTE_PROBLEM.get():
        st.warning(plain(problem), icon=":material/error:")


def toast_problem() -> None:
    """The same, once, where there is no room."""
    if problem := VOTE_PROBLEM.pop():
        st.toast(plain(problem), icon=":material/error:")


def _vote(place: str, number: int, digit: int | None, cast: Cast) -> None:
    if attempt(lambda: cast(number, digit)):
        MY_VOTE.set((place, number, digit))
