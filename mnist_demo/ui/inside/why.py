"""Why 3 and not 8? What each pixel says to one class, to another, and to the choice between the two."""

from __future__ import annotations

import numpy as np
import streamlit as st
from markupsafe import Markup

from mnist_demo.config import IMAGE_SIZE
from mnist_demo.network.explanation import contributions
from mnist_demo.network.inference import Network
from mnist_demo.texts import say
from mnist_demo.ui import formulas, markup
from mnist_demo.ui.inside.scene import Scene
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.pictures import diverging
from mnist_demo.ui.state import WHY_FOR, WHY_NOT, Key


def show(scene: Scene) -> None:
    """Maps of two classes and of their difference, with the sums that give the scores."""
    first, second = _ask(scene)
    name, other = scene.called(first), scene.called(second)
    st.markdown(f"### {say('inside.why.heading', first=plain(name), second=plain(other))}")
    st.markdown(_sentence(scene, first, second))
    pixels, constants = contributions(scene.network, scene.image)
    logits = scene.logits
    maps = {
        say("inside.why.map_for", class_name=name): (pixels[first], constants[first], logits[first]),
        say("inside.why.map_for", class_name=other): (pixels[second], constants[second], logits[second]),
        say("inside.why.map_difference", first=name, second=other): (
            pixels[first] - pixels[second], constants[first] - constants[second], logits[first] - logits[second]
        ),
    }  # fmt: skip
    limit = float(np.quantile(np.abs([parts for parts, _, _ in maps.values()]), 0.995)) or 1.0
    formulas.legend(limit, say("inside.why.against"), say("inside.why.in_favour"))
    for column, (title, sums) in zip(st.columns(3), maps.items(), strict=True):
        column.html(_map(title, *sums, limit))
    st.caption(say("formula.rounded"))
    _show_maths(scene, first, second, constants)


def _ask(scene: Scene) -> tuple[int, int]:
    """The two classes to compare; unless somebody chose, the answer and the runner-up, whatever they are by now."""
    with st.container(key="pair", horizontal=True):
        first = _choose_class(scene, WHY_FOR, say("inside.why.for"), say("inside.why.automatic_for"))
        second = _choose_class(scene, WHY_NOT, say("inside.why.not"), say("inside.why.automatic_not"))
    ids = scene.run.task.classes
    answer = ids.index(first) if first else scene.ranking[0]
    best_other = next(number for number in scene.ranking if number != answer)
    other = ids.index(second) if second else best_other
    return answer, best_other if other == answer else other


def _choose_class(scene: Scene, key: Key[str], label: str, usual: str) -> str:
    """A class by its id, empty for the usual one."""
    names = {"": usual, **dict(zip(scene.run.task.classes, scene.classes, strict=True))}

    def shown(class_id: str) -> str:
        return names[class_id]

    chosen: str = st.selectbox(label, list(names), format_func=shown, **key.widget(), width=150, persist_state="page")
    return chosen


def _sentence(scene: Scene, first: int, second: int) -> str:
    ahead = float(scene.logits[first] - scene.logits[second])
    if ahead < 0:
        first, second, ahead = second, first, -ahead
    names = {"first": plain(scene.called(first)), "second": plain(scene.called(second))}
    places = {**names, "ahead": formulas.number(ahead)}
    if ahead > np.log(1e6):
        odds = say("inside.why.odds_huge", **places)
    else:
        odds = say("inside.why.odds", odds=f"{np.exp(ahead):,.{0 if ahead > 2.5 else 1}f}", **places)
    return f"{say('inside.why.votes')} {odds} {plain(scene.note_on_outputs)}"


def _map(title: str, pixels: np.ndarray, constant: float, logit: float, limit: float) -> Markup:
    """One map with its sum, as HTML."""
    image = diverging(pixels.reshape(IMAGE_SIZE, IMAGE_SIZE), limit)
    rows = [
        (say("inside.why.pixels_for"), formulas.signed(float(pixels[pixels > 0].sum()))),
        (say("inside.why.pixels_against"), formulas.signed(float(pixels[pixels < 0].sum()))),
        (say("inside.why.constant"), formulas.signed(float(constant))),
    ]
    row = Markup("<tr><td>{}</td><td>{}</td></tr>")
    votes = Markup(
        '<div class="votes"><b>{title}</b>{picture}<table>{rows}'
        '<tr class="sum"><td>{sum_of_all}</td><td>{total}</td></tr>'
        "<tr><td>{score_of_network}</td><td>{score}</td></tr></table></div>"
    )
    return votes.format(
        title=title,
        picture=markup.picture(image, say("inside.why.map_picture", title=title)),
        rows=Markup().join(row.format(name, value) for name, value in rows),
        sum_of_all=say("inside.why.sum"),
        total=formulas.number(float(pixels.sum() + constant)),
        score_of_network=say("inside.why.score"),
        score=formulas.number(float(logit)),
    )


def _show_maths(scene: Scene, first: int, second: int, constants: np.ndarray) -> None:
    logits, (one, other) = scene.logits, (formulas.text(scene.classes[number]) for number in (first, second))
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
        return say("inside.why.always")
    if network.activation == "relu":
        return say("inside.why.exact")
    return say("inside.why.tangent", activation=network.activation)
