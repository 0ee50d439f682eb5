"""What a run keeps beside its network: what it predicted for the test set, and how it learned."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np

from mnist_demo.data.experiments import load_tested
from mnist_demo.files import written_whole
from mnist_demo.images.distortion import DISTORTIONS, ROBUSTNESS
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.evaluation import TestResult
from mnist_demo.network.inference import check_answers
from mnist_demo.network.timeline import Timeline, pack_timeline, unpack_timeline
from mnist_demo.runs.run import Run, RunError, check_there, read

EVALUATION, TIMELINE = "evaluation.npz", "timeline.npz"


def load_test_result(run: Run) -> TestResult | None:
    """What the run said to its test set; None where that is not stored, as with older runs.

    Raises:
        RunError: the file is damaged.
    """
    path = run.path / EVALUATION
    return read(path, partial(_parse_test_result, run=run), "; evaluate the run again") if path.exists() else None


def save_test_result(run_or_folder: Run | Path, result: TestResult) -> None:
    """Write what `load_test_result` reads, whole or not at all (OSError if not)."""
    folder = run_or_folder.path if isinstance(run_or_folder, Run) else run_or_folder
    robustness = {f"robustness_{kind}": accuracies for kind, accuracies in result.robustness.items()}
    probabilities = _half_precision(result.probabilities)
    with written_whole(folder / EVALUATION) as path:
        np.savez_compressed(path, allow_pickle=False, labels=result.labels, probabilities=probabilities, **robustness)


def evaluate_run(run: Run) -> TestResult:
    """Compute what `load_test_result` loads, for a run without it, and store it.

    Raises:
        DatasetError: the run's dataset cannot be loaded any more.
        RunError: the result cannot be written, or the run was deleted.
    """
    check_there(run)
    images, digits = load_tested(run.config)
    result = TestResult.of(run.network, scale_pixels(images), run.task.labels_of(digits))
    try:
        save_test_result(run, result)
    except OSError as error:
        check_there(run)
        reason = error.strerror or type(error).__name__
        raise RunError(f"{run.name}: {EVALUATION} cannot be written ({reason}); is its folder writable?") from error
    return result


def load_timeline(run: Run) -> Timeline | None:
    """The run's network after some of its epochs, from the untrained one to itself; None where that is not stored.

    All but the last are rounded to 8 bits, see `pack_timeline`. They are calibrated as the last one is.

    Raises:
        RunError: the file is damaged.
    """
    path = run.path / TIMELINE
    if not path.exists():
        return None
    earlier = read(path, lambda path: _parse_timeline(path, run), "; train the run again to have its timeline")
    return [*earlier, (run.epoch, run.network)]


def save_timeline(folder: Path, timeline: Timeline) -> None:
    """Write what `load_timeline` reads into the folder of a run; the last network is that of the run itself."""
    with written_whole(folder / TIMELINE) as path:
        np.savez_compressed(path, allow_pickle=False, **pack_timeline(timeline[:-1]))


def _parse_test_result(path: Path, run: Run) -> TestResult:
    with np.load(path, allow_pickle=False) as arrays:
        labels, probabilities = arrays["labels"], arrays["probabilities"]
        robustness = {kind: arrays[f"robustness_{kind}"] for kind in ROBUSTNESS}
    if labels.dtype != np.uint8 or labels.ndim != 1 or not len(labels):
        raise ValueError(f"labels are {labels.dtype} {labels.shape}")
    if probabilities.dtype != np.float16 or probabilities.ndim != 2 or len(probabilities) != len(labels):
        raise ValueError(f"probabilities are {probabilities.dtype} {probabilities.shape} for {len(labels)} labels")
    if probabilities.shape[1] != (classes := len(run.task.classes)):
        raise ValueError(f"probabilities of {probabilities.shape[1]} classes; expected {classes} for {run.config.task}")
    if labels.max() >= classes or not _are_shares(probabilities):
        raise ValueError("labels or probabilities out of their range")
    for kind, accuracies in robustness.items():
        if accuracies.shape != (len(DISTORTIONS[kind].levels),) or not _are_shares(accuracies):
            raise ValueError(f"robustness_{kind} does not fit its levels")
    return TestResult(labels, probabilities.astype(np.float32), robustness)


def _are_shares(array: np.ndarray) -> bool:
    return array.dtype.kind == "f" and bool(((array >= 0) & (array <= 1)).all())


def _half_precision(probabilities: np.ndarray) -> np.ndarray:
    """Probabilities as float16 (N, C), which give the same answers: rounding must not make two classes equal."""
    answers, rows = probabilities.argmax(axis=1), np.arange(len(probabilities))
    halves = probabilities.astype(np.float16)
    is_tied = halves.argmax(axis=1) != answers
    winners = rows[is_tied], answers[is_tied]
    halves[winners] = np.nextafter(halves[winners], np.float16(1))
    return halves


def _parse_timeline(path: Path, run: Run) -> Timeline:
    with np.load(path, allow_pickle=False) as arrays:
        timeline = unpack_timeline(dict(arrays), run.config.activation)
    for _, network in timeline:
        check_answers(network)
    shapes = [kernel.shape for kernel in run.network.kernels]
    if any([kernel.shape for kernel in network.kernels] != shapes for _, network in timeline):
        raise ValueError("a network of other layers than the run's")
    if timeline[-1][0] >= run.epoch:
        raise ValueError(f"epoch {timeline[-1][0]} of {run.epoch}")
    return timeline
