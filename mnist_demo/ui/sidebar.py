"""Choose the trained network, retrain, and follow the training that runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st
from pydantic import ValidationError
from streamlit.delta_generator import DeltaGenerator

from mnist_demo.classroom.rights import Action
from mnist_demo.config import DEFAULT_TASK, TrainConfig
from mnist_demo.jobs.interface import JobStatus
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import (
    actions,
    asking,
    link,
    lost,
    names,
    network_in_use,
    network_names,
    news,
    notice,
    polling,
    queue_view,
    resources,
    seat,
    training_form,
    training_progress,
    watching,
)
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.pressing import is_pressed
from mnist_demo.ui.school import classes
from mnist_demo.ui.state import CANCEL, RETRAIN, RUN
from mnist_demo.ui.tab_memory import component as tab_memory
from mnist_demo.wording import first_problem


def show() -> tuple[Run | None, Callable[[], None]]:
    """Show the sidebar; returns the run in use, None where there is none, and what follows the trainings.

    That is to be called where a bar shall tell those of it who have the sidebar shut. It shows both at once: each page
    asks one regular question.
    """
    status = news.followed()
    with st.sidebar:
        st.title(say("page.title"), anchor=False)
        news.take_in()
        run = _choose_run()
        lost.tell_deletion(network_names.network_name(run.name) if run else None)
        classes.show()
        st.header(say("sidebar.train"), anchor=False)
        if actions.is_offered(Action.START):
            _offer_training()
        else:
            seat.explain()
        # In the place of the button, which may be far down: there people look after they pressed it.
        place = st.container()
        notice.show()
        link.show()
        watching.offer()
        seat.offer_to_leave()
        tab_memory.show()
    follow = polling.regularly(_follow, "training", training_progress.seconds_to_next(status))
    return run, partial(follow, status, _names(), place)


def _choose_run() -> Run | None:
    if not network_in_use.is_run(RUN.get()):
        network_in_use.use(RUN.get())
    runs = {run.name: run for run in resources.runs_to_choose(RUN.get())}
    if not runs:
        return None
    called = network_names.all_networks()
    name = st.selectbox(
        say("sidebar.network"),
        list(runs),
        format_func=lambda name: _described(runs[name], called[name]),
        **RUN.widget(),
        help=say("sidebar.network_help"),
    )
    return runs[name]


def _described(run: Run, called: str) -> str:
    """A run in the list: what it is called, what it tells where that is not the digit, and how well."""
    places = {"network": called, "accuracy": names.accuracy_of(run.metrics.test_accuracy, run.config)}
    if run.config.task == DEFAULT_TASK:
        return say("sidebar.choice", **places)
    return say("sidebar.choice_of_task", task=names.task_name(run.config.task), **places)


def _offer_training() -> None:
    """The settings and the button; where others train, the training waits for its turn."""
    preset, changes, name = training_form.ask()
    look: dict[str, Any] = {"type": "primary", "icon": ":material/model_training:", "width": "stretch"}
    if is_pressed(say("sidebar.retrain"), RETRAIN, **look):
        _start(preset, changes, name)


def _start(preset: str, changes: dict[str, Any], name: str) -> None:
    try:
        config = TrainConfig.from_preset(preset, **changes)
    except ValidationError as error:
        name, _, problem = first_problem(error).partition(":")
        st.error(say("sidebar.refused", setting=training_form.label(name), problem=plain(problem.strip())))
        return
    if asking.ask_for(config, name):
        training_form.forget_name()
        st.rerun()


def _names() -> list[str]:
    return [run.name for run in resources.runs_to_choose(RUN.get())]


def _follow(shown: JobStatus, listed: list[str], place: DeltaGenerator) -> object:
    """The running training and the queue; reruns the page where that shows an old state, or another list of runs."""
    status, runs = news.followed(), _names()
    if (status.number, status.state) != (shown.number, shown.state) or runs != listed:
        st.rerun()
    training_progress.show_above_tabs(status)
    with place:
        if status.is_active:
            with st.container(key="training_progress"):
                _show_running(status)
        queue_view.show()
    return resources.trainings().queue(), resources.trainings().ended_last(), runs


def _show_running(status: JobStatus) -> None:
    training_progress.show_bar(status)
    if not news.is_mine(status):
        st.caption(say("sidebar.others"))
    is_cancelling = status.state == "cancelling"
    look: dict[str, Any] = {"icon": ":material/cancel:", "width": "stretch", "disabled": is_cancelling}
    may_cancel = actions.is_offered(Action.CANCEL, is_own=actions.is_own_training(status.number))
    if may_cancel and is_pressed(say("sidebar.cancel"), CANCEL, status.number, **look):
        queue_view.cancel(status.number)
    _show_curve(status)


def _show_curve(status: JobStatus) -> None:
    if spec := resources.growing_curve(status):
        st.vega_lite_chart(spec, key="growing_curve")
