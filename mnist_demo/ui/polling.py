"""How often pages that wait ask the server again."""

from __future__ import annotations

import random


def seconds_apart(seconds: float, spread: float) -> float:
    """So many seconds, or sooner by a random share of at most `spread`.

    Pages that something made run at once, as the opening of a class or the end of a training does, should not go on
    asking at once.
    """
    return random.uniform(1 - spread, 1) * seconds
