"""The drawings of a class as data to train on: "class:12" stands for them where a path of a dataset may stand."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from mnist_demo.classroom.parts import held_out

if TYPE_CHECKING:
    from mnist_demo.classroom.drawings import LabelledSet

SCHEME = "class:"
MOST_DIGITS = 9
"""Of its number, which a database has room for."""


def source_of_class(class_id: int) -> str:
    """What stands in a training's settings for the drawings of a class."""
    return f"{SCHEME}{class_id}"


def is_class(source: str) -> bool:
    """Whether that stands for a class."""
    return class_of_source(source) is not None


def class_of_source(source: str) -> int | None:
    """The number of the class, None where the source is no class."""
    number = source.removeprefix(SCHEME)
    is_number = number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS
    return int(number) if source.startswith(SCHEME) and is_number else None


def people_learned_from(drawn: LabelledSet, fingerprints: Collection[str]) -> set[str]:
    """The contributors of any drawing that has one of these fingerprints."""
    return set(drawn.contributors[np.isin(drawn.fingerprints, list(fingerprints))].tolist())


def kept_for_the_test(drawn: LabelledSet, seed: int, fingerprints: Collection[str] = ()) -> np.ndarray:
    """Which drawings, bool (N,), are by people who are kept for the test, see `held_out`.

    Args:
        drawn: all drawings of the class.
        seed: the same one gives the same people.
        fingerprints: of drawings that the network has learned from already.

    Raises:
        ClassroomError: there are too few people.
    """
    return held_out(drawn.contributors, seed, learned=people_learned_from(drawn, fingerprints))


def to_learn_from(drawn: LabelledSet, seed: int, fingerprints: Collection[str] = ()) -> LabelledSet:
    """The drawings of all other people (ClassroomError as `kept_for_the_test`)."""
    return drawn.part(~kept_for_the_test(drawn, seed, fingerprints))


def never_learned_from(drawn: LabelledSet, fingerprints: Collection[str]) -> np.ndarray:
    """Which drawings, bool (N,), are by people of whom the network has not learned a single one."""
    return ~np.isin(drawn.contributors, list(people_learned_from(drawn, fingerprints)))
