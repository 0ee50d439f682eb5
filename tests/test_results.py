"""What is stored with a run comes back as it was, or one line says why not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import accuracy_score

from mnist_demo.data.dataset import Dataset, DatasetError
from mnist_demo.images.distortion import ROBUSTNESS
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.evaluation import TestResult
from mnist_demo.runs import results
from mnist_demo.runs.run import Run, RunError
from mnist_demo.runs.store import (
    evaluate_run,
    load_run,
    load_test_result,
    load_timeline,
    save_test_result,
    save_timeline,
)
from mnist_demo.settings import SHIPPED


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run as it was before results were stored."""
    shutil.copytree(SHIPPED / "classic", tmp_path / "mine")
    for name in (results.EVALUATION, results.TIMELINE):
        (tmp_path / "mine" / name).unlink(missing_ok=True)
    return load_run("mine", tmp_path)


@pytest.fixture(scope="module")
def answers(handful: Dataset) -> TestResult:
    return TestResult.of(load_run("classic").network, scale_pixels(handful.x_test), handful.y_test)


def stored_result(run: Run) -> TestResult:
    result = load_test_result(run)
    assert result is not None
    return result


def test_older_runs_have_neither(run: Run) -> None:
    assert load_test_result(run) is None and load_timeline(run) is None


@pytest.mark.parametrize("to", ["run", "folder"])
def test_test_result_comes_back(run: Run, answers: TestResult, to: str) -> None:
    save_test_result(run if to == "run" else run.path, answers)
    again = stored_result(run)
    np.testing.assert_array_equal(again.labels, answers.labels)
    np.testing.assert_allclose(again.probabilities, answers.probabilities, atol=3e-4)
    assert again.probabilities.dtype == np.float32
    assert again.robustness.keys() == set(ROBUSTNESS)
    for kind, accuracies in again.robustness.items():
        np.testing.assert_array_equal(accuracies, answers.robustness[kind])


def test_answers_survive_the_rounding_to_16_bits(run: Run, answers: TestResult) -> None:
    close = np.full((len(answers.labels), 10), 0.02, np.float32)
    close[:, 3], close[:, 7] = 0.42, 0.420001
    assert (close.astype(np.float16)[:, 3] == close.astype(np.float16)[:, 7]).all()
    save_test_result(run, TestResult(answers.labels, close, answers.robustness))
    assert (stored_result(run).predictions == 7).all()


def test_older_run_is_evaluated_once_and_stored(run: Run, handful: Dataset, handful_path: Path) -> None:
    run = load_with_data(run, handful_path)
    result = evaluate_run(run)
    predictions = run.network.predict(scale_pixels(handful.x_test)).argmax(axis=1)
    assert result.accuracy == pytest.approx(accuracy_score(handful.y_test, predictions))
    np.testing.assert_array_equal(stored_result(run).predictions, predictions)
    assert not list(run.path.glob(".unfinished-*"))


def load_with_data(run: Run, path: Path) -> Run:
    text = (run.path / "config.json").read_text().replace('"bundled"', f'"{Path(path).as_posix()}"')
    (run.path / "config.json").write_text(text)
    return load_run(run.name, run.path.parent)


def test_evaluation_without_its_dataset_says_so(run: Run, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"gone\.npz: no such file") as caught:
        evaluate_run(load_with_data(run, tmp_path / "gone.npz"))
    assert "\n" not in str(caught.value)


def test_evaluation_that_cannot_be_written_says_so(
    run: Run, handful_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(RunError, match=r"mine: evaluation\.npz cannot be written \(Permission denied\)"):
        evaluate_run(load_with_data(run, handful_path))
    assert load_test_result(run) is None and not list(run.path.glob(".unfinished-*"))


def test_timeline_comes_back_and_ends_with_the_run_itself(run: Run, handful: Dataset) -> None:
    rng = np.random.default_rng(0)
    untrained = run.network.calibrated(1)
    untrained.kernels = [rng.normal(0, 0.05, kernel.shape).astype(np.float32) for kernel in untrained.kernels]
    save_timeline(run.path, [(0, untrained), (3, run.network), (10, run.network)])
    timeline = load_timeline(run)
    assert timeline is not None
    (zero, first), (three, middle), (ten, last) = timeline
    assert (zero, three, ten) == (0, 3, 10) and last is run.network
    images = scale_pixels(handful.x_test)
    np.testing.assert_allclose(first.predict(images), untrained.predict(images), atol=0.01)
    np.testing.assert_allclose(middle.predict(images), run.network.predict(images), atol=0.05)


Arrays = dict[str, np.ndarray]
Changes = Mapping[str, np.ndarray | None]


def stored(path: Path) -> Arrays:
    with np.load(path) as arrays:
        return dict(arrays)


WRONG_EVALUATIONS: dict[str, Changes] = {
    "no labels": {"labels": None},
    "a pickle": {"labels": np.array([{}], dtype=object)},
    "no image": {"labels": np.zeros(0, np.uint8), "probabilities": np.zeros((0, 10), np.float16)},
    "other count": {"probabilities": np.zeros((7, 10), np.float16)},
    "flat": {"probabilities": np.zeros(200, np.float16)},
    "too few classes": {"probabilities": np.full((200, 2), 0.5, np.float16)},
    "no numbers": {"probabilities": np.full((200, 10), np.nan, np.float16)},
    "other levels": {"robustness_turn": np.zeros(3, np.float32)},
    "no curve": {"robustness_noise": None},
}


@pytest.mark.parametrize("wrong", WRONG_EVALUATIONS)
def test_wrong_evaluation_is_told_in_one_line(run: Run, answers: TestResult, wrong: str) -> None:
    save_test_result(run, answers)
    path = run.path / results.EVALUATION
    rewrite(path, WRONG_EVALUATIONS[wrong])
    expect_error(lambda: load_test_result(run), r"^mine: evaluation\.npz is damaged \(.+\); evaluate the run again$")


WRONG_TIMELINES: dict[str, Changes] = {
    "no epochs": {"epochs": None},
    "a pickle": {"epochs": np.array([{}, {}], dtype=object)},
    "not from the start": {"epochs": np.array([1, 3], np.int32)},
    "backwards": {"epochs": np.array([0, 0], np.int32)},
    "beyond the end": {"epochs": np.array([0, 10], np.int32)},
    "other types": {"kernel_0": np.zeros((2, 784, 128), np.float32)},
    "other epochs": {"bias_1": np.zeros((3, 128), np.float32)},
    "other scales": {"scale_1": np.zeros((2, 5), np.float32)},
    "other layers": {"kernel_1": np.zeros((2, 128, 64), np.int8)},
    "no numbers": {"scale_2": np.full((2, 10), np.nan, np.float32)},
    "other network": {
        **dict.fromkeys(("kernel_1", "scale_1", "bias_1", "kernel_2", "scale_2", "bias_2")),
        "kernel_0": np.zeros((2, 784, 10), np.int8),
        "scale_0": np.ones((2, 10), np.float32),
        "bias_0": np.zeros((2, 10), np.float32),
    },
}


@pytest.mark.parametrize("wrong", WRONG_TIMELINES)
def test_wrong_timeline_is_told_in_one_line(run: Run, wrong: str) -> None:
    save_timeline(run.path, [(0, run.network), (3, run.network), (10, run.network)])
    rewrite(run.path / results.TIMELINE, WRONG_TIMELINES[wrong])
    expect_error(lambda: load_timeline(run), r"^mine: timeline\.npz is damaged \(.+\); train the run again")


@pytest.mark.parametrize("content", ["empty", "junk", "truncated"])
def test_broken_files_are_told_in_one_line(run: Run, answers: TestResult, content: str) -> None:
    save_test_result(run, answers)
    save_timeline(run.path, [(0, run.network), (10, run.network)])
    for name, load in ((results.EVALUATION, load_test_result), (results.TIMELINE, load_timeline)):
        path = run.path / name
        whole = path.read_bytes()
        path.write_bytes({"empty": b"", "junk": b"PK\x03\x04 junk", "truncated": whole[: len(whole) // 2]}[content])
        expect_error(partial(load, run), f"^mine: {name} is damaged")


def rewrite(path: Path, changes: Changes) -> None:
    # Any, since `savez` has a keyword of another type, too.
    arrays: dict[str, Any] = {name: array for name, array in {**stored(path), **changes}.items() if array is not None}
    np.savez(path, **arrays)


def expect_error(load: Callable[[], object], pattern: str) -> None:
    with pytest.raises(RunError, match=pattern) as caught:
        load()
    assert "\n" not in str(caught.value)
