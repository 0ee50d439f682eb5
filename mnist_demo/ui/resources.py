"""What all visitors share: the only caches."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import streamlit as st

from mnist_demo.config import DEFAULT_RUN
from mnist_demo.data.dataset import load_test_images
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.jobs.exports import export_in_a_process
from mnist_demo.jobs.interface import Trainings
from mnist_demo.jobs.processes import TrainingProcesses
from mnist_demo.network.evaluation import TestResult
from mnist_demo.network.explanation import most_exciting
from mnist_demo.network.inference import Network
from mnist_demo.network.timeline import Timeline
from mnist_demo.runs import store
from mnist_demo.runs.run import DamagedRun, Run
from mnist_demo.runs.store import RunStore
from mnist_demo.settings import Settings
from mnist_demo.texts import say
from mnist_demo.web.packet import identity

Signature = tuple[tuple[bytes, tuple[int, ...]], ...]
"""The folder of each run, in bytes since its name may be no UTF-8, and when its files were written."""


@st.cache_resource(show_spinner=False)
def run_store() -> RunStore:
    """Where this server keeps its runs: what the environment says when the first page is opened."""
    return RunStore.of(Settings.from_environment(os.environ))


@st.cache_resource(show_spinner=False)
def trainings() -> Trainings:
    """The trainings of this server."""
    return TrainingProcesses(run_store())


def test_images() -> tuple[np.ndarray, np.ndarray]:
    """MNIST's test set: uint8 (10000, 28, 28) and uint8 (10000,)."""
    return images_for_testing("bundled")


def images_for_testing(source: str, data_as: str = "plain") -> tuple[np.ndarray, np.ndarray]:
    """The test set of any dataset: uint8 (N, 28, 28) and uint8 (N,); DatasetError as `load_test_images`."""
    return _images_for_testing(source, data_as, _changed_at(Path(source)))


@st.cache_resource(show_spinner=say("waiting.test_images"), max_entries=4)
def _images_for_testing(source: str, data_as: str, changed_at: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    return load_test_images(source, data_as)


@st.cache_resource(show_spinner=say("waiting.exciting"), max_entries=4)
def _exciting(identity: str, _network: Network, count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    return most_exciting(_network, scale_pixels(test_images()[0]), count)


def exciting_images(run: Run, count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """What `most_exciting` finds among all test images for a run's network: a second's work, done once a run."""
    return _exciting(identity(run), run.network.as_softmax(), count)


def test_result_of(run: Run) -> TestResult | None:
    """What a run predicted for its test set, None where that is not stored (RunError if it is damaged)."""
    return _test_result(run.name, _changed_at(run.path), run)


@st.cache_resource(show_spinner=False, max_entries=12)
def _test_result(name: str, signature: tuple[int, ...], _run: Run) -> TestResult | None:
    return store.load_test_result(_run)


def timeline_of(run: Run) -> Timeline | None:
    """A run's network after some of its epochs, None where that is not stored (RunError if it is damaged)."""
    return _timeline(run.name, _changed_at(run.path), run)


@st.cache_resource(show_spinner=say("waiting.timeline"), max_entries=2)  # 64 MB for robust, at most 240
def _timeline(name: str, signature: tuple[int, ...], _run: Run) -> Timeline | None:
    return store.load_timeline(_run)


def exported(run: Run, kind: str) -> bytes:
    """The file that holds a run in another format, made once for everyone (ExportError if that fails)."""
    return _exported(run.name, kind, _changed_at(run.path))


@st.cache_resource(show_spinner=False, max_entries=6)
def _exported(name: str, kind: str, changed_at: tuple[int, ...]) -> bytes:
    return export_in_a_process(name, kind, run_store().models_dir)


def runs() -> list[Run]:
    """All usable runs, read from disk only where something changed there."""
    return _listing(_signature())[0]


def runs_like(run: Run) -> list[Run]:
    """The usable runs of the same task, `run` among them: only these can be compared with it."""
    return [other for other in runs() if other.config.task == run.config.task]


def damaged_runs() -> list[DamagedRun]:
    """All folders that cannot be used as runs."""
    return _listing(_signature())[1]


def preferred_run() -> str | None:
    """The name of the run that a page begins with; None where there is none at all."""
    names = [run.name for run in runs()]
    return DEFAULT_RUN if DEFAULT_RUN in names else next(iter(names), None)


@st.cache_resource(show_spinner=False, max_entries=1)
def _listing(signature: Signature) -> tuple[list[Run], list[DamagedRun]]:
    found = run_store().scan()
    return store.in_order(found), store.damaged_in(found)


def _signature() -> Signature:
    """Changes whenever a run comes, goes or is written anew."""
    runs = run_store()
    return tuple((os.fsencode(path), _changed_at(path)) for path in map(runs.path, runs.names()))


def _changed_at(path: Path) -> tuple[int, ...]:
    """When a file, or each in a folder, was written."""
    try:
        return tuple(each.stat().st_mtime_ns for each in (sorted(path.iterdir()) if path.is_dir() else [path]))
    except OSError:  # deleted by another visitor just now, not ours to read, or the name of no file
        return ()
