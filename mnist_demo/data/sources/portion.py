"""What every kind of source gives: images with their labels, and a place to say how they were understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

Say = Callable[[str], None]
"""Takes one line for people: how something was understood that could have been meant otherwise."""


@dataclass(frozen=True)
class Portion:
    """The training set or the test set of a source: `images` uint8 (N, 28, 28), `labels` uint8 (N,) from 0 to 9.

    `labels` is None where the source has none.
    """

    images: np.ndarray
    labels: np.ndarray | None


class DataSource(Protocol):
    """A file or folder that holds a dataset. Both methods raise DatasetError."""

    def check(self) -> None:
        """Look at what the files claim to hold, in little time and memory."""

    def read(self, say: Say) -> tuple[Portion, Portion | None]:
        """What to train on, and what to test on, if the source tells them apart."""
