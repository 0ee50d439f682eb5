"""What a run predicted for its test set, and the images that it was asked about; the page says what is missing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from mnist_demo.classroom.rights import Action, Refused
from mnist_demo.config import BUILT_IN_DATA
from mnist_demo.data.dataset import DatasetError
from mnist_demo.network.evaluation import TestResult
from mnist_demo.runs.run import Run, RunError
from mnist_demo.texts import say
from mnist_demo.ui import actions, network_in_use, resources, seat, waiting
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.network_names import network_name
from mnist_demo.ui.pressing import is_pressed
from mnist_demo.ui.state import EVALUATE


def stored(run: Run) -> TestResult | None:
    """The result stored with a run. Where none can be used: why, a button that makes one, and None."""
    try:
        if result := resources.test_result_of(run):
            return result
        st.info(say("training.evaluated.missing", network=plain(run.name)))
    except RunError as error:
        st.warning(plain(error), icon=":material/broken_image:")
    _offer_evaluation(run)
    return None


def warn_of_no_test(runs: Sequence[Run]) -> None:
    """Say so where runs were tested on the images that they learned from, which tells little of others."""
    learned = [run for run in runs if not run.config.has_test]
    if not learned:
        return
    sentences = [
        say("training.evaluated.no_test", networks=plain(", ".join(network_name(run.name) for run in learned)))
    ]
    sentences += [say("training.evaluated.as_labelled")] if any(run.config.wrong_labels for run in learned) else []
    st.warning(" ".join(sentences), icon=":material/school:")


def warn_of_other_images(runs: Sequence[Run]) -> None:
    """Say so where runs were tested on other images than the first of them: their figures are of two things."""
    warn_of_no_test(runs[1:])  # the tab says it of the first
    others = [run.name for run in runs if run.config.tested_on != runs[0].config.tested_on]
    if others:
        names, first = plain(", ".join(others)), plain(runs[0].name)
        st.warning(
            say("training.evaluated.other_images", networks=names, network=first),
            icon=":material/balance:",
        )


def is_mnist(run: Run) -> bool:
    """Whether it was tested on MNIST's test images, which every page knows by the same numbers."""
    return run.config.data in BUILT_IN_DATA and run.config.has_test


def source_of(run: Run) -> str:
    """What the images are that it was tested on, in a sentence; the name of a dataset may hold markup."""
    if not run.config.has_test:
        return say("training.evaluated.what_it_learned_from")
    return "MNIST" if is_mnist(run) else run.config.data


def _offer_evaluation(run: Run) -> None:
    if not actions.is_offered(Action.EVALUATE):
        seat.explain()
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        label = say("training.evaluated.evaluate", network=plain(run.name))
        is_wanted = is_pressed(label, EVALUATE.of(run=run.name), icon=":material/fact_check:")
        st.caption(say("training.evaluated.duration"), width="content")
    if is_wanted:
        _evaluate(run)


def _evaluate(run: Run) -> None:
    try:
        with waiting.in_turn(say("waiting.evaluation")) as tell:
            actions.evaluate(run, tell)
    except (DatasetError, RunError, Refused) as error:
        network_in_use.leave_if_lost(run)
        st.error(say("training.evaluated.failed", problem=plain(error)))
    else:
        st.rerun()


def images_of(run: Run, result: TestResult) -> tuple[np.ndarray, np.ndarray] | None:
    """The test images of a result, uint8 (N, 28, 28), and their digits, uint8 (N,).

    Where they are not to be had: a sentence, a button where that helps, and None.
    """
    try:
        images, digits = resources.images_for_testing(run.config)
    except DatasetError as error:
        st.info(say("training.evaluated.no_images", problem=plain(error)))
        return None
    if not np.array_equal(run.task.labels_of(digits), result.labels):
        places = {"network": plain(run.name), "data": plain(source_of(run))}
        st.info(say("training.evaluated.other_labels", **places))
        _offer_evaluation(run)
        return None
    return images, digits
