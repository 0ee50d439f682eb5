"""The tab itself: what is looked at on the left, one view of the network on the right."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mnist_demo.runs.store import Run
from mnist_demo.ui import address, subject
from mnist_demo.ui.inside import breaking, chooser, journey, weights, why

VIEWS = {"way": journey.show, "weights": weights.show, "why": why.show}


@st.fragment
def show(run: Run) -> None:
    """The whole tab. A fragment: a click in it runs this function, and of the views only the open one."""
    looked_at = subject.current()
    if looked_at is None:
        with st.container():
            chooser.invite()
        return
    scene = breaking.scene(run, looked_at)
    left, right = st.columns([290, 620], gap="medium")
    with left.container(key="inside_subject"):
        chooser.show(scene)
        breaking.show(scene)
    with right.container(key="inside_view"):
        view = _choose_view()
        with _place_of(view):
            VIEWS[view](scene)


def _choose_view() -> str:
    return st.segmented_control(
        "View", list(VIEWS), default="way", required=True, format_func=address.INSIDE_VIEWS.__getitem__, key="look",
        label_visibility="collapsed", persist_state="page", bind="query-params",
    )  # fmt: skip


def _place_of(view: str) -> DeltaGenerator:
    """Where the view goes. What another view has left there is wiped off at once, the same one stays and changes."""
    before = st.session_state.get("shown_view", view)
    st.session_state["shown_view"] = view
    return st.container() if view == before else st.empty().container()
