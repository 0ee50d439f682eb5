"""Where a network is wrong: the confusion matrix, the images of each of its cells, and figures for each class."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from mnist_demo.network.evaluation import TestResult
from mnist_demo.numbers import in_percent
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import vega
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.names import class_names
from mnist_demo.ui.state import (
    ALL_MISTAKES,
    ANSWERED_CLASS,
    MATRICES,
    MATRIX,
    MISTAKES,
    MISTAKES_SURE,
    REVEAL_MISTAKES,
    TRUE_CLASS,
    Key,
)
from mnist_demo.ui.training import album, classes, evaluated
from mnist_demo.ui.unsure import threshold_of

ANY = "any"
KINDS = {(True, True): "wrong_of_as", (True, False): "wrong_of", (False, True): "wrong_as", (False, False): "wrong"}
"""The texts about mistakes, by whether the true class and the answer were chosen."""

Cell = tuple[int | None, int | None]
"""True class and answer, None where it may be any."""


def show(run: Run) -> None:
    """The confusion matrix beside the mistakes, worst first, and the figures for each class."""
    result = evaluated.stored(run)
    if result is None:
        return
    left, right = st.columns([5, 4], gap="medium")
    with left:
        chosen = _choose_cell(run, result)
    with right:
        _show_images(run, result, chosen)
    classes.show(run, result)


def _choose_cell(run: Run, result: TestResult) -> Cell:
    """The matrix to click on, and two filters that do the same; returns what to list."""
    st.subheader(say("training.mistakes.matrix"), anchor=False)
    st.caption(say("training.mistakes.matrix_note"))
    chosen = _filter(run)
    chart = MATRIX.of(number=MATRICES.get())
    with st.container(key="confusion_matrix"):
        spec = vega.matrix_chart(
            result.confusion_matrix, class_names(run.task), chosen, st.context.theme.type or "light"
        )
        st.vega_lite_chart(spec, **chart.widget(), on_select=partial(_take_cell, chart, run))
    return chosen


def _filter(run: Run) -> Cell:
    """Two lists to choose from; above the matrix, so that on a phone the images follow right below it."""
    shown: dict[int | str, str] = {ANY: say("training.mistakes.any"), **dict(enumerate(class_names(run.task)))}
    options = list(shown)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for label, key in (("true", TRUE_CLASS), ("predicted", ANSWERED_CLASS)):
            if key.settle() not in options:  # chosen in a run of another task
                key.set(ANY)
            st.selectbox(
                say(f"training.mistakes.{label}"), options, format_func=shown.__getitem__,
                **key.widget(), on_change=_forget_click, persist_state="session",
            )  # fmt: skip
        true, said = (_number(key.get()) for key in (TRUE_CLASS, ANSWERED_CLASS))
        st.button(
            say("training.mistakes.all"),
            **ALL_MISTAKES.widget(),
            on_click=_take_all,
            disabled=(true, said) == (None, None),
        )
    return true, said


def _number(choice: int | str) -> int | None:
    return choice if isinstance(choice, int) else None


def _take_cell(chart: Key[Any], run: Run) -> None:
    """Set the filters to the cell that was clicked on, whose images may be below the screen of a phone."""
    names = class_names(run.task)
    for cell in chart.get()["selection"]["cell"]:
        REVEAL_MISTAKES.set(True)
        TRUE_CLASS.set(names.index(cell["true"]))
        ANSWERED_CLASS.set(names.index(cell["predicted"]))


def _take_all() -> None:
    TRUE_CLASS.set(ANY)
    ANSWERED_CLASS.set(ANY)
    _forget_click()


def _forget_click() -> None:
    """Put a fresh chart in place of the old: one that has a cell selected does not report another click on it."""
    MATRICES.set(MATRICES.get() + 1)


def _id(run: Run, choice: int | None) -> str:
    return ANY if choice is None else run.task.classes[choice]


def _show_images(run: Run, result: TestResult, chosen: Cell) -> None:
    true, said = chosen
    is_right = true is not None and true == said
    indices = result.find(true, said)[::-1] if is_right else result.mistakes(true, said)
    st.subheader(
        say("training.mistakes.right_title") if is_right else say("training.mistakes.wrong_title"), anchor=False
    )
    st.caption(_sentence(run, len(indices), chosen, is_right=is_right))
    reveal = REVEAL_MISTAKES.pop()
    sure = "all"
    if len(indices) and not is_right and threshold_of(run):
        sure, indices = _choose_sure(run, result, indices)
    if len(indices):
        key = MISTAKES.of(run=run.name, true=_id(run, true), answered=_id(run, said), sure=sure)
        album.show(run, result, indices, key, reveal=reveal)


def _choose_sure(run: Run, result: TestResult, indices: np.ndarray) -> tuple[str, np.ndarray]:
    """All of these mistakes, those given as an answer, or those that the app would answer with "?"; and which."""
    is_answered = result.confidence[indices].astype(float) >= threshold_of(run)
    kinds = {"all": indices, "confident": indices[is_answered], "doubtful": indices[~is_answered]}
    MISTAKES_SURE.settle()
    sure: str = st.segmented_control(
        say("training.mistakes.sure"),
        list(kinds),
        required=True,
        format_func=lambda kind: say(f"training.mistakes.sure_kind.{kind}", count=len(kinds[kind])),
        **MISTAKES_SURE.widget(),
        label_visibility="collapsed",
        persist_state="session",
    )
    st.caption(say("training.mistakes.sure_note", threshold=in_percent(threshold_of(run), 0)))
    return sure, kinds[sure]


def _sentence(run: Run, count: int, chosen: Cell, *, is_right: bool) -> str:
    """What is listed, in which order, and what a click does, a sentence each."""
    true, predicted = chosen
    which = "right" if is_right else KINDS[true is not None, predicted is not None]
    names = class_names(run.task)
    places = {} if true is None else {"true": plain(names[true])}
    places |= {} if predicted is None else {"predicted": plain(names[predicted])}
    if not count and not is_right:
        return say(f"training.mistakes.none{which.removeprefix('wrong')}", **places)
    sentences = [say(f"training.mistakes.{which}", count=count, **places)]
    sentences += [] if is_right else [say("training.mistakes.order")]
    sentences += [say("training.mistakes.invitation")] if evaluated.is_mnist(run) else []
    return " ".join(sentences)
