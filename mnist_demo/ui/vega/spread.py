"""How the people of a class differ: a dot for each."""

from __future__ import annotations

import numpy as np

from mnist_demo.texts import say
from mnist_demo.ui.vega.spec import CONFIG, PALETTE, Spec, tooltip

HEIGHT = 190
STEPS = 20
"""Places along the axis; dots that share one stand on each other."""


def spread_chart(shares: np.ndarray, counts: np.ndarray) -> Spec:
    """Shares read right, float (P,) in [0, 1], of so many drawings, int (P,), as dots that are stacked."""
    places = np.rint(shares * STEPS) / STEPS
    heights = [int((places[:at] == place).sum()) for at, place in enumerate(places)]
    rows = [
        {"place": float(place), "height": height, "accuracy": float(share), "images": int(count)}
        for place, height, share, count in zip(places, heights, shares, counts, strict=True)
    ]
    top = max([6, *heights]) + 1
    title = say("chart.read_right_axis")
    encoding: Spec = {
        "x": {"field": "place", "type": "quantitative", "title": title, "scale": {"domain": [0, 1], "nice": False},
              "axis": {"format": ".0%", "tickCount": 5}},
        "y": {"field": "height", "type": "quantitative", "axis": None, "scale": {"domain": [-1, top]}},
        "tooltip": tooltip({"accuracy": ".0%", "images": ","}, accuracy="read_right_axis", images="drawings"),
    }  # fmt: skip
    size = min(150, (0.8 * HEIGHT / top) ** 2)  # smaller where many stand on each other
    mark = {"type": "circle", "size": size, "color": PALETTE[0], "opacity": 0.85}
    about = say("chart.about.spread", count=len(rows))
    return {
        "data": {"values": rows},
        "mark": mark,
        "encoding": encoding,
        "height": HEIGHT,
        "config": CONFIG,
        "description": about,
    }
