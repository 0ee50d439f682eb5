"""Lines: what happens over the epochs, and under distortions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite

import numpy as np

from mnist_demo.config import CURVE_COLOURS
from mnist_demo.texts import say
from mnist_demo.ui.vega.spec import CONFIG, GREY, PALETTE, Spec, colour, tooltip

LIKELY = 0.15


def training_curves(history: Mapping[str, Sequence[float]], key: str, *, is_small: bool = False) -> Spec:
    """Training and validation over the epochs with tooltips.

    Args:
        history: Keras's keys, a value for each epoch.
        key: "loss" or "accuracy".
        is_small: without titles of the axes, for the sidebar.
    """
    lines = {say("chart.training"): history[key], say("chart.validation"): history[f"val_{key}"]}
    spec = _over_epochs(_epochs(lines, key), key, list(lines), list(CURVE_COLOURS.values()), is_small=is_small)
    return spec | {"description": say("chart.about.curves", what=say(f"chart.{key}"))}


def compared_curves(histories: Mapping[str, Mapping[str, Sequence[float]]], key: str, colours: Sequence[str]) -> Spec:
    """The curves of several runs, by name, in one chart: validation solid, training dashed; `key` as in `curves`;
    `colours` are theirs.

    The axis of the epochs is logarithmic, for a run of ten beside one of a hundred and fifty.
    """
    rows = [
        {**row, "images": say(f"chart.{images}")}
        for images, prefix in (("validation", "val_"), ("training", ""))
        for row in _epochs({name: each[prefix + key] for name, each in histories.items()}, key)
    ]
    spec = _over_epochs(rows, key, list(histories), colours)
    encoding, x = spec["encoding"], spec["encoding"]["x"]
    longest = x["scale"]["domain"][1]
    x["scale"]["type"] = "log"
    x["axis"] = {"values": [epoch for epoch in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if epoch <= longest]}
    dashes = {"domain": [say("chart.validation"), say("chart.training")], "range": [[1, 0], [3, 3]]}
    encoding["strokeDash"] = {"field": "images", "type": "nominal", "scale": dashes, "legend": None}
    encoding["tooltip"] += tooltip({"images": None})
    return spec | {"description": say("chart.about.compared", what=say(f"chart.{key}"), networks=", ".join(histories))}


def _epochs(lines: Mapping[str, Sequence[float]], key: str) -> list[Spec]:
    return _points({name: enumerate(values, start=1) for name, values in lines.items()}, "epoch", key)


def _over_epochs(
    rows: list[Spec], key: str, names: list[str], colours: Sequence[str], *, is_small: bool = False
) -> Spec:
    axis_format, tooltip_format = (".1%", ".2%") if key == "accuracy" else (".2f", ".4f")
    x_axis, y_axis = {"tickMinStep": 1, "format": "d"}, {"format": axis_format, "tickCount": 5}
    title_x, title_y = (None, None) if is_small else (say("chart.epoch"), say(f"chart.{key}"))
    x: Spec = {"field": "epoch", "axis": x_axis, "scale": {"nice": False, "padding": 8}, "title": title_x}
    y: Spec = {"field": key, "axis": y_axis, "scale": {"zero": False}, "title": title_y}
    if not is_small:  # which grows while a training runs: another domain would be another chart, drawn anew
        x["scale"]["domain"] = [1, max(2, *(row["epoch"] for row in rows))]
        y["scale"] = {"domain": _extent(row[key] for row in rows), "nice": True}
    # Of a long training the line is enough: its points would hide it.
    mark: Spec = {"type": "line", "point": {"size": 30} if len(rows) < 120 else False}
    return _lines(rows, x, y, mark, names, colours, 170 if is_small else 300, {key: tooltip_format})


def robustness_chart(
    lines: Mapping[str, np.ndarray], levels: Sequence[float], title: str, colours: Sequence[str]
) -> Spec:
    """Accuracy against the amount of a distortion.

    Args:
        lines: for each run by its name the accuracies, float32 (L,), at `levels`.
        title: of the horizontal axis.
        colours: of the runs, in their order.
    """
    rows = _points({name: zip(levels, values, strict=True) for name, values in lines.items()}, "amount", "accuracy")
    amounts = {"domain": [min(levels), max(levels)], "nice": False, "padding": 8}
    x = {"field": "amount", "title": title, "axis": {"tickCount": 5}, "scale": amounts}
    y = {"field": "accuracy", "title": None, "axis": {"format": ".0%", "tickCount": 5}, "scale": {"domain": [0, 1]}}
    mark: Spec = {"type": "line", "point": {"size": 30}}
    spec = _lines(rows, x, y, mark, list(lines), colours, 230, {"accuracy": ".1%"}, has_legend=False)
    return spec | {"description": say("chart.about.robustness", axis=title, networks=", ".join(lines))}


def ways(
    probabilities: Mapping[str, np.ndarray], classes: Sequence[str], stage: str | None = None, label: int | None = None
) -> Spec:
    """How sure a network was of each class at several stages of its training.

    Args:
        probabilities: for each stage, by its name, float32 (C,). Classes that are never LIKELY are left out.
        classes: their names, C of them.
        stage: the one to be marked.
        label: the true class, which is never left out.
    """
    table = np.stack(list(probabilities.values()))  # (stages, C)
    shown = [i for i in range(len(classes)) if i == label or table[:, i].max() >= LIKELY]
    rows = [
        {"stage": name, "answer": classes[number], "probability": float(values[number]), "marked": name == stage}
        for name, values in probabilities.items()
        for number in shown
    ]
    x = {"field": "stage", "type": "ordinal", "title": None, "sort": list(probabilities), "axis": {"labelAngle": -40}}
    share = {"field": "probability", "type": "quantitative", "title": None, "scale": {"domain": [0, 1]}}
    lines = {
        "mark": {"type": "line", "point": {"size": 35}},
        "encoding": {
            "x": x,
            "y": {**share, "axis": {"format": ".0%", "tickCount": 5}},
            "color": colour("answer", [classes[i] for i in shown], [PALETTE[i % len(PALETTE)] for i in shown]),
            "tooltip": tooltip({"stage": None, "answer": None, "probability": ".1%"}),
        },
    }
    # Marked in the data and not in the chart: so it is moved, where another chart would be drawn anew.
    rule = {
        "transform": [{"filter": "datum.marked"}],
        "mark": {"type": "rule", "strokeDash": [4, 4], "strokeWidth": 2, "color": GREY},
        "encoding": {"x": x},
    }
    about = say("chart.about.ways", answers=", ".join(classes[i] for i in shown))
    return {"description": about, "data": {"values": rows}, "layer": [rule, lines], "height": 320, "config": CONFIG}


def _lines(
    rows: list[Spec], x: Spec, y: Spec, mark: Spec, names: list[str], colours: Sequence[str], height: int,
    formats: Mapping[str, str], *, has_legend: bool = True,
) -> Spec:  # fmt: skip
    """Lines in several colours, one for each of `names`, told apart by the field `line` of the rows."""
    return {
        "data": {"values": rows},
        "mark": mark,
        "encoding": {
            "x": {"type": "quantitative", **x},
            "y": {"type": "quantitative", **y},
            "color": colour("line", names, colours, has_legend=has_legend),
            "tooltip": tooltip({x["field"]: None, "line": None, **formats}),
        },
        "height": height,
        "config": CONFIG,
    }


def _extent(values: Iterable[float]) -> list[float]:
    """Least and greatest; a loss that has gone beyond all numbers does not count."""
    finite = [value for value in values if isfinite(value)] or [0.0]
    return [min(finite), max(finite)]


def _points(lines: Mapping[str, Iterable[tuple[float, float]]], x: str, y: str) -> list[Spec]:
    return [{"line": name, x: float(at), y: float(value)} for name, points in lines.items() for at, value in points]
