"""The files of a run: written into its folder, and read with every value checked."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from mnist_demo.config import DEFAULT_TASK, HISTORY_KEYS, TASKS, TrainConfig
from mnist_demo.network.inference import Network
from mnist_demo.runs.metrics import Metrics, parse_metrics
from mnist_demo.runs.run import Run, RunError, read


def read_run(path: Path, *, is_shipped: bool = False) -> Run:
    """The run in the folder `path`, which has its name (RunError if it is damaged; the message names the file)."""
    config = read(path / "config.json", _parse_config)
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


def _parse_metrics(path: Path, config: TrainConfig, epochs: int) -> Metrics:
    metrics = parse_metrics(path.read_text(encoding="utf-8"))
    metrics.check_fits(len(TASKS[config.task].classes), epochs)
    return metrics


def _parse_history(path: Path) -> dict[str, list[float]]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if not rows or any(key not in rows[0] for key in HISTORY_KEYS):
        raise ValueError(f"no rows with {', '.join(HISTORY_KEYS)}")
    return {key: [float(row[key]) for row in rows] for key in HISTORY_KEYS}
