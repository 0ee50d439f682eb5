"""What was read right of each contributor's drawings."""

from __future__ import annotations

import numpy as np


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
