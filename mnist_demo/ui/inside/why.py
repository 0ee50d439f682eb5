"""Why 3 and not 8? What each pixel says to one class, to another, and to the choice between the two."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mnist_demo.config import IMAGE_SIZE
from mnist_demo.network.explanation import contributions
from mnist_demo.network.inference import Network
from mnist_demo.ui import formulas, markup
from mnist_demo.ui.inside.scene import Scene
from mnist_demo.ui.pictures import diverging
from mnist_demo.ui.state import WHY_FOR, WHY_NOT, Key

EXACT = (
    "A ReLU stops a neuron or lets it pass. Around this one image none changes sides, so the whole network is one "
    "weighted sum of the pixels, and the votes are exact. Another image has other weights."
)
ALWAYS = (
    "There is no hidden layer: each score is one weighted sum of the pixels, so the votes are exact, and the weights "
    "are the same for every image."
)
TANGENT = (
    "A {} bends every sum, so this network is nowhere a plain weighted sum of the pixels. The votes are those of its "
    "tangent at this image: right for small changes, and the constant takes up the rest."
)


def show(scene: Scene) -> None:
    """Maps of two classes and of their difference, with the sums that give the scores."""
    first, second = _ask(scene)
    name, other = scene.called(first), scene.called(second)
    st.markdown(f"#### Why {name} and not {other}?")
    st.markdown(_sentence(scene, first, second))
    pixels, constants = contributions(scene.network, scene.image)
    logits = scene.logits
    maps = {
        f"For {name}": (pixels[first], constants[first], logits[first]),
        f"For {other}": (pixels[second], constants[second], logits[second]),
        f"{name} rather than {other}": (
            pixels[first] - pixels[second], constants[first] - constants[second], logits[first] - logits[second]
        ),
    }  # fmt: skip
    limit = float(np.quantile(np.abs([parts for parts, _, _ in maps.values()]), 0.995)) or 1.0
    formulas.legend(limit, "against", "for")
    for column, (title, sums) in zip(st.columns(3), maps.items(), strict=True):
        column.html(_map(title, *sums, limit))
    st.caption(formulas.ROUNDED)
    _show_maths(scene, first, second, constants)


def _ask(scene: Scene) -> tuple[int, int]:
    """The two classes to compare; unless somebody chose, the answer and the runner-up, whatever they are by now."""
    with st.container(key="pair", horizontal=True):
        first = _choose_class(scene, WHY_FOR, "Why", "its answer")
        second = _choose_class(scene, WHY_NOT, "and not", "the runner-up")
    answer = scene.classes.index(first) if first else scene.ranking[0]
    best_other = next(number for number in scene.ranking if number != answer)
    other = scene.classes.index(second) if second else best_other
    return answer, best_other if other == answer else other


def _choose_class(scene: Scene, key: Key[str], label: str, usual: str) -> str:
    """A class by its name, empty for the usual one."""

    def shown(name: str) -> str:
        return name or usual

    options = ["", *scene.classes]
    return st.selectbox(label, options, format_func=shown, **key.widget(), width=150, persist_state="page")


def _sentence(scene: Scene, first: int, second: int) -> str:
    ahead = float(scene.logits[first] - scene.logits[second])
    if ahead < 0:
        first, second, ahead = second, first, -ahead
    odds = "more than a million" if ahead > np.log(1e6) else f"{np.exp(ahead):,.{0 if ahead > 2.5 else 1}f}"
    return (
        "Every pixel of ink votes: **blue is for the class, orange against it**. All votes and a constant add up to "
        f"the score. {scene.called(first)} is ahead of {scene.called(second)} by {formulas.number(ahead)}, which makes "
        f"it {odds} times as probable. {scene.note_on_outputs}"
    )


def _map(title: str, pixels: np.ndarray, constant: float, logit: float, limit: float) -> str:
    """One map with its sum, as HTML."""
    image = diverging(pixels.reshape(IMAGE_SIZE, IMAGE_SIZE), limit)
    rows = [
        ("pixels for", formulas.signed(float(pixels[pixels > 0].sum()))),
        ("pixels against", formulas.signed(float(pixels[pixels < 0].sum()))),
        ("constant", formulas.signed(float(constant))),
    ]
    table = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in rows)
    total = formulas.number(float(pixels.sum() + constant))
    return (
        f'<div class="votes"><b>{title}</b>{markup.picture(image, f"{title}: what each pixel adds")}<table>{table}'
        f'<tr class="sum"><td>sum</td><td>{total}</td></tr>'
        f"<tr><td>network's score</td><td>{formulas.number(float(logit))}</td></tr></table></div>"
    )


def _show_maths(scene: Scene, first: int, second: int, constants: np.ndarray) -> None:
    logits, (one, other) = scene.logits, (formulas.latex_class(scene.classes[number]) for number in (first, second))
    ahead = float(logits[first] - logits[second])
    votes, score = float(logits[first] - constants[first]), formulas.latex(logits[first])
    shares = [formulas.latex(float(scene.probabilities[number])) for number in (first, second)]
    formulas.maths(
        "why",
        r"z_k(x) = \sum_{i=1}^{784} w_{ki}(x)\, x_i + c_k(x)",
        r"w_{ki}(x) = \frac{\partial z_k}{\partial x_i}",
        rf"z_{{{one}}} \approx {formulas.latex(votes)} {formulas.plus(constants[first])} \approx {score}",
        r"\frac{p_a}{p_b} = e^{z_a - z_b}",
        rf"\frac{{p_{{{one}}}}}{{p_{{{other}}}}} \approx \frac{{{shares[0]}}}{{{shares[1]}}} \approx "
        rf"e^{{{formulas.latex(ahead)}}} \approx {formulas.latex(formulas.power_of_e(ahead))}",
    )
    st.caption(_how_exact(scene.network))


def _how_exact(network: Network) -> str:
    """Whether the votes are those of the whole network, in words."""
    if not network.hidden_layers:
        return ALWAYS
    return EXACT if network.activation == "relu" else TANGENT.format(network.activation)
