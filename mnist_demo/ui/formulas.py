"""How the views explain themselves: numbers and formulas in LaTeX, folded away until somebody wants them."""

from __future__ import annotations

import math

import numpy as np
import streamlit as st
from markupsafe import Markup

from mnist_demo.numbers import hundredths
from mnist_demo.texts import say
from mnist_demo.web.colours import AGAINST, FOR

LATEX = str.maketrans(
    {character: f"\\{character}" for character in "_{}$%&#"}
    | {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "`": r"\textasciigrave{}"}
    | {"<": r"\textless{}", ">": r"\textgreater{}"}
)
"""What stands for the characters that mean something in LaTeX, or in the Markdown around it."""


def maths(key: str, *lines: str, note: str = "") -> None:
    """Formulas in LaTeX, filled in with this case's numbers, and a note, folded away until somebody wants them."""
    with st.expander(say("formula.title"), key=f"maths-{key}", icon=":material/function:"):
        if note:
            st.caption(note)
        for line in lines:
            st.latex(line)


def number(value: float) -> str:
    """Two decimals, with the true minus."""
    return f"{_rounded(value):.2f}".replace("-", "−")


def signed(value: float) -> str:
    """Two decimals and always a sign."""
    return f"{_rounded(value):+.2f}".replace("-", "−")


def latex(value: float) -> str:
    """A number in LaTeX, rounded to four decimals, or as a power of ten where these say nothing or too much."""
    if value == 0 or 0.001 <= abs(value) < 1e6:
        return f"{value:.4f}"
    if not math.isfinite(value):
        return r"\infty"
    mantissa, exponent = f"{value:.4e}".split("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}"


def power_of_e(value: float) -> float:
    """e to a power, infinite where a float cannot hold it."""
    return math.exp(value) if value < 700 else math.inf


def factor(value: float) -> str:
    """A number behind a sign of multiplication, in LaTeX: in parentheses where it has a minus."""
    return latex(value) if value >= 0 else f"({latex(value)})"


def plus(value: float) -> str:
    """A number to be added, in LaTeX, with its sign as the operator."""
    return f"{'-' if value < 0 else '+'} {latex(abs(value))}"


def _rounded(value: float) -> float:
    """To two decimals, and 0 without a sign."""
    return round(float(value), 2) + 0.0


def legend(limit: float, against: str, for_: str) -> None:
    """The colour scale that all pictures of a view share, from minus `limit` to `limit`, with two digits that count."""
    end = np.format_float_positional(limit, 2, fractional=False, trim="-")
    colours = f"rgb{AGAINST}, black, rgb{FOR}"
    scale = Markup(
        '<div class="legend"><span>{against} −{end}</span>'
        '<span class="scale" style="background:linear-gradient(90deg, {colours})"></span>'
        "<span>+{end} {for_}</span></div>"
    )
    st.html(scale.format(against=against, end=end, colours=colours, for_=for_))


def text(words: str) -> str:
    """Words among symbols, such as the name of a run or of a class."""
    return rf"\text{{{words.translate(LATEX)}}}"


def equation(left: str, *right: str) -> str:
    """`left = right`, each further `= right` on a line of its own, so that a phone is wide enough."""
    lines = r" \\[0.8em] &= ".join(right)
    return rf"\begin{{aligned}} {left} &= {lines} \end{{aligned}}"


def as_percent(share: float) -> str:
    """Two decimals, as in 98.23 %."""
    return rf"{hundredths(share, 2)}\,\%"


def fraction(part: int, whole: int) -> str:
    """A count of a whole, and the share that it is."""
    return rf"\frac{{{part}}}{{{whole}}} = {as_percent(part / max(whole, 1))}"
