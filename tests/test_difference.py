"""How sure the change from one network to another is."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from mnist_demo.network.difference import difference

ALONE = np.arange(1000)


def answers(gains: int, losses: int, kept: int) -> tuple[np.ndarray, np.ndarray]:
    """Before and after, with so many drawings that are right in both."""
    before = np.repeat([False, True, True], [gains, losses, kept])
    return before, np.repeat([True, False, True], [gains, losses, kept])


def test_shares_and_counts() -> None:
    found = difference(*answers(3, 1, 6), np.array(["a", "b"]).repeat(5))
    assert (found.before, found.after, found.count, found.people) == (0.7, 0.9, 10, 2)


@pytest.mark.parametrize(("gains", "losses", "kept"), [(40, 10, 950), (0, 0, 1000), (300, 300, 400)])
def test_with_a_drawing_each_it_is_the_published_interval(gains: int, losses: int, kept: int) -> None:
    """Agresti and Min (2005): half an answer is added to each cell of the table."""
    found = difference(*answers(gains, losses, kept), ALONE)
    up, down, total = gains + 0.5, losses + 0.5, 1002
    centre = (up - down) / total
    reach = norm.ppf(0.975) * np.sqrt((up + down) / total - centre**2) / np.sqrt(total)
    assert np.allclose([found.low, found.high], [centre - reach, centre + reach], rtol=3e-3)


def test_a_change_that_few_show_may_be_chance() -> None:
    assert not difference(*answers(2, 0, 4), np.arange(6)).is_sure
    assert difference(*answers(6, 0, 0), np.arange(6)).low > 0
    assert difference(*answers(0, 60, 40), np.arange(100)).high < 0


def test_ten_drawings_of_one_hand_are_not_ten_witnesses() -> None:
    before, after = answers(20, 0, 40)
    spread, one_hand = np.arange(60) % 6, np.repeat(np.arange(6), 10)  # the gains are those of all, or of two
    assert difference(before, after, spread).is_sure and not difference(before, after, one_hand).is_sure


@pytest.mark.parametrize("drawings", [1, 10])
def test_it_holds_the_true_change_as_often_as_it_says(drawings: int) -> None:
    """Six people, as of twenty are kept for the test, each with a share of gains of their own."""
    rng, hits, people = np.random.default_rng(0), 0, np.repeat(np.arange(6), drawings)
    for _ in range(500):
        own = rng.beta(2, 8, 6)[people]
        gains, losses = rng.random(len(people)) < own, rng.random(len(people)) < 0.02
        before, after = ~gains, ~(losses & ~gains)
        found = difference(before, after, people)
        hits += found.low <= 0.2 - 0.02 * 0.8 <= found.high
    assert hits / 500 > 0.93
