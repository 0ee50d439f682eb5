"""How long trainings will take, and in how many seconds each that waits has its turn."""

from __future__ import annotations

import pytest

from mnist_demo.config import STEP_WORK, TEACHER_WORK, TrainConfig
from mnist_demo.jobs.forecast import START_SECONDS, USUAL_SPEED, seconds_for, speed_of, waits


def test_work_counts_the_images_that_are_taken() -> None:
    whole, few = TrainConfig(batch_size=60_000), TrainConfig(batch_size=60_000, images=1000)
    assert whole.work - few.work == pytest.approx(10 * (54_000 - 900) * whole.parameters)
    thin = TrainConfig(batch_size=60_000, writing="thin", leave_out=(7, 8))
    assert whole.work - thin.work == pytest.approx(10 * (54_000 - 54_000 * 0.8 / 3) * whole.parameters)
    assert TrainConfig(batch_size=60_000, writing="thin", leave_out=(7, 8), images=60_000).work == thin.work


def test_work_is_images_by_parameters_by_epochs_and_something_for_each_step() -> None:
    config = TrainConfig(hidden_layers=(), epochs=3, batch_size=540)
    assert config.parameters == 7850
    assert config.work == pytest.approx(3 * (54_000 * 7850 + 100 * STEP_WORK))


def test_asking_the_teacher_is_work_too() -> None:
    plain, taught, other = (TrainConfig(epochs=3, **more) for more in ({}, {"teacher": 1}, {"teacher": 1, "data": "x"}))
    assert taught.work - plain.work == pytest.approx(3 * 54_000 * TEACHER_WORK) and other.work == plain.work


@pytest.mark.parametrize(("preset", "measured"), [("classic", 6.4), ("robust", 1500)])
def test_the_presets_take_about_as_long_as_they_took(preset: str, measured: float) -> None:
    assert TrainConfig.from_preset(preset).work / USUAL_SPEED == pytest.approx(measured, rel=0.1)


def test_the_speed_is_the_median_of_the_last_ones() -> None:
    finished = [(100.0, START_SECONDS + seconds) for seconds in (1, 2, 50)]
    assert speed_of([*finished, (100.0, 0.1)]) == 50  # the last one was found saved, and took no time
    assert speed_of([]) == USUAL_SPEED
    assert seconds_for(100, 50) == START_SECONDS + 2


@pytest.mark.parametrize(
    ("running", "waiting", "expected"),
    [
        ([], [10, 10], [0, 10]), ([4], [10, 10, 1], [4, 14, 24]), ([4, 20], [10, 10, 1], [4, 14, 20]),
        ([4], [], []),
    ],
)  # fmt: skip
def test_each_begins_when_a_worker_is_free(running: list[float], waiting: list[float], expected: list[float]) -> None:
    assert waits(running, waiting) == expected
