"""Two or more networks beside each other: figures, curves, what only one reads right, and how far each is sure."""

from __future__ import annotations

from math import isnan, nan
from typing import Any

import pandas as pd
import streamlit as st

from mnist_demo.config import DEFAULT_RUN, PLAIN_RUN
from mnist_demo.network.evaluation import TestResult
from mnist_demo.numbers import fixed, hundredths
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import lost, resources, vega
from mnist_demo.ui.formulas import fraction, maths, text
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.names import task_name
from mnist_demo.ui.network_colours import colours_of
from mnist_demo.ui.network_names import all_networks, network_name
from mnist_demo.ui.state import COMPARED, LOST_COMPARED
from mnist_demo.ui.training import confidence, disagreement, evaluated

FORMATS = {
    "percent": ("%.2f %%", "%+.2f points", "points_help"),
    "loss": ("%.4f", "%+.4f", "loss_help"),
    "count": ("localized", "%+d", "count_help"),
}
"""How a figure and its difference are shown, and the text that says what the difference is."""
DECIMALS = {"percent": 2, "loss": 4, "count": 0}
"""As these formats have them."""
FIGURES = {
    "test_accuracy": "percent", "mistakes": "count", "test_loss": "loss", "calibration_error": "percent",
    "validation": "percent",
}  # fmt: skip
"""The figures that are compared, each with its key in FORMATS."""


def show(run: Run) -> None:
    """A choice of runs, beginning with `run` and one to hold against it, and all that tells them apart."""
    runs = _choose(run)
    if len(runs) < 2:
        st.info(say("training.compare.too_few", task=plain(task_name(run.config.task))))
        return
    found = [(each, result) for each in runs if (result := evaluated.stored(each))]
    evaluated.warn_of_other_images(runs)
    _show_figures(runs, {each.name: result for each, result in found})
    _show_curves(runs)
    if len(found) > 1:
        disagreement.show(found)
    if found:
        confidence.show({each.name: result for each, result in found})


def _choose(run: Run) -> list[Run]:
    runs, called = {each.name: each for each in resources.runs_like(run)}, all_networks()
    wanted = DEFAULT_RUN if run.name == PLAIN_RUN else PLAIN_RUN
    compared = COMPARED.of(run=run.name)
    gone = LOST_COMPARED.of(run=run.name)
    if before := compared.get():  # without runs that are gone by now
        gone.set((*gone.get(), *filter(lost.is_lost, before)))
        compared.set([name for name in before if name in runs])
    names = st.multiselect(
        say("training.compare.choose"),
        list(runs),
        default=[name for name in (run.name, wanted) if name in runs],
        format_func=lambda name: called.get(name, name),
        max_selections=vega.MOST_COMPARED,
        **compared.widget(),
        on_change=gone.set,
        args=((),),
        persist_state="session",
        help=say("training.compare.choose_help"),
    )
    for name in filter(lost.is_lost, gone.get()):
        st.warning(lost.what_became_of(name), icon=":material/folder_off:")
    return [runs[name] for name in names]


def _show_figures(runs: list[Run], found: dict[str, TestResult]) -> None:
    st.subheader(say("training.compare.figures"), anchor=False)
    st.caption(say("training.compare.figures_note", network=plain(network_name(runs[0].name))))
    figures = {run.name: _figures(run, found.get(run.name)) for run in runs}
    rows = [_row(run, figures[run.name], figures[runs[0].name]) for run in runs]
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config=_columns(), placeholder="–", key="comparison")
    _show_maths(runs, found)


def _columns() -> dict[str, Any]:
    """The columns of the table by the names of `_row`."""
    columns: dict[str, Any] = {"network": st.column_config.Column(say("training.compare.column.network"))}
    for name, kind in {**FIGURES, "parameters": "count", "seconds": "count"}.items():
        shown, shown_difference, meaning = FORMATS[kind]
        label, sign = say(f"training.compare.column.{name}"), say("training.compare.column.difference")
        help = say(f"training.compare.column.{meaning}")
        columns[name] = st.column_config.NumberColumn(label, format=shown)
        columns[f"{name}_difference"] = st.column_config.NumberColumn(sign, format=shown_difference, help=help)
    return columns


def _figures(run: Run, result: TestResult | None) -> dict[str, float]:
    """The values of FIGURES; NaN for those that need the stored answers where there are none."""
    return {
        "test_accuracy": run.metrics.test_accuracy,
        "mistakes": int((~result.is_right).sum()) if result else nan,
        "test_loss": run.metrics.test_loss,
        "calibration_error": result.reliability().error if result else nan,
        "validation": run.metrics.validation_accuracy,
    }


def _row(run: Run, figures: dict[str, float], base: dict[str, float]) -> dict[str, Any]:
    """The figures of a run, each with its difference to that of `base`, which is empty where these are its own."""
    row: dict[str, Any] = {"network": network_name(run.name)}
    for name, value in figures.items():
        shown = _as_shown(name, value)
        row |= {name: shown, f"{name}_difference": nan if figures is base else shown - _as_shown(name, base[name])}
    return row | {"parameters": run.metrics.parameters, "seconds": round(run.metrics.seconds)}


def _as_shown(name: str, value: float) -> float:
    """A figure rounded as the table has it: readers subtract what they see."""
    if isnan(value):
        return value
    decimals = DECIMALS[FIGURES[name]]
    return float(hundredths(value, decimals) if FIGURES[name] == "percent" else fixed(value, decimals))


def _show_maths(runs: list[Run], found: dict[str, TestResult]) -> None:
    """Accuracy and loss of each network, from its answers."""
    accuracies = [
        rf"{text(network_name(name))}:\quad {fraction(int(result.is_right.sum()), len(result.labels))}"
        for name, result in found.items()
    ]
    losses = [rf"{text(network_name(run.name))}:\quad L = {run.metrics.test_loss:.4f}" for run in runs]
    maths(
        "figures",
        r"\text{accuracy} = \frac{\text{test images read right}}{\text{test images}}",
        *accuracies,
        r"\text{loss}\ L = -\frac{1}{N} \sum_{i=1}^{N} \ln p_i(\text{right class})",
        *losses,
    )


def _show_curves(runs: list[Run]) -> None:
    st.subheader(say("training.compare.curves"), anchor=False)
    st.caption(say("training.compare.curves_note"))
    colours = list(colours_of([run.name for run in runs]).values())
    histories = {network_name(run.name): run.history for run in runs}
    for column, key in zip(st.columns(2), ("loss", "accuracy"), strict=True):
        with column.container(key=f"compared_{key}"):
            st.vega_lite_chart(vega.compared_curves(histories, key, colours))
