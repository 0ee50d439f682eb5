"""Accuracies over the values of a setting."""

from __future__ import annotations

from collections.abc import Sequence

from mnist_demo.config import CURVE_COLOURS, Scale
from mnist_demo.texts import say
from mnist_demo.ui.vega.spec import CONFIG, Spec, colour, tooltip

LINES = ("training", "validation", "test")
"""The ids of the lines, in the order of the legend."""
COLOURS = (*CURVE_COLOURS.values(), "#f59e0b")
DASHES = ([1, 0], [6, 4])
"""Of the experiment that is shown, and of the one beside it."""


def values_chart(
    rows: Sequence[Spec], values: Sequence[float | str], scale: Scale, title: str, *, is_share: bool = False
) -> Spec:
    """A median line for each of LINES, a band from the least to the greatest where a value has several, and all points.

    Args:
        rows: of one accuracy each: `line`, what the legend calls it; `value`, where it lies on the axis; `shown`, the
            value in words; `accuracy`, a share; `seed`; and `beside`, whether it belongs to another experiment.
        values: all that there will be, in order; words where the scale is "word".
        scale: how they lie on the axis.
        title: of the axis.
        is_share: whether the values are shares, shown in percent.

    While a chart of the same values gets more rows it stays the same but for these, so it grows and is not drawn anew.
    """
    x, names = _axis(values, scale, title, ".3~p" if is_share else ",~r"), [say(f"chart.{line}") for line in LINES]
    axis = {"format": ".0%", "tickCount": 5}
    y: Spec = {"field": "accuracy", "type": "quantitative", "title": say("chart.accuracy"), "axis": axis}
    y["scale"] = {"zero": False}
    colours: Spec = colour("line", names, COLOURS)
    colours["legend"] = {**(colours.get("legend") or {}), "symbolOpacity": 1}  # it would be as faint as the band
    lines: Spec = {"x": x, "color": colours, "detail": {"field": "beside"}}
    dashes = {"domain": [False, True], "range": DASHES}
    dashed = {"field": "beside", "type": "nominal", "scale": dashes, "legend": None}
    about = {"shown": None, "line": None, "accuracy": ".2%", "seed": None}
    layers: list[Spec] = [
        {
            "mark": {"type": "area", "opacity": 0.15},
            "encoding": {**lines, "y": y | {"aggregate": "min"}, "y2": {"field": "accuracy", "aggregate": "max"}},
        },
        {
            "mark": {"type": "line", "strokeWidth": 2.5},
            "encoding": {**lines, "y": y | {"aggregate": "median"}, "strokeDash": dashed},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 50, "opacity": 0.9},
            "encoding": {**lines, "y": y, "tooltip": tooltip(about, shown="value")},
        },
    ]
    about_it = say("chart.about.values", setting=title)
    return {"description": about_it, "data": {"values": list(rows)}, "layer": layers, "height": 340, "config": CONFIG}


def _axis(values: Sequence[float | str], scale: Scale, title: str, form: str) -> Spec:
    axis: Spec = {"field": "value", "title": title}
    if scale == "word":
        ordered = {"domain": list(values)}
        return {**axis, "type": "ordinal", "scale": ordered, "axis": {"labelAngle": 0, "labelOverlap": True}}
    numbers = [value for value in values if not isinstance(value, str)]
    ends: Spec = {"domain": [min(numbers), max(numbers)], "nice": False, "padding": 12}
    ends |= {"type": "log"} if scale == "log" else {"zero": False}
    return {**axis, "type": "quantitative", "scale": ends, "axis": {"values": numbers, "format": form}}
