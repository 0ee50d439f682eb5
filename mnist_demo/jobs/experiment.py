"""Experiments: trainings of one title that differ in one setting, found among the runs and in the queue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mnist_demo.config import TrainConfig
from mnist_demo.jobs.interface import JobStatus
from mnist_demo.runs.run import Run
from mnist_demo.runs.store import LONG_AGO
from mnist_demo.wording import FIELDS

SettingValue = bool | int | float | str | tuple[int, ...]
"""What a setting may be."""


@dataclass(frozen=True)
class Trial:
    """One training of an experiment: it has ended as a `run`, or its `status` says that it waits, runs or failed.

    One that failed and whose end was told, `JobStatus.is_told`, is none any more.
    """

    config: TrainConfig
    run: Run | None = None
    status: JobStatus | None = None

    @property
    def value(self) -> SettingValue:
        """Of the setting that is varied."""
        value: SettingValue = getattr(self.config, self.config.vary)
        return value

    @property
    def seed(self) -> int:
        """The start of its random numbers: what trials of one value differ in."""
        return self.config.seed

    @property
    def state(self) -> str:
        """As `JobStatus.state`."""
        return self.status.state if self.status else "finished"


@dataclass(frozen=True)
class Experiment:
    """Trainings that differ in one `setting`, and perhaps in the seed.

    They stand in the order of the values, then of the seeds: numbers by size, words as the setting has its choices,
    layers by how many parameters they make.
    """

    name: str
    setting: str
    trials: tuple[Trial, ...]

    @property
    def values(self) -> tuple[SettingValue, ...]:
        """The different values, in order."""
        return tuple(dict.fromkeys(trial.value for trial in self.trials))

    @property
    def seeds(self) -> tuple[int, ...]:
        """The different seeds, in order."""
        return tuple(sorted({trial.seed for trial in self.trials}))

    @property
    def finished(self) -> tuple[Trial, ...]:
        """The trials with a run."""
        return tuple(trial for trial in self.trials if trial.run)

    @property
    def runs(self) -> tuple[Run, ...]:
        """The networks that there are already, in the order of the trials."""
        return tuple(trial.run for trial in self.trials if trial.run)

    @property
    def unfinished(self) -> tuple[JobStatus, ...]:
        """How those stand that wait or run."""
        return tuple(each.status for each in self.trials if each.status and not each.status.has_ended)

    @property
    def failed(self) -> tuple[JobStatus, ...]:
        """How those ended that failed."""
        return tuple(each.status for each in self.trials if each.status and each.status.has_ended)

    @property
    def is_active(self) -> bool:
        """Whether any training waits or runs."""
        return bool(self.unfinished)

    @property
    def date(self) -> datetime:
        """When the newest of its networks was trained, long ago where there is none."""
        return max((run.metrics.date or LONG_AGO for run in self.runs), default=LONG_AGO)


def experiments_in(runs: Iterable[Run], statuses: Iterable[JobStatus]) -> tuple[Experiment, ...]:
    """All experiments of these runs and trainings, those that go on first, then the newest first.

    `statuses` are those of `Trainings.queue` and `Trainings.ended`; what is part of no experiment is passed over.
    """
    groups: dict[tuple[str, str], list[Trial]] = {}
    for trial in _trials(runs, statuses).values():
        groups.setdefault((trial.config.experiment, trial.config.vary), []).append(trial)
    found = [Experiment(*key, tuple(sorted(trials, key=_rank))) for key, trials in groups.items()]
    return tuple(sorted(found, key=lambda each: (each.is_active, each.date), reverse=True))


def find_experiment(name: str, found: Sequence[Experiment]) -> Experiment | None:
    """The experiment of this name, None where there is none."""
    return next((each for each in found if each.name == name), None)


def _trials(runs: Iterable[Run], statuses: Iterable[JobStatus]) -> dict[TrainConfig, Trial]:
    """Each training once: where a run of the same settings is there, it counts, and one at work before a failed one."""
    known = [each for each in statuses if each.config and each.config.experiment]
    failed = (each for each in known if each.state == "failed" and not each.is_told)
    active = (each for each in known if not each.has_ended)
    trials = {each.config: Trial(each.config, status=each) for each in (*failed, *active) if each.config}
    return trials | {run.config: Trial(run.config, run) for run in runs if run.config.experiment}


def _rank(trial: Trial) -> tuple[Any, ...]:
    value, choices = trial.value, FIELDS[trial.config.vary].get("enum")
    if isinstance(value, tuple):
        return trial.config.parameters, len(value), value, trial.seed
    return choices.index(value) if choices else value, trial.seed
