"""Of the networks of each value, the one that stands for them where there is room for one alone."""

from __future__ import annotations

from mnist_demo.jobs.experiment import Experiment, SettingValue
from mnist_demo.runs.run import Run


def middle_runs(experiment: Experiment) -> dict[SettingValue, Run]:
    """For each value that has a network, the middle one by test accuracy, of two the lower."""
    found: dict[SettingValue, list[Run]] = {}
    for trial in experiment.finished:
        if trial.run:
            found.setdefault(trial.value, []).append(trial.run)
    return {value: _middle(runs) for value, runs in found.items()}


def _middle(runs: list[Run]) -> Run:
    return sorted(runs, key=lambda run: run.metrics.test_accuracy)[(len(runs) - 1) // 2]
