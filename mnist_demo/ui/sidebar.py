"""Choose the trained network, retrain, and follow the training that runs."""

from __future__ import annotations

import streamlit as st
from pydantic import ValidationError

from mnist_demo.classroom.rights import Refused
from mnist_demo.config import DEFAULT_TASK, TrainConfig
from mnist_demo.jobs.interface import JobError, JobStatus
from mnist_demo.network.progress import Progress
from mnist_demo.numbers import duration, in_percent
from mnist_demo.runs.store import Run
from mnist_demo.ui import actions, link, news, resources, training_form, vega
from mnist_demo.ui.markdown import plain
from mnist_demo.wording import first_problem

POLL_SECONDS = {True: 1.0, False: 3.0}
"""How often a page asks for the training's state: while one is at work, and else."""


def show() -> Run | None:
    """Show the sidebar; returns the run in use, None where there is none."""
    status = resources.trainings().status()
    with st.sidebar:
        st.title("MNIST Draw", anchor=False)
        news.take_in(status)
        run = _choose_run()
        st.subheader("Train a network", anchor=False)
        _offer_training(is_possible=not status.is_active)
        # In the place of the button, which may be far down: there people look after they pressed it.
        follow = st.fragment(_follow, run_every=POLL_SECONDS[status.is_active])
        follow(status)
        news.show()
        link.show()
    return run


def _choose_run() -> Run | None:
    runs = {run.name: run for run in resources.runs()}
    if st.session_state.get("run") not in runs:
        st.session_state["run"] = resources.preferred_run()
    if not runs:
        return None
    name = st.selectbox(
        "Trained network",
        list(runs),
        format_func=lambda name: _described(runs[name]),
        key="run",
        help="The network that reads the drawing, with its accuracy on the test set.",
    )
    return runs[name]


def _described(run: Run) -> str:
    """A run in the list: its name, what it tells where that is not the digit, and how well."""
    task = [] if run.config.task == DEFAULT_TASK else [run.config.task]
    return " · ".join([run.name, *task, in_percent(run.metrics.test_accuracy, 1)])


def _offer_training(*, is_possible: bool) -> None:
    """The settings, which stay while a training runs so that nobody loses what was set, and the button."""
    preset, changes, name = training_form.ask()
    if is_possible and st.button(
        "Retrain", key="retrain", type="primary", icon=":material/model_training:", width="stretch"
    ):
        _start(preset, changes, name)


def _start(preset: str, changes: dict, name: str) -> None:
    try:
        status = actions.start_training(TrainConfig.from_preset(preset, **changes), name)
    except ValidationError as error:
        name, _, problem = first_problem(error).partition(":")
        st.error(f"{training_form.label(name)}:{plain(problem)}")
    except (JobError, OSError, Refused) as error:
        st.error(f"Not started: {plain(error)}")
    else:
        news.started_here(status)
        training_form.forget_name()
        st.rerun()


def _cancel(number: int) -> None:
    try:
        actions.cancel_training(number)
    except Refused as error:
        st.toast(f"Not cancelled: {plain(error)}", icon=":material/error:")
    else:
        st.rerun()


def _follow(shown: JobStatus) -> None:
    """The running training; reruns the whole page when what it shows of the training's state is out of date."""
    status = resources.trainings().status()
    if (status.number, status.state) != (shown.number, shown.state):
        st.rerun()
    if status.is_active:
        with st.container(key="training_progress"):
            _show_progress(status)
            is_cancelling = status.state == "cancelling"
            if st.button("Cancel", key="cancel", icon=":material/cancel:", width="stretch", disabled=is_cancelling):
                _cancel(status.number)
            _show_curve(status)


def _show_progress(status: JobStatus) -> None:
    progress = status.progress
    if status.state == "cancelling":
        st.progress(0.0, "Stopping…")
    elif progress is None:
        st.progress(0.0, f"Starting {plain(status.name)}: TensorFlow takes some seconds…")
    else:
        st.progress(progress.step / progress.steps, _progress_text(progress))


def _show_curve(status: JobStatus) -> None:
    history = status.progress.history if status.progress else {}
    if history.get("accuracy"):
        st.vega_lite_chart(vega.training_curves(history, "accuracy", is_small=True), key="growing_curve")


def _progress_text(progress: Progress) -> str:
    if not progress.epoch:
        return f"Drawing digits to train on · {in_percent(progress.step / progress.steps, 0)}"
    parts = [f"Epoch {progress.epoch} of {progress.epochs}", f"accuracy {in_percent(progress.accuracy, 1)}"]
    if progress.seconds_left is not None:
        parts.append(f"{duration(progress.seconds_left)} left")
    return " · ".join(parts)
