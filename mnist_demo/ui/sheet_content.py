"""What the sheet holds, whatever it is: a drawing, a test image or a photo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mnist_demo.images.preprocessing import Step
from mnist_demo.ui.subject import Subject

if TYPE_CHECKING:
    from mnist_demo.network.several import FoundDigit


@dataclass(frozen=True, eq=False)
class SheetDigits:
    """The digits on a sheet in reading order, and the number of the one that is looked at; -1 where there is none."""

    digits: Sequence[FoundDigit] = ()
    chosen: int = -1

    @property
    def chosen_digit(self) -> FoundDigit | None:
        """The one with the bars and the picture, which all other parts of the page look at."""
        return self.digits[self.chosen] if self.digits else None


@dataclass(frozen=True)
class SheetContent:
    """The image that networks read, with a way to the steps by which it was prepared; None where there is none yet.

    Then `is_too_small` says that there is no more than a dot, or `invitation` what is to be done; empty for "draw".
    `several` are all digits of a sheet that has room for them.
    """

    shown: Subject | None = None
    steps: Callable[[], Sequence[Step]] = tuple
    is_too_small: bool = False
    invitation: str = ""
    several: SheetDigits | None = None
