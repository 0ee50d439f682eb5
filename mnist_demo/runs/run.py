"""One trained network on disk: what it is, and how its files are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from mnist_demo.config import TASKS, Task, TrainConfig
from mnist_demo.damage import in_short, reason
from mnist_demo.network.inference import Network
from mnist_demo.runs.file_sizes import check_size
from mnist_demo.runs.metrics import Metrics
from mnist_demo.wording import first_problem

T = TypeVar("T")
NAME_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class RunError(ValueError):
    """A run cannot be used, stored or deleted; the message is one line."""


@dataclass(frozen=True)
class Run:
    """One trained network with what is known of it.

    `history` has Keras's keys, a value for each epoch. A run that `is_shipped` is part of the project and cannot be
    deleted.
    """

    name: str
    path: Path
    config: TrainConfig
    metrics: Metrics
    history: dict[str, list[float]]
    network: Network = field(repr=False)
    is_shipped: bool = False

    @property
    def threshold(self) -> float:
        """The confidence below which the network's answer is "not sure"; 0 where none is stored."""
        return self.metrics.threshold

    @property
    def task(self) -> Task:
        """What the network was trained to tell."""
        return TASKS[self.config.task]

    @property
    def epoch(self) -> int:
        """The epoch at whose end the network was as it is: the last, or with early stopping the best."""
        return self.metrics.epoch or len(self.history["loss"])


@dataclass(frozen=True)
class DamagedRun:
    """A folder among the runs that cannot be used, its name as it can be shown, and the reason in one line."""

    name: str
    path: Path
    problem: str


def check_name(name: str) -> str:
    """`name`, or RunError where it cannot be the name of a run."""
    if not NAME_PATTERN.fullmatch(name):
        raise RunError(f"{name!r} cannot be a run's name; expected letters, digits, '.', '_' and '-', at most 64")
    return name


def check_there(run: Run) -> None:
    """RunError where the folder of a run is gone."""
    if not run.path.is_dir():
        raise RunError(f"{run.name} is gone; somebody else has deleted it")


def read(path: Path, parse: Callable[[Path], T], remedy: str = "") -> T:
    """`parse(path)`, with every way in which a damaged file fails turned into RunError, which ends with `remedy`."""
    try:
        check_size(path)
        return parse(path)
    except RunError:
        raise
    except FileNotFoundError as error:
        raise RunError(f"{path.parent.name}: {path.name} is missing{remedy}") from error
    except ValidationError as error:
        problem = in_short(first_problem(error))
        raise RunError(f"{path.parent.name}: {path.name} does not fit ({problem}){remedy}") from error
    except Exception as error:  # zip, zlib, NumPy, json and csv each have errors of their own
        raise RunError(f"{path.parent.name}: {path.name} is damaged ({reason(path, error)}){remedy}") from error
