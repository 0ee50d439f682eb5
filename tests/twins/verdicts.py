"""What probabilities say: answers, guesses and none, at the bounds and at random."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mnist_demo.network.inference import STANDS_OUT, decide, stands_out
from twins.files import Case

CLASSES = 10
HIGHEST = (0.102, 0.2, 0.2999, STANDS_OUT, 0.3001, 0.4, 0.5829, 0.583, 0.5831, 0.9, 1.0)
THRESHOLDS = (0.0, 0.102, STANDS_OUT, 0.583, 1.1)
"""None, one below what stands out, that itself, the default network's, and one that is never reached."""


def cases() -> list[Case]:
    """Probabilities and a threshold with the answer, None where there is none, and whether a class stands out."""
    return [
        {
            "probabilities": shares.tolist(),
            "threshold": threshold,
            "answer": decide(shares, threshold),
            "stands_out": stands_out(shares, threshold),
        }
        for threshold in THRESHOLDS
        for shares in _shares()
    ]


def _shares() -> Iterator[np.ndarray]:
    """Float64, so that each bound is met exactly."""
    for highest in HIGHEST:
        shares = np.full(CLASSES, (1 - highest) / (CLASSES - 1))
        shares[3] = highest
        yield shares
    random = np.random.default_rng(13)
    for sharpness in (0.3, 1.0, 30.0):
        yield from random.dirichlet(np.full(CLASSES, sharpness), 10).astype(np.float32).astype(float)
