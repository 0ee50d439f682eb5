"""Asking for a training, from whatever place of the page: what is refused is said there."""

from __future__ import annotations

import streamlit as st

from mnist_demo.classroom.rights import Refused
from mnist_demo.config import TrainConfig
from mnist_demo.damage import first_line
from mnist_demo.jobs.interface import JobError
from mnist_demo.texts import say
from mnist_demo.ui import actions
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.state import NEWS


def ask_for(config: TrainConfig, name: str = "") -> bool:
    """Ask for a training, see `actions.start_training`, and let go of old news; whether that was not refused."""
    try:
        actions.start_training(config, name)
    except (JobError, Refused) as error:
        st.error(say("sidebar.not_started", problem=plain(first_line(error))))
        return False
    NEWS.pop()
    return True
