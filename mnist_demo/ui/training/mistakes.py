"""Where a network is wrong: the confusion matrix, the images of each of its cells, and figures for each class."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mnist_demo.network.evaluation import TestResult
from mnist_demo.runs.store import Run
from mnist_demo.ui import vega
from mnist_demo.ui.state import (
    ALL_MISTAKES,
    ANSWERED_CLASS,
    MATRICES,
    MATRIX,
    MISTAKES,
    REVEAL_MISTAKES,
    TRUE_CLASS,
    Key,
)
from mnist_demo.ui.training import album, classes, evaluated

ANY = "any"

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
    st.subheader("What is mistaken for what", anchor=False)
    st.caption("Each row is what it is, each column an answer; the grey diagonal is right. Click on a cell.")
    chosen = _filter(run)
    chart = MATRIX.of(number=MATRICES.get())
    with st.container(key="confusion_matrix"):
        spec = vega.matrix_chart(result.confusion_matrix, run.task.classes, chosen, st.context.theme.type or "light")
        st.vega_lite_chart(spec, **chart.widget(), on_select=partial(_take_cell, chart, run))
    return chosen


def _filter(run: Run) -> Cell:
    """Two lists to choose from; above the matrix, so that on a phone the images follow right below it."""
    options = [ANY, *range(len(run.task.classes))]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for label, key in (("What it is", TRUE_CLASS), ("Answer", ANSWERED_CLASS)):
            if key.settle() not in options:  # chosen in a run of another task
                key.set(ANY)
            st.selectbox(
                label, options, format_func=lambda choice: choice if choice == ANY else run.task.classes[choice],
                **key.widget(), on_change=_forget_click, persist_state="session",
            )  # fmt: skip
        true, said = (_number(key.get()) for key in (TRUE_CLASS, ANSWERED_CLASS))
        st.button("All", **ALL_MISTAKES.widget(), on_click=_take_all, disabled=(true, said) == (None, None))
    return true, said


def _number(choice: int | str) -> int | None:
    return choice if isinstance(choice, int) else None


def _take_cell(chart: Key, run: Run) -> None:
    """Set the filters to the cell that was clicked on, whose images may be below the screen of a phone."""
    for cell in chart.get()["selection"]["cell"]:
        REVEAL_MISTAKES.set(True)
        TRUE_CLASS.set(run.task.classes.index(cell["true"]))
        ANSWERED_CLASS.set(run.task.classes.index(cell["predicted"]))


def _take_all() -> None:
    TRUE_CLASS.set(ANY)
    ANSWERED_CLASS.set(ANY)
    _forget_click()


def _forget_click() -> None:
    """Put a fresh chart in place of the old: one that has a cell selected does not report another click on it."""
    MATRICES.set(MATRICES.get() + 1)


def _name(run: Run, choice: int | None) -> str:
    return ANY if choice is None else run.task.classes[choice]


def _show_images(run: Run, result: TestResult, chosen: Cell) -> None:
    true, said = chosen
    is_right = true is not None and true == said
    indices = result.find(true, said)[::-1] if is_right else result.mistakes(true, said)
    st.subheader("Read right" if is_right else "Mistakes, worst first", anchor=False)
    st.caption(_sentence(run, len(indices), chosen, is_right=is_right))
    reveal = REVEAL_MISTAKES.pop()
    if len(indices):
        key = MISTAKES.of(run=run.name, true=_name(run, true), answered=_name(run, said))
        album.show(run, result, indices, key, reveal=reveal)


def _sentence(run: Run, count: int, chosen: Cell, *, is_right: bool) -> str:
    true, said = chosen
    images = "image" if count == 1 else "images"
    of = "" if true is None else f" of {_name(run, true)}"
    read = "" if said is None else f" read as {_name(run, said)}"
    invitation = " Click on one to look inside." if evaluated.is_mnist(run) else ""
    if is_right:
        return f"{count:,} {images}{of} read right, the least sure first.{invitation}"
    if not count:
        return f"No test image{of} was{read or ' read wrong'}."
    return (
        f"{count:,} {images}{of}{read or ' read wrong'}: what it is → answer, and how sure. The surest mistakes come"
        f" first.{invitation}"
    )
