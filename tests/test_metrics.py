"""The figures of a run: what older files lack is optional, what cannot be is told in one line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from mnist_demo.config import ROOT, SHIPPED_RUNS
from mnist_demo.runs.metrics import Metrics, parse_metrics

OLDEST = {"test_accuracy": 0.5, "test_loss": 1, "validation_accuracy": 0.25, "parameters": 7850, "seconds": 3.5}
"""What every run has had from the beginning."""


def parse(**changes: Any) -> Metrics:
    return parse_metrics(json.dumps({**OLDEST, **changes}))


@pytest.mark.parametrize("name", SHIPPED_RUNS)
def test_shipped_figures_come_back_as_they_are_stored(name: str) -> None:
    text = (ROOT / "models" / name / "metrics.json").read_text(encoding="utf-8")
    stored = json.loads(text)
    metrics = parse_metrics(text)
    again = json.loads(metrics.model_dump_json(exclude_none=True))
    assert datetime.fromisoformat(again.pop("date")) == datetime.fromisoformat(stored.pop("date"))
    assert again == stored
    assert metrics.epoch is not None
    metrics.check_fits(10, metrics.epoch)


def test_older_files_load_with_what_is_usual() -> None:
    metrics = parse(colour="red")  # as a newer version may write
    assert metrics.model_dump(exclude_unset=True) == OLDEST
    assert (metrics.threshold, metrics.epoch, metrics.date, metrics.confusion_matrix) == (0, None, None, None)
    metrics.check_fits(2, 1)


def test_dates_of_any_zone_can_be_put_in_order() -> None:
    dates = ("2026-01-31T12:00:00+01:00", "2026-01-31T11:30:00+00:00", "2026-02-02T00:00:00", "2030-01-01")
    found = [date for text in dates if (date := parse(date=text).date)]
    assert len(found) == 4 and sorted(found) == found and found[0] == datetime(2026, 1, 31, 11, tzinfo=UTC)


WRONG: dict[str, list[object]] = {
    "test_accuracy": ["good", 1.01, -0.1, float("nan"), None, True],
    "test_loss": [float("inf"), -1],
    "validation_accuracy": [[0.5]],
    "parameters": [0, 1.5],
    "seconds": [-1, float("nan")],
    "epoch": [0, "ten", 2.5],
    "temperature": [0],
    "threshold": [-0.5, "high"],
    "confusion_matrix": [[[1, -1], [0, 1]], "none", [1, 2]],
    "date": ["yesterday", {}],
    "versions": [["keras"]],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_what_cannot_be_is_told_in_one_line(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"^{name}.* is .*; it should be ") as caught:
        parse(**{name: value})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", OLDEST)
def test_what_is_missing_is_named(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} is missing$"):
        parse_metrics(json.dumps({key: value for key, value in OLDEST.items() if key != name}))


def test_figures_of_another_network_do_not_fit() -> None:
    with pytest.raises(ValueError, match=r"^epoch is 4; expected 1 to 3, as history\.csv has$"):
        parse(epoch=4).check_fits(2, 3)
    for matrix in ([[1, 0, 0]] * 3, [[1, 0], [1]], [[1, 0]], []):
        with pytest.raises(ValueError, match="^confusion_matrix is not 2 by 2$"):
            parse(confusion_matrix=matrix).check_fits(2, 3)


@pytest.mark.parametrize(
    ("matrix", "accuracy", "chance", "is_hardly_better"),
    [
        ([[8, 2], [0, 0]], 0.8, 1.0, True),
        ([[5, 5], [5, 5]], 0.5, 0.5, True),
        ([[5, 5], [4, 6]], 0.55, 0.5, False),  # a tenth of what the same answer for all gets wrong
        ([[6, 0, 0], [2, 0, 0], [2, 0, 0]], 0.6, 0.6, True),
        ([[6, 0, 0], [1, 1, 0], [2, 0, 0]], 0.7, 0.6, False),
        ([[0, 0], [0, 0]], 0.0, None, False),
        (None, 0.1, None, False),
    ],
)
def test_chance_is_the_share_of_the_most_frequent_class(
    matrix: list[list[int]] | None, accuracy: float, chance: float | None, is_hardly_better: bool
) -> None:
    metrics = parse(confusion_matrix=matrix, test_accuracy=accuracy)
    assert metrics.chance == chance and metrics.is_hardly_better_than_chance == is_hardly_better


@pytest.mark.parametrize("name", SHIPPED_RUNS)
def test_shipped_networks_have_learned_something(name: str) -> None:
    metrics = parse_metrics((ROOT / "models" / name / "metrics.json").read_text(encoding="utf-8"))
    assert metrics.chance == 0.1135 and not metrics.is_hardly_better_than_chance
