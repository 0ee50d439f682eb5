"""The cost of a threshold, against counts by hand and against `decide`."""

from __future__ import annotations

import numpy as np

from mnist_demo.network.inference import decide
from mnist_demo.network.refusal import refusal


def test_the_cost_of_a_threshold_is_counted() -> None:
    confidence = np.array([0.9, 0.5, 0.75, 0.25], np.float32)
    is_right = np.array([True, False, True, False])
    doodles = np.array([0.5, 0.25, 0.75], np.float32)
    found = refusal(np.array([0.0, 0.5, 0.6, 0.75, 1.0]), confidence, is_right, doodles)
    assert found.answered.tolist() == [4, 3, 2, 2, 0]
    assert found.right.tolist() == [2, 2, 2, 2, 0]
    assert found.refused.tolist() == [0, 1, 2, 2, 3]
    np.testing.assert_array_equal(found.right_share, [0.5, 2 / 3, 1, 1, np.nan])


def test_thresholds_may_come_in_any_order_and_there_may_be_no_doodle() -> None:
    confidence, nothing = np.array([0.5], np.float32), np.zeros(0, np.float32)
    found = refusal(np.array([0.9, 0.1]), confidence, np.array([True]), nothing)
    assert found.answered.tolist() == [0, 1] and found.refused.tolist() == [0, 0]


def test_it_counts_what_is_decided() -> None:
    """Also where a confidence lies between a threshold and the nearest number of 32 bits."""
    shares = np.random.default_rng(1).dirichlet(np.ones(4), 200).astype(np.float32)
    confidence = shares.max(axis=1)
    thresholds = np.concatenate([np.linspace(0, 1, 11), confidence[:5].astype(float), confidence[:5] + 1e-12])
    found = refusal(thresholds, confidence, np.ones(200, bool), confidence)
    expected = [sum(decide(each, float(threshold)) is not None for each in shares) for threshold in thresholds]
    assert found.answered.tolist() == found.right.tolist() == expected
    assert found.refused.tolist() == [200 - count for count in expected]
