"""How much better one network reads the same images than another, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Difference:
    """Shares of right answers, `before` and `after`, from 0 to 1, over `count` images of `people` people.

    Between `low` and `high` lies the change, after less before, at CONFIDENCE.
    """

    before: float
    after: float
    low: float
    high: float
    count: int
    people: int

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves out that nothing has changed."""
        return self.low > 0 or self.high < 0


def difference(was_right: np.ndarray, is_right: np.ndarray, people: np.ndarray) -> Difference:
    """Compare two networks' answers to the same images, of which each person may have written several.

    The interval is that of Agresti and Min for matched proportions ("Simple improved confidence intervals for
    comparing matched proportions", 2005), which counts two answers more, half of them unchanged, so that it holds for
    few images, too. The spread is that between people, not between images (Liang and Zeger, 1986): ten drawings of one
    hand are not ten witnesses. With one drawing each by many people it is the published interval; for few people it
    is wider, by a factor and Student's quantile, which in simulations (see the tests) holds the 95 percent.

    Args:
        was_right, is_right: bool (N,), N at least 1, before and after.
        people: (N,), who wrote each.
    """
    from scipy.stats import t  # takes long to import, and only this needs it

    _, person = np.unique(people, return_inverse=True)
    count, writers = len(person), int(person.max()) + 1
    changes = is_right.astype(np.float64) - was_right
    centre = changes.sum() / (count + 2)
    off = np.bincount(person, changes - centre)
    added = 0.5 * ((1 - centre) ** 2 + (1 + centre) ** 2) + centre**2
    few = writers / max(1, writers - 1)
    error = float(np.sqrt(few * (off**2).sum() + added)) / (count + 2)
    reach = float(t.ppf((1 + CONFIDENCE) / 2, writers)) * error
    low, high = max(-1.0, centre - reach), min(1.0, centre + reach)
    return Difference(float(was_right.mean()), float(is_right.mean()), low, high, count, writers)
