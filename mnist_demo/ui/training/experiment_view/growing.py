"""The chart of an experiment, which grows while its trainings end, and how many still have to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from mnist_demo.classroom.rights import Action, Refused
from mnist_demo.config import VARIED
from mnist_demo.jobs.experiment import Experiment, SettingValue, Trial, find_experiment
from mnist_demo.jobs.forecast import USUAL_SPEED, seconds_for
from mnist_demo.jobs.interface import JobError, JobStatus
from mnist_demo.numbers import duration
from mnist_demo.runs.figures import Figures
from mnist_demo.texts import say
from mnist_demo.ui import actions, vega
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.state import CANCEL_REST, OTHER_EXPERIMENT
from mnist_demo.ui.training.experiment_view.in_words import SHARES, axis_title, value_in_words
from mnist_demo.ui.vega.spec import Spec


def show(experiment: Experiment, found: Sequence[Experiment]) -> None:
    """How far it is, and the chart; `found` are all experiments, of which another one may be shown beside it."""
    _show_progress(experiment)
    if experiment.finished:
        place = st.container()
        other = _choose_other(experiment, found)
        with place:
            _show_chart(experiment, other)


def _show_progress(experiment: Experiment) -> None:
    for trial in experiment.trials:
        if trial.status and trial.status.state == "failed":
            value = value_in_words(experiment.setting, trial.value)
            st.warning(say("experiments.failed", value=plain(value), problem=plain(trial.status.message)))
    if not experiment.is_active:
        return
    done, trainings = len(experiment.finished), say("experiments.trainings", count=len(experiment.trials))
    left = duration(max(1.0, *map(_seconds_left, experiment.unfinished)))
    with st.container(horizontal=True, vertical_alignment="center", key="experiment_progress"):
        ended = say("experiments.ended", done=done, trainings=trainings, left=left)
        st.progress(done / len(experiment.trials), ended)
        if actions.is_offered(Action.EXPERIMENT):
            st.button(
                say("experiments.cancel"), **CANCEL_REST.widget(), icon=":material/cancel:",
                on_click=_cancel, args=(experiment.unfinished,),
            )  # fmt: skip


def _seconds_left(status: JobStatus) -> float:
    """Until a training ends, as far as that can be told."""
    needs = seconds_for(status.config.work, USUAL_SPEED) if status.state == "waiting" and status.config else 0.0
    return status.seconds + needs


def _cancel(unfinished: Sequence[JobStatus]) -> None:
    """Those that wait first, so that none of them begins meanwhile."""
    try:
        for status in sorted(unfinished, key=lambda status: status.is_active):
            actions.cancel_training(status.number)
    except (JobError, Refused) as error:
        st.toast(say("experiments.not_cancelled", problem=plain(error)), icon=":material/error:")


def _choose_other(experiment: Experiment, found: Sequence[Experiment]) -> Experiment | None:
    """Another experiment with the same setting, whose line is drawn beside this one's."""
    names = [each.name for each in found if each.setting == experiment.setting and each.name != experiment.name]
    if not names:
        return None
    if OTHER_EXPERIMENT.get() not in names:
        OTHER_EXPERIMENT.set(None)
    chosen = st.selectbox(
        say("experiments.beside"), names, None, **OTHER_EXPERIMENT.widget(), persist_state="session",
        placeholder=say("experiments.nothing_beside"),
    )  # fmt: skip
    return find_experiment(chosen, found) if chosen else None


def _show_chart(experiment: Experiment, other: Experiment | None) -> None:
    setting = experiment.setting
    rows = [row for trial in experiment.finished for row in _rows(trial)]
    if other:
        rows += [row | {"beside": True} for trial in other.finished for row in _rows(trial) if row["id"] == "test"]
    places = _in_order(setting, [*experiment.values, *(other.values if other else ())])
    spec = vega.values_chart(rows, places, VARIED[setting], axis_title(setting), is_share=setting in SHARES)
    with st.container(key="experiment_chart"):
        st.vega_lite_chart(spec, key="values_chart")
    notes = [say("experiments.chart_note")]
    notes += [say("experiments.band_note")] if len(experiment.seeds) > 1 else []
    notes += [say("experiments.beside_note", experiment=plain(other.name))] if other else []
    st.caption(" ".join(notes))


def _rows(trial: Trial) -> list[Spec]:
    """The three accuracies of a training that has ended, as `vega.values_chart` takes them."""
    if trial.run is None:
        return []
    setting = trial.config.vary
    common = {
        "value": _place(setting, trial.value),
        "shown": value_in_words(setting, trial.value),
        "seed": trial.seed,
        "beside": False,
    }
    return [
        {**common, "id": line, "line": say(f"chart.{line}"), "accuracy": accuracy}
        for line, accuracy in vars(Figures.of(trial.run)).items()
    ]


def _in_order(setting: str, values: Iterable[SettingValue]) -> list[float | str]:
    """Where values lie on the axis, each once: numbers by size, words as they come."""
    places = dict.fromkeys(_place(setting, value) for value in values)
    return list(places) if VARIED[setting] == "word" else sorted(places, key=float)


def _place(setting: str, value: SettingValue) -> float | str:
    if VARIED[setting] == "word" or isinstance(value, tuple | str):
        return value_in_words(setting, value)
    return float(value)
