"""How a CSV is written, told from its first lines: what separates its cells, whether they begin with names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from mnist_demo.config import IMAGE_SIZE
from mnist_demo.data.sources.claims import PIECE, unpacked
from mnist_demo.data.sources.errors import DatasetError

PIXELS = IMAGE_SIZE**2
EXPECTED = f"expected a label and {PIXELS} pixels in each row"
SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas", r"\s+": "spaces"}
"""What cells may lie between, and its name. The comma is last but one: it may stand in a number between semicolons."""
DIRECTIVE = re.compile(r'"?sep=(.)"?')
"""The line by which Excel is told the separator."""
LOOKED_THROUGH = 8
"""Lines among which the names and the first numbers stand."""


@dataclass(frozen=True)
class CsvForm:
    """How a CSV is written.

    `separator` and `decimal` are as pandas takes them; `names` are those of the columns, in small letters, or None;
    `skipped` lines come before the first row of numbers; each row has `columns` cells, besides an empty one at its
    end.
    """

    separator: str
    decimal: str
    names: tuple[str, ...] | None
    skipped: int
    columns: int

    def understood_as(self) -> list[str]:
        """What is not as usual about it, in words."""
        phrases = [] if self.separator == "," else [f"columns between {SEPARATORS[self.separator]}"]
        if self.names and all(name.isdigit() for name in self.names if name):
            phrases.append("a first line that counts the columns left out")
        return phrases


def form_of(path: Path) -> CsvForm:
    """Look at the first lines of a CSV; DatasetError where they cannot be images."""
    lines = _first_lines(path)
    place = _next_filled(path, lines, 0)
    told = DIRECTIVE.fullmatch(lines[place])
    place = _next_filled(path, lines, place + 1) if told else place
    separator = told[1] if told and told[1] in SEPARATORS else _separator(path, lines[place])
    cells = _cells(lines[place], separator)
    decimal = "," if separator != "," and "," in "".join(lines[place:]) else "."
    names = tuple(cell.lower() for cell in cells) if _are_names(cells, decimal) else None
    header = lines[place]
    while names and lines[place] == header:  # some files have it twice
        place = _next_filled(path, lines, place + 1)
    columns = _columns(path, names, _cells(lines[place], separator))
    return CsvForm(separator, decimal, names, place, columns)


def _first_lines(path: Path) -> list[str]:
    with unpacked(path) as file:
        content = file.read(PIECE * LOOKED_THROUGH)
    lines = content.decode("utf-8-sig", errors="replace").splitlines()  # Excel begins with a byte order mark
    return [line.strip(" ") for line in lines[:LOOKED_THROUGH]]


def _next_filled(path: Path, lines: list[str], place: int) -> int:
    """The place of the next line that is not blank."""
    for index in range(place, len(lines)):
        if lines[index].strip(',;\t| "'):
            return index
    raise DatasetError(path, f"no rows of numbers; {EXPECTED}")


def _separator(path: Path, line: str) -> str:
    counts = {separator: len(_cells(line, separator)) for separator in SEPARATORS}
    for separator, count in counts.items():
        if count >= PIXELS:
            return separator
    raise DatasetError(path, f"{max(counts.values())} columns; {EXPECTED}")


def _cells(line: str, separator: str) -> list[str]:
    cells = line.split() if separator == r"\s+" else line.split(separator)
    return [cell.strip().strip('"') for cell in cells]


def _columns(path: Path, names: tuple[str, ...] | None, cells: list[str]) -> int:
    """The columns of each row, without one that only a separator at the end makes."""
    count = len(cells) - (cells[-1] == "")
    if names and count not in (len(names), len(names) - (names[-1] == "")):
        raise DatasetError(path, f"{len(names)} names above {count} columns; {EXPECTED}")
    if not PIXELS <= count <= PIXELS + 2:
        raise DatasetError(path, f"{count} columns; {EXPECTED}")
    return count


def _are_names(cells: list[str], decimal: str) -> bool:
    """Whether a first line names columns: most cells are words, or they count up, as no image does."""
    numbers = [number for number in (_number(cell, decimal) for cell in cells) if number is not None]
    if len(numbers) < len(cells) / 2:
        return True
    return all(later == earlier + 1 for earlier, later in pairwise(numbers[:PIXELS]))


def _number(cell: str, decimal: str) -> float | None:
    try:
        return float(cell.replace(decimal, "."))
    except ValueError:
        return None
