"""Numbers in words: halves up, a space that does not break, and as many decimals as asked for."""

from __future__ import annotations

import numpy as np
import pytest

from mnist_demo import numbers


@pytest.mark.parametrize(
    ("share", "decimals", "words"),
    [
        (0.9823, 2, "98.23 %"), (0.9823, 1, "98.2 %"), (0.9805, 1, "98.1 %"), (0.98225, 2, "98.23 %"),
        (0.5625, 1, "56.3 %"), (0.005, 0, "1 %"), (0.0, 2, "0.00 %"), (1, 0, "100 %"), (0.99999, 1, "100.0 %"),
        (1e-9, 1, "0.0 %"), (np.float32(0.25), 0, "25 %"), (np.float64(0.125), 0, "13 %"),
    ],
)  # fmt: skip
def test_shares(share: float, decimals: int, words: str) -> None:
    assert numbers.in_percent(share, decimals) == words.replace(" ", "\u00a0")
    assert numbers.in_percent(share, decimals, space=" ") == words


def test_halves_go_up_where_python_would_take_the_even_digit() -> None:
    for thousandths in range(1000):
        share = thousandths / 1000
        assert numbers.hundredths(share, 0) == str((thousandths + 5) // 10)


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [(0.0586780346, 4, "0.0587"), (0.285, 2, "0.29"), (16.118, 4, "16.1180"), (1e-7, 4, "0.0000"), (2.5, 0, "3")],
)
def test_decimals(value: float, decimals: int, words: str) -> None:
    assert numbers.fixed(value, decimals) == words


def test_counts_durations_and_sizes() -> None:
    assert (numbers.count(118282), numbers.count(7)) == ("118,282", "7")
    found = [numbers.duration(seconds) for seconds in (0.2, 6.4, 12.5, 89.4, 90, 613)]
    assert found == ["0\u00a0s", "6\u00a0s", "13\u00a0s", "89\u00a0s", "2\u00a0min", "10\u00a0min"]
    found = [numbers.size(size) for size in (400, 87_400, 1_099_000, 13_900_000, 71_809_000_000)]
    assert found == ["0\u00a0kB", "87\u00a0kB", "1.1\u00a0MB", "13.9\u00a0MB", "71.8\u00a0GB"]


def test_formats_of_tables() -> None:
    assert numbers.percent_format(2) % 98.226 == "98.23\u00a0%"
    assert numbers.points_format(2) % -0.5 == "-0.50\u00a0points"
