"""Numbers as the formulas of the Training tab write them, in LaTeX."""

from __future__ import annotations


def text(words: str) -> str:
    """Words among symbols, such as the name of a run."""
    return rf"\text{{{words.replace('_', chr(92) + '_')}}}"


def equation(left: str, *right: str) -> str:
    """`left = right`, each further `= right` on a line of its own, so that a phone is wide enough."""
    lines = r" \\[0.8em] &= ".join(right)
    return rf"\begin{{aligned}} {left} &= {lines} \end{{aligned}}"


def as_percent(share: float) -> str:
    """Two decimals, as in 98.23 %."""
    return rf"{100 * share:.2f}\,\%"


def fraction(part: int, whole: int) -> str:
    """A count of a whole, and the share that it is."""
    return rf"\frac{{{part}}}{{{whole}}} = {as_percent(part / max(whole, 1))}"
