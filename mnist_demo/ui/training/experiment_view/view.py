"""The view itself: which experiment, and all that there is to see of it, which grows by itself."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mnist_demo.classroom.rights import Action
from mnist_demo.jobs.experiment import Experiment, find_experiment
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import actions, polling, resources, seat
from mnist_demo.ui.state import EXPERIMENT, NEW_EXPERIMENT, PLANNING, SHOW_EXPERIMENTS
from mnist_demo.ui.training.experiment_view import growing, keeping, mix_ups, planning, read_by_all

TOPIC = "experiments"
ACTIVE_SECONDS, IDLE_SECONDS, SPREAD = 1.5, 5.0, 0.15
"""How often a page asks, while trainings go on and else, and by what share it may ask sooner."""


def show(_: Run) -> None:
    """The newest experiment or the chosen one; where there is none, or somebody wants a new one, how to start it."""
    found = resources.all_experiments()
    if found and not PLANNING.get():
        chosen = _choose(found)
        seconds = polling.seconds_apart(ACTIVE_SECONDS if chosen.is_active else IDLE_SECONDS, SPREAD)
        polling.regularly(_show, TOPIC, seconds)(chosen.name, _listed(found))
        return
    if found:
        st.button(
            say("experiments.back"), **SHOW_EXPERIMENTS.widget(), icon=":material/arrow_back:",
            on_click=PLANNING.set, args=(False,),
        )  # fmt: skip
    planning.show()


def _choose(found: Sequence[Experiment]) -> Experiment:
    names = [each.name for each in found]
    if EXPERIMENT.get() not in names:
        EXPERIMENT.set(names[0])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(say("experiments.choose"), names, **EXPERIMENT.widget(), persist_state="session")
        if actions.is_offered(Action.EXPERIMENT):
            st.button(
                say("experiments.new"), **NEW_EXPERIMENT.widget(), icon=":material/add:",
                on_click=PLANNING.set, args=(True,),
            )  # fmt: skip
    if not actions.is_offered(Action.EXPERIMENT):
        seat.explain()
    return found[names.index(name)]


def _show(name: str, listed: object) -> object:
    """One experiment; shows the page anew where another list of them is to be shown, or other seconds count."""
    found = resources.all_experiments()
    experiment = find_experiment(name, found)
    if experiment is None or _listed(found) != listed:
        st.rerun()
    growing.show(experiment, found)
    if experiment.finished:
        mix_ups.show(experiment)
        read_by_all.show(experiment)
        keeping.show(experiment)
    return [(trial.config, trial.state) for each in found for trial in each.trials]


def _listed(found: Sequence[Experiment]) -> set[tuple[str, bool]]:
    """The names, and which of them go on."""
    return {(each.name, each.is_active) for each in found}
