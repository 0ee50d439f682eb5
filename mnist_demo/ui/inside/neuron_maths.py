"""The maths of one neuron, filled in with its numbers."""

from __future__ import annotations

from mnist_demo.network.explanation import Neuron
from mnist_demo.ui import formulas
from mnist_demo.ui.inside.scene import Place, Scene

FORMULAS = {"relu": r"\max(0, %(z)s)", "tanh": r"\tanh(%(z)s)", "sigmoid": r"\frac{1}{1 + e^{%(minus_z)s}}"}


def show(scene: Scene, place: Place, figures: Neuron) -> None:
    """From the inputs of the neuron at `place` to its output."""
    products, bias = formulas.latex(float(figures.products.sum())), formulas.plus(figures.bias)
    formulas.maths(
        "neuron",
        r"z = \sum_i w_i x_i + b",
        rf"\sum_i w_i x_i \approx {_terms(figures)}",
        rf"z \approx {products} {bias} \approx {formulas.latex(figures.sum)}",
        *(_softmax(scene, place[1]) if scene.is_output(place[0]) else _activation(scene, place, figures)),
    )


def _terms(figures: Neuron) -> str:
    """The two largest terms of the sum, in LaTeX."""
    terms = [
        rf"{'-' if figures.weights[i] < 0 else '+'} "
        rf"{formulas.latex(abs(float(figures.weights[i])))} \cdot {formulas.factor(float(figures.inputs[i]))}"
        for i in figures.strongest(2)
    ]
    return " ".join([*terms, r"+ \dots"]).removeprefix("+ ") if terms else "0"


def _activation(scene: Scene, place: Place, figures: Neuron) -> list[str]:
    """The output, and that it is 0 all the same where the neuron is off."""
    formula, z = FORMULAS[scene.network.activation], figures.sum
    general = formula % {"z": "z", "minus_z": "-z"}
    filled = formula % {"z": formulas.latex(z), "minus_z": formulas.latex(-z)}
    line = rf"a = {general} \approx {filled} \approx {formulas.latex(figures.output)}"
    return [line, r"\text{switched off: } a = 0"] if place in scene.silent else [line]


def _softmax(scene: Scene, number: int) -> list[str]:
    """The probability of a class with its own score and the highest of the others."""
    k, (own, other) = formulas.text(scene.classes[number]), _own_and_highest_other(scene, number)
    powers = [formulas.power_of_e(float(score)) for score in scene.logits]
    rest = r" + \dots" if len(powers) > 2 else ""
    return [
        rf"p_{{{k}}} = \frac{{e^{{z_{{{k}}}}}}}{{\sum_j e^{{z_j}}}} "
        rf"\approx \frac{{e^{{{own}}}}}{{e^{{{own}}} + e^{{{other}}}{rest}}}",
        rf"p_{{{k}}} \approx \frac{{{formulas.latex(powers[number])}}}{{{formulas.latex(sum(powers))}}} "
        rf"\approx {formulas.latex(float(scene.probabilities[number]))}",
    ]


def _own_and_highest_other(scene: Scene, number: int) -> list[str]:
    """Two scores in LaTeX."""
    other = next(each for each in scene.ranking if each != number)
    return [formulas.latex(float(scene.logits[each])) for each in (number, other)]
