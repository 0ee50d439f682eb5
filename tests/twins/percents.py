"""Probabilities as text: at ties, at the ends, and at random."""

from __future__ import annotations

import numpy as np

from mnist_demo.numbers import probability
from twins.files import Case

TIES = [0.0, 0.0004999, 0.0005, 0.00125, 0.0625, 0.5625, 0.8125, 0.9375, 0.99949, 0.9995, 0.99951, 1.0]


def cases() -> list[Case]:
    """Shares from 0 to 1 with their text; those at random are float32, as a network gives them."""
    shares = [*TIES, *np.random.default_rng(6).random(500, np.float32).astype(float).tolist()]
    return [{"share": share, "text": probability(share)} for share in shares]
