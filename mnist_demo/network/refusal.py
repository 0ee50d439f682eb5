"""What it costs, and what it is good for, that a network answers only from a threshold on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Refusal(NamedTuple):
    """What happens at each of T thresholds, each array int64 (T,): how many images get an answer, how many of these
    answers are right, and how many doodles get none.
    """

    answered: np.ndarray
    right: np.ndarray
    refused: np.ndarray

    @property
    def right_share(self) -> np.ndarray:
        """Of the answers the share that is right, float64 (T,), NaN where there is no answer."""
        with np.errstate(invalid="ignore"):
            share: np.ndarray = self.right / self.answered
        return share


def refusal(thresholds: np.ndarray, confidence: np.ndarray, is_right: np.ndarray, doodles: np.ndarray) -> Refusal:
    """Count what `inference.decide` would do at each threshold.

    Args:
        thresholds: float64 (T,), in any order.
        confidence: float32 (N,), of the answers to test images.
        is_right: bool (N,), whether these are right.
        doodles: the confidence, float32 (M,), of the answers to pictures that are no digits.
    """
    refused = _below(thresholds, doodles)
    answered = len(confidence) - _below(thresholds, confidence)
    right = int(is_right.sum()) - _below(thresholds, confidence[is_right])
    return Refusal(answered, right, refused)


def _below(thresholds: np.ndarray, confidence: np.ndarray) -> np.ndarray:
    """How many are less than each threshold, compared in 64 bits as `decide` does."""
    return np.searchsorted(np.sort(confidence.astype(np.float64)), thresholds, side="left")
