"""Titles of experiments: no two have the same one."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import chain, count

from mnist_demo.config import LONGEST_TITLE

NUMBER = re.compile(r" \(\d+\)$")


def free_title(wanted: str, taken: Collection[str]) -> str:
    """The title, or with a number, as in "How many? (2)", where it is taken; it is shortened where that needs room."""
    numbered = (_with_end(wanted, f" ({number})") for number in count(2))
    return next(title for title in chain([wanted], numbered) if title not in taken)


def may_be_numbered(title: str, wanted: str) -> bool:
    """Whether `free_title` can have made a title of the wanted one."""
    number = NUMBER.search(title)
    return title == wanted or (number is not None and title == _with_end(wanted, number.group()))


def _with_end(title: str, end: str) -> str:
    return title[: LONGEST_TITLE - len(end)].rstrip() + end
