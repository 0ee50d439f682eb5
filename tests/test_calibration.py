"""Confidence that matches accuracy, and a threshold that keeps its promise."""

from __future__ import annotations

import numpy as np
import pytest

from mnist_demo.network.calibration import (
    DIGITS_ANSWERED,
    DOODLES_REFUSED,
    choose_threshold,
    expected_calibration_error,
    fit_temperature,
)
from mnist_demo.network.inference import decide, softmax

Answers = tuple[np.ndarray, np.ndarray]
"""Logits, float32 (N, 10), and labels, int64 (N,)."""


@pytest.fixture
def honest() -> Answers:
    """Logits whose softmax is the true distribution of the labels."""
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (20_000, 10)).astype(np.float32)
    labels = np.array([rng.choice(10, p=p) for p in softmax(logits.astype(np.float64))])
    return logits, labels


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_temperature_undoes_too_much_and_too_little_confidence(honest: Answers, temperature: float) -> None:
    logits, labels = honest
    assert fit_temperature(logits * temperature, labels) == pytest.approx(temperature, rel=0.05)


def test_calibration_error_is_small_for_honest_and_large_for_boastful_confidence(
    honest: Answers,
) -> None:
    logits, labels = honest
    assert expected_calibration_error(softmax(logits), labels) < 0.02
    assert expected_calibration_error(softmax(3 * logits), labels) > 0.15


def test_calibration_error_by_hand() -> None:
    probabilities = np.full((4, 10), 0.01)
    probabilities[:2, 3], probabilities[2:, 5] = 0.9, 0.55  # two bins of two images
    labels = np.array([3, 3, 5, 0])
    expected = (2 * abs(0.9 - 1.0) + 2 * abs(0.55 - 0.5)) / 4
    assert expected_calibration_error(probabilities, labels) == pytest.approx(expected)


def test_calibration_error_against_a_plain_loop(honest: Answers) -> None:
    logits, labels = honest
    probabilities = softmax(logits)
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    total = 0.0
    for low in np.arange(15) / 15:
        chosen = (confidence >= low) & (confidence < low + 1 / 15)
        if chosen.any():
            total += chosen.mean() * abs(confidence[chosen].mean() - right[chosen].mean())
    assert expected_calibration_error(probabilities, labels) == pytest.approx(total, abs=1e-6)


def test_threshold_refuses_doodles_but_never_too_many_digits() -> None:
    rng = np.random.default_rng(1)
    digits, doodles = rng.beta(60, 1, 10_000), rng.beta(2, 12, 10_000)
    threshold = choose_threshold(digits, doodles)
    assert (doodles < threshold).mean() == pytest.approx(DOODLES_REFUSED, abs=0.001)
    assert (digits >= threshold).mean() >= DIGITS_ANSWERED
    confident_doodles = rng.beta(60, 1, 10_000)
    for threshold in (choose_threshold(digits, confident_doodles), choose_threshold(digits)):
        assert (digits >= threshold).mean() == pytest.approx(DIGITS_ANSWERED, abs=0.001)


def test_decision_follows_the_threshold() -> None:
    probabilities = np.array([0.0, 0.1, 0.6, 0.3, 0, 0, 0, 0, 0, 0])
    assert decide(probabilities, 0.6) == 2 and decide(probabilities, 0.61) is None
    assert decide(np.array([0.5, 0.5], np.float32), 0.5 + 1e-9) is None  # as in JavaScript, which has no float32
