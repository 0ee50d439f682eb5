"""The confusion matrix as a table to click on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mnist_demo.texts import say
from mnist_demo.ui.vega.spec import PALETTE, Spec, tooltip


class Paper(NamedTuple):
    """Colours of the cells with the fewest and the most mistakes, and of the numbers in these and in the grey ones."""

    fewest: str
    most: str
    ink_on_fewest: str
    ink_on_most: str
    ink_on_right: str


PAPERS = {
    "light": Paper("#dfe3fe", "#4338ca", "#1e1b4b", "white", "#475569"),
    "dark": Paper("#2a3160", "#a5b4fc", "#e0e7ff", "#1e1b4b", "#cbd5e1"),
}
IS_RIGHT = "datum.true == datum.predicted"
HEIGHT = 480


def matrix_chart(
    matrix: np.ndarray,
    classes: Sequence[str],
    chosen: tuple[int | None, int | None] = (None, None),
    theme: str = "light",
) -> Spec:
    """Counts, int64 (C, C) [true, predicted], as a table: mistakes in colour, right answers muted.

    A click on a cell selects `true` and `predicted`, classes by their names, in the selection `cell`.

    Args:
        classes: their names, C of them.
        chosen: true and predicted class of the cell to be framed; None for all of a row or column.
        theme: "light" or "dark".
    """
    most = int((matrix * (1 - np.eye(len(matrix), dtype=int))).max())
    axis, order = {"domain": False, "ticks": False}, list(classes)
    places = {
        "x": {"field": "predicted", "type": "ordinal", "title": say("chart.predicted_axis"), "sort": order,
              "axis": {**axis, "orient": "top", "labelAngle": 0}},
        "y": {"field": "true", "type": "ordinal", "title": say("chart.true_axis"), "axis": axis, "sort": order},
    }  # fmt: skip
    layers = [_cells(places, PAPERS[theme], most), _numbers(places, PAPERS[theme], most)]
    values, about = _counts(matrix, classes, chosen), say("chart.about.matrix")
    return {"description": about, "data": {"values": values}, "layer": layers, "height": HEIGHT}


def _cells(places: Spec, paper: Paper, most: int) -> Spec:
    colour = {
        "condition": [{"test": IS_RIGHT, "value": "#80808028"}, {"test": "datum.images == 0", "value": "#8080800a"}],
        "field": "images",
        "type": "quantitative",
        "legend": None,
        "scale": {"range": [paper.fewest, paper.most], "domain": [0, max(1, most)]},
    }
    frame = {"condition": {"test": "datum.chosen", "value": PALETTE[1]}, "value": "transparent"}
    hint = tooltip({"true": None, "predicted": None, "images": ","}, images="count")
    return {
        "params": [{"name": "cell", "select": {"type": "point", "fields": ["true", "predicted"]}}],
        "mark": {"type": "rect", "cursor": "pointer", "strokeWidth": 3, "cornerRadius": 3},
        "encoding": {**places, "color": colour, "stroke": frame, "opacity": {"value": 1}, "tooltip": hint},
    }


def _numbers(places: Spec, paper: Paper, most: int) -> Spec:
    many = f"datum.images > {most / 2}"
    ink = {
        "condition": [{"test": IS_RIGHT, "value": paper.ink_on_right}, {"test": many, "value": paper.ink_on_most}],
        "value": paper.ink_on_fewest,
    }
    return {
        "transform": [{"filter": "datum.images > 0"}],
        "mark": {"type": "text", "fontSize": 13, "cursor": "pointer"},
        "encoding": {**places, "text": {"field": "images"}, "color": ink},
    }


def _counts(matrix: np.ndarray, classes: Sequence[str], chosen: tuple[int | None, int | None]) -> list[Spec]:
    return [
        {
            "true": classes[true],
            "predicted": classes[predicted],
            "images": int(count),
            "chosen": chosen != (None, None) and chosen[0] in (None, true) and chosen[1] in (None, predicted),
        }
        for (true, predicted), count in np.ndenumerate(matrix)
    ]
