"""An experiment as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

from mnist_demo.jobs.experiment import Experiment, Trial
from mnist_demo.runs.figures import Figures
from mnist_demo.wording import as_text

COLUMNS = (
    "experiment", "setting", "value", "seed", "state", "run", "training_accuracy", "validation_accuracy",
    "test_accuracy", "epochs", "images", "parameters", "seconds", "message",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a text begins with that spreadsheets take for a formula and compute."""


def as_csv(experiment: Experiment) -> str:
    """A row for each trial, in their order, below COLUMNS; accuracies are shares, see `Figures`.

    `epochs` is the one whose weights are kept, `images` as it was set, with 0 for all; what a trial does not have yet
    is empty. A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(experiment, trial) for trial in experiment.trials)
    return file.getvalue()


def _row(experiment: Experiment, trial: Trial) -> dict[str, Any]:
    row = {"setting": experiment.setting, "value": as_text(trial.value), "seed": trial.seed, "state": trial.state}
    row |= {"experiment": _as_words(experiment.name), "images": trial.config.images}
    row["message"] = _as_words(trial.status.message) if trial.status else ""
    return row | {"parameters": trial.config.parameters} | _measured(trial)


def _measured(trial: Trial) -> dict[str, Any]:
    if not trial.run:
        return {}
    figures = {f"{part}_accuracy": accuracy for part, accuracy in vars(Figures.of(trial.run)).items()}
    return {"run": trial.run.name, "epochs": trial.run.epoch, "seconds": trial.run.metrics.seconds, **figures}


def _as_words(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
