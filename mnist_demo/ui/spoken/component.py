"""Start, progress and end of a training in sentences, for those who do not see the bar: one at each quarter."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from mnist_demo.jobs.interface import JobStatus
from mnist_demo.numbers import in_percent
from mnist_demo.texts import say
from mnist_demo.ui import resources
from mnist_demo.ui.state import NEWS, SPOKEN

PARTS = 4
_component = st.components.v2.component(
    "mnist-draw-spoken",
    html='<p class="spoken" role="status"></p>',
    css=".spoken { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }",
    js=Path(__file__).with_name("spoken.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def tell_of(status: JobStatus) -> None:
    """Say how far a training is, or how the last one ended that this page has news of."""
    with st.container(key="spoken"):
        _component(**SPOKEN.widget(), data={"text": _active(status) if status.is_active else _ended()})


def _active(status: JobStatus) -> str:
    if status.state == "cancelling":
        return say("spoken.stopping")
    progress = status.progress
    done = PARTS * progress.step // progress.steps if progress and progress.epoch else 0
    if not done:
        return say("spoken.started", network=status.name)
    return say("spoken.progress", share=in_percent(done / PARTS, 0))


def _ended() -> str:
    told = NEWS.get()
    status = resources.trainings().outcome(told.number) if told else None
    if status is None:
        return ""
    return say(f"spoken.{status.state}", network=status.name, accuracy=in_percent(status.test_accuracy or 0, 1))
