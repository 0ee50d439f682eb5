"""Experiments that are there to start, each with a question; what people read of them stands in the texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mnist_demo.config import TrainConfig
from mnist_demo.jobs.experiment import SettingValue
from mnist_demo.jobs.plan import plan
from mnist_demo.texts import say


@dataclass(frozen=True)
class ReadyMade:
    """An experiment with the preset classic: the setting that it varies, its values, and what else is set."""

    id: str
    setting: str
    values: tuple[SettingValue, ...]
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def question(self) -> str:
        """What it answers, which is also the title of the experiment."""
        return say(f"ready_made.{self.id}.question")

    @property
    def hint(self) -> str:
        """What there is to see, in a sentence or two."""
        return say(f"ready_made.{self.id}.hint")

    @property
    def base(self) -> TrainConfig:
        """What all its trainings have in common."""
        return TrainConfig.from_preset("classic", **self.changes)

    def plan(self, seeds: int = 1) -> tuple[TrainConfig, ...]:
        """The settings of its trainings, as `plan.plan` makes them."""
        return plan(self.base, self.question, self.setting, self.values, seeds)


READY_MADE = {
    each.id: each
    for each in (
        ReadyMade("examples", "images", (100, 300, 1000, 3000, 10_000, 60_000)),
        ReadyMade(
            "by_heart",
            "epochs",
            (1, 3, 10, 30, 100),
            {"images": 2000, "validation_split": 0.5, "hidden_layers": (512,)},
        ),
        ReadyMade("never_seen", "leave_out", ((), (7,), (1,)), {"images": 10_000}),
        ReadyMade("wrong_labels", "wrong_labels", (0.0, 0.2, 0.5, 0.8, 0.9), {"images": 10_000}),
    )
}
"""By their ids. Each takes half a minute to a minute and a half on two cores."""
