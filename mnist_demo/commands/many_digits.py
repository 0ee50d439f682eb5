"""Several digits in pictures from disk: `mnist-draw predict --many`. Each digit with its box, in lines as written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mnist_demo.commands.columns import in_columns
from mnist_demo.config import TASKS
from mnist_demo.damage import printable
from mnist_demo.images.decoding import PhotoError, pages
from mnist_demo.images.photo import find_all_ink
from mnist_demo.images.pieces import Box
from mnist_demo.network.inference import decide
from mnist_demo.network.several import FoundDigit, read_lines
from mnist_demo.runs.run import Run

LONGER_SIDE = 1600
"""To which pictures are reduced, in pixels: several digits are smaller than one alone."""
NO_DIGITS = "no digits found; let their ink stand out from the paper, and come closer or crop the picture"


@dataclass(frozen=True, eq=False)
class ReadDigit:
    """Where a digit lies, and what it is read as, float32 (C,); not its ink, since pictures may be many."""

    box: Box
    probabilities: np.ndarray


@dataclass(frozen=True)
class ManyDigits:
    """What a network reads on one picture of `size`, width and height in pixels: lines of digits."""

    path: Path
    size: tuple[int, int]
    lines: list[list[ReadDigit]]


def read_picture(run: Run, path: Path) -> ManyDigits:
    """The digits on the picture at `path`: on the first page that has some (PhotoError: no picture, or none on it)."""
    with closing(pages(path, LONGER_SIDE)) as opened:
        for page in opened:
            lines = read_lines(find_all_ink(page), run.network)
            if lines:
                return ManyDigits(path, page.size, [[_without_ink(digit) for digit in line] for line in lines])
    raise PhotoError(NO_DIGITS)


def _without_ink(digit: FoundDigit) -> ReadDigit:
    return ReadDigit(digit.box, digit.probabilities.copy())


def many_entry(run: Run, picture: ManyDigits) -> dict[str, Any]:
    """One picture as JSON: boxes in pixels of the picture upright, as wide and high as is said there."""
    width, height = picture.size
    return {
        "image": str(picture.path),
        "width": width,
        "height": height,
        "numbers": [number_of(run, line) for line in picture.lines],
        "digits": [_digit_entry(run, digit, row) for row, line in enumerate(picture.lines) for digit in line],
    }


def _digit_entry(run: Run, digit: ReadDigit, line: int) -> dict[str, Any]:
    classes = TASKS[run.config.task].classes
    box = {"left": digit.box.left, "top": digit.box.top, "width": digit.box.width, "height": digit.box.height}
    return {
        "line": line,
        "box": box,
        "answer": answer(run, digit),
        "confidence": round(float(digit.probabilities.max()), 6),
        "probabilities": {
            name: round(float(share), 6) for name, share in zip(classes, digit.probabilities, strict=True)
        },
    }


def answer(run: Run, digit: ReadDigit) -> str | None:
    """The class of a digit, or None where the network is not sure."""
    index = decide(digit.probabilities, run.threshold)
    return None if index is None else TASKS[run.config.task].classes[index]


def number_of(run: Run, line: Sequence[ReadDigit]) -> str:
    """The answers of a line in a row, "?" where the network is not sure: "20?5", or "even ? odd"."""
    answers = [answer(run, digit) or "?" for digit in line]
    return ("" if all(len(each) == 1 for each in answers) else " ").join(answers)


def many_table(run: Run, pictures: Sequence[ManyDigits]) -> str:
    """A table with a row for each digit, lengths in pixels, confidence in percent; "" without pictures."""
    if not pictures:
        return ""
    columns = ("picture", "number", "answer", "sure", "left", "top", "width", "height")
    rows = [row for picture in pictures for row in _rows(run, picture)]
    return in_columns(
        columns,
        rows,
        3,
        f"Read by {run.name}; boxes in pixels of the upright picture, whose longer side is at most {LONGER_SIDE}",
    )


def _rows(run: Run, picture: ManyDigits) -> Iterator[list[str]]:
    """What is the same as in the row above is left out."""
    name = printable(str(picture.path))
    for line in picture.lines:
        text = number_of(run, line)
        for digit in line:
            box = digit.box
            sure = f"{100 * float(digit.probabilities.max()):.1f}"
            places = map(str, (box.left, box.top, box.width, box.height))
            yield [name, text, answer(run, digit) or "?", sure, *places]
            name = text = ""
