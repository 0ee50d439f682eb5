"""What each network of an experiment gets wrong: its most frequent mistake, with images of it."""

from __future__ import annotations

import numpy as np
import streamlit as st
from markupsafe import Markup

from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.jobs.experiment import Experiment, SettingValue
from mnist_demo.numbers import count, in_percent
from mnist_demo.runs.figures import Confusion, worst_confusion
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import markup, resources
from mnist_demo.ui.names import class_names
from mnist_demo.ui.training import left_out
from mnist_demo.ui.training.experiment_view.in_words import axis_title, value_in_words
from mnist_demo.ui.training.experiment_view.middle import middle_runs

COLUMNS = ("test_accuracy", "mistakes", "mix_up")
"""Behind the value."""
NOTHING = "–"


def show(experiment: Experiment) -> None:
    """A table with a row for each value that has a network."""
    st.subheader(say("experiments.wrong"), anchor=False)
    st.caption(say("experiments.wrong_note"))
    titles = [axis_title(experiment.setting), *(say(f"experiments.column.{name}") for name in COLUMNS)]
    rows = [_row(experiment.setting, value, run) for value, run in middle_runs(experiment).items()]
    with st.container(key="mix_ups"):
        st.html(markup.html_table(titles, rows))


def _row(setting: str, value: SettingValue, run: Run) -> list[str]:
    """The cells; the last one is HTML, with images."""
    figures = [in_percent(run.metrics.test_accuracy, 2), _mistakes(run)]
    return [value_in_words(setting, value), *figures, Markup("<br>").join(_mix_ups(run))]


def _mix_ups(run: Run) -> list[str]:
    """What it takes the digits for that it never saw, and the most frequent mistake, with images of that."""
    worst, unseen = worst_confusion(run), left_out.read_as(run) or {}
    said = [say("experiments.never_saw", digit=digit, answers=answers) for digit, answers in unseen.items()]
    if worst is None:
        return said or [say("experiments.faultless")]
    pictures, places = resources.examples_of(run, worst.true, worst.predicted), _places(run, worst)
    text = say("experiments.mix_up", **places, times=say("experiments.times", count=worst.count))
    if not len(pictures):
        return [*said, text]
    strip = markup.strip(np.hstack(list(scale_pixels(pictures))), say("experiments.pictures", **places))
    return [*said, Markup("{} {}").format(text, strip)]


def _mistakes(run: Run) -> str:
    """How many of the test images a run reads wrong."""
    matrix = run.metrics.confusion_matrix
    return NOTHING if matrix is None else count(int(np.sum(matrix) - np.trace(matrix)))


def _places(run: Run, worst: Confusion) -> dict[str, str]:
    names = class_names(run.task)
    return {"true": names[worst.true], "predicted": names[worst.predicted]}
