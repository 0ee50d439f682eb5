"""The share of all ways through a line that each candidate has."""

from __future__ import annotations

import numpy as np
import pytest

from mnist_demo.training.whole_fit import shares_of_ways

TWO_OR_ONE = [(0, 1, 0), (0, 2, 1), (1, 2, 2)]
"""Two parts one after the other, candidates 0 and 2; or candidate 1, both as one."""


@pytest.mark.parametrize("scores", [(0.0, 0.0, 0.0), (2.0, 1.0, -0.5), (-300.0, 5.0, -300.0)])
def test_ways_weigh_exp_of_the_sum_of_their_scores(scores: tuple[float, ...]) -> None:
    apart, as_one = np.exp(scores[0] + scores[2]), np.exp(scores[1])
    expected = np.array([apart, as_one, apart]) / (apart + as_one)
    np.testing.assert_allclose(shares_of_ways(np.array(scores), TWO_OR_ONE), expected, atol=1e-12)


def test_a_candidate_for_two_states_has_the_share_of_both() -> None:
    edges = [(0, 1, 0), (0, 2, 0), (1, 3, 1), (2, 3, 2)]
    np.testing.assert_allclose(shares_of_ways(np.zeros(3), edges), [1, 0.5, 0.5])
