"""Precision, recall, F1 and support of each class, as a table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from mnist_demo.network.evaluation import TestResult, per_class_report
from mnist_demo.numbers import in_percent, percent_format
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui.formulas import as_percent, equation, fraction, maths, text
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.names import class_names
from mnist_demo.ui.state import DOWNLOAD
from mnist_demo.ui.training import left_out

SHARES = ("precision", "recall", "f1")


def show(run: Run, result: TestResult) -> None:
    """A table to sort, and a button to download it."""
    matrix = result.confusion_matrix
    report = pd.DataFrame(per_class_report(matrix))
    names = class_names(run.task)
    report.insert(0, "class", names)
    lowest = report[list(SHARES)].to_numpy().min()
    begin = min(float(np.floor(lowest * 20) / 20), 0.95)  # in steps of 5 %: on a scale from 0 all would look alike
    st.subheader(say("training.classes.title"), anchor=False)
    st.caption(say("training.classes.note", example=plain(names[-1]), start=in_percent(begin, 0)))
    columns = {name: _column(name, begin) for name in report}
    left_out.show(run)
    st.dataframe(_in_percent(report), hide_index=True, column_config=columns, height="content", key="classes")
    st.download_button(
        say("training.classes.download"), report.to_csv(index=False), f"{run.name}-classes.csv", "text/csv",
        **DOWNLOAD.of(file="classes").widget(), icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    _show_maths(matrix, report, _worst(report))


def _worst(report: pd.DataFrame) -> int:
    """The class with the lowest F1, not counting those of which nothing is read right: their figures may be 0/0."""
    return int(report["f1"].replace(0, np.inf).argmin())


def _column(name: str, begin: float) -> Any:
    label = say(f"training.classes.column.{name}")
    if name not in SHARES:
        return st.column_config.Column(label)
    return st.column_config.ProgressColumn(
        label,
        help=say(f"training.classes.help.{name}"),
        format=percent_format(2),
        min_value=100 * begin,
        max_value=100,
    )


def _in_percent(report: pd.DataFrame) -> pd.DataFrame:
    """The same with hundredths in place of shares, for the table's number formats."""
    return report.assign(**{name: 100 * report[name] for name in SHARES})


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
