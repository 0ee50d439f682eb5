"""Whether a network is right as often as it is sure."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from mnist_demo import vega
from mnist_demo.evaluation import TestResult


def show(found: Mapping[str, TestResult]) -> None:
    """The reliability diagram of the runs with these results, by name, and their calibration errors."""
    st.subheader("Can its confidence be believed?", anchor=False)
    st.caption(
        "Of the answers that a network is 80 % sure of, 80 % should be right: then its dots lie on the dashed line. "
        "Below it, it is too sure of itself; above, too modest. The larger a dot, the more images it stands for."
    )
    left, right = st.columns([3, 1], vertical_alignment="center")
    bins = {name: result.reliability() for name, result in found.items()}
    with left.container(key="reliability"):
        st.vega_lite_chart(vega.reliability(bins))
    for name, each in bins.items():
        right.metric(
            f"Calibration error, {name}",
            f"{each.error:.2%}",
            help="How far confidence and accuracy are apart, on average over the answers (ECE, 15 bins).",
        )
