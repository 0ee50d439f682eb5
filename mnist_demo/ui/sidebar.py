"""Choose the trained network, retrain, and follow the training that runs."""

from __future__ import annotations

import streamlit as st
from pydantic import ValidationError

from mnist_demo.config import DEFAULT_TASK, TrainConfig
from mnist_demo.jobs.processes import JobError, JobStatus
from mnist_demo.runs.store import Run
from mnist_demo.ui import link, network_in_use, news, resources, settings, vega
from mnist_demo.ui.state import CANCEL, RETRAIN, RUN
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
    if RUN.get() not in runs:
        network_in_use.use(None)
    if not runs:
        return None
    name = st.selectbox(
        "Trained network",
        list(runs),
        format_func=lambda name: _described(runs[name]),
        **RUN.widget(),
        help="The network that reads the drawing, with its accuracy on the test set.",
    )
    return runs[name]


def _described(run: Run) -> str:
    """A run in the list: its name, what it tells where that is not the digit, and how well."""
    task = [] if run.config.task == DEFAULT_TASK else [run.config.task]
    return " · ".join([run.name, *task, news.percent(run.metrics["test_accuracy"])])


def _offer_training(*, is_possible: bool) -> None:
    """The settings, which stay while a training runs so that nobody loses what was set, and the button."""
    preset, changes, name = settings.ask()
    if is_possible and st.button(
        "Retrain", **RETRAIN.widget(), type="primary", icon=":material/model_training:", width="stretch"
    ):
        _start(preset, changes, name)


def _start(preset: str, changes: dict, name: str) -> None:
    try:
        status = resources.trainings().start(TrainConfig.from_preset(preset, **changes), name)
    except ValidationError as error:
        name, _, problem = first_problem(error).partition(":")
        st.error(f"{settings.label(name)}:{problem}")
    except (JobError, OSError) as error:
        st.error(f"Not started: {error}")
    else:
        news.started_here(status)
        settings.forget_name()
        st.rerun()


def _follow(shown: JobStatus) -> None:
    """The running training; reruns the whole page when what it shows of the training's state is out of date."""
    status = resources.trainings().status()
    if (status.number, status.state) != (shown.number, shown.state):
        st.rerun()
    if status.is_active:
        with st.container(key="training_progress"):
            _show_progress(status)
            st.button(
                "Cancel",
                **CANCEL.widget(),
                icon=":material/cancel:",
                width="stretch",
                on_click=resources.trainings().cancel,
                disabled=status.state == "cancelling",
            )
            _show_curve(status)


def _show_progress(status: JobStatus) -> None:
    progress = status.progress
    if status.state == "cancelling":
        st.progress(0.0, "Stopping…")
    elif not progress:
        st.progress(0.0, f"Starting {status.name}: TensorFlow takes some seconds…")
    else:
        st.progress(progress["step"] / progress["steps"], _progress_text(progress))


def _show_curve(status: JobStatus) -> None:
    history = status.progress.get("history", {})
    if history.get("accuracy"):
        st.vega_lite_chart(vega.training_curves(history, "accuracy", is_small=True), key="growing_curve")


def _progress_text(progress: dict) -> str:
    if not progress["epoch"]:
        return f"Drawing digits to train on · {100 * progress['step'] / progress['steps']:.0f} %"
    left = progress["seconds_left"]
    parts = [f"Epoch {progress['epoch']} of {progress['epochs']}", f"accuracy {news.percent(progress['accuracy'])}"]
    if left is not None:
        parts.append(f"{left:.0f} s left" if left < 90 else f"{left / 60:.0f} min left")
    return " · ".join(parts)
