"""Confidence that can be trusted, and the threshold below which a network says that it is not sure."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mnist_demo.network.inference import softmax

DIGITS_ANSWERED = 0.994
"""The share of the validation digits that must get an answer, so that 99 % of unseen ones do."""
DOODLES_REFUSED = 0.98
"""The share of the validation doodles that should get none; more would cost answers to unusual digits."""


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The temperature that logits, float32 (N, C), are divided by to minimise the loss on labels (N,).

    One number for all classes, fitted on held-out images: it leaves the answers as they are and corrects their
    confidence (Guo et al., "On Calibration of Modern Neural Networks", 2017).
    """
    low, high = np.log(0.2), np.log(5.0)
    for _ in range(40):  # ternary search: the loss has a single minimum
        third = (high - low) / 3
        if _loss(logits, labels, low + third) < _loss(logits, labels, high - third):
            high -= third
        else:
            low += third
    return float(np.exp((low + high) / 2))


def _loss(logits: np.ndarray, labels: np.ndarray, log_temperature: float) -> float:
    probabilities = softmax(logits / np.exp(log_temperature))
    return -float(np.log(np.maximum(probabilities[np.arange(len(labels)), labels], 1e-12)).mean())


class Reliability(NamedTuple):
    """Equal bins of confidence from 0 to 1, each array (bins,).

    `confidence` and `accuracy` are means over the answers of a bin, float64, NaN where there are none; `support` is
    their number.
    """

    confidence: np.ndarray
    accuracy: np.ndarray
    support: np.ndarray

    @property
    def error(self) -> float:
        """The expected calibration error: mean distance between confidence and accuracy, weighted by the support."""
        gaps = np.abs(self.confidence - self.accuracy) * self.support
        return float(np.nansum(gaps) / self.support.sum())


def reliability(confidence: np.ndarray, is_right: np.ndarray, bins: int = 15) -> Reliability:
    """How often answers of each confidence, float32 (N,), are right, bool (N,)."""
    number = np.minimum((confidence * bins).astype(int), bins - 1)
    support = np.bincount(number, minlength=bins)
    sums = [np.bincount(number, weights=values, minlength=bins) for values in (confidence, is_right)]
    with np.errstate(invalid="ignore"):
        return Reliability(sums[0] / support, sums[1] / support, support)


def expected_calibration_error(probabilities: np.ndarray, labels: np.ndarray, bins: int = 15) -> float:
    """Mean distance between confidence and accuracy over equal bins of confidence, weighted by their images.

    Args:
        probabilities: float32 (N, C).
        labels: uint8 (N,).
    """
    return reliability(probabilities.max(axis=1), probabilities.argmax(axis=1) == labels, bins).error


def choose_threshold(digits: np.ndarray, doodles: np.ndarray | None = None) -> float:
    """The confidence from which on a network answers.

    Args:
        digits: confidence, float32 (N,), of the answers to validation digits.
        doodles: the same (M,) for validation doodles, if the network was trained to be unsure of them.

    Returns:
        The smallest confidence that refuses DOODLES_REFUSED of the doodles, but never so high that fewer than
        DIGITS_ANSWERED of the digits get an answer.
    """
    highest = float(np.quantile(digits, 1 - DIGITS_ANSWERED))
    return highest if doodles is None else min(highest, float(np.quantile(doodles, DOODLES_REFUSED)))
