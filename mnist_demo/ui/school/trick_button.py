"""“Trick it”: who draws a digit that people read and the network does not? A button hands it in."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mnist_demo.classroom.drawn_digit import Picture28
from mnist_demo.config import DEFAULT_TASK
from mnist_demo.images.preprocessing import as_pixels
from mnist_demo.network.inference import decide
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import actions, canvas, several_digits
from mnist_demo.ui.pressing import is_pressed
from mnist_demo.ui.school import ballot
from mnist_demo.ui.state import CLASS_CODE, OPEN_QUESTION, PROPOSE_TRICK
from mnist_demo.ui.subject import Subject


def offer(run: Run, shown: Subject) -> None:
    """A button that hands in what is drawn, or a digit on a photo, on pages that have joined a class."""
    if not CLASS_CODE.get() or OPEN_QUESTION.get() or run.config.task != DEFAULT_TASK:
        return
    if not shown.is_on_photo and not canvas.strokes():  # a test image
        return
    if is_pressed(say("trick.hand_in"), PROPOSE_TRICK, icon=":material/help:", help=say("trick.help")):
        strokes = () if shown.is_on_photo else several_digits.looked_at(run.network)[0]
        picture = Picture28(strokes, as_pixels(shown.image))
        answer = decide(run.network.predict(shown.image), run.threshold)
        if ballot.attempt(partial(actions.propose_trick, picture, run.name, answer)):
            st.toast(say("trick.handed_in"), icon=":material/check:")
        ballot.toast_problem()
