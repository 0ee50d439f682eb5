"""Whether a network is right as often as it is sure."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from mnist_demo.network.calibration import Reliability
from mnist_demo.network.evaluation import TestResult
from mnist_demo.numbers import in_percent
from mnist_demo.texts import say
from mnist_demo.ui import vega
from mnist_demo.ui.formulas import as_percent, equation, maths, text
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.network_colours import colours_of
from mnist_demo.ui.network_names import network_name


def show(found: Mapping[str, TestResult]) -> None:
    """The reliability diagram of the runs with these results, by name, and their calibration errors."""
    st.subheader(say("training.confidence.title"), anchor=False)
    st.caption(say("training.confidence.note"))
    left, right = st.columns([3, 1], vertical_alignment="center")
    bins = {name: result.reliability() for name, result in found.items()}
    called = {network_name(name): each for name, each in bins.items()}
    with left.container(key="reliability"):
        colours = list(colours_of(list(bins)).values())
        st.vega_lite_chart(vega.reliability_chart(called, colours))
    for name, each in called.items():
        right.metric(
            say("training.confidence.error", network=plain(name)),
            in_percent(each.error, 2),
            help=say("training.confidence.error_help"),
        )
    _show_maths(*next(iter(called.items())))


def _show_maths(name: str, bins: Reliability) -> None:
    """The calibration error as a sum over the bins, with the two that add most."""
    count, gaps = int(bins.support.sum()), np.abs(bins.confidence - bins.accuracy) * bins.support
    largest = np.argsort(-np.nan_to_num(gaps), kind="stable")[:2]
    terms = [
        rf"\frac{{{int(bins.support[i])}}}{{{count}}} \cdot |{bins.confidence[i]:.4f} - {bins.accuracy[i]:.4f}|"
        for i in largest
        if bins.support[i]
    ]
    maths(
        "reliability",
        r"\text{ECE} = \sum_{b=1}^{15} \frac{n_b}{N}\, |c_b - a_b|",
        r"n_b:\ \text{answers in bin } b \text{ of } N",
        r"c_b,\, a_b:\ \text{their confidence, accuracy}",
        equation(text(f"ECE of {name}"), r" \\[0.8em] &+ ".join([*terms, r"\dots"]), as_percent(bins.error)),
    )
