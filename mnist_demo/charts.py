"""Arrays in, chart out: HTML for what must follow each stroke, Altair for curves, matplotlib for files.

The HTML uses the classes of `ui/style.css`.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mnist_demo.pictures import data_uri

if TYPE_CHECKING:
    import altair
    import pandas as pd

KINDS = {"first": "", "second": "-other"}
"""The networks whose bars stand side by side: CSS class, and what it adds to the names that scripts find bars by."""
CURVE_COLOURS = {"training": "#94a3b8", "validation": "#6366f1"}


def probability_bars(*networks: np.ndarray | None) -> str:
    """Ten horizontal bars on a fixed scale of 0 to 100 %, the highest marked, as HTML.

    Args:
        networks: for each of one or two networks its probabilities, float32 (10,), or None for bars that are empty.
            The second's bars stand below the first's, in as much room as one network has alone.
    """
    rows = []
    for digit in range(10):
        lines = "".join(_bar(values, digit, kind) for values, kind in zip(networks, KINDS, strict=False))
        rows.append(f'<div class="bar"><span class="digit">{digit}</span><div class="lines">{lines}</div></div>')
    return f'<div class="bars">{"".join(rows)}</div>'


def _bar(values: np.ndarray | None, digit: int, kind: str) -> str:
    """One bar of one network with its percentage."""
    value = 0.0 if values is None else float(values[digit])
    winner = " winner" if values is not None and digit == values.argmax() else ""
    return (
        f'<div class="line {kind}{winner}" data-testid="live-bar{KINDS[kind]}-{digit}" role="meter" '
        f'aria-label="{digit}" aria-valuemin="0" aria-valuemax="100" aria-valuenow="{100 * value:.2f}">'
        f'<span class="track"><span class="fill" style="width:{100 * value:.2f}%"></span></span>'
        f'<span class="percent">{html.escape(percent(value))}</span></div>'
    )


def percent(share: float) -> str:
    """A probability in words: one decimal, and no more certain than it is ("> 99.9 %")."""
    if share < 0.0005:
        return "0 %"
    return "> 99.9 %" if share > 0.9995 else f"{100 * share:.1f} %"


def picture(ink: np.ndarray | None, description: str) -> str:
    """Ink as white on black, or colours, with hard pixels, as wide as its place, as HTML.

    Args:
        ink: float32 (H, W) in [0, 1]; or RGB, uint8 (H, W, 3); or None for an empty frame.
        description: what the picture shows, for those who do not see it.
    """
    if ink is None:
        return f'<div class="picture" role="img" aria-label="{description}"></div>'
    return f'<img class="picture" alt="{description}" src="{data_uri(ink)}">'


def curves(history: Mapping[str, Sequence[float]], key: str, *, is_small: bool = False) -> altair.Chart:
    """Training and validation over the epochs with tooltips.

    Args:
        history: Keras's keys, a value for each epoch.
        key: "loss" or "accuracy".
        is_small: without titles of the axes, for the sidebar.
    """
    import altair as alt

    axis_format, tooltip_format = (".1%", ".2%") if key == "accuracy" else (".2f", ".4f")
    x_title, y_title, height = (None, None, 190) if is_small else ("epoch", key, 300)
    return (
        alt.Chart(_long_table(history, key))
        .mark_line(point=True)
        .encode(
            x=alt.X("epoch:Q", title=x_title, axis=alt.Axis(tickMinStep=1, format="d")).scale(nice=False, padding=8),
            y=alt.Y(f"{key}:Q", title=y_title, axis=alt.Axis(format=axis_format, tickCount=5)).scale(zero=False),
            color=alt.Color("part:N", title=None, legend=alt.Legend(orient="top")).scale(
                domain=list(CURVE_COLOURS), range=list(CURVE_COLOURS.values())
            ),
            tooltip=[alt.Tooltip("epoch:Q"), alt.Tooltip("part:N"), alt.Tooltip(f"{key}:Q", format=tooltip_format)],
        )
        .properties(height=height)
    )


def _long_table(history: Mapping[str, Sequence[float]], key: str) -> pd.DataFrame:
    """One row for each epoch and part, as Altair wants it."""
    import pandas as pd  # with Altair only here: the page draws and answers without them

    parts = {"training": history[key], "validation": history[f"val_{key}"]}
    rows = [(epoch, part, value) for part, values in parts.items() for epoch, value in enumerate(values, start=1)]
    return pd.DataFrame(rows, columns=["epoch", "part", key])


def confusion_heatmap(matrix: np.ndarray) -> altair.LayerChart:
    """Counts, int64 (10, 10) [true, predicted], as a table coloured by the share of each true digit."""
    import altair as alt
    import pandas as pd

    true, predicted = np.indices(matrix.shape).reshape(2, -1)
    counts = matrix.ravel()
    shares = counts / np.maximum(matrix.sum(axis=1), 1)[true]
    table = pd.DataFrame({"true": true, "predicted": predicted, "images": counts, "share": shares})
    # Mistakes are a few in a thousand: on a scale up to 1 they would all look the same.
    colour = alt.Color("share:Q", legend=None).scale(scheme="purples", domain=[0, 0.03], clamp=True)
    base = alt.Chart(table).encode(x=alt.X("predicted:O", axis=alt.Axis(labelAngle=0, orient="top")), y=alt.Y("true:O"))
    cells = base.mark_rect().encode(color=colour, tooltip=["true", "predicted", "images"])
    dark = alt.datum.share > 0.015
    numbers = (
        base.transform_filter("datum.images > 0")
        .mark_text()
        .encode(text="images:Q", color=alt.when(dark).then(alt.value("white")).otherwise(alt.value("#334155")))
    )
    return (cells + numbers).properties(height=380)


def save_curves(history: Mapping[str, Sequence[float]], path: Path) -> None:
    """Draw loss and accuracy, training and validation, over the epochs, as a PNG with matplotlib.

    Args:
        history: Keras's keys `loss`, `accuracy`, `val_loss`, `val_accuracy`, a value for each epoch.
    """
    from matplotlib.figure import Figure  # only here: the app shows the stored picture and needs no matplotlib

    figure = Figure(figsize=(10, 4), layout="constrained")
    epochs = range(1, len(history["loss"]) + 1)
    for axes, key in zip(figure.subplots(1, 2), ("loss", "accuracy"), strict=True):
        for part, values in (("training", history[key]), ("validation", history[f"val_{key}"])):
            axes.plot(epochs, values, "o-", markersize=3, color=CURVE_COLOURS[part], label=part)
        axes.set(xlabel="epoch", title=key)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.grid(alpha=0.25)
        axes.legend()
    figure.savefig(path, dpi=120)
