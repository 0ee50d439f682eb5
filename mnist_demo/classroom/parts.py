"""Parts the people of a class at random into those to train on and those to test with."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import blake2b

import numpy as np

from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.texts import say

SHARE_TO_TEST = 0.3
"""Of the contributors: of twenty, six."""


def held_out(
    contributors: np.ndarray, seed: int, share: float = SHARE_TO_TEST, learned: Collection[str] = ()
) -> np.ndarray:
    """Which drawings are kept for the test: all those of some contributors, so that nobody is in both parts.

    Who is kept is drawn by lot, and each contributor's lot stays the same when others come: a second training tests
    with the same people as far as it can.

    Args:
        contributors: for each drawing its contributor's name, str (N,).
        seed: the same one gives the same lots.
        share: of the contributors, who are at least one in each part.
        learned: contributors that the network has learned from before: they are not kept for the test.

    Returns:
        bool (N,), true for those kept for the test.

    Raises:
        ClassroomError: there are fewer than two contributors, or none that the network has not learned from.
    """
    people = [str(name) for name in np.unique(contributors)]
    if len(people) < 2:
        raise ClassroomError(say("classroom.too_few_people"))
    free = sorted(set(people) - set(learned), key=lambda name: _lot(name, seed))
    if not free:
        raise ClassroomError(say("classroom.nobody_new"))
    count = min(max(1, round(share * len(people))), len(people) - 1)
    kept: np.ndarray = np.isin(contributors, free[:count])
    return kept


def _lot(name: str, seed: int) -> bytes:
    return blake2b(f"{seed} {name}".encode(), digest_size=8).digest()
