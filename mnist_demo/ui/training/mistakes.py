"""Where a network is wrong: the confusion matrix, the images of each of its cells, and figures for each class."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mnist_demo import vega
from mnist_demo.evaluation import TestResult
from mnist_demo.store import Run
from mnist_demo.ui.training import album, classes, results

TRUE, SAID = "mistakes_true", "mistakes_said"
"""The keys of the two filters; a click on a cell of the matrix sets them."""
CLICKS = "confusion_charts"
"""Counts the charts that were put in place of one with a click in it."""


def show(run: Run) -> None:
    """The confusion matrix beside the mistakes, worst first, and the figures for each class."""
    result = results.stored(run)
    if result is None:
        return
    left, right = st.columns([5, 4], gap="medium")
    with left:
        chosen = _choose_cell(run, result)
    with right:
        _show_images(run, result, chosen)
    classes.show(run, result)


def _choose_cell(run: Run, result: TestResult) -> tuple[int | None, int | None]:
    """The matrix to click on, and two filters that do the same; returns the true class and the answer to list."""
    st.subheader("What is mistaken for what", anchor=False)
    st.caption("Each row is what it is, each column an answer; the grey diagonal is right. Click on a cell.")
    chart = st.container(key="confusion_matrix")
    options = [None, *range(len(run.task.classes))]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for label, key in (("What it is", TRUE), ("Answer", SAID)):
            if st.session_state.get(key) not in options:  # chosen in a run of another task
                st.session_state[key] = None
            st.selectbox(
                label, options, format_func=lambda choice: _name(run, choice), key=key, on_change=_forget_click,
                persist_state="session",
            )  # fmt: skip
        chosen = (st.session_state[TRUE], st.session_state[SAID])
        st.button("All", key="all_mistakes", on_click=_take_all, disabled=chosen == (None, None))
    key = f"confusion-{st.session_state.get(CLICKS, 0)}"
    with chart:
        spec = vega.confusion_matrix(
            result.confusion_matrix, run.task.classes, chosen, st.context.theme.type or "light"
        )
        st.vega_lite_chart(spec, key=key, on_select=partial(_take_cell, key, run))
    return chosen


def _take_cell(chart: str, run: Run) -> None:
    """Set the filters to the cell that was clicked on."""
    for cell in st.session_state[chart]["selection"]["cell"]:
        st.session_state[TRUE], st.session_state[SAID] = (
            run.task.classes.index(cell[key]) for key in ("true", "predicted")
        )


def _take_all() -> None:
    st.session_state[TRUE] = st.session_state[SAID] = None
    _forget_click()


def _forget_click() -> None:
    """Put a fresh chart in place of the old: one that has a cell selected does not report another click on it."""
    st.session_state[CLICKS] = st.session_state.get(CLICKS, 0) + 1


def _name(run: Run, choice: int | None) -> str:
    return "any" if choice is None else run.task.classes[choice]


def _show_images(run: Run, result: TestResult, chosen: tuple[int | None, int | None]) -> None:
    true, said = chosen
    is_right = true is not None and true == said
    indices = result.find(true, said)[::-1] if is_right else result.mistakes(true, said)
    st.subheader("Read right" if is_right else "Mistakes, worst first", anchor=False)
    st.caption(_sentence(run, len(indices), chosen, is_right=is_right))
    if len(indices):
        album.show(run, result, indices, f"mistakes-{run.name}-{_name(run, true)}-{_name(run, said)}")


def _sentence(run: Run, count: int, chosen: tuple[int | None, int | None], *, is_right: bool) -> str:
    true, said = chosen
    images = "image" if count == 1 else "images"
    of = "" if true is None else f" of {_name(run, true)}"
    read = "" if said is None else f" read as {_name(run, said)}"
    if is_right:
        return f"{count:,} {images}{of} read right, the least sure first. Click on one to look inside."
    if not count:
        return f"No test image{of} was{read or ' read wrong'}."
    return (
        f"{count:,} {images}{of}{read or ' read wrong'}: what it is → answer, and how sure. The surest mistakes come"
        " first. Click on one to look inside."
    )
