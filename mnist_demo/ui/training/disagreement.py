"""What one network reads right and another wrong."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mnist_demo.network.evaluation import TestResult
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.network_names import network_name
from mnist_demo.ui.state import DISAGREEMENT, RIGHT_RUN, WRONG_RUN
from mnist_demo.ui.training import album


def show(found: list[tuple[Run, TestResult]]) -> None:
    """Two choices, who is right and who is wrong, and the test images for which that holds."""
    st.subheader(say("training.disagreement.title"), anchor=False)
    names = [run.name for run, _ in found]
    left, right = st.columns(2)
    all_names = "-".join(names)
    called = {name: network_name(name) for name in names}
    winner = left.selectbox(
        say("training.disagreement.right"),
        names,
        **RIGHT_RUN.of(runs=all_names).widget(),
        format_func=lambda name: called[name],
    )
    others = [name for name in names if name != winner]
    loser = right.selectbox(
        say("training.disagreement.wrong"),
        others,
        **WRONG_RUN.of(runs=all_names, right=winner).widget(),
        format_func=lambda name: called[name],
    )
    results = dict(zip(names, [result for _, result in found], strict=True))
    if not np.array_equal(results[winner].labels, results[loser].labels):
        st.info(say("training.disagreement.other_images", **_called(winner, loser)))
        return
    indices = only_first_right(results[winner], results[loser])
    st.caption(_sentence(winner, loser, results[winner], results[loser], len(indices)))
    if len(indices):
        run = next(run for run, _ in found if run.name == loser)
        album.show(run, results[loser], indices, DISAGREEMENT.of(right=winner, wrong=loser))


def only_first_right(first: TestResult, second: TestResult) -> np.ndarray:
    """Indices, int64 (M,), of the images that `first` reads right and `second` wrong, most confident mistakes first."""
    wrong = second.mistakes()
    indices: np.ndarray = wrong[first.is_right[wrong]]
    return indices


def _sentence(winner: str, loser: str, first: TestResult, second: TestResult, count: int) -> str:
    both = int((first.is_right & second.is_right).sum())
    neither = int((~first.is_right & ~second.is_right).sum())
    only = say("training.disagreement.only", count=count, **_called(winner, loser))
    return f"{only} {say('training.disagreement.both', both=both, neither=neither)}"


def _called(winner: str, loser: str) -> dict[str, str]:
    return {"right": plain(network_name(winner)), "wrong": plain(network_name(loser))}
