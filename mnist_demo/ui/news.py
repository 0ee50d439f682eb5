"""What a page tells its visitor about the training that ended: each visitor once, the one who started it first."""

from __future__ import annotations

import streamlit as st

from mnist_demo.jobs.interface import JobStatus
from mnist_demo.numbers import in_percent
from mnist_demo.ui import resources
from mnist_demo.ui.markdown import plain


def started_here(status: JobStatus) -> None:
    """Remember that this page started the training."""
    st.session_state["started"] = status.number
    st.session_state.pop("news", None)


def take_in(status: JobStatus) -> None:
    """Notice that a training ended; the page that started it switches to the new network.

    To be called before the choice of the run is shown: a widget's value cannot be set later.
    """
    latest = status.number - 1 if status.is_active else status.number
    if latest > st.session_state.setdefault("known_job", latest):
        st.session_state["known_job"] = latest
        st.session_state["news"] = latest
    mine = resources.trainings().outcome(st.session_state.get("started", 0))
    if mine:
        st.session_state["news"] = st.session_state.pop("started")
        st.session_state["mine"] = mine.number
        if mine.state == "finished":
            st.session_state["run_before"] = st.session_state.get("run")
            st.session_state["run"] = mine.name


def show() -> None:
    """Say how the training ended, until the next one is started here or the news is out of date."""
    number = st.session_state.get("news", 0)
    status = resources.trainings().outcome(number)
    if not status:
        return
    is_mine = st.session_state.get("mine") == number
    if status.state == "finished":
        _show_mine(status) if is_mine else _show_new(status)
    elif status.state == "failed":
        st.error(f"The training failed: {plain(status.message)}. The networks you have are as they were.")
        with st.expander("Its log"):
            st.code(status.log or "(empty)", language=None)
    elif is_mine:
        st.info("Training cancelled; nothing was changed.")


def _show_mine(status: JobStatus) -> None:
    accuracy = status.test_accuracy or 0.0
    before = next((run for run in resources.runs() if run.name == st.session_state.get("run_before")), None)
    if st.session_state.get("run") != status.name:
        return
    if before and status.config and before.config.task != status.config.task:
        before = None  # accuracies at different tasks cannot be compared
    change = f"{in_percent(before.metrics.test_accuracy, 1)} → " if before else ""
    is_better = before is None or accuracy >= before.metrics.test_accuracy
    box = st.success if is_better else st.info
    box(f"The new network is in use.  \n**{change}{in_percent(accuracy, 1)}** on the test set")


def _show_new(status: JobStatus) -> None:
    names = [run.name for run in resources.runs()]
    if status.name not in names or st.session_state.get("run") == status.name:
        return
    accuracy = in_percent(status.test_accuracy or 0, 1)
    st.info(f"There is a new network, {plain(status.name)}.  \n**{accuracy}** on the test set")
    st.button("Use it", key="use_new", on_click=_use, args=(status.name,))


def _use(name: str) -> None:
    st.session_state["run"] = name
