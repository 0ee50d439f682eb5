"""An experiment as a table in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from mnist_demo.jobs.experiment import Experiment
from mnist_demo.numbers import in_percent
from mnist_demo.runs.figures import Figures, worst_confusion
from mnist_demo.runs.run import Run
from mnist_demo.wording import as_text


def table_of(experiment: Experiment) -> list[str]:
    """A line for each network, below a heading: its value, three accuracies, and what it gets wrong most."""
    heading = [experiment.setting.replace("_", " "), "seed", "training", "validation", "test", "most often wrong"]
    rows = [heading, *map(_cells, experiment.runs)]
    if len(experiment.seeds) == 1:
        rows = [[cell for column, cell in enumerate(row) if column != 1] for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [_line(row, widths) for row in rows]


def _cells(run: Run) -> list[str]:
    value = as_text(getattr(run.config, run.config.vary))
    shares = [in_percent(share, 2, space=" ") for share in vars(Figures.of(run)).values()]
    return [value, str(run.config.seed), *shares, _worst(run)]


def _worst(run: Run) -> str:
    found, classes = worst_confusion(run), run.task.classes
    return f"{classes[found.true]} as {classes[found.predicted]} ({found.count})" if found else "-"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    *numbers, words = [cell.rjust(width) for cell, width in zip(cells, widths, strict=True)]
    return "  ".join([*numbers, words.strip()])
