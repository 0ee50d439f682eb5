"""The maths of Break it: what is changed now, as formulas."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from mnist_demo.images.distortion import DISTORTIONS
from mnist_demo.texts import say
from mnist_demo.ui import formulas


def show(amounts: Mapping[str, float], silent: int, neurons: int) -> None:
    """What is changed by these amounts, a key of DISTORTIONS each, and with so many of the hidden neurons off."""
    lines = [
        line
        for kind, amount in amounts.items()
        if amount != DISTORTIONS[kind].neutral
        for line in FORMULAS[kind](float(amount))
    ]
    if silent:
        lines.append(rf"a_j = 0 \text{{ for {silent:,} of {neurons:,} neurons}}".replace(",", "{,}"))
    formulas.maths("break", *(lines or [r"x'(u, v) = x(u, v)"]), note=say("inside.break.maths_note"))


def _turn(degrees: float) -> list[str]:
    angle = rf"{degrees:.0f}^\circ"
    cosine, sine = (formulas.latex(part(math.radians(degrees))) for part in (math.cos, math.sin))
    return [
        r"x'(u, v) = x(cu + sv,\, cv - su)",
        rf"c = \cos {angle} \approx {cosine}",
        rf"s = \sin {angle} \approx {sine}",
    ]


def _change_pen(pixels: float) -> list[str]:
    whole, part = divmod(abs(pixels), 1)
    steps = [*["1"] * int(whole), *([f"{part:.1f}"] if round(part, 1) else [])]
    pick = r"\max" if pixels > 0 else r"\min"
    return [
        rf"m = {pick}(x, \text{{its 4 neighbours}})",
        r"x' = x + t\,(m - x)",
        "t = " + r" \text{ then } ".join(steps),
    ]


def _blur(sigma: float) -> list[str]:
    return [
        r"x'(u, v) = \sum_{i,j} g_i\, g_j\, x(u{+}i, v{+}j)",
        rf"g_i \propto e^{{-i^2 / (2 \cdot {sigma:.1f}^2)}}",
    ]


FORMULAS: dict[str, Callable[[float], list[str]]] = {
    "turn": _turn,
    "shift_x": lambda pixels: [rf"x'(u, v) = x(u {_minus(pixels)}, v)"],
    "shift_y": lambda pixels: [rf"x'(u, v) = x(u, v {_minus(pixels)})"],
    "scale": lambda times: [rf"x'(u, v) = x(u / {times:.2f}, v / {times:.2f})"],
    "thickness": _change_pen,
    "blur": _blur,
    "noise": lambda deviation: [
        rf"x' = \min(1, \max(0, x + {deviation:.2f}\, n))",
        r"n \sim \mathcal{N}(0, 1)",
    ],
}
"""For each of DISTORTIONS its formula in LaTeX, narrow enough for a column beside the network."""


def _minus(pixels: float) -> str:
    return f"{'-' if pixels > 0 else '+'} {abs(pixels):.0f}"
