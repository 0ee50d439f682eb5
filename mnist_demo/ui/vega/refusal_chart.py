"""What a network answers and refuses at each threshold."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan

import numpy as np

from mnist_demo.texts import say
from mnist_demo.ui.vega.spec import CONFIG, GREY, PALETTE, Spec, colour, tooltip


def refusal_chart(thresholds: np.ndarray, shares: Mapping[str, np.ndarray], chosen: float, own: float) -> Spec:
    """A line for each share, by its name, over the thresholds, float64 (T,) in [0, 1].

    Args:
        thresholds: among them `chosen` and `own`.
        shares: each float64 (T,); left out where it is NaN.
        chosen: the threshold that is marked by a line and a dot on each of the others.
        own: the network's own, which a dashed line marks.
    """
    rows = [
        {"line": name, "threshold": at, "share": value, "chosen": at == chosen, "own": at == own}
        for name, values in shares.items()
        for at, value in zip(thresholds.tolist(), values.tolist(), strict=True)
        if not isnan(value)
    ]
    share: Spec = {"type": "quantitative", "scale": {"domain": [0, 1]}, "axis": {"format": ".0%", "tickCount": 5}}
    x = {"field": "threshold", "title": say("chart.threshold_axis"), **share}
    lines_colour = colour("line", list(shares), PALETTE)
    lines_colour["legend"]["columns"] = 2  # in one row it would not fit a phone
    encoding: Spec = {
        "x": x,
        "y": {"field": "share", "title": None, **share},
        "color": lines_colour,
        "tooltip": tooltip({"line": None, "threshold": ".0%", "share": ".1%"}),
    }
    lines = {"mark": {"type": "line", "point": "transparent"}, "encoding": encoding}
    dots = {
        "transform": [{"filter": "datum.chosen"}],
        "mark": {"type": "point", "filled": True, "opacity": 1, "size": 110},
        "encoding": encoding,
    }
    layers = [_rule("own", x, [4, 4]), _rule("chosen", x, [1, 0]), lines, dots]
    about = say("chart.about.refusal", lines=", ".join(shares))
    return {"description": about, "data": {"values": rows}, "layer": layers, "height": 380, "config": CONFIG}


def _rule(field: str, x: Spec, dash: list[int]) -> Spec:
    """A vertical line. Marked in the data and not in the chart: so it is moved, and no other chart is drawn anew."""
    mark = {"type": "rule", "strokeDash": dash, "strokeWidth": 2, "color": GREY}
    return {"transform": [{"filter": f"datum.{field}"}], "mark": mark, "encoding": {"x": x}}
