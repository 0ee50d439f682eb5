"""Experiments: what belongs to one, in which order, how its values are written, and its table."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mnist_demo.config import VARIED, TrainConfig
from mnist_demo.jobs.experiment import experiments_in, find_experiment
from mnist_demo.jobs.experiment_csv import COLUMNS, as_csv
from mnist_demo.jobs.interface import JobStatus
from mnist_demo.jobs.plan import parse_values, plan
from mnist_demo.jobs.ready_made import READY_MADE
from mnist_demo.runs.figures import Confusion, Figures, worst_confusion
from mnist_demo.runs.run import Run
from mnist_demo.runs.store import load_run

CLASSIC = TrainConfig.from_preset("classic")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def run_of(config: TrainConfig, name: str = "images-100", date: datetime = NOON) -> Run:
    """A run with these settings, whatever its network."""
    run = load_run("classic")
    return replace(run, name=name, config=config, metrics=run.metrics.model_copy(update={"date": date}))


def status_of(config: TrainConfig, state: Any = "waiting", **more: Any) -> JobStatus:
    return JobStatus(more.pop("number", 1), state, "images-300", config, **more)


def images(*values: int, name: str = "examples", seeds: int = 1) -> tuple[TrainConfig, ...]:
    return plan(CLASSIC, name, "images", values, seeds)


def test_runs_and_trainings_of_one_title_are_an_experiment() -> None:
    first, second, third = images(1000, 100, 300)
    runs = [run_of(first), load_run("classic")]
    (found,) = experiments_in(runs, [status_of(second, "running"), status_of(third), status_of(CLASSIC)])
    assert (found.name, found.setting, found.values) == ("examples", "images", (100, 300, 1000))
    assert [trial.state for trial in found.trials] == ["running", "waiting", "finished"]
    assert found.is_active and len(found.unfinished) == 2
    assert [trial.value for trial in found.finished] == [1000] and found.runs == (runs[0],)


def test_the_seeds_of_a_value_stand_side_by_side() -> None:
    (found,) = experiments_in(map(run_of, reversed(images(300, 100, seeds=3))), [])
    assert [(trial.value, trial.seed) for trial in found.trials] == [(v, s) for v in (100, 300) for s in (1, 2, 3)]
    assert found.seeds == (1, 2, 3)


@pytest.mark.parametrize(
    ("setting", "asked", "ordered"),
    [
        ("learning_rate", [0.1, 0.001], [0.001, 0.1]),
        ("optimizer", ["sgd", "adam"], ["adam", "sgd"]),
        ("batch_normalization", [True, False], [False, True]),
        ("hidden_layers", [(128, 128), (), (300,), (32,)], [(), (32,), (128, 128), (300,)]),
        ("leave_out", [(7,), (), (4, 9), (4,)], [(), (4,), (7,), (4, 9)]),
    ],
)
def test_values_stand_in_the_order_that_people_expect(setting: str, asked: list[Any], ordered: list[Any]) -> None:
    (found,) = experiments_in(map(run_of, plan(CLASSIC, "order", setting, asked)), [])
    assert list(found.values) == ordered


def test_those_that_go_on_come_first_then_the_newest() -> None:
    old, new, active = (images(100, 300, name=name) for name in ("old", "new", "active"))
    runs = [run_of(old[0]), run_of(new[0], date=NOON + timedelta(days=1)), run_of(active[0])]
    found = experiments_in(runs, [status_of(active[1])])
    assert [each.name for each in found] == ["active", "new", "old"]
    assert found[1].date == NOON + timedelta(days=1) and not found[1].is_active
    assert find_experiment("old", found) == found[2] and find_experiment("gone", found) is None


def test_a_training_counts_once_and_a_failure_until_it_was_told() -> None:
    first, second = images(100, 300)
    finished, failed = status_of(first, "finished"), status_of(second, "failed", message="no memory")
    (found,) = experiments_in([run_of(first)], [status_of(first, "running"), finished, failed])
    assert [trial.state for trial in found.trials] == ["finished", "failed"] and not found.is_active
    assert found.failed == (failed,)
    (again,) = experiments_in([], [status_of(second, "running"), failed])
    assert [trial.state for trial in again.trials] == ["running"]
    assert experiments_in([], [replace(failed, is_told=True), status_of(first, "cancelled")]) == ()


def test_a_plan_has_a_training_for_each_value_and_seed() -> None:
    planned = images(100, 0, seeds=3)
    assert [(config.images, config.seed) for config in planned] == [(n, s) for n in (100, 60_000) for s in (1, 2, 3)]
    assert {config.experiment for config in planned} == {"examples"} and {each.vary for each in planned} == {"images"}
    assert planned[0].model_copy(update={"images": 0, "experiment": "", "vary": ""}) == CLASSIC
    rates = [config.learning_rate for config in plan(CLASSIC, "which", "optimizer", ["adam", "sgd"])]
    assert rates == [CLASSIC.learning_rate, 0.5]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": " "}, "an experiment needs a name"),
        ({"name": "a\nb" * 30}, "experiment: expected a title of up to 60 characters"),
        ({"name": "bell\a"}, "experiment: expected a title"),
        ({"setting": "seed"}, "seed cannot be varied; expected one of: images, "),
        ({"values": [100]}, "an experiment needs 2 to 8 different values, and there are 1;"),
        ({"values": range(100, 109)}, "an experiment needs 2 to 8 different values, and there are 9;"),
        ({"values": [0, 60_000]}, "60000 stands there twice"),
        ({"values": [50, 100]}, "images: expected 0, or a whole number from 100 to 60000, got 50"),
        ({"seeds": 2}, "each value is trained with one seed or with three, not with 2"),
        ({"base": TrainConfig(seed=2**31 - 2), "seeds": 3}, "seed: expected a whole number"),
        ({"base": TrainConfig(start_from="classic"), "setting": "activation"}, "keeps its activation"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_in_a_line(changes: dict[str, Any], message: str) -> None:
    usual: dict[str, Any] = {"base": CLASSIC, "name": "examples", "setting": "images", "values": [100, 300], "seeds": 1}
    with pytest.raises(ValueError, match=message) as refused:
        plan(**usual | changes)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("setting", "text", "values"),
    [
        ("images", "100,300,1000", [100, 300, 1000]),
        ("images", "100, 300, 1,000", [100, 300, 1000]),
        ("images", "100; 1,000;60,000", [100, 1000, 60_000]),
        ("images", " 100 300\n0 ", [100, 300, 0]),
        ("learning_rate", "0.1 1e-3", [0.1, 0.001]),
        ("hidden_layers", "2; 8; 32", [(2,), (8,), (32,)]),
        ("hidden_layers", "2, 8, none", [(2,), (8,), ()]),
        ("hidden_layers", "128 128; 64;none", [(128, 128), (64,), ()]),
        ("hidden_layers", "128,128;64", [(128, 128), (64,)]),
        ("leave_out", "none,7", [(), (7,)]),
        ("leave_out", "none; 9 4", [(), (4, 9)]),
        ("optimizer", "adam, sgd", ["adam", "sgd"]),
        ("batch_normalization", "true false", [True, False]),
        ("images", "", []),
    ],
)
def test_values_are_read_as_people_write_them(setting: str, text: str, values: list[Any]) -> None:
    assert parse_values(setting, text) == values


@pytest.mark.parametrize(
    ("setting", "text", "message"),
    [
        ("images", "100 many", "images: expected 0, or a whole number from 100 to 60000, got 'many'"),
        ("images", "1,000", "images: expected 0, or a whole number from 100 to 60000, got '1'"),
        ("optimizer", "adam none", "optimizer: expected adam, rmsprop or sgd, got 'none'"),
        ("data", "bundled keras", "data cannot be varied"),
    ],
)
def test_values_that_cannot_be_are_refused_in_a_line(setting: str, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_values(setting, text)


def test_a_title_and_what_is_varied_go_together() -> None:
    assert TrainConfig(experiment="  how\tmany ", vary="images").experiment == "how many"
    for half in ({"experiment": "how many"}, {"vary": "images"}, {"experiment": "none", "vary": "images"}):
        with pytest.raises(ValueError, match="experiment"):
            TrainConfig(**half)
    assert images(100, 300)[0].continued("classic").experiment == ""


def test_what_lies_on_a_log_axis_is_above_0() -> None:
    for setting in (name for name, axis in VARIED.items() if axis == "log"):
        with pytest.raises(ValueError, match="twice|expected"):
            plan(CLASSIC, "zero", setting, [0, TrainConfig().model_dump()[setting] or 60_000])


def test_the_figures_of_a_run() -> None:
    run = load_run("classic")
    figures = Figures.of(run)
    assert figures.training == run.history["accuracy"][run.epoch - 1]
    assert (figures.validation, figures.test) == (run.metrics.validation_accuracy, run.metrics.test_accuracy)
    matrix = [[5, 1, 0], [0, 4, 3], [3, 0, 9]]
    assert worst_confusion(with_matrix(run, matrix)) == Confusion(true=1, predicted=2, count=3)
    assert worst_confusion(with_matrix(run, [[5, 0], [0, 4]])) is None
    assert worst_confusion(with_matrix(run, None)) is None


def with_matrix(run: Run, matrix: list[list[int]] | None) -> Run:
    return replace(run, metrics=run.metrics.model_copy(update={"confusion_matrix": matrix}))


def test_the_table_has_a_row_for_each_training() -> None:
    first, second, third = images(100, 300, 1000, name="=1+1")
    statuses = [status_of(second), status_of(third, "failed", message="-no, memory")]
    (found,) = experiments_in([run_of(first)], statuses)
    rows = list(csv.DictReader(io.StringIO(as_csv(found))))
    assert tuple(rows[0]) == COLUMNS and {row["experiment"] for row in rows} == {"'=1+1"}
    assert [(row["value"], row["state"]) for row in rows] == [
        ("100", "finished"), ("300", "waiting"), ("1000", "failed"),
    ]  # fmt: skip
    metrics = load_run("classic").metrics
    assert rows[0]["run"] == "images-100" and float(rows[0]["test_accuracy"]) == metrics.test_accuracy
    assert rows[1]["test_accuracy"] == "" and rows[2]["message"] == "'-no, memory"
    assert {row["parameters"] for row in rows} == {str(metrics.parameters)}


@pytest.mark.parametrize("identifier", READY_MADE)
def test_ready_made_ones_can_be_planned(identifier: str) -> None:
    ready = READY_MADE[identifier]
    planned = ready.plan()
    assert len(planned) == len(ready.values) and planned[0].experiment == ready.question
    assert len(ready.plan(seeds=3)) == 3 * len(planned)
