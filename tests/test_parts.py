"""People parted into those to train on and those to test with."""

from __future__ import annotations

import numpy as np
import pytest

from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.parts import held_out

TWENTY = np.array([f"pupil {number % 20}" for number in range(65)])


@pytest.mark.parametrize("seed", range(20))
def test_nobody_is_in_both_parts(seed: int) -> None:
    is_test = held_out(TWENTY, seed)
    tested, trained = set(TWENTY[is_test]), set(TWENTY[~is_test])
    assert not tested & trained and (len(tested), len(trained)) == (6, 14)


def test_a_seed_gives_the_same_parts_and_another_one_others() -> None:
    np.testing.assert_array_equal(held_out(TWENTY, 1), held_out(TWENTY, 1))
    assert len({held_out(TWENTY, seed).tobytes() for seed in range(10)}) > 5


def test_most_of_those_who_are_tested_stay_so_when_others_come() -> None:
    before, more = set(TWENTY[held_out(TWENTY, 1)]), np.append(TWENTY, ["late", "later"])
    after = set(more[held_out(more, 1)])
    assert len(before & after) >= len(before) - 2 and (before | {"late", "later"}) >= after - before


def test_whom_a_network_has_learned_from_is_not_tested() -> None:
    first = held_out(TWENTY, 1)
    second = held_out(TWENTY, 1, learned=set(TWENTY[~first]))
    np.testing.assert_array_equal(first, second)
    with pytest.raises(ClassroomError, match="learned from everybody"):
        held_out(TWENTY, 1, learned=set(TWENTY))


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_two_people_are_enough(share: float) -> None:
    is_test = held_out(np.array(["a", "b", "a"]), 0, share)
    assert is_test.any() and not is_test.all() and is_test[0] == is_test[2]


@pytest.mark.parametrize("contributors", [[], ["a"], ["a", "a"]])
def test_fewer_are_refused(contributors: list[str]) -> None:
    with pytest.raises(ClassroomError, match="two people"):
        held_out(np.array(contributors, np.str_), 0)
