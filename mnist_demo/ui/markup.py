"""Arrays in, HTML out, with all text escaped, which uses the classes of `style.css`; `vega` has charts to click on."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence

import numpy as np
from markupsafe import Markup

from mnist_demo.ui.pictures import data_uri


def picture(ink: np.ndarray, description: str) -> Markup:
    """Ink as white on black, or colours, with hard pixels, as wide as its place, as HTML.

    Args:
        ink: float32 (H, W) in [0, 1]; or RGB, uint8 (H, W, 3).
        description: what the picture shows, for those who do not see it.
    """
    return Markup('<img class="picture" alt="{}" src="{}">').format(description, data_uri(ink))


def jpeg_picture(jpeg: bytes, description: str, aspect: float) -> Markup:
    """A photo as wide and high as its place allows, as HTML; `aspect` is its width over its height."""
    image = Markup('<img class="photo" style="--aspect: {:.4f}" alt="{}" src="data:image/jpeg;base64,{}">')
    return image.format(aspect, description, base64.b64encode(jpeg).decode())


def strip(ink: np.ndarray, description: str) -> Markup:
    """Pictures side by side, float32 (28, 28 N) in [0, 1], as wide as the curve above them, as HTML."""
    return Markup('<img class="strip" alt="{}" src="{}">').format(description, data_uri(ink))


def tiles(pictures: Mapping[str, np.ndarray]) -> Markup:
    """Small pictures by their descriptions, as `pictures.data_uri` takes them, in as many columns as fit, as HTML."""
    image = Markup('<img alt="{}" src="{}">')
    images = (image.format(description, data_uri(pixels)) for description, pixels in pictures.items())
    return Markup('<div class="tiles">{}</div>').format(Markup().join(images))


def run_legend(colours: Mapping[str, str]) -> Markup:
    """What each colour, in CSS, stands for, as HTML: for several charts that share their colours."""
    entry = Markup('<span><i style="background:{}"></i>{}</span>')
    entries = (entry.format(colour, name) for name, colour in colours.items())
    return Markup('<div class="run-legend">{}</div>').format(Markup().join(entries))


def html_table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    """A table whose first column names its rows, as HTML; cells that are no `Markup` are text."""
    head, first, cell = Markup('<th scope="col">{}</th>'), Markup('<th scope="row">{}</th>'), Markup("<td>{}</td>")
    lines = [first.format(name) + Markup().join(map(cell.format, cells)) for name, *cells in rows]
    body = Markup().join(map(Markup("<tr>{}</tr>").format, lines))
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
        Markup().join(map(head.format, titles)), body
    )
