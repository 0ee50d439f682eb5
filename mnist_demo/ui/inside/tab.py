"""The tab itself: what is looked at on the left, one view of the network on the right."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import address, subject
from mnist_demo.ui.inside import breaking, chooser, journey, weights, why
from mnist_demo.ui.school import questions
from mnist_demo.ui.state import LOOK, SHOWN_LOOK

VIEWS = dict(zip(address.INSIDE_VIEWS, (journey.show, weights.show, why.show), strict=True))


@st.fragment
def show(run: Run) -> None:
    """The whole tab. A fragment: a click in it runs this function, and of the views only the open one."""
    if questions.covered():
        st.info(say("ask.covered"), icon=":material/visibility_off:")
        return
    looked_at = subject.current()
    if looked_at is None:
        with st.container():
            chooser.invite()
        return
    scene = breaking.scene(run, looked_at)
    left, right = st.columns([290, 620], gap="medium")
    with left.container(key="inside_subject"):
        chooser.show(scene)
        questions.offer("inside", run, scene.network, scene.image, scene.subject.label)
        breaking.show(scene)
    with right.container(key="inside_view"):
        view = _choose_view()
        with _place_of(view):
            VIEWS[view](scene)
    address.refresh()


def _choose_view() -> str:
    LOOK.settle()
    view: str = st.segmented_control(
        say("inside.views"), list(VIEWS), required=True, format_func=lambda view: say(f"inside.view.{view}"),
        **LOOK.widget(), label_visibility="collapsed", persist_state="page",
    )  # fmt: skip
    return view


def _place_of(view: str) -> DeltaGenerator:
    """Where the view goes. What another view has left there is wiped off at once, the same one stays and changes."""
    before = SHOWN_LOOK.get()
    SHOWN_LOOK.set(view)
    return st.container() if before in (None, view) else st.empty().container()
