"""From which confidence on this page takes an answer for one: what its visitor has set, else each network's own.

For this page alone. What a class votes on goes by the network's own threshold, which is the same for everyone in it.
"""

from __future__ import annotations

import streamlit as st

from mnist_demo.numbers import in_percent
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui.state import OPEN_UNSURE, TAB, TRAINING_VIEW, UNSURE

HIGHEST = 0.99
"""What may be set: stored confidences are rounded, and those nearer to 1 cannot be told apart."""


def chosen() -> float | None:
    """What the visitor has set, from 0 to HIGHEST; None where each network goes by its own."""
    return float(UNSURE.get()) if UNSURE.get() else None


def threshold_of(run: Run) -> float:
    """The confidence below which this page says that the network is not sure."""
    set_here = chosen()
    return run.threshold if set_here is None else set_here


def is_threshold(value: str) -> bool:
    """Whether an address may say this: a number from 0 to HIGHEST."""
    try:
        return 0 <= float(value) <= HIGHEST
    except ValueError:
        return False


def offer_to_set(*, is_unsure: bool) -> None:
    """A way to the view that sets it, where the page says "?" or goes by what was set."""
    set_here = chosen()
    if set_here is None and not is_unsure:
        return
    label = say("unsure.why") if set_here is None else say("unsure.below", threshold=in_percent(set_here, 0))
    if st.button(label, **OPEN_UNSURE.widget(), type="tertiary", icon=":material/tune:", on_click=_open_view):
        st.rerun()  # the whole page, with the other tab open


def _open_view() -> None:
    TAB.set("training")
    TRAINING_VIEW.set("unsure")
