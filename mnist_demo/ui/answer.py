"""What a network says to a picture: the big answer, how sure it is, and what else it might be."""

from __future__ import annotations

import html
from dataclasses import dataclass

import numpy as np
import streamlit as st

from mnist_demo.network.inference import decide
from mnist_demo.runs.store import Run
from mnist_demo.ui import markup

EMPTY = "Draw a digit"
COVERED = "What will it say?"
SURE = "<b>{sure}</b> sure<br>runner-up {second}: <span>{else_sure}</span>"
SURE_OF_TWO = "<b>{sure}</b> sure"
UNSURE = "<b>Not sure: {first} or {second}</b><br>{sure} and {else_sure}"
"""The words under the answer, as HTML; `live` fills in the same. Of two classes the other one says nothing new."""


@dataclass(frozen=True)
class Answer:
    """The answer of one run: `probabilities`, float32 (C,), and the class, `choice`, None where it is not sure."""

    run: Run
    probabilities: np.ndarray
    choice: int | None

    @classmethod
    def of(cls, run: Run, image: np.ndarray | None) -> Answer | None:
        """What `run` says to an image, float32 (28, 28); None where there is no image."""
        if image is None:
            return None
        probabilities = run.network.predict(image)
        return cls(run, probabilities, decide(probabilities, run.threshold))

    @property
    def word(self) -> str:
        """The answer in a word, "?" where the network is not sure."""
        return "?" if self.choice is None else self.run.task.classes[self.choice]

    @property
    def note(self) -> str:
        """The words under the answer, as HTML."""
        best = np.argsort(self.probabilities)[:-3:-1]
        sure, else_sure = (markup.percent(float(self.probabilities[number])) for number in best)
        first, second = (self.run.task.classes[number] for number in best)
        words = UNSURE if self.choice is None else sure_words(self.run)
        return words.format(first=first, second=second, sure=sure, else_sure=else_sure)


def sure_words(run: Run) -> str:
    """The words under an answer of which the network of `run` is sure."""
    return SURE if len(run.task.classes) > 2 else SURE_OF_TWO


def as_html(answer: Answer | None, title: str = "", digit: int | None = None, invitation: str = EMPTY) -> str:
    """An answer, or the invitation to draw one or to guess.

    Args:
        title: what stands under it, such as the network's name.
        digit: what a test image is labelled with.
    """
    word, note = ("?", invitation) if answer is None else (answer.word, answer.note + _verdict(answer, digit))
    kind = "answer" if word != "?" else "answer none"
    big = f'<div class="{kind}" style="--letters: {len(word)}" data-testid="live-digit">{word}</div>'
    footer = f'<div class="title">{title}</div>' if title else ""
    return f'{big}<div class="note">{note}</div>{footer}'


def mark(content: str, drawing: str) -> None:
    """Show HTML that belongs to one drawing, so that `live` moves it for that drawing only."""
    st.html(f'<div data-drawing="{html.escape(drawing)}">{content}</div>')


def cover(content: str) -> None:
    """Show HTML in the place of what is hidden; `live` leaves it alone, and so do screen readers."""
    st.html(f'<div data-cover aria-hidden="true">{content}</div>')


def _verdict(answer: Answer, digit: int | None) -> str:
    """Whether the answer to a test image is right."""
    if digit is None:
        return ""
    label = answer.run.task.labels_of(digit)
    verdict = "no answer" if answer.choice is None else "right" if answer.choice == label else "wrong"
    return f"<br>A test image, labelled {digit}: {verdict}"
