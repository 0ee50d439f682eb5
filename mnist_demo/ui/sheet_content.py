"""What the sheet holds, whatever it is: a drawing, a test image or a photo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mnist_demo.images.preprocessing import Step
from mnist_demo.ui.subject import Subject


@dataclass(frozen=True)
class SheetContent:
    """The image that networks read, with a way to the steps by which it was prepared; None where there is none yet.

    Then `is_too_small` says that there is no more than a dot, or `invitation` what is to be done; empty for "draw".
    """

    shown: Subject | None = None
    steps: Callable[[], Sequence[Step]] = tuple
    is_too_small: bool = False
    invitation: str = ""
