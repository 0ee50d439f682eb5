"""What a class voted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mnist_demo.classroom.drawn_digit import DIGITS


@dataclass(frozen=True)
class Tally:
    """How many people voted for each digit, and how many were not sure."""

    digits: tuple[int, ...]
    not_sure: int

    @classmethod
    def of(cls, votes: Iterable[int | None]) -> Tally:
        """Count votes, of which None is "not sure"."""
        cast = list(votes)
        return cls(tuple(cast.count(digit) for digit in range(DIGITS)), cast.count(None))

    @property
    def votes(self) -> int:
        return sum(self.digits) + self.not_sure

    @property
    def answer(self) -> int | None:
        """The digit with the most votes; None where there are none, or two have as many."""
        most = max(self.digits)
        return self.digits.index(most) if most and self.digits.count(most) == 1 else None

    @property
    def agreement(self) -> float:
        """Share of all votes that the answer got, from 0 to 1."""
        return max(self.digits) / self.votes if self.votes else 0.0
