"""How far a training has got, and how to stop it: shared by the code that trains and the code that watches."""

from __future__ import annotations

from dataclasses import dataclass, field


class TrainingStopped(Exception):
    """`should_stop` returned True; there is no result."""


@dataclass(frozen=True)
class Progress:
    """How far a training has got.

    First the pictures to train on are drawn, if any: `epoch` is 0, and `step` of `steps` drawings are done. Then
    `epoch` counts from 1, and `step` of `steps` batches are done, counted over all epochs; `accuracy` is that of the
    current epoch so far on training images, from 0 to 1, None before the first batch; `history` holds the finished
    epochs. When all steps are done, or early stopping needs no more, the network is tested and saved.
    """

    epoch: int
    epochs: int
    step: int
    steps: int
    accuracy: float | None = None
    seconds_left: float | None = None
    history: dict[str, list[float]] = field(default_factory=dict)

    @property
    def is_trained(self) -> bool:
        """Whether no step is left."""
        return self.epoch > 0 and self.step == self.steps
