"""Two or more networks beside each other: figures, curves, what only one reads right, and how far each is sure."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mnist_demo import vega
from mnist_demo.config import DEFAULT_RUN, PLAIN_RUN
from mnist_demo.evaluation import TestResult
from mnist_demo.store import Run
from mnist_demo.ui import resources
from mnist_demo.ui.training import disagreement, reliability, results

PERCENT = st.column_config.NumberColumn(format="percent")
LOSS = st.column_config.NumberColumn(format="%.4f")
COUNT = st.column_config.NumberColumn(format="localized")
SIGNED_POINTS = st.column_config.NumberColumn(format="%+.2f pp", help="Difference in percentage points")
SIGNED = st.column_config.NumberColumn(format="%+d", help="Difference in the number of test images")


def show(run: Run) -> None:
    """A choice of runs, beginning with `run` and one to hold against it, and all that tells them apart."""
    runs = _choose(run)
    if len(runs) < 2:
        st.info(
            f"Choose two networks or more to compare them. Retrain makes another one for this task ({run.config.task})."
        )
        return
    found = [(each, result) for each in runs if (result := results.stored(each))]
    _show_figures(runs, {each.name: result for each, result in found})
    _show_curves(runs)
    if len(found) > 1:
        disagreement.show(found)
    if found:
        reliability.show({each.name: result for each, result in found})


def _choose(run: Run) -> list[Run]:
    runs = {each.name: each for each in resources.runs_like(run)}
    wanted = DEFAULT_RUN if run.name == PLAIN_RUN else PLAIN_RUN
    key = f"compared-{run.name}"
    if key in st.session_state:  # without runs that are gone by now
        st.session_state[key] = [name for name in st.session_state[key] if name in runs]
    names = st.multiselect(
        "Networks to compare",
        list(runs),
        default=[name for name in (run.name, wanted) if name in runs],
        max_selections=len(vega.RUN_COLOURS),
        key=key,
        persist_state="session",
        help="Differences are to the first of them.",
    )
    return [runs[name] for name in names]


def _show_figures(runs: list[Run], found: dict[str, TestResult]) -> None:
    st.subheader("Figures", anchor=False)
    st.caption(f"Each network's figures, and how they differ from those of {runs[0].name}.")
    base = runs[0]
    rows = [_row(each, base, found.get(each.name), found.get(base.name)) for each in runs]
    columns = {"test accuracy": PERCENT, "accuracy ±": SIGNED_POINTS, "mistakes ±": SIGNED, "validation": PERCENT}
    columns |= {"calibration error": PERCENT, "test loss": LOSS, "parameters": COUNT}
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config=columns, placeholder="–", key="comparison")


def _row(run: Run, base: Run, result: TestResult | None, base_result: TestResult | None) -> dict[str, Any]:
    """The figures of a run; `±` are differences to `base`, empty for itself."""
    metrics, is_other = run.metrics, run.name != base.name
    wrong, base_wrong = (None if each is None else int((~each.is_right).sum()) for each in (result, base_result))
    return {
        "network": run.name,
        "test accuracy": metrics["test_accuracy"],
        "accuracy ±": 100 * (metrics["test_accuracy"] - base.metrics["test_accuracy"]) if is_other else None,
        "mistakes": wrong,
        "mistakes ±": wrong - base_wrong if is_other and wrong is not None and base_wrong is not None else None,
        "test loss": metrics["test_loss"],
        "calibration error": result.reliability().error if result else None,
        "validation": metrics["validation_accuracy"],
        "parameters": metrics["parameters"],
        "seconds": metrics["seconds"],
    }


def _show_curves(runs: list[Run]) -> None:
    st.subheader("Validation curves", anchor=False)
    st.caption("How each did on images kept aside, after each epoch. Each step of the axis about doubles the epochs.")
    histories = {run.name: run.history for run in runs}
    for column, key in zip(st.columns(2), ("loss", "accuracy"), strict=True):
        with column.container(key=f"compared_{key}"):
            st.vega_lite_chart(vega.compared_curves(histories, key))
