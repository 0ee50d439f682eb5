"""The Training tab: a choice of views, of which only the open one is computed."""

from __future__ import annotations

import streamlit as st

from mnist_demo.store import Run
from mnist_demo.ui.training import compare, mistakes, overview, robustness, timeline

VIEWS = {
    "Overview": overview.show,
    "Mistakes": mistakes.show,
    "Robustness": robustness.show,
    "Compare": compare.show,
    "Timeline": timeline.show,
}


@st.fragment
def show(run: Run) -> None:
    """The chosen view of a run. A fragment: a click in it leaves the drawing and the sidebar alone."""
    view = st.segmented_control(
        "What to look at",
        list(VIEWS),
        default="Overview",
        required=True,
        key="training_view",
        label_visibility="collapsed",
        persist_state="session",
    )
    with st.container(key=f"view_{view.lower()}"):
        VIEWS[view](run)
