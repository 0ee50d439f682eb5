"""Lines: what happens over the epochs, and under distortions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from mnist_demo.charts import CURVE_COLOURS
from mnist_demo.vega.spec import RUN_COLOURS, Spec, colour, tooltip

CLASS_COLOURS = (*RUN_COLOURS, "#84cc16", "#ec4899", "#14b8a6", "#a16207")
LIKELY = 0.15


def curves(history: Mapping[str, Sequence[float]], key: str, *, is_small: bool = False) -> Spec:
    """Training and validation over the epochs with tooltips.

    Args:
        history: Keras's keys, a value for each epoch.
        key: "loss" or "accuracy".
        is_small: without titles of the axes, for the sidebar.
    """
    parts = {"training": history[key], "validation": history[f"val_{key}"]}
    return _over_epochs(parts, key, list(CURVE_COLOURS.values()), is_small=is_small)


def compared_curves(histories: Mapping[str, Mapping[str, Sequence[float]]], key: str) -> Spec:
    """The validation curves of several runs, by name, in one chart; `key` as in `curves`.

    The axis of the epochs is logarithmic, for a run of ten beside one of a hundred and fifty.
    """
    spec = _over_epochs({name: each[f"val_{key}"] for name, each in histories.items()}, key, RUN_COLOURS)
    longest = max(len(each[key]) for each in histories.values())
    axis = {"values": [epoch for epoch in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if epoch <= longest]}
    spec["encoding"]["x"] |= {"scale": {"type": "log", "nice": False}, "axis": axis}
    return spec


def _over_epochs(
    lines: Mapping[str, Sequence[float]], key: str, colours: Sequence[str], *, is_small: bool = False
) -> Spec:
    axis_format, tooltip_format = (".1%", ".2%") if key == "accuracy" else (".2f", ".4f")
    rows = _points({name: enumerate(values, start=1) for name, values in lines.items()}, "epoch", key)
    x_axis, y_axis = {"tickMinStep": 1, "format": "d"}, {"format": axis_format, "tickCount": 5}
    titles = {"title": None} if is_small else {}
    x = {"field": "epoch", "axis": x_axis, "scale": {"nice": False, "padding": 8}, **titles}
    y = {"field": key, "axis": y_axis, "scale": {"zero": False}, **titles}
    # Of a long training the line is enough: its points would hide it.
    mark: Spec = {"type": "line", "point": {"size": 30} if len(rows) < 120 else False}
    return _lines(rows, x, y, mark, list(lines), colours, 190 if is_small else 300, {key: tooltip_format})


def robustness(lines: Mapping[str, np.ndarray], levels: Sequence[float], title: str) -> Spec:
    """Accuracy against the amount of a distortion.

    Args:
        lines: for each run by its name the accuracies, float32 (L,), at `levels`.
        title: of the horizontal axis.
    """
    rows = _points({name: zip(levels, values, strict=True) for name, values in lines.items()}, "amount", "accuracy")
    x = {"field": "amount", "title": title, "axis": {"tickCount": 5}, "scale": {"nice": False, "padding": 8}}
    y = {"field": "accuracy", "title": None, "axis": {"format": ".0%", "tickCount": 5}, "scale": {"domain": [0, 1]}}
    mark: Spec = {"type": "line", "point": {"size": 30}}
    return _lines(rows, x, y, mark, list(lines), RUN_COLOURS, 230, {"accuracy": ".1%"}, has_legend=False)


def ways(probabilities: Mapping[str, np.ndarray], classes: Sequence[str]) -> Spec:
    """How sure a network was of each class at several stages of its training.

    Args:
        probabilities: for each stage, by its name, float32 (C,). Classes that are never LIKELY are left out.
        classes: their names, C of them.
    """
    table = np.stack(list(probabilities.values()))  # (stages, C)
    shown = np.flatnonzero(table.max(axis=0) >= LIKELY).tolist()
    rows = [
        {"stage": stage, "answer": classes[number], "probability": float(values[number])}
        for stage, values in probabilities.items()
        for number in shown
    ]
    stages = {"field": "stage", "type": "ordinal", "title": None, "sort": list(probabilities)}
    share = {"field": "probability", "type": "quantitative", "title": None, "scale": {"domain": [0, 1]}}
    return {
        "data": {"values": rows},
        "mark": {"type": "line", "point": {"size": 35}},
        "encoding": {
            "x": {**stages, "axis": {"labelAngle": -40}},
            "y": {**share, "axis": {"format": ".0%", "tickCount": 5}},
            "color": colour(
                "answer", [classes[i] for i in shown], [CLASS_COLOURS[i % len(CLASS_COLOURS)] for i in shown]
            ),
            "tooltip": tooltip({"stage": None, "answer": None, "probability": ".1%"}),
        },
        "height": 320,
    }


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
    }


def _points(lines: Mapping[str, Iterable[tuple[float, float]]], x: str, y: str) -> list[Spec]:
    return [{"line": name, x: float(at), y: float(value)} for name, points in lines.items() for at, value in points]
