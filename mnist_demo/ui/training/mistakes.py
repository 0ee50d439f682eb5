"""Where a network is wrong: the confusion matrix, the images of each of its cells, and figures for each digit."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mnist_demo import vega
from mnist_demo.evaluation import TestResult
from mnist_demo.store import Run
from mnist_demo.ui.training import album, digits, results

TRUE, SAID = "mistakes_true", "mistakes_said"
"""The keys of the two filters; a click on a cell of the matrix sets them."""
CLICKS = "confusion_charts"
"""Counts the charts that were put in place of one with a click in it."""


def show(run: Run) -> None:
    """The confusion matrix beside the mistakes, worst first, and the figures for each digit."""
    result = results.stored(run)
    if result is None:
        return
    left, right = st.columns([5, 4], gap="medium")
    with left:
        chosen = _choose_cell(result)
    with right:
        _show_images(run, result, chosen)
    digits.show(run, result)


def _choose_cell(result: TestResult) -> tuple[int | None, int | None]:
    """The matrix to click on, and two filters that do the same; returns the true class and the answer to list."""
    st.subheader("What is mistaken for what", anchor=False)
    st.caption("Each row is a true digit, each column an answer; the grey diagonal is right. Click on a cell.")
    chart = st.container(key="confusion_matrix")
    options = [None, *range(len(result.confusion_matrix))]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for label, key in (("True digit", TRUE), ("Answer", SAID)):
            st.selectbox(label, options, format_func=_name, key=key, on_change=_forget_click, persist_state="session")
        chosen = (st.session_state[TRUE], st.session_state[SAID])
        st.button("All", key="all_mistakes", on_click=_take_all, disabled=chosen == (None, None))
    key = f"confusion-{st.session_state.get(CLICKS, 0)}"
    with chart:
        spec = vega.confusion_matrix(result.confusion_matrix, chosen, st.context.theme.type or "light")
        st.vega_lite_chart(spec, key=key, on_select=partial(_take_cell, key))
    return chosen


def _take_cell(chart: str) -> None:
    """Set the filters to the cell that was clicked on."""
    for cell in st.session_state[chart]["selection"]["cell"]:
        st.session_state[TRUE], st.session_state[SAID] = int(cell["true"]), int(cell["predicted"])


def _take_all() -> None:
    st.session_state[TRUE] = st.session_state[SAID] = None
    _forget_click()


def _forget_click() -> None:
    """Put a fresh chart in place of the old: one that has a cell selected does not report another click on it."""
    st.session_state[CLICKS] = st.session_state.get(CLICKS, 0) + 1


def _name(digit: int | None) -> str:
    return "any" if digit is None else str(digit)


def _show_images(run: Run, result: TestResult, chosen: tuple[int | None, int | None]) -> None:
    true, said = chosen
    is_right = true is not None and true == said
    indices = result.find(true, said)[::-1] if is_right else result.mistakes(true, said)
    st.subheader("Read right" if is_right else "Mistakes, worst first", anchor=False)
    st.caption(_sentence(len(indices), chosen, is_right=is_right))
    if len(indices):
        album.show(run, result, indices, f"mistakes-{run.name}-{_name(true)}-{_name(said)}")


def _sentence(count: int, chosen: tuple[int | None, int | None], *, is_right: bool) -> str:
    true, said = chosen
    images = "image" if count == 1 else "images"
    of, read = (f" of {true}" if true is not None else ""), (f" read as {said}" if said is not None else "")
    if is_right:
        return f"{count:,} {images}{of} read right, the least sure first. Click on one to look inside."
    if not count:
        return f"No test image{of} was{read or ' read wrong'}."
    return (
        f"{count:,} {images}{of}{read or ' read wrong'}: true digit → answer, and how sure. The surest mistakes come"
        " first. Click on one to look inside."
    )
