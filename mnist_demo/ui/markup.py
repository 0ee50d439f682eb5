"""Arrays in, HTML out, which uses the classes of `style.css`; `vega` has charts to click on."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

import numpy as np

from mnist_demo.ui.pictures import data_uri

KINDS = {"first": "", "second": "-other"}
"""The networks whose bars stand side by side: CSS class, and what it adds to the names that scripts find bars by."""
PERCENT = "\N{NO-BREAK SPACE}%"


def probability_bars(*networks: np.ndarray | None, classes: Sequence[str]) -> str:
    """A horizontal bar for each class on a fixed scale of 0 to 100 %, the highest marked, as HTML.

    Args:
        networks: for each of one or two networks its probabilities, float32 (C,), or None for bars that are empty.
            The second's bars stand below the first's, in as much room as one network has alone.
        classes: what the bars are labelled with, C of them.
    """
    rows = []
    for number, name in enumerate(classes):
        lines = "".join(_bar(values, number, name, kind) for values, kind in zip(networks, KINDS, strict=False))
        rows.append(f'<div class="bar"><span class="class">{name}</span><div class="lines">{lines}</div></div>')
    return f'<div class="bars" style="--letters: {max(map(len, classes))}">{"".join(rows)}</div>'


def _bar(values: np.ndarray | None, number: int, name: str, kind: str) -> str:
    """One bar of one network with its percentage."""
    value = 0.0 if values is None else float(values[number])
    share = "–" if values is None else html.escape(percent(value))
    winner = " winner" if values is not None and number == values.argmax() else ""
    return (
        f'<div class="line {kind}{winner}" data-testid="live-bar{KINDS[kind]}-{number}" role="meter" '
        f'aria-label="{name}" aria-valuemin="0" aria-valuemax="100" aria-valuenow="{100 * value:.2f}">'
        f'<span class="track"><span class="fill" style="width:{100 * value:.2f}%"></span></span>'
        f'<span class="percent">{share}</span></div>'
    )


def percent(share: float) -> str:
    """A probability in words: one decimal, and no more certain than it is ("> 99.9 %")."""
    if share < 0.0005:
        return f"0{PERCENT}"
    return f"> 99.9{PERCENT}" if share > 0.9995 else f"{100 * share:.1f}{PERCENT}"


def picture(ink: np.ndarray | None, description: str) -> str:
    """Ink as white on black, or colours, with hard pixels, as wide as its place, as HTML.

    Args:
        ink: float32 (H, W) in [0, 1]; or RGB, uint8 (H, W, 3); or None for an empty frame.
        description: what the picture shows, for those who do not see it.
    """
    if ink is None:
        return f'<div class="picture" role="img" aria-label="{description}"></div>'
    return f'<img class="picture" alt="{description}" src="{data_uri(ink)}">'


def strip(ink: np.ndarray, description: str) -> str:
    """Pictures side by side, float32 (28, 28 N) in [0, 1], as wide as the curve above them, as HTML."""
    return f'<img class="strip" alt="{html.escape(description)}" src="{data_uri(ink)}">'


def tiles(pictures: Sequence[np.ndarray], description: str) -> str:
    """Small pictures of one kind, each as `pictures.data_uri` takes them, in as many columns as fit, as HTML."""
    images = (f'<img alt="{html.escape(description)}" src="{data_uri(pixels)}">' for pixels in pictures)
    return f'<div class="tiles">{"".join(images)}</div>'


def run_legend(colours: Mapping[str, str]) -> str:
    """What each colour, in CSS, stands for, as HTML: for several charts that share their colours."""
    entries = (
        f'<span><i style="background:{colour}"></i>{html.escape(name)}</span>' for name, colour in colours.items()
    )
    return f'<div class="run-legend">{"".join(entries)}</div>'
