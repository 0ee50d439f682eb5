"""Parts that the charts share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mnist_demo.numbers import NO_BREAK_SPACE
from mnist_demo.texts import say

Spec = dict[str, Any]
PALETTE = (
    "#6366f1", "#f59e0b", "#10b981", "#ef4444", "#0ea5e9", "#a855f7", "#84cc16", "#ec4899", "#14b8a6", "#a16207",
)  # fmt: skip
"""Of networks, or of classes."""
MOST_COMPARED = 6
"""As many networks as one can tell apart in a chart."""
GREY = "#8592a6"
CONFIG: Spec = {
    "locale": {
        "number": {
            "decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""], "percent": f"{NO_BREAK_SPACE}%"
        }
    }
}  # fmt: skip
"""For charts whose number formats, such as ".1%", write shares: with a space before the sign, as on all of the page."""


def colour(field: str, names: list[str], colours: Sequence[str], *, has_legend: bool = True) -> Spec:
    """Colours for the values `names` of a field, with a legend on top."""
    legend = {"orient": "top", "title": None} if has_legend else None
    scale = {"domain": names, "range": list(colours[: len(names)])}
    return {"field": field, "type": "nominal", "title": None, "legend": legend, "scale": scale}


def tooltip(formats: Mapping[str, str | None], **titles: str) -> list[Spec]:
    """The fields to show at the pointer, each with its number format; its text is that of `titles`, else its own."""
    return [
        {"field": name, "title": say(f"chart.{titles.get(name, name)}"), **({"format": form} if form else {})}
        for name, form in formats.items()
    ]
