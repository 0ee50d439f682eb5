"""The network in use: what chooses it."""

from __future__ import annotations

import streamlit as st

from mnist_demo.runs.run import Run
from mnist_demo.ui import lost, resources
from mnist_demo.ui.state import DELETED_HERE, LOST, RUN


def use(name: str | None) -> None:
    """Use the run of this name, or the usual one where there is none; to be called before the choice is shown.

    Where there is none any more, the page will say what became of it, unless it was this page that deleted it.
    """
    RUN.set(name if is_run(name) else resources.preferred_run())
    if name and not is_run(name) and DELETED_HERE.pop() != name:
        LOST.set((name, RUN.get()))


def current() -> Run | None:
    """The run in use; for callbacks, which come before the page is shown."""
    return next((run for run in resources.runs() if run.name == RUN.get()), None)


def is_run(name: str | None) -> bool:
    """Whether there is a usable run of this name."""
    return name in [run.name for run in resources.runs()]


def leave_if_lost(run: Run) -> None:
    """Show the whole page anew where `run` has been deleted or damaged since: fragments keep what they were given."""
    if lost.is_lost(run.name):
        st.rerun()
