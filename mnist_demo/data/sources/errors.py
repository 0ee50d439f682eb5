"""The one error of all that is read as a dataset, in one short line."""

from __future__ import annotations

from pathlib import Path

from mnist_demo.damage import printable

LONGEST = 165
"""Characters of a line, which leaves room for what a command or a page says in front of it."""
LONGEST_PROBLEM = 130
"""Of those, what is kept for the problem however long the path is."""


class DatasetError(ValueError):
    """A dataset cannot be used; the message is one line: the file, what is wrong, what to do.

    Args:
        source: the file or folder, or the word for a built-in dataset; a long path loses its beginning.
        problem: what is wrong with it, and the next step.
    """

    def __init__(self, source: str | Path, problem: str) -> None:
        super().__init__(one_line(source, problem))


def one_line(source: str | Path, text: str) -> str:
    """`source: text` in at most LONGEST printable characters."""
    text = _shortened(printable(text), LONGEST_PROBLEM)
    room, name = LONGEST - len(text) - 2, printable(str(source))
    return f"{name if len(name) <= room else '…' + name[1 - room :]}: {text}"


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
