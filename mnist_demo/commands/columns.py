"""Tables for people in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence


def in_columns(names: Sequence[str], rows: Iterable[Sequence[str]], words: int, caption: str) -> str:
    """Rows below the names of their columns: a picture, which may take several lines, an answer, words, and numbers.

    Args:
        words: how many columns are words, those to the left; numbers stand to the right of theirs.
    """
    from rich.console import Console  # comes with Keras
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, caption=caption, caption_justify="left")
    for place, name in enumerate(names):
        is_word = place < words
        overflow, style = ("fold" if place == 0 else "ellipsis"), ("bold" if place == 1 else "")
        table.add_column(name, justify="left" if is_word else "right", overflow=overflow, style=style)  # type: ignore[arg-type]
    for row in rows:
        table.add_row(*map(Text, row))
    is_terminal = sys.stdout.isatty()
    console = Console(width=None if is_terminal else 200, highlight=False)
    with console.capture() as captured:  # Rich would end the program where nobody reads on
        console.print(table)
    return captured.get()
