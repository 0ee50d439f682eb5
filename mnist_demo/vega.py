"""Charts to point at and click on: arrays in, Vega-Lite out, as dictionaries that no library is needed to make.

Colours are chosen to be read on light and on dark paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from mnist_demo.charts import CURVE_COLOURS

Spec = dict[str, Any]
RUN_COLOURS = ("#6366f1", "#f59e0b", "#10b981", "#ef4444", "#0ea5e9", "#a855f7")
"""Of the first run shown, the second, ...: as many as can be compared at once."""
GREY = "#8592a6"
FEWEST, MOST = "#dfe3fe", "#4338ca"
"""Cells of the confusion matrix with the fewest and the most mistakes."""


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
    """The validation curves of several runs, by name, in one chart; `key` as in `curves`."""
    return _over_epochs({name: each[f"val_{key}"] for name, each in histories.items()}, key, RUN_COLOURS)


def _over_epochs(
    lines: Mapping[str, Sequence[float]], key: str, colours: Sequence[str], *, is_small: bool = False
) -> Spec:
    axis_format, tooltip_format = (".1%", ".2%") if key == "accuracy" else (".2f", ".4f")
    rows = _rows({name: enumerate(values, start=1) for name, values in lines.items()}, "epoch", key)
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
    rows = _rows({name: zip(levels, values, strict=True) for name, values in lines.items()}, "amount", "accuracy")
    x = {"field": "amount", "title": title, "axis": {"tickCount": 5}, "scale": {"nice": False, "padding": 8}}
    y = {"field": "accuracy", "title": None, "axis": {"format": ".0%", "tickCount": 5}, "scale": {"domain": [0, 1]}}
    mark: Spec = {"type": "line", "point": {"size": 30}}
    return _lines(rows, x, y, mark, list(lines), RUN_COLOURS, 170, {"accuracy": ".1%"}, has_legend=False)


def reliability(bins: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]]) -> Spec:
    """Accuracy against confidence: a calibrated network's points lie on the dashed diagonal.

    Args:
        bins: for each run by its name `confidence`, `accuracy` and `count`, each (B,), of equal bins of confidence;
            empty ones are left out.
    """
    rows = [
        {"run": name, "confidence": float(confidence), "accuracy": float(accuracy), "images": int(count)}
        for name, columns in bins.items()
        for confidence, accuracy, count in zip(*columns, strict=True)
        if count
    ]
    share: Spec = {"type": "quantitative", "scale": {"domain": [0, 1]}, "axis": {"format": ".0%", "tickCount": 5}}
    encoding: Spec = {
        "x": {"field": "confidence", "title": "how sure it is", **share},
        "y": {"field": "accuracy", "title": "how often it is right", **share},
        "color": _colour("run", list(bins), RUN_COLOURS),
        "tooltip": _tooltip({"run": None, "confidence": ".1%", "accuracy": ".1%", "images": ","}),
    }
    size = {"field": "images", "type": "quantitative", "legend": None, "scale": {"type": "sqrt", "range": [25, 350]}}
    diagonal = {
        "data": {"values": [{"confidence": 0, "accuracy": 0}, {"confidence": 1, "accuracy": 1}]},
        "mark": {"type": "line", "strokeDash": [4, 4], "color": GREY},
        "encoding": {axis: encoding[axis] for axis in "xy"},
    }
    dots = {"mark": {"type": "point", "filled": True, "opacity": 0.85}, "encoding": {**encoding, "size": size}}
    lines = {"mark": {"type": "line", "opacity": 0.5}, "encoding": encoding}
    return {"data": {"values": rows}, "layer": [diagonal, lines, dots], "height": 320}


def confusion_matrix(matrix: np.ndarray, chosen: tuple[int | None, int | None] = (None, None)) -> Spec:
    """Counts, int64 (C, C) [true, predicted], as a table: mistakes in colour, right answers muted.

    A click on a cell selects `true` and `predicted` in the selection `cell`.

    Args:
        chosen: true and predicted class of the cell to be framed; None for all of a row or column.
    """
    mistakes = matrix * (1 - np.eye(len(matrix), dtype=int))
    base = {
        "x": {"field": "predicted", "type": "ordinal", "title": "what the network said",
              "axis": {"orient": "top", "labelAngle": 0, "domain": False, "ticks": False}},
        "y": {"field": "true", "type": "ordinal", "title": "true digit", "axis": {"domain": False, "ticks": False}},
    }  # fmt: skip
    colour = {
        "condition": [
            {"test": "datum.true == datum.predicted", "value": "rgba(128, 128, 128, 0.16)"},
            {"test": "datum.images == 0", "value": "rgba(128, 128, 128, 0.04)"},
        ],
        "field": "images", "type": "quantitative", "legend": None,
        "scale": {"range": [FEWEST, MOST], "domain": [0, max(1, int(mistakes.max()))]},
    }  # fmt: skip
    frame = {"condition": {"test": "datum.chosen", "value": RUN_COLOURS[1]}, "value": "transparent"}
    dark = f"datum.images > {mistakes.max() / 2}"
    ink = {
        "condition": [{"test": "datum.true == datum.predicted", "value": GREY}, {"test": dark, "value": "white"}],
        "value": "#1e1b4b",
    }
    cells = {
        "params": [{"name": "cell", "select": {"type": "point", "fields": ["true", "predicted"]}}],
        "mark": {"type": "rect", "cursor": "pointer", "strokeWidth": 3, "cornerRadius": 3},
        "encoding": {**base, "color": colour, "stroke": frame, "opacity": {"value": 1},
                     "tooltip": _tooltip({"true": None, "predicted": None, "images": ","})},
    }  # fmt: skip
    numbers = {
        "transform": [{"filter": "datum.images > 0"}],
        "mark": {"type": "text", "fontSize": 13, "cursor": "pointer"},
        "encoding": {**base, "text": {"field": "images"}, "color": ink},
    }
    return {"data": {"values": _cells(matrix, chosen)}, "layer": [cells, numbers], "height": 400}


def _cells(matrix: np.ndarray, chosen: tuple[int | None, int | None]) -> list[Spec]:
    return [
        {
            "true": true,
            "predicted": predicted,
            "images": int(count),
            "chosen": chosen != (None, None) and chosen[0] in (None, true) and chosen[1] in (None, predicted),
        }
        for (true, predicted), count in np.ndenumerate(matrix)
    ]


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
            "color": _colour("line", names, colours, has_legend=has_legend),
            "tooltip": _tooltip({x["field"]: None, "line": None, **formats}),
        },
        "height": height,
    }


def _rows(lines: Mapping[str, Iterable[tuple[float, float]]], x: str, y: str) -> list[Spec]:
    return [{"line": name, x: float(at), y: float(value)} for name, points in lines.items() for at, value in points]


def _colour(field: str, names: list[str], colours: Sequence[str], *, has_legend: bool = True) -> Spec:
    legend = {"orient": "top", "title": None} if has_legend else None
    scale = {"domain": names, "range": list(colours[: len(names)])}
    return {"field": field, "type": "nominal", "title": None, "legend": legend, "scale": scale}


def _tooltip(formats: Mapping[str, str | None]) -> list[Spec]:
    return [{"field": name, **({"format": form} if form else {})} for name, form in formats.items()]
