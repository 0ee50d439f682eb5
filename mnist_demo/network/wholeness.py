"""How likely ink is one whole digit: neither a part of one nor two that touch.

The network that reads digits cannot tell: half a 4 looks like a 1, and a 1 beside a 5 hardly changes its answer. So a
small network of its own, with one hidden layer, sees the picture at half its size, that answer, and how the ink lies in
its line. `mnist_demo/commands/whole_digits.py` trained it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from mnist_demo.config import IMAGE_SIZE, NUM_CLASSES
from mnist_demo.network.quantisation import quantise

PATH = Path(__file__).with_name("wholeness.npz")
HALF = IMAGE_SIZE // 2
UNCUT_WITHIN = 0.5
"""What stands for the least ink crossed by a cut within the ink, where there is none."""
MANY_CUTS = 4
"""The number of such cuts is given as a share of this."""


@dataclass(frozen=True)
class Lie:
    """How ink lies in its line; all but `cuts_within` as shares of the height of the line.

    `before` and `after` are the ink that the cuts at its sides cross, None where it ends by itself; `within` the least
    that a cut through its middle would cross, None where there is none.
    """

    width: float
    height: float
    top: float
    gap: float
    before: float | None
    after: float | None
    within: float | None
    cuts_within: int


@dataclass(frozen=True, eq=False)
class CandidateLine:
    """The N candidates of a line to train on, ordered by where they end.

    `known` is float32 (N, 216); `spans` int (N, 2), the borders of each; `is_whole` float32 (N,), 1 for one whole
    digit; `weights` float32 (N,), how much each counts; `is_right` bool (N, digits), which of the digits it stands for.
    """

    known: np.ndarray
    spans: np.ndarray
    is_whole: np.ndarray
    weights: np.ndarray
    is_right: np.ndarray


Layers = Sequence[tuple[np.ndarray, np.ndarray]]
"""Kernel, float32 (inputs, outputs), and bias, float32 (outputs,), of each layer."""


def features(image: np.ndarray, probabilities: np.ndarray, lie: Lie) -> np.ndarray:
    """What is known of some ink, float32 (216,): its image, float32 (28, 28), the answer, float32 (C,), and its lie."""
    small = image.reshape(HALF, 2, HALF, 2).mean(axis=(1, 3)).ravel()
    answer = np.pad(probabilities, (0, NUM_CLASSES - len(probabilities)))
    ends = [number for end in (lie.before, lie.after) for number in (float(end is not None), end or 0.0)]
    within = UNCUT_WITHIN if lie.within is None else lie.within
    numbers = [lie.width, lie.height, lie.top, lie.gap, *ends, within, lie.cuts_within / MANY_CUTS]
    return np.concatenate([small, answer, numbers]).astype(np.float32)


def log_odds(known: np.ndarray) -> np.ndarray:
    """The logarithm of the odds that each of N inks is one whole digit, float32 (N,); `known` is float32 (N, 216)."""
    (hidden, hidden_bias), (last, last_bias) = stored_layers()
    signal = np.maximum(known @ hidden + hidden_bias, 0)
    odds: np.ndarray = (signal @ last + last_bias)[:, 0]
    return odds


@cache
def stored_layers() -> Layers:
    """The trained layers."""
    with np.load(PATH, allow_pickle=False) as arrays:
        return [
            (arrays[f"codes_{number}"] * arrays[f"scales_{number}"], arrays[f"bias_{number}"]) for number in range(2)
        ]


def store_layers(layers: Layers) -> None:
    """Write what `stored_layers` reads: weights of 8 bits each."""
    arrays: dict[str, np.ndarray] = {}
    for number, (kernel, bias) in enumerate(layers):
        codes, scales = quantise(kernel)
        arrays |= {f"codes_{number}": codes, f"scales_{number}": scales, f"bias_{number}": bias}
    np.savez_compressed(PATH, allow_pickle=False, **arrays)
