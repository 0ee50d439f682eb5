"""Precision, recall, F1 and support of each class, as a table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from mnist_demo.evaluation import TestResult, per_class_report
from mnist_demo.store import Run

SHARES = {
    "precision": "Of the images that the network called so, the share that are",
    "recall": "Of the images that are so, the share that the network found",
    "f1": "One figure for both: their harmonic mean",
}


def show(run: Run, result: TestResult) -> None:
    """A table to sort, and a button to download it."""
    report = pd.DataFrame(per_class_report(result.confusion_matrix))
    report.insert(0, "class", run.task.classes)
    lowest = report[list(SHARES)].to_numpy().min()
    begin = min(float(np.floor(lowest * 20) / 20), 0.95)  # in steps of 5 %: on a scale from 0 all would look alike
    example = run.task.classes[-1]
    st.subheader("Class by class", anchor=False)
    st.caption(
        f"Precision: when it says {example}, how often is that so? Recall: how many of those that are {example} does "
        f"it find? F1 is their mean, support the number of images. The bars begin at {begin:.0%}; a click on a heading "
        "sorts."
    )
    bars = {
        name: st.column_config.ProgressColumn(name, help=text, format="percent", min_value=begin, max_value=1.0)
        for name, text in SHARES.items()
    }
    st.dataframe(report, hide_index=True, column_config=bars, height="content", key="classes")
    st.download_button(
        "Table as CSV", report.to_csv(index=False), f"{run.name}-classes.csv", "text/csv", key="download-classes",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip
