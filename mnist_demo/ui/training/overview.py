"""The chosen run at a glance: figures, curves and files, and a table of all runs."""

from __future__ import annotations

import os
from typing import Any

import pandas as pd
import streamlit as st

from mnist_demo.classroom.rights import Action, Refused
from mnist_demo.config import DEFAULT_TASK
from mnist_demo.damage import first_line
from mnist_demo.numbers import count, duration, fixed, in_percent, percent_format
from mnist_demo.runs.run import DamagedRun, Run, RunError
from mnist_demo.texts import say
from mnist_demo.ui import actions, glossary, resources, seat, vega
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.names import set_otherwise, task_name, task_question
from mnist_demo.ui.network_names import network_name
from mnist_demo.ui.pressing import is_pressed
from mnist_demo.ui.state import DELETE, DELETE_DAMAGED, DELETED, DELETED_HERE, DOWNLOAD, RUN, Key
from mnist_demo.ui.training import downloads, left_out

COLUMNS = ("run", "test_accuracy", "preset", "set_otherwise", "parameters", "epochs", "seconds", "trained")
"""Of the table of all runs."""
MEANINGS = {
    "test_accuracy": "accuracy", "test_loss": "loss", "validation_accuracy": "validation", "parameters": "parameters",
}  # fmt: skip
"""The words of the glossary that explain the figures."""


def show(run: Run) -> None:
    """Figures, curves and files of the chosen run, and a table of all runs."""
    _show_figures(run)
    _show_curves(run)
    _show_files(run)
    _show_all_runs(run.name)


def _show_figures(run: Run) -> None:
    metrics = run.metrics
    figures = {
        "test_accuracy": in_percent(metrics.test_accuracy, 2),
        "test_loss": fixed(metrics.test_loss, 4),
        "validation_accuracy": in_percent(metrics.validation_accuracy, 2),
        "parameters": count(metrics.parameters),
        "time": duration(metrics.seconds),
    }
    with st.container(horizontal=True, key="figures"):
        for name, value in figures.items():
            st.metric(_figure(name, run), value, help=_meaning(name))
    left_out.show(run)
    st.caption(f"{_summary(run)}  \n{_beside_preset(run)}")


def _figure(name: str, run: Run) -> str:
    """What a figure is called; one of a test has another name where there was none."""
    is_of_learned = name.startswith("test_") and not run.config.has_test
    return say(f"training.overview.no_{name}") if is_of_learned else say(f"training.overview.{name}")


def _meaning(figure: str) -> str | None:
    """What a figure is, in a sentence, where that needs one."""
    word = MEANINGS.get(figure)
    return None if word is None else glossary.line(word)


def _summary(run: Run) -> str:
    config = run.config
    sizes = "-".join(map(str, (784, *config.hidden_layers, run.task.outputs)))
    parts = [
        say("training.overview.layers", sizes=sizes, activation=config.activation),
        say(
            "training.overview.learning", optimizer=config.optimizer, schedule=config.schedule,
            rate=f"{config.learning_rate:g}", batch=config.batch_size,
        ),
        _epochs(run),
    ]  # fmt: skip
    if config.task != DEFAULT_TASK:
        parts.insert(0, plain(task_question(config.task) or task_name(config.task)))
    if config.is_mixed:
        parts.append(say("training.overview.mixed", strokes=config.strokes, doodles=config.doodles))
    if run.threshold:
        parts.append(say("training.overview.threshold", threshold=in_percent(run.threshold, 0)))
    return say("training.overview.summary", network=plain(network_name(run.name)), parts="; ".join(parts))


def _epochs(run: Run) -> str:
    done = len(run.history["loss"])
    if run.epoch == done:
        return say("training.overview.epochs", count=done)
    return say("training.overview.best_epoch", count=done, best=run.epoch)


def _beside_preset(run: Run) -> str:
    """The preset that the run began with, and all that was set otherwise."""
    changes = plain(set_otherwise(run.config))
    if not changes:
        return say("training.overview.preset", preset=plain(run.config.preset))
    return say("training.overview.preset_changed", preset=plain(run.config.preset), changes=changes)


def _show_curves(run: Run) -> None:
    for column, key in zip(st.columns(2), ("loss", "accuracy"), strict=True):
        with column.container(key=f"curves_{key}"):
            st.subheader(say(f"training.overview.{key}"), anchor=False)
            st.vega_lite_chart(vega.training_curves(run.history, key))


def _show_files(run: Run) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _download(run, "curves.png", "image/png", say("training.overview.curves_file"))
        _download(run, "model.keras", "application/octet-stream", say("training.overview.keras_file"))
        if actions.is_offered(Action.EXPORT):
            downloads.show(run)
        if not run.is_shipped and actions.is_offered(Action.DELETE, is_own=actions.is_own_run(run)):
            with st.popover(say("training.overview.delete"), icon=":material/delete:"):
                st.write(say("training.overview.delete_warning", network=plain(run.name)))
                _offer_deletion(run, say("training.overview.delete_for_good"), DELETE, type="primary")
    if not actions.is_offered(Action.EXPORT):
        seat.explain()


def _download(run: Run, file: str, mime: str, label: str) -> None:
    path = run.path / file
    if path.is_file():
        st.download_button(
            label, path.read_bytes, f"{run.name}-{file}", mime, **DOWNLOAD.of(file=file).widget(),
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    else:
        st.caption(say("training.overview.missing_file", file=file, network=plain(run.name)))


def _offer_deletion(run: Run | DamagedRun, label: str, key: Key[bool], **look: Any) -> None:
    is_offered = actions.is_offered(Action.DELETE, is_own=actions.is_own_run(run))
    if is_offered and is_pressed(label, key, run.name, **look):
        _delete(run)


def _delete(run: Run | DamagedRun) -> None:
    in_use, called = RUN.get(), network_name(run.name)
    try:
        actions.delete(run)
    except (RunError, OSError, Refused) as error:
        st.toast(say("training.overview.not_deleted", problem=plain(first_line(error))), icon=":material/error:")
    else:
        if run.name == in_use:
            DELETED_HERE.set(run.name)
        DELETED.set((called, run.name == in_use))
        st.rerun()  # the whole page: the sidebar lists the runs too


def _show_all_runs(in_use: str) -> None:
    st.subheader(say("training.overview.all_networks"), anchor=False)
    rows = [
        {
            "run": run.name,
            "test_accuracy": 100 * run.metrics.test_accuracy,
            "preset": run.config.preset,
            "set_otherwise": set_otherwise(run.config),
            "parameters": run.metrics.parameters,
            "epochs": len(run.history["loss"]),
            "seconds": run.metrics.seconds,
            "trained": _date(run),
        }
        for run in resources.runs_to_choose(in_use)
    ]
    columns: dict[str, Any] = {
        name: st.column_config.Column(say(f"training.overview.column.{name}")) for name in COLUMNS
    }
    label = say("training.overview.column.test_accuracy")
    columns["test_accuracy"] = st.column_config.NumberColumn(label, format=percent_format(2))
    st.dataframe(pd.DataFrame(rows, columns=COLUMNS), hide_index=True, column_config=columns, key="runs")
    for damaged in resources.damaged_runs():
        st.warning(say("page.unusable", problem=plain(damaged.problem)), icon=":material/folder_off:")
        _offer_deletion(
            damaged,
            say("training.overview.delete_damaged", folder=plain(damaged.name)),
            DELETE_DAMAGED.of(folder=os.fsencode(damaged.path.name).hex()),
        )


def _date(run: Run) -> str:
    return f"{run.metrics.date:%Y-%m-%d %H:%M}" if run.metrics.date else ""
