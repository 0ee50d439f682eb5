"""Precision, recall, F1 and support of each class, as a table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from mnist_demo.network.evaluation import TestResult, per_class_report
from mnist_demo.runs.store import Run
from mnist_demo.ui.formulas import as_percent, equation, fraction, maths, text
from mnist_demo.ui.state import DOWNLOAD

SHARES = {
    "precision": "Of the images that the network called so, the share that are",
    "recall": "Of the images that are so, the share that the network found",
    "f1": "One figure for both: their harmonic mean, which is near the lower of the two",
}


def show(run: Run, result: TestResult) -> None:
    """A table to sort, and a button to download it."""
    matrix = result.confusion_matrix
    report = pd.DataFrame(per_class_report(matrix))
    report.insert(0, "class", run.task.classes)
    lowest = report[list(SHARES)].to_numpy().min()
    begin = min(float(np.floor(lowest * 20) / 20), 0.95)  # in steps of 5 %: on a scale from 0 all would look alike
    example = run.task.classes[-1]
    st.subheader("Class by class", anchor=False)
    st.caption(
        f"Precision: when it says {example}, how often is that so? Recall: how many of those that are {example} does "
        "it find? F1 is their harmonic mean, support the number of images. "
        f"The bars begin at {begin:.0%}; a click on a heading sorts."
    )
    bars = {
        name: st.column_config.ProgressColumn(
            name.replace("f1", "F1"), help=meaning, format="percent", step=0.0001, min_value=begin, max_value=1.0
        )
        for name, meaning in SHARES.items()
    }
    st.dataframe(report, hide_index=True, column_config=bars, height="content", key="classes")
    st.download_button(
        "Table as CSV", report.to_csv(index=False), f"{run.name}-classes.csv", "text/csv",
        **DOWNLOAD.of(file="classes").widget(), icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    _show_maths(matrix, report, int(report["f1"].argmin()))


def _show_maths(matrix: np.ndarray, report: pd.DataFrame, worst: int) -> None:
    """The figures of the whole, and of the class that is read worst, from its counts."""
    name, precision, recall, f1 = report.loc[worst, ["class", *SHARES]]
    right = int(matrix[worst, worst])
    wrongly_said, missed = int(matrix[:, worst].sum()) - right, int(matrix[worst].sum()) - right
    maths(
        "classes",
        equation(r"\text{accuracy}", r"\frac{\text{right}}{\text{all}}", fraction(np.trace(matrix), matrix.sum())),
        equation(
            text(f"precision of {name}"),
            rf"\frac{{\text{{right}}}}{{{text(f'all called {name}')}}}",
            rf"\frac{{{right}}}{{{right} + {wrongly_said}}} = {as_percent(precision)}",
        ),
        equation(
            text(f"recall of {name}"),
            rf"\frac{{\text{{right}}}}{{{text(f'all that are {name}')}}}",
            rf"\frac{{{right}}}{{{right} + {missed}}} = {as_percent(recall)}",
        ),
        equation(
            "F_1",
            r"\frac{2 \cdot \text{precision} \cdot \text{recall}}{\text{precision} + \text{recall}}",
            rf"\frac{{2 \cdot {precision:.4f} \cdot {recall:.4f}}}{{{precision:.4f} + {recall:.4f}}}",
            as_percent(f1),
        ),
    )
