"""“Not sure” as a choice: from which confidence on this page takes an answer for one, and what that costs."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mnist_demo.network.evaluation import TestResult
from mnist_demo.network.refusal import Refusal, refusal
from mnist_demo.numbers import NO_BREAK_SPACE, in_percent
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import resources, unsure, vega
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.network_names import network_name
from mnist_demo.ui.state import CLASS_CODE, UNSURE, UNSURE_BACK, UNSURE_PERCENT
from mnist_demo.ui.training import evaluated

MOST_PERCENT = round(100 * unsure.HIGHEST)
"""Where the slider ends, and the curves: in steps of one percent from 0."""


def show(run: Run) -> None:
    """The slider, what the network does from the threshold on that is set, and the same for all others as curves."""
    st.caption(say("training.unsure.note_in_class" if CLASS_CODE.get() else "training.unsure.note"))
    _choose(run)
    if result := evaluated.stored(run):
        _show_figures(run, result)
        _show_curves(run, result)


def _choose(run: Run) -> None:
    """The slider stands at what the page goes by, and the button leads back to the network's own threshold."""
    UNSURE_PERCENT.set(min(MOST_PERCENT, round(100 * unsure.threshold_of(run))))
    label, form = say("training.unsure.slider"), f"%d{NO_BREAK_SPACE}%%"
    st.slider(label, 0, MOST_PERCENT, **UNSURE_PERCENT.widget(), format=form, on_change=_take)
    st.button(
        say("training.unsure.back", network=plain(network_name(run.name)), threshold=in_percent(run.threshold, 0)),
        **UNSURE_BACK.widget(),
        icon=":material/undo:",
        on_click=_give_back,
        disabled=unsure.chosen() is None,
    )


def _take() -> None:
    UNSURE.set(f"{UNSURE_PERCENT.get() / 100:g}")


def _give_back() -> None:
    UNSURE.pop()


def _show_figures(run: Run, result: TestResult) -> None:
    """What happens in figures, beside what would by the network's own threshold."""
    st.markdown(_in_words("here", run, result, unsure.threshold_of(run)))
    if unsure.chosen() is not None:
        st.caption(_in_words("own", run, result, run.threshold))


def _in_words(which: str, run: Run, result: TestResult, threshold: float) -> str:
    cost, doodles = _cost(run, result, np.array([threshold]))
    places = {
        "network": plain(network_name(run.name)),
        "threshold": in_percent(threshold, 0),
        "images": len(result.labels),
        "answered": int(cost.answered[0]),
        "doodles": doodles,
        "refused": in_percent(cost.refused[0] / doodles, 0),
    }
    if not cost.answered[0]:
        return say(f"training.unsure.{which}_without_answers", **places)
    return say(f"training.unsure.{which}", **places, right=in_percent(cost.right_share[0], 1))


def _show_curves(run: Run, result: TestResult) -> None:
    chosen, own = (min(unsure.HIGHEST, threshold) for threshold in (unsure.threshold_of(run), run.threshold))
    thresholds = np.unique([*np.arange(MOST_PERCENT + 1) / 100, chosen, own])
    cost, doodles = _cost(run, result, thresholds)
    shares = {
        say("chart.answered"): cost.answered / len(result.labels),
        say("chart.right"): cost.right_share,
        say("chart.refused"): cost.refused / doodles,
    }
    with st.container(key="refusal_curves"):
        st.vega_lite_chart(vega.refusal_chart(thresholds, shares, chosen, own))
    st.caption(say("training.unsure.curves_note"))


def _cost(run: Run, result: TestResult, thresholds: np.ndarray) -> tuple[Refusal, int]:
    """What happens at each threshold, and how many doodles that counts."""
    doodles = resources.confidence_in_doodles(run)
    return refusal(thresholds, result.confidence, result.is_right, doodles), len(doodles)
