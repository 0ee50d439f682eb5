"""A QR code in the terminal."""

from __future__ import annotations

import segno
from rich.style import Style
from rich.text import Text

HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
"""Two modules, one above the other, in the place of a letter."""
INK = Style(color="#000000", bgcolor="#ffffff")
"""Dark on light, whatever the terminal's own colours are: many cameras read no other code."""


def qr_code(address: str) -> Text:
    """The code of an address, with the light border that cameras look for."""
    rows = [list(row) for row in segno.make(address, micro=False, error="m").matrix_iter(border=4)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    lines = (
        "".join(HALVES[upper, lower] for upper, lower in zip(*pair, strict=True))
        for pair in zip(rows[::2], rows[1::2], strict=True)
    )
    return Text("\n".join(lines), INK, no_wrap=True, overflow="ignore", end="\n")
