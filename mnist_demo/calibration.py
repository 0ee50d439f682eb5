"""Confidence that can be believed, and the threshold below which a network says that it is not sure."""

from __future__ import annotations

import numpy as np

from mnist_demo.inference import softmax

DIGITS_ANSWERED = 0.994
"""The share of the validation digits that must get an answer, so that 99 % of unseen ones do."""
DOODLES_REFUSED = 0.98
"""The share of the validation doodles that should get none; more would cost answers to unusual digits."""


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The temperature by which logits, float32 (N, 10), are divided so that the loss on labels (N,) is least.

    One number for all classes, chosen on images not trained on: it leaves the answers as they are and corrects
    how sure they are (Guo et al., "On Calibration of Modern Neural Networks", 2017).
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


def expected_calibration_error(probabilities: np.ndarray, labels: np.ndarray, bins: int = 15) -> float:
    """Mean distance between confidence and accuracy over equal bins of confidence, weighted by their images.

    Args:
        probabilities: float32 (N, 10).
        labels: uint8 (N,).
    """
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    number = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = np.bincount(number, weights=confidence - right, minlength=bins)  # summed over the images of a bin
    return float(np.abs(gaps).sum() / len(labels))


def choose_threshold(digits: np.ndarray, doodles: np.ndarray | None = None) -> float:
    """The confidence from which a network answers.

    Args:
        digits: confidence, float32 (N,), of the answers to validation digits.
        doodles: the same (M,) for validation doodles, where the network was trained to doubt such.

    Returns:
        The least confidence that refuses DOODLES_REFUSED of the doodles, but never so high that fewer than
        DIGITS_ANSWERED of the digits get an answer.
    """
    highest = float(np.quantile(digits, 1 - DIGITS_ANSWERED))
    return highest if doodles is None else min(highest, float(np.quantile(doodles, DOODLES_REFUSED)))
