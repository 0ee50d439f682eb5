"""The files of a run: written into its folder, and read with every value checked."""

from __future__ import annotations

import csv
import reprlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import numpy as np

from mnist_demo.config import DEFAULT_TASK, HISTORY_KEYS, MOST_EPOCHS, TASKS, TrainConfig
from mnist_demo.network.inference import Network, check_answers
from mnist_demo.runs.json_text import parse_json
from mnist_demo.runs.metrics import Metrics, parse_metrics
from mnist_demo.runs.run import Run, RunError, read
from mnist_demo.wording import as_text

LARGEST_LOSS = float(np.finfo(np.float32).max)
"""What a training at a wild learning rate can come to."""


def read_run(path: Path, *, is_shipped: bool = False) -> Run:
    """The run in the folder `path`, which has its name (RunError if it is damaged; the message names the file)."""
    config = read_config(path)
    history = read(path / "history.csv", _parse_history)
    return Run(
        name=path.name,
        path=path,
        config=config,
        metrics=read(path / "metrics.json", partial(_parse_metrics, config=config, epochs=len(history["loss"]))),
        history=history,
        network=read(path / "weights.npz", partial(_parse_network, config=config)),
        is_shipped=is_shipped,
    )


def read_config(path: Path) -> TrainConfig:
    """The settings of the run in the folder `path` (RunError if they are damaged; the message names the file)."""
    return read(path / "config.json", _parse_config)


def write_texts(folder: Path, config: TrainConfig, metrics: Metrics, history: Mapping[str, Sequence[float]]) -> None:
    """Write `config.json`, `metrics.json` and `history.csv` into the folder of a run."""
    (folder / "config.json").write_text(config.model_dump_json(indent=2) + "\n", encoding="utf-8")
    (folder / "metrics.json").write_text(metrics.model_dump_json(indent=2, exclude_none=True) + "\n", encoding="utf-8")
    with (folder / "history.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["epoch", *history])
        epochs = zip(*history.values(), strict=True)
        writer.writerows([epoch, *values] for epoch, values in enumerate(epochs, start=1))


def _parse_config(path: Path) -> TrainConfig:
    settings = parse_json(path.read_text(encoding="utf-8"))
    if (task := settings.get("task", DEFAULT_TASK)) not in TASKS:
        problem = f"TASKS in mnist_demo/config.py has no {reprlib.repr(task)}"
        raise RunError(f"{path.parent.name}: {problem}; put it back there, or delete the run")
    return TrainConfig.model_validate(settings)


def _parse_network(path: Path, config: TrainConfig) -> Network:
    network = Network.load(path, config.activation)
    if network.outputs != TASKS[config.task].outputs:
        raise ValueError(f"{network.outputs} outputs; expected {TASKS[config.task].outputs} for {config.task}")
    found, expected = as_text(network.hidden_layers[:10]), as_text(config.hidden_layers)
    if found != expected:
        raise ValueError(f"hidden layers {found}; config.json says {expected}")
    check_answers(network)
    return network


def _parse_metrics(path: Path, config: TrainConfig, epochs: int) -> Metrics:
    metrics = parse_metrics(path.read_text(encoding="utf-8"))
    metrics.check_fits(len(TASKS[config.task].classes), epochs)
    return metrics


def _parse_history(path: Path) -> dict[str, list[float]]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if not rows or any(key not in rows[0] for key in HISTORY_KEYS):
        raise ValueError(f"no rows with {', '.join(HISTORY_KEYS)}")
    if len(rows) > MOST_EPOCHS:
        raise ValueError(f"{len(rows):,} rows; a training has at most {MOST_EPOCHS:,} epochs")
    return {key: [_figure(key, row[key], line) for line, row in enumerate(rows, start=2)] for key in HISTORY_KEYS}


def _figure(key: str, text: str | None, line: int) -> float:
    """A loss or an accuracy; NaN is neither."""
    is_share = key.endswith("accuracy")
    with suppress(ValueError):
        if 0 <= (value := float(text or "")) <= (1 if is_share else LARGEST_LOSS):
            return value
    expected = "a number from 0 to 1" if is_share else "a number, 0 or more"
    raise ValueError(f"line {line}: {key} is {reprlib.repr(text or '')}; expected {expected}")
