"""Sentences for those who do not see the page: how a training goes, one at each quarter, and what else happens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from mnist_demo.jobs.interface import JobStatus
from mnist_demo.numbers import in_percent
from mnist_demo.texts import say
from mnist_demo.ui import resources
from mnist_demo.ui.state import NEWS, SPOKEN, Key

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
    say_aloud(SPOKEN, _active(status) if status.is_active else _ended())


def say_aloud(place: Key[Any], sentence: str) -> None:
    """Say a sentence to screen readers, when it is another one than before.

    To be called each time the page is shown, also with nothing to say: they announce what changes in an element that
    they know already.

    Args:
        place: the key of this element; `style.css` takes its container, with `aloud-` before it, out of the way.
        sentence: plain text.
    """
    with st.container(key=f"aloud-{place.name}"):
        _component(**place.widget(), data={"text": sentence})


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
    share = in_percent(status.test_accuracy or 0, 1)
    is_learned = bool(status.config and not status.config.has_test)
    figure = say("spoken.on_learned", accuracy=share) if is_learned else say("spoken.on_test", accuracy=share)
    return say(f"spoken.{status.state}", network=status.name, accuracy=figure)
