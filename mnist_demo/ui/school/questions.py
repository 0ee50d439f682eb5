"""Predict first: a teacher asks the class what a picture shows, and the page keeps the answer to itself until then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.rights import Action, Refused
from mnist_demo.config import DEFAULT_TASK
from mnist_demo.damage import first_line
from mnist_demo.images.preprocessing import as_pixels, scale_pixels
from mnist_demo.network.inference import Network, decide
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import actions
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.pressing import is_pressed
from mnist_demo.ui.state import ASK_CLASS, ASKED, CLASS_CODE, OPEN_QUESTION

if TYPE_CHECKING:
    from mnist_demo.classroom.rounds import Round


@dataclass(frozen=True)
class Asked:
    """A question, by its number, and what is told once it is shown.

    `shares` are the network's probabilities of the ten digits, `answer` what it decides for, None where it is not sure;
    `true_digit` is None where the page does not know it.
    """

    round_id: int
    shares: tuple[float, ...] | None
    answer: int | None
    true_digit: int | None = None


def covered() -> frozenset[str]:
    """The parts of an answer that this page hides while the class votes."""
    return frozenset({"answer", "bars"}) if OPEN_QUESTION.get() else frozenset()


def offer(place: str, run: Run, network: Network, image: np.ndarray, true_digit: int | None) -> None:
    """A button with which a teacher whose page has joined a class asks it.

    Args:
        place: the id of the tab, since two of them have the button.
        run: whose network answers.
        network: the same, or what was left of it.
        image: float32 (28, 28) in [0, 1].
        true_digit: the label of a test image.
    """
    is_digits = run.config.task == DEFAULT_TASK
    if not (CLASS_CODE.get() and is_digits and actions.is_offered(Action.ASK)) or OPEN_QUESTION.get():
        return
    if is_pressed(say("ask.ask"), ASK_CLASS.of(place=place), icon=":material/front_hand:", help=say("ask.ask_help")):
        _ask(run, network, image, true_digit)


def to_tell(question: Round, run: Run | None) -> Asked:
    """What is told when a question is shown: what this page kept of it, else what the network in use says."""
    asked = ASKED.get()
    if asked and asked.round_id == question.id:
        return asked
    if run is None or run.config.task != DEFAULT_TASK:
        return Asked(question.id, None, None)
    return _asked(question.id, run, run.network, scale_pixels(question.image), None)


def _ask(run: Run, network: Network, image: np.ndarray, true_digit: int | None) -> None:
    try:
        question = actions.ask_class(as_pixels(image))
    except (ClassroomError, Refused) as error:
        st.error(say("ask.not_asked", problem=plain(first_line(error))))
    else:
        ASKED.set(_asked(question.id, run, network, image, true_digit))
        OPEN_QUESTION.set(question.id)
        st.rerun()


def _asked(round_id: int, run: Run, network: Network, image: np.ndarray, true_digit: int | None) -> Asked:
    shares = network.predict(image)
    return Asked(round_id, tuple(shares.tolist()), decide(shares, run.threshold), true_digit)
