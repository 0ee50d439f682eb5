"""Parts the people of a class at random into those to train on and those to test with."""

from __future__ import annotations

import numpy as np

from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.texts import say

SHARE_TO_TEST = 0.3
"""Of the contributors: of twenty, six."""


def held_out(contributors: np.ndarray, seed: int, share: float = SHARE_TO_TEST) -> np.ndarray:
    """Which drawings are kept for the test: all those of some contributors, so that nobody is in both parts.

    Args:
        contributors: for each drawing its contributor's name, str (N,).
        seed: the same one gives the same parts.
        share: of the contributors, who are at least one in each part.

    Returns:
        bool (N,), true for those kept for the test.

    Raises:
        ClassroomError: there are fewer than two contributors.
    """
    people = np.unique(contributors)
    if len(people) < 2:
        raise ClassroomError(say("classroom.too_few_people"))
    count = min(max(1, round(share * len(people))), len(people) - 1)
    tested = np.random.default_rng(seed).choice(people, count, replace=False)
    kept: np.ndarray = np.isin(contributors, tested)
    return kept
