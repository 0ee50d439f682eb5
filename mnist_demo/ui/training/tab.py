"""The Training tab: a choice of views, of which only the open one is computed."""

from __future__ import annotations

import streamlit as st

from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import address, glossary, network_in_use, polling
from mnist_demo.ui.state import TRAINING_VIEW
from mnist_demo.ui.training import (
    compare,
    evaluated,
    experiment_view,
    mistakes,
    not_sure,
    overview,
    robustness,
    timeline_view,
)

SHOWN = (
    overview.show,
    mistakes.show,
    robustness.show,
    compare.show,
    timeline_view.show,
    not_sure.show,
    experiment_view.show,
)
VIEWS = dict(zip(address.TRAINING_VIEWS, SHOWN, strict=True))


@st.fragment
def show(run: Run) -> None:
    """The chosen view of a run. A fragment: a click in it leaves the drawing and the sidebar alone."""
    network_in_use.leave_if_lost(run)
    TRAINING_VIEW.settle()
    with st.container(horizontal=True):
        view = st.segmented_control(
            say("training.views"),
            list(VIEWS),
            required=True,
            format_func=lambda view: say(f"training.view.{view}"),
            **TRAINING_VIEW.widget(),
            label_visibility="collapsed",
            persist_state="session",
        )
        glossary.show()
    evaluated.warn_of_no_test([run])
    # A place for each, so that what another view has left is wiped off before this one is computed.
    places = {name: st.container(key=f"view_{name}") if name == view else st.empty() for name in VIEWS}
    polling.leave(experiment_view.TOPIC)  # it says itself where it is shown
    with places[view]:
        VIEWS[view](run)
    address.refresh()
