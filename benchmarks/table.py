"""Tables as Markdown, printed row by row as the figures come in."""

from __future__ import annotations


def heading(*names: str) -> None:
    """The header and the line below it."""
    row(*names)
    row(*["---"] * len(names))


def row(*cells: str) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)
