"""The weights of the first layer as pictures, those first that matter most for this image."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mnist_demo.network.explanation import patterns
from mnist_demo.texts import say
from mnist_demo.ui import formulas, gallery
from mnist_demo.ui.inside.scene import Scene
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.pictures import diverging
from mnist_demo.ui.state import LOOK, MORE_WEIGHTS, WEIGHTS, WEIGHTS_SHOWN


def show(scene: Scene) -> None:
    """One picture a neuron, on one colour scale."""
    relevance, answer = scene.relevance, plain(scene.called(scene.ranking[0]))
    order = np.argsort(-np.abs(relevance), kind="stable")
    shown = min(WEIGHTS_SHOWN.get(), len(order))
    st.markdown(say("inside.weights.note", class_name=answer))
    limit = colour_limit(scene)
    formulas.legend(limit, say("inside.weights.orange"), say("inside.weights.blue"))
    pictures = zip(order[:shown], patterns(scene.whole, scene.image, 0, order[:shown]), strict=True)
    gallery.show(
        [_picture(scene, int(unit), pattern, limit) for unit, pattern in pictures],
        WEIGHTS,
        size=74,
        label=say("inside.weights.label"),
        on_click=lambda unit: _look_at(scene, int(unit)),
    )
    if shown < len(order):
        rest = say("inside.weights.more", count=len(order))
        st.button(rest, **MORE_WEIGHTS.widget(), icon=":material/expand_more:", on_click=_show_more, args=(shown,))
    _show_maths(scene, int(order[0]))


def colour_limit(scene: Scene) -> float:
    """Where the scale of the first layer's weights ends: few weights are beyond, and they would darken all others."""
    return float(np.quantile(np.abs(scene.run.network.kernels[0]), 0.995))


def _picture(scene: Scene, unit: int, pattern: np.ndarray, limit: float) -> gallery.Picture:
    adds = formulas.signed(float(scene.relevance[unit]))
    caption = say("inside.weights.off") if (0, unit) in scene.silent else adds
    description = say("inside.weights.description", neuron=scene.name((0, unit)), adds=adds)
    return gallery.Picture(str(unit), diverging(pattern, limit), caption, description)


def _look_at(scene: Scene, unit: int) -> None:
    scene.choose((0, unit))
    LOOK.set("way")


def _show_more(shown: int) -> None:
    WEIGHTS_SHOWN.set(shown + WEIGHTS_SHOWN.default)


def _show_maths(scene: Scene, unit: int) -> None:
    adds, answer = float(scene.relevance[unit]), scene.called(scene.ranking[0])
    if not scene.network.hidden_layers:
        score = f"z_{{{formulas.text(scene.classes[unit])}}}"
        formulas.maths("weights", r"z_k = \sum_i w_{ki}\, x_i + b_k", rf"{score} \approx {formulas.latex(adds)}")
        return
    output = float(scene.activations[0][unit])
    slope = adds / output if output else 0.0
    formulas.maths(
        "weights",
        r"r_j = a_j \cdot \frac{\partial z_k}{\partial a_j}",
        rf"a_j:\ \text{{output of neuron }} {unit + 1}, \quad z_k:\ {formulas.text(f'score of {answer}')}",
        rf"r_{{{unit + 1}}} \approx {formulas.latex(output)} \cdot {formulas.factor(slope)} "
        rf"\approx {formulas.latex(adds)}",
    )
