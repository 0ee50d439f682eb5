"""What became of the digits that a training left out: a sentence for each."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mnist_demo.numbers import in_percent
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import resources
from mnist_demo.ui.names import class_names, in_sentence

MOST_ANSWERS = 3
"""Told of each digit, the most frequent first."""


def show(run: Run) -> None:
    """Say of each digit that `run` was not shown what it takes its images for; nothing where it was shown all."""
    if run.config.leave_out:
        with st.container(key="left_out"):
            answers = read_as(run)
            sentences = [_sentence(run, digit, answers) for digit in run.config.leave_out]
            st.info("  \n".join(sentences), icon=":material/visibility_off:")


def read_as(run: Run) -> dict[int, str] | None:
    """The most frequent answers to each digit that `run` was not shown and was tested on: "62% as 9, 20% as 4".

    None where its answers are not known.
    """
    known = resources.tested(run) if run.config.leave_out else None
    if known is None:
        return None
    result, _, digits = known
    said = {digit: result.predictions[digits == digit] for digit in run.config.leave_out}
    return {digit: _answers(run, answers) for digit, answers in said.items() if len(answers)}


def _sentence(run: Run, digit: int, answers: dict[int, str] | None) -> str:
    """What it was not shown and, where that is known, what it reads instead."""
    is_further = bool(run.config.start_from)
    without = (
        say("training.left_out.not_this_time", digit=digit)
        if is_further
        else say("training.left_out.never_saw", digit=digit)
    )
    if answers is None:
        return without
    if digit not in answers:
        return say("training.left_out.not_tested", without=without)
    return say("training.left_out.read_as", without=without, answers=answers[digit])


def _answers(run: Run, said: np.ndarray) -> str:
    """The most frequent of the answers, int64 (N,): "62% as 9, 20% as 4"."""
    names, shares = class_names(run.task), np.bincount(said, minlength=len(run.task.classes)) / len(said)
    found = [int(answer) for answer in np.argsort(-shares, kind="stable")[:MOST_ANSWERS] if shares[answer] > 0]
    return ", ".join(
        say("training.left_out.answer", share=in_percent(shares[answer], 0), name=in_sentence(names[answer]))
        for answer in found
    )
