"""How accuracy falls when the test images are turned, moved, resized, thickened or noisy."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mnist_demo.config import DEFAULT_RUN, PLAIN_RUN
from mnist_demo.images.distortion import DISTORTIONS, ROBUSTNESS, distort
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.evaluation import TestResult
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import markup, resources, vega
from mnist_demo.ui.formulas import equation, fraction, maths, text
from mnist_demo.ui.network_colours import colours_of
from mnist_demo.ui.network_names import network_name
from mnist_demo.ui.training import evaluated


def show(run: Run) -> None:
    """A small curve for each kind of distortion, of the chosen run beside the two that the project ships."""
    runs = _beside(run)
    found = {each.name: evaluated.stored(each) for each in runs}
    evaluated.warn_of_other_images(runs)
    shown = {name: result for name, result in found.items() if result}
    if not shown:
        return
    count = max(result.distorted for result in shown.values())
    st.caption(say("training.robustness.note", count=count))
    if _is_worse_at_noise(shown):
        st.caption(say("training.robustness.noise", robust=DEFAULT_RUN, plain=PLAIN_RUN))
    colours = colours_of(list(shown))
    st.html(markup.run_legend({network_name(name): colour for name, colour in colours.items()}))
    for start in range(0, len(ROBUSTNESS), 3):
        for column, kind in zip(st.columns(3), ROBUSTNESS[start : start + 3], strict=False):
            with column.container(key=f"robustness_{kind}"):
                _show_curve(kind, shown, list(colours.values()))
    _show_maths(*next(iter(shown.items())))


def _beside(run: Run) -> list[Run]:
    """The run, and those to compare it with."""
    others = {each.name: each for each in resources.runs_like(run)}
    return [run, *(others[name] for name in (DEFAULT_RUN, PLAIN_RUN) if name in others and name != run.name)]


def _is_worse_at_noise(shown: dict[str, TestResult]) -> bool:
    """Whether both shipped networks are shown, and the robust one loses to the plain one where images are noisy."""
    if not {DEFAULT_RUN, PLAIN_RUN} <= shown.keys():
        return False
    robust, plain = (float(shown[name].robustness["noise"].mean()) for name in (DEFAULT_RUN, PLAIN_RUN))
    return robust < plain


def _show_curve(kind: str, shown: dict[str, TestResult], colours: list[str]) -> None:
    title = say(f"distortion.{kind}.axis")
    lines = {network_name(name): result.robustness[kind] for name, result in shown.items()}
    st.vega_lite_chart(vega.robustness_chart(lines, DISTORTIONS[kind].levels, title, colours))
    st.html(markup.strip(_specimens(kind), say("training.robustness.strip", axis=title)))


def _show_maths(name: str, result: TestResult) -> None:
    """What a point of a curve is, by that of the largest turn."""
    share, level = float(result.robustness["turn"][-1]), DISTORTIONS["turn"].levels[-1]
    right = round(share * result.distorted)
    maths(
        "robustness",
        equation(
            text(f"{network_name(name)}, turned by ") + rf"{level:g}^\circ",
            r"\frac{\text{images read right}}{\text{images}}",
            fraction(right, result.distorted),
        ),
    )


def _specimens(kind: str) -> np.ndarray:
    """One test image at each level, side by side: float32 (28, 28 levels)."""
    image = scale_pixels(resources.test_images()[0][:1])
    return np.concatenate([distort(image, {kind: level})[0] for level in DISTORTIONS[kind].levels], axis=1)
