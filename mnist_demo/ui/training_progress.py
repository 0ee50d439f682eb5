"""How far the running training is: in the sidebar, and above the tabs for those who have the sidebar shut."""

from __future__ import annotations

from typing import Any

import streamlit as st

from mnist_demo.jobs.interface import JobStatus
from mnist_demo.network.progress import Progress
from mnist_demo.numbers import duration, in_percent
from mnist_demo.texts import say
from mnist_demo.ui import news, resources, spoken
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.names import settings_of
from mnist_demo.ui.network_names import is_automatic
from mnist_demo.ui.polling import seconds_apart, seconds_in_a_crowd

OWN_SECONDS, OTHER_SECONDS, IDLE_SECONDS, SHARED_SECONDS = 1.0, 2.0, 5.0, 1.2
"""How often a page asks for the training's state: while it waits for its own, while another's is at work, and else; the
last where runs may come from other servers at any time, and the database may be asked once a second.

Each answer costs the server some milliseconds, and a class has sixty pages open; those ask less often of another's.
"""
SPREAD = 0.15
"""By what share a page may ask sooner."""


def seconds_to_next(status: JobStatus) -> float:
    """How long this page waits before it asks for the training's state again."""
    idle = SHARED_SECONDS if resources.run_store().shared else IDLE_SECONDS
    others = seconds_in_a_crowd(OTHER_SECONDS) if status.is_active else idle
    return seconds_apart(OWN_SECONDS if news.waits_here() else others, SPREAD)


def show_above_tabs(status: JobStatus) -> None:
    """Say how far the training is, with a bar that the stylesheet shows where the sidebar is shut."""
    spoken.tell_of(status)
    if status.is_active:
        with st.container(key="training_note"):
            show_bar(status)


def show_bar(status: JobStatus) -> None:
    """A bar for a training that is active, with a line that says how far it is."""
    progress = status.progress
    if status.state == "cancelling":
        st.progress(0.0, say("sidebar.stopping"))
    elif progress is None:
        st.progress(0.0, say("sidebar.starting", network=plain(trained_network(status))))
    else:
        st.progress(progress.step / progress.steps, _in_words(progress, trained_network(status)))


def trained_network(status: JobStatus) -> str:
    """What the network is called that is being trained: what was set, unless somebody gave it a name."""
    if status.config and is_automatic(status.name, status.config.preset):
        return settings_of(status.config)
    return status.name


def _in_words(progress: Progress, name: str) -> str:
    if not progress.epoch:
        return say("sidebar.drawing", share=in_percent(progress.step / progress.steps, 0))
    if progress.is_trained:
        return say("sidebar.testing", network=plain(name))
    places: dict[str, Any] = {"epoch": progress.epoch, "epochs": progress.epochs}
    if progress.accuracy is None:
        return say("sidebar.epoch", **places)
    places["accuracy"] = in_percent(progress.accuracy, 1)
    if progress.seconds_left is None:
        return say("sidebar.progress", **places)
    left = max(1, progress.seconds_left)  # as long as something is left, it is not "0 s"
    return say("sidebar.progress_left", left=duration(left), **places)
