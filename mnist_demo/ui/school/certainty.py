"""How sure a share is that was counted on few drawings."""

from __future__ import annotations

import numpy as np

from mnist_demo.network.difference import CONFIDENCE


def interval(right: int, count: int) -> tuple[float, float]:
    """Wilson's interval for a share, from 0 to 1, at CONFIDENCE (Wilson, 1927); `count` is 1 at least."""
    from scipy.stats import binomtest  # takes long to import, and only this view needs it

    found = binomtest(right, count).proportion_ci(CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)


def share_by_contributor(is_right: np.ndarray, contributors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each contributor, without a name and in order of the shares, what was read right of their drawings.

    Args:
        is_right: bool (N,).
        contributors: their names, str (N,).

    Returns:
        Shares float64 (P,) and numbers of drawings int64 (P,).
    """
    _, person, counts = np.unique(contributors, return_inverse=True, return_counts=True)
    shares = np.bincount(person, is_right) / counts
    order = np.argsort(shares, kind="stable")
    return shares[order], counts[order]
