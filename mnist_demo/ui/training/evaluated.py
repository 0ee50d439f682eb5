"""What a run said to its test set, and the images that it was asked about; what is missing is said on the page."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import numpy as np
import streamlit as st

from mnist_demo.data.dataset import DatasetError
from mnist_demo.network.evaluation import TestResult
from mnist_demo.runs.results import EVALUATION
from mnist_demo.runs.store import Run, RunError, evaluate_run
from mnist_demo.ui import resources

ONE_AT_A_TIME = threading.Lock()
"""Held while a run is evaluated, which takes a core for ten seconds."""


def stored(run: Run) -> TestResult | None:
    """The result stored with a run. Where none can be used: why, a button that makes one, and None."""
    try:
        if result := resources.test_result_of(run):
            return result
        st.info(f"What {run.name} says to the test set is not stored with it.")
    except RunError as error:
        st.warning(str(error), icon=":material/broken_image:")
    _offer_evaluation(run)
    return None


def warn_of_other_images(runs: Sequence[Run]) -> None:
    """Say so where runs were tested on other images than the first of them: their figures are of two things."""
    others = [run.name for run in runs if run.config.data != runs[0].config.data]
    if others:
        st.warning(
            f"{', '.join(others)}: tested on other images than {runs[0].name}, which may be easier or harder to read.",
            icon=":material/balance:",
        )


def is_mnist(run: Run) -> bool:
    """Whether its test images are MNIST's, which every page knows by the same numbers."""
    return run.config.data in ("bundled", "keras")


def _offer_evaluation(run: Run) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        is_wanted = st.button(f"Evaluate {run.name} now", key=f"evaluate-{run.name}", icon=":material/fact_check:")
        st.caption("This takes about ten seconds.", width="content")
    if is_wanted:
        _evaluate(run)


def _evaluate(run: Run) -> None:
    """Evaluate a run; a class that asks for it at once waits for one evaluation."""
    asked_at = time.time()
    try:
        with st.spinner("Asking the network about its test images, as they are and distorted"), ONE_AT_A_TIME:
            if not _is_evaluated_since(run, asked_at):
                evaluate_run(run)
    except (DatasetError, RunError) as error:
        st.error(f"Not evaluated: {error}")
    else:
        st.rerun()


def _is_evaluated_since(run: Run, moment: float) -> bool:
    """Whether somebody else's click has done it meanwhile."""
    path = run.path / EVALUATION
    return path.exists() and path.stat().st_mtime >= moment


def images_of(run: Run, result: TestResult) -> tuple[np.ndarray, np.ndarray] | None:
    """The test images of a result, uint8 (N, 28, 28), and their digits, uint8 (N,).

    Where they are not to be had: a sentence, a button where that helps, and None.
    """
    try:
        images, digits = resources.images_for_testing(run.config.data, run.config.data_as)
    except DatasetError as error:
        st.info(f"The pictures cannot be shown: {error}")
        return None
    if not np.array_equal(run.task.labels_of(digits), result.labels):
        data = "MNIST" if is_mnist(run) else run.config.data
        st.info(
            f"The pictures cannot be shown: what {run.name} said to a test set is stored, but not to the one that "
            f"{data} has now."
        )
        _offer_evaluation(run)
        return None
    return images, digits
