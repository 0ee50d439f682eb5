"""What a network says to a picture: the big digit, how sure it is, and what else it might be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from mnist_demo import charts
from mnist_demo.inference import decide
from mnist_demo.store import Run


@dataclass(frozen=True)
class Answer:
    """The answer of one run: `probabilities`, float32 (10,), and `digit`, None where the network is not sure."""

    run: Run
    probabilities: np.ndarray
    digit: int | None

    @classmethod
    def of(cls, run: Run, image: np.ndarray | None) -> Answer | None:
        """What `run` says to an image, float32 (28, 28); None where there is no image."""
        if image is None:
            return None
        probabilities = run.network.predict(image)
        return cls(run, probabilities, decide(probabilities, run.threshold))

    @property
    def note(self) -> str:
        """The words under the digit, as HTML."""
        second, first = np.argsort(self.probabilities)[-2:]
        sure, else_sure = (charts.percent(float(self.probabilities[digit])) for digit in (first, second))
        if self.digit is None:
            return f"<b>Not sure: {first} or {second}</b><br>{sure} and {else_sure}"
        return f"<b>{sure}</b> sure<br>runner-up {second}: {else_sure}"


def show(answer: Answer | None, title: str = "", label: int | None = None) -> None:
    """Show an answer, or the invitation to draw.

    Args:
        title: what stands under it, such as the network's name.
        label: the true label of a test image.
    """
    if answer is None:
        digit, note = "?", "Draw a digit"
    else:
        digit, note = "?" if answer.digit is None else str(answer.digit), answer.note + _verdict(answer, label)
    kind = "answer" if digit != "?" else "answer none"
    footer = f'<div class="title">{title}</div>' if title else ""
    st.html(f'<div class="{kind}">{digit}</div><div class="note">{note}</div>{footer}')


def _verdict(answer: Answer, label: int | None) -> str:
    """Whether the answer to a test image is right."""
    if label is None:
        return ""
    verdict = "no answer" if answer.digit is None else "right" if answer.digit == label else "wrong"
    return f"<br>A test image, labelled {label}: {verdict}"
