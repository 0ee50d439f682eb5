"""How confident a network is against how often it is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mnist_demo.texts import say
from mnist_demo.ui.vega.spec import CONFIG, GREY, Spec, colour, tooltip


def reliability_chart(bins: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]], colours: Sequence[str]) -> Spec:
    """Accuracy against confidence: a calibrated network's points lie on the dashed diagonal.

    Args:
        bins: for each run by its name `confidence`, `accuracy` and `count`, each (B,), of equal bins of confidence;
            those with less than a thousandth of the images are left out, where one image more would be a leap.
        colours: of the runs, in their order.
    """
    rows = [
        {"run": name, "confidence": float(confidence), "accuracy": float(accuracy), "images": int(count)}
        for name, columns in bins.items()
        for confidence, accuracy, count in zip(*columns, strict=True)
        if count and count >= sum(columns[2]) / 1000
    ]
    share: Spec = {"type": "quantitative", "scale": {"domain": [0, 1]}, "axis": {"format": ".0%", "tickCount": 5}}
    encoding: Spec = {
        "x": {"field": "confidence", "title": say("chart.confidence_axis"), **share},
        "y": {"field": "accuracy", "title": say("chart.accuracy_axis"), **share},
        "color": colour("run", list(bins), colours),
        "tooltip": tooltip(
            {"run": None, "confidence": ".1%", "accuracy": ".1%", "images": ","}, run="network", images="count"
        ),
    }
    most = max(int(count) for _, _, counts in bins.values() for count in counts)
    sizes = {"type": "sqrt", "domain": [0, most], "range": [25, 350]}
    size = {"field": "images", "type": "quantitative", "legend": None, "scale": sizes}
    diagonal = {
        "data": {"values": [{"confidence": 0, "accuracy": 0}, {"confidence": 1, "accuracy": 1}]},
        "mark": {"type": "line", "strokeDash": [4, 4], "color": GREY},
        "encoding": {axis: encoding[axis] for axis in "xy"},
    }
    dots = {"mark": {"type": "point", "filled": True, "opacity": 0.85}, "encoding": {**encoding, "size": size}}
    lines = {"mark": {"type": "line", "opacity": 0.5}, "encoding": encoding}
    spec: Spec = {"data": {"values": rows}, "layer": [diagonal, lines, dots], "height": 320, "config": CONFIG}
    return spec | {"description": say("chart.about.reliability", networks=", ".join(bins))}
