"""Trained networks on disk: one folder a run, written whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from mnist_demo.config import DEFAULT_TASK, HISTORY_KEYS, MODELS_DIR, SHIPPED_RUNS, TASKS, TrainConfig
from mnist_demo.files import delete_whole, written_whole
from mnist_demo.network.inference import Network

# Whoever works with runs imports all of it from here.
from mnist_demo.runs.results import evaluate_run as evaluate_run
from mnist_demo.runs.results import load_test_result as load_test_result
from mnist_demo.runs.results import load_timeline as load_timeline
from mnist_demo.runs.results import save_test_result as save_test_result
from mnist_demo.runs.results import save_timeline as save_timeline
from mnist_demo.runs.run import DamagedRun, Run, RunError, is_shipped, read

NAME_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
NEEDED_METRICS = ("test_accuracy", "test_loss", "validation_accuracy", "parameters", "seconds")


def list_runs(models_dir: Path = MODELS_DIR) -> list[Run]:
    """All usable runs, as `in_order` sorts them."""
    return in_order(scan(models_dir))


def in_order(found: Sequence[Run | DamagedRun]) -> list[Run]:
    """The usable runs of a scan: the shipped ones first, then the newest first."""
    runs = [run for run in found if isinstance(run, Run)]
    newest_first = sorted(runs, key=lambda run: str(run.metrics.get("date", "")), reverse=True)
    return sorted(newest_first, key=_shipped_rank)


def damaged_in(found: Sequence[Run | DamagedRun]) -> list[DamagedRun]:
    """The folders of a scan that cannot be used as runs."""
    return [run for run in found if isinstance(run, DamagedRun)]


def scan(models_dir: Path = MODELS_DIR) -> list[Run | DamagedRun]:
    """Every run folder, usable or not, by name; unfinished and hidden ones are left out."""
    return [_load_or_explain(name, models_dir) for name in run_names(models_dir)]


def run_names(models_dir: Path = MODELS_DIR) -> list[str]:
    """The names of all run folders, sorted; whether they are usable only loading tells."""
    folders = sorted(models_dir.iterdir()) if models_dir.is_dir() else []
    return [folder.name for folder in folders if folder.is_dir() and not folder.name.startswith(".")]


def load_run(name: str, models_dir: Path = MODELS_DIR) -> Run:
    """Load a run by its name.

    Raises:
        RunError: there is no such run, or it is damaged; the message names the file.
    """
    path = Path(models_dir) / check_name(name)
    try:
        is_there = path.is_dir()
    except OSError as error:
        raise RunError(f"{models_dir} cannot be read ({error.strerror})") from error
    if not is_there:
        raise RunError(f"no run {name} in {models_dir}; there are: {', '.join(run_names(models_dir)) or 'none'}")
    config = read(path / "config.json", _parse_config)
    history = read(path / "history.csv", _parse_history)
    return Run(
        name=name,
        path=path,
        config=config,
        metrics=read(path / "metrics.json", partial(_parse_metrics, config=config, epochs=len(history["loss"]))),
        history=history,
        network=read(path / "weights.npz", partial(_parse_network, config=config)),
    )


def delete_run(run: Run | DamagedRun) -> None:
    """Delete a run that was trained here (RunError for one that the project ships, or that is gone)."""
    if is_shipped(run.path):
        raise RunError(f"{run.name} is part of the project and cannot be deleted")
    try:
        delete_whole(run.path)
    except FileNotFoundError as error:
        raise RunError(f"{run.name} is gone already; somebody else has deleted it") from error


@contextmanager
def new_run(name: str, models_dir: Path = MODELS_DIR, *, overwrite: bool = False) -> Iterator[Path]:
    """A folder to write a run into; it becomes the run when the block ends well, and is deleted when not.

    Raises:
        RunError: the name is no file name, or taken (unless `overwrite`).
    """
    path = check_free(name, models_dir, overwrite=overwrite)
    Path(models_dir).mkdir(parents=True, exist_ok=True)
    with written_whole(path) as folder:
        folder.mkdir()
        yield folder


def write_texts(
    folder: Path, config: TrainConfig, metrics: Mapping[str, Any], history: Mapping[str, Sequence[float]]
) -> None:
    """Write `config.json`, `metrics.json` and `history.csv` into the folder of a run."""
    (folder / "config.json").write_text(config.model_dump_json(indent=2) + "\n", encoding="utf-8")
    (folder / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n", encoding="utf-8")
    with (folder / "history.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["epoch", *history])
        epochs = zip(*history.values(), strict=True)
        writer.writerows([epoch, *values] for epoch, values in enumerate(epochs, start=1))


def default_name(config: TrainConfig) -> str:
    """A name that sorts by time, such as classic-20260131-142501."""
    return f"{config.preset}-{datetime.now():%Y%m%d-%H%M%S}"


def check_name(name: str) -> str:
    """`name`, or RunError where it cannot be the name of a run."""
    if not NAME_PATTERN.fullmatch(name):
        raise RunError(f"{name!r} cannot be a run's name; expected letters, digits, '.', '_' and '-', at most 64")
    return name


def check_free(name: str, models_dir: Path = MODELS_DIR, *, overwrite: bool = False) -> Path:
    """The folder that a run of this name will have (RunError: no name for a run, or taken)."""
    path = Path(models_dir) / check_name(name)
    if not os.path.lexists(path):
        return path
    if path.is_symlink() or not any((path / file).is_file() for file in ("config.json", "metrics.json", "weights.npz")):
        raise RunError(f"{path} is there and is no trained network; choose another name")
    if not overwrite:
        raise RunError(f"there is a run {name} already; choose another name, or replace it by train.py --overwrite")
    return path


def _shipped_rank(run: Run) -> int:
    return SHIPPED_RUNS.index(run.name) if run.is_shipped else len(SHIPPED_RUNS)


def _load_or_explain(name: str, models_dir: Path) -> Run | DamagedRun:
    try:
        return load_run(name, models_dir)
    except RunError as error:
        return DamagedRun(name, Path(models_dir) / name, str(error))


def _parse_config(path: Path) -> TrainConfig:
    settings = json.loads(path.read_text(encoding="utf-8"))
    if (task := settings.get("task", DEFAULT_TASK)) not in TASKS:
        name = path.parent.name
        raise RunError(f"{name}: TASKS in mnist_demo/config.py has no {task!r}; put it back there, or delete the run")
    return TrainConfig.model_validate(settings)


def _parse_network(path: Path, config: TrainConfig) -> Network:
    network = Network.load(path, config.activation)
    if network.outputs != TASKS[config.task].outputs:
        raise ValueError(f"{network.outputs} outputs; expected {TASKS[config.task].outputs} for {config.task}")
    return network


def _parse_metrics(path: Path, config: TrainConfig, epochs: int) -> dict[str, Any]:
    metrics = json.loads(path.read_text(encoding="utf-8"))
    for key in NEEDED_METRICS:
        if not isinstance(metrics.get(key), int | float):
            raise ValueError(f"no number for {key}")
    for key in ("threshold", "epoch"):
        if not isinstance(metrics.get(key, 0), int | float):
            raise ValueError(f"{key} is no number")
    if not 1 <= metrics.get("epoch", epochs) <= epochs:
        raise ValueError(f"epoch is {metrics['epoch']}; expected 1 to {epochs}, as history.csv has")
    classes = len(TASKS[config.task].classes)
    if "confusion_matrix" in metrics and np.shape(metrics["confusion_matrix"]) != (classes, classes):
        raise ValueError(f"confusion_matrix is not {classes} by {classes}")
    return metrics


def _parse_history(path: Path) -> dict[str, list[float]]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if not rows or any(key not in rows[0] for key in HISTORY_KEYS):
        raise ValueError(f"no rows with {', '.join(HISTORY_KEYS)}")
    return {key: [float(row[key]) for row in rows] for key in HISTORY_KEYS}
