"""How the views explain themselves: a sentence for everybody, and the formula to unfold."""

from __future__ import annotations

import streamlit as st

from mnist_demo.pictures import AGAINST, FOR


def maths(key: str, *lines: str) -> None:
    """Formulas in LaTeX, each filled in with this case's numbers, folded away until somebody wants them."""
    with st.expander("The maths", key=f"maths-{key}", icon=":material/function:"):
        for line in lines:
            st.latex(line)


def number(value: float) -> str:
    """Two decimals, with the true minus."""
    return f"{_rounded(value):.2f}".replace("-", "−")


def signed(value: float) -> str:
    """Two decimals and always a sign."""
    return f"{_rounded(value):+.2f}".replace("-", "−")


def latex(value: float) -> str:
    """A number in LaTeX, as a power of ten where two decimals would say nothing."""
    if value == 0 or abs(value) >= 0.01:
        return f"{value:.2f}"
    mantissa, exponent = f"{value:.1e}".split("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}"


def plus(value: float) -> str:
    """A number to be added, in LaTeX, with its sign as the operator."""
    return f"{'-' if value < 0 else '+'} {latex(abs(value))}"


def _rounded(value: float) -> float:
    """To two decimals, and 0 without a sign."""
    return round(float(value), 2) + 0.0


def legend(limit: float, against: str, for_: str) -> None:
    """The colour scale that all pictures of a view share, from minus `limit` to `limit`."""
    colours = f"rgb{AGAINST}, black, rgb{FOR}"
    st.html(
        f'<div class="legend"><span>{against} {number(-limit)}</span>'
        f'<span class="scale" style="background:linear-gradient(90deg, {colours})"></span>'
        f"<span>{signed(limit)} {for_}</span></div>"
    )
