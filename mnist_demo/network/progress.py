"""Where a training stands, and the way to stop it: what whoever trains and whoever watches agree on."""

from __future__ import annotations

from dataclasses import dataclass, field


class TrainingStopped(Exception):
    """`should_stop` said so; there is no result."""


@dataclass(frozen=True)
class Progress:
    """Where a training stands.

    First the pictures to train on are drawn, if any: `epoch` is 0, and `step` of `steps` drawings are done. Then
    `epoch` counts from 1, and `step` of `steps` batches are done in all epochs together; `accuracy` is that of the
    running epoch so far, a share; `history` holds the finished epochs.
    """

    epoch: int
    epochs: int
    step: int
    steps: int
    accuracy: float = 0.0
    seconds_left: float | None = None
    history: dict[str, list[float]] = field(default_factory=dict)
