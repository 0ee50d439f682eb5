"""An experiment as one thing: its figures to take along, and all of it deleted."""

from __future__ import annotations

import re

import streamlit as st

from mnist_demo.classroom.rights import Action, Refused
from mnist_demo.jobs.experiment import Experiment
from mnist_demo.jobs.experiment_csv import as_csv
from mnist_demo.texts import say
from mnist_demo.ui import actions
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.pressing import is_pressed
from mnist_demo.ui.state import DELETE_EXPERIMENT, DELETED_HERE, DOWNLOAD_FIGURES, RUN

NO_FILE_NAME = re.compile(r"[^\w-]+")


def show(experiment: Experiment) -> None:
    """The table to download, and for those who may, a button to delete the experiment behind a question."""
    with st.container(horizontal=True):
        file = f"{NO_FILE_NAME.sub('-', experiment.name).strip('-') or 'experiment'}.csv"
        st.download_button(
            say("experiments.download"), lambda: as_csv(experiment), file, "text/csv",
            **DOWNLOAD_FIGURES.widget(), icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        if actions.is_offered(Action.EXPERIMENT):
            with st.popover(say("experiments.delete"), icon=":material/delete:"):
                _offer_deletion(experiment)


def _offer_deletion(experiment: Experiment) -> None:
    networks = say("experiments.networks", count=len(experiment.runs))
    st.write(say("experiments.delete_warning", experiment=plain(experiment.name), networks=networks))
    if is_pressed(say("experiments.delete_for_good"), DELETE_EXPERIMENT, experiment.name, type="primary"):
        _delete(experiment)


def _delete(experiment: Experiment) -> None:
    """Delete it, and begin with the page anew: the network in use may be one of these."""
    try:
        problems = actions.delete_experiment(experiment)
    except Refused as error:
        problems = (str(error),)
    if problems:
        st.toast(say("experiments.not_deleted", problem=plain(problems[0])), icon=":material/error:")
        return
    if RUN.get() in [run.name for run in experiment.runs]:
        DELETED_HERE.set(RUN.get())
    st.rerun()
