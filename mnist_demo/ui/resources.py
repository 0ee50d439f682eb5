"""What all visitors share: the only caches."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from mnist_demo.classroom.teacher_key import TeacherKey
from mnist_demo.classroom.wrong_keys import WrongKeys
from mnist_demo.config import DEFAULT_RUN, IMAGE_SIZE, TrainConfig
from mnist_demo.data.dataset import DatasetError
from mnist_demo.data.experiments import load_tested
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.jobs.experiment import Experiment, experiments_in
from mnist_demo.jobs.exports import export_in_a_process
from mnist_demo.jobs.interface import JobStatus, Trainings
from mnist_demo.jobs.on_demand import TrainingsOnDemand
from mnist_demo.jobs.turns import Turns, WhileWaiting, ignore
from mnist_demo.network.evaluation import TestResult
from mnist_demo.network.explanation import most_exciting
from mnist_demo.network.formats import ExportError
from mnist_demo.network.inference import Network
from mnist_demo.network.timeline import Timeline
from mnist_demo.runs import store
from mnist_demo.runs.learned import load_learned
from mnist_demo.runs.run import DamagedRun, Run, RunError, check_there
from mnist_demo.runs.store import RunStore
from mnist_demo.settings import Settings
from mnist_demo.texts import say
from mnist_demo.ui import binding, polling, vega
from mnist_demo.ui.school.wall.packet import Packet, wall_packet
from mnist_demo.ui.vega.spec import Spec
from mnist_demo.web.home.page import page
from mnist_demo.web.home.page_data import page_data
from mnist_demo.web.network_file import NetworkFile, network_file

if TYPE_CHECKING:
    from mnist_demo.classroom.class_list import SchoolClass, SetUp
    from mnist_demo.classroom.drawings import LabelledSet
    from mnist_demo.classroom.room import Classroom
    from mnist_demo.classroom.rounds import Round, Score
    from mnist_demo.classroom.tricks import Trick
    from mnist_demo.network.several import FoundDigit
    from mnist_demo.ui.photo.reading import Photo

Signature = tuple[tuple[bytes, tuple[int, ...]], ...]
"""The folder of each run, in bytes since its name may be no UTF-8, and when its files were written."""
DOODLES, DOODLES_SEED = 500, 1
"""How many pictures that are no digits each network is asked about, and the seed that they are drawn with."""
EXAMPLES = 6
"""Of a network's most frequent mistake."""
EVALUATIONS: Turns[TestResult] = Turns()
"""Each takes a core for ten seconds; the results lie in the runs."""
PHOTOS: Turns[Photo] = Turns()
READINGS: Turns[list[FoundDigit]] = Turns()
"""Photos that are opened, and their digits: each takes a core for a moment, which those who draw need as well."""
EXPORTS: Turns[bytes] = Turns(keep=6)
"""Each may load a TensorFlow of its own."""
PAGES: Turns[bytes] = Turns(keep=6)
"""Web pages to take home, 0.3 to 9 MB each."""


@st.cache_resource(show_spinner=False)
def run_store() -> RunStore:
    """Where this server keeps its runs: what the environment says when the first page is opened."""
    return RunStore.of(Settings.from_environment(os.environ))


@st.cache_resource(show_spinner=False)
def trainings() -> Trainings:
    """The queue of trainings, of this server or of all that share its database."""
    return TrainingsOnDemand(Settings.from_environment(os.environ), run_store(), lambda: polling.PAGES.count)


@st.cache_resource(show_spinner=False)
def teachers_key() -> TeacherKey | None:
    """The key that a teacher of this server shows; None where it has none."""
    return TeacherKey.from_environment(os.environ)


@st.cache_resource(show_spinner=False)
def classroom() -> Classroom:
    """The classes of this server (ClassroomError while their database cannot be used; it is tried again each time)."""
    from mnist_demo.classroom.room import Classroom  # with SQLAlchemy, which pages without a class do not need

    return Classroom.open(Settings.from_environment(os.environ))


def wall_since(class_id: int, name: str, since: int, with_hidden: bool) -> Packet:
    """What changed on the wall with this name since a revision, made once for all pages that ask (ClassroomError)."""
    return _wall_since(class_id, name, since, with_hidden, classroom().classes.revision(class_id))


@st.cache_resource(show_spinner=False, max_entries=24)  # 0.4 MB with a thousand drawings
def _wall_since(class_id: int, name: str, since: int, with_hidden: bool, revision: int) -> Packet:
    return wall_packet(name, since, classroom().drawings.wall(class_id, since, with_hidden))


@st.cache_resource(show_spinner=False, max_entries=12)
def class_counts(class_id: int, revision: int) -> tuple[int, int]:
    """How many drawings a class shows at a revision, and from how many contributors (ClassroomError)."""
    room = classroom()
    return int(room.gifts.counts(class_id).sum()), room.drawings.people(class_id)


@st.cache_resource(show_spinner=False, max_entries=4)  # 4 MB with 5,000 drawings
def class_set(class_id: int, revision: int) -> LabelledSet:
    """The drawings of a class at a revision (ClassroomError)."""
    return classroom().drawings.arrays(class_id)


def read_by(run: Run, class_id: int, revision: int) -> TestResult:
    """What a run answers to `class_set`, which holds one drawing at least; its robustness is left out."""
    return _read_by(run.name, _changed_at(run.path), class_id, revision, run)


@st.cache_resource(show_spinner=say("waiting.reading_us"), max_entries=24)
def _read_by(name: str, signature: tuple[int, ...], class_id: int, revision: int, _run: Run) -> TestResult:
    drawn = class_set(class_id, revision)
    return TestResult(drawn.labels, _run.network.predict(scale_pixels(drawn.images)), {})


def forget_classes() -> None:
    """Empty the caches of what classes drew and voted, so that nothing of one that is erased is left in this server."""
    for cache in (_wall_since, class_counts, class_set, _read_by, _set_up, _question, _score, _tricks):
        cache.clear()


def revision_of(joined: SchoolClass) -> int:
    """How often a class has changed (ClassroomError where it is gone).

    All that pages ask the database while they wait, one row each: what follows is read once for all of them, whenever
    the class has changed.
    """
    return classroom().classes.revision(joined.id)


def set_up(joined: SchoolClass, revision: int) -> SetUp:
    """What teachers have set in a class at a revision (ClassroomError where it is gone)."""
    return _set_up(joined.code, revision, joined.id)


@st.cache_resource(show_spinner=False, max_entries=32)
def _set_up(code: str, revision: int, class_id: int) -> SetUp:
    return classroom().classes.get(class_id).set_up


def question(joined: SchoolClass, revision: int) -> Round | None:
    """What a class was asked last; None before the first question."""
    return _question(joined.code, revision, joined.id)


@st.cache_resource(show_spinner=False, max_entries=32)
def _question(code: str, revision: int, class_id: int) -> Round | None:
    return classroom().rounds.current(class_id)


def score(joined: SchoolClass, revision: int) -> Score:
    """A class against the network since its score began."""
    return _score(joined.code, revision, joined.id)


@st.cache_resource(show_spinner=False, max_entries=32)
def _score(code: str, revision: int, class_id: int) -> Score:
    return classroom().rounds.score(class_id)


def tricks_of(joined: SchoolClass, revision: int) -> list[Trick]:
    """A class's tricks, the oldest first."""
    return _tricks(joined.code, revision, joined.id)


@st.cache_resource(show_spinner=False, max_entries=8)
def _tricks(code: str, revision: int, class_id: int) -> list[Trick]:
    return classroom().tricks.all(class_id)


@st.cache_resource(show_spinner=False)
def tries_with_wrong_keys() -> WrongKeys:
    """Those that this server was shown."""
    return WrongKeys()


@st.cache_resource(show_spinner=False)
def tries_with_wrong_codes() -> WrongKeys:
    """Those that this server was asked for. A class mistypes many at once, so nobody waits long."""
    return WrongKeys(longest=2)


@st.cache_resource(show_spinner=False)
def is_private() -> bool:
    """Whether this server was started for the person at this computer alone."""
    return binding.is_private()


@st.cache_resource(show_spinner=False)
def colour_numbers() -> dict[str, int]:
    """The number of each network's colour; `network_colours` alone changes them."""
    return {}


def test_images() -> tuple[np.ndarray, np.ndarray]:
    """MNIST's test set: uint8 (10000, 28, 28) and uint8 (10000,)."""
    return images_for_testing(TrainConfig())


def images_for_testing(config: TrainConfig) -> tuple[np.ndarray, np.ndarray]:
    """What a network with these settings was tested on: uint8 (N, 28, 28), uint8 (N,); DatasetError if it is gone."""
    return _images_for_testing(config.tested_on, _changed_at(Path(config.data)), config)


@st.cache_resource(show_spinner=say("waiting.test_images"), max_entries=4)
def _images_for_testing(
    tested_on: tuple[str, ...], changed_at: tuple[int, ...], _config: TrainConfig
) -> tuple[np.ndarray, np.ndarray]:
    return load_tested(_config)


@st.cache_resource(show_spinner=say("waiting.exciting"), max_entries=4)
def _exciting(digest: str, _network: Network, count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    return most_exciting(_network, scale_pixels(test_images()[0]), count)


def exciting_images(run: Run, count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """What `most_exciting` finds among all test images for a run's network: a second's work, done once a run."""
    return _exciting(file_of(run).digest, run.network.as_softmax(), count)


def file_of(run: Run) -> NetworkFile:
    """A run's network as a file for the browser."""
    return _weights(run.name, _changed_at(run.path), run.network)


@st.cache_resource(show_spinner=False, max_entries=24)  # 1.2 MB for robust, at most 5
def _weights(name: str, signature: tuple[int, ...], _network: Network) -> NetworkFile:
    return network_file(_network)


def test_result_of(run: Run) -> TestResult | None:
    """What a run predicted for its test set, None where that is not stored (RunError if it is damaged)."""
    return _test_result(run.name, _changed_at(run.path), run)


@st.cache_resource(show_spinner=False, max_entries=12)
def _test_result(name: str, signature: tuple[int, ...], _run: Run) -> TestResult | None:
    return store.load_test_result(_run)


def tested(run: Run) -> tuple[TestResult, np.ndarray, np.ndarray] | None:
    """What a run predicted for its test set, the images, uint8 (N, 28, 28), and their digits, uint8 (N,).

    None where they are not to be had, or do not fit.
    """
    try:
        result = test_result_of(run)
        images, digits = images_for_testing(run.config)
    except (RunError, DatasetError):
        return None
    if result is None or not np.array_equal(run.task.labels_of(digits), result.labels):
        return None
    return result, images, digits


def examples_of(run: Run, true: int, predicted: int) -> np.ndarray:
    """A few test images, uint8 (N, 28, 28), of class `true` that a run reads as `predicted`, the most confident first.

    None, N = 0, where its answers or these images are not to be had.
    """
    return _examples_of(run.name, _changed_at(run.path), true, predicted, run)


@st.cache_resource(show_spinner=False, max_entries=64)  # 5 kB each
def _examples_of(name: str, signature: tuple[int, ...], true: int, predicted: int, _run: Run) -> np.ndarray:
    known = tested(_run)
    if known is None:
        return np.zeros((0, IMAGE_SIZE, IMAGE_SIZE), np.uint8)
    result, images, _ = known
    examples: np.ndarray = images[result.mistakes(true, predicted)[:EXAMPLES]]
    return examples


def confidence_in_doodles(run: Run) -> np.ndarray:
    """How confident a run is, float32 (DOODLES,), of its answers to pictures that are no digits, of kinds that no
    training draws; they are drawn when somebody first asks.
    """
    return _confidence_in_doodles(run.name, _changed_at(run.path), run)


@st.cache_resource(show_spinner=False, max_entries=24)
def _confidence_in_doodles(name: str, signature: tuple[int, ...], _run: Run) -> np.ndarray:
    confidence: np.ndarray = _run.network.predict(scale_pixels(_doodles())).max(axis=1)
    return confidence


@st.cache_resource(show_spinner=say("waiting.doodles"))
def _doodles() -> np.ndarray:
    from mnist_demo.data.strokes import HELD_OUT_DOODLES, draw_doodles  # which no other part of the page needs

    return draw_doodles(DOODLES, DOODLES_SEED, HELD_OUT_DOODLES)


def learned_by(run: Run) -> frozenset[str]:
    """The fingerprints of the classes' drawings that a run has learned from (RunError as `load_learned`)."""
    return _learned_by(run.name, _changed_at(run.path), run)


@st.cache_resource(show_spinner=False, max_entries=24)
def _learned_by(name: str, signature: tuple[int, ...], _run: Run) -> frozenset[str]:
    return load_learned(_run)


def timeline_of(run: Run) -> Timeline | None:
    """A run's network after some of its epochs, None where that is not stored (RunError if it is damaged)."""
    return _timeline(run.name, _changed_at(run.path), run)


@st.cache_resource(show_spinner=say("waiting.timeline"), max_entries=2)  # 64 MB for robust, at most 240
def _timeline(name: str, signature: tuple[int, ...], _run: Run) -> Timeline | None:
    return store.load_timeline(_run)


def evaluate(run: Run, while_waiting: WhileWaiting = ignore) -> None:
    """Evaluate a run, once for all who ask meanwhile (DatasetError, RunError as `evaluate_run`)."""
    EVALUATIONS.result(run.path, lambda: store.evaluate_run(run), while_waiting)


def exported(run: Run, kind: str, while_waiting: WhileWaiting = ignore) -> bytes:
    """The file that holds a run in another format, made once for everyone.

    Raises:
        ExportError: that failed.
        RunError: the run was deleted.
    """
    models_dir = run_store().models_dir
    return EXPORTS.result(
        (run.path, kind, _changed_at(run.path)), lambda: _export(run, kind, models_dir), while_waiting
    )


def page_of(run: Run, name: str, while_waiting: WhileWaiting = ignore) -> bytes:
    """A web page with a run under this name, made once for everyone (RunError: the run was deleted)."""
    return PAGES.result((run.path, name, _changed_at(run.path)), lambda: _page(run, name), while_waiting)


def _page(run: Run, name: str) -> bytes:
    check_there(run)
    title = say("publish.title", networks=name)
    return page(page_data({name: run}, title, datetime.now().date())).encode()


def _export(run: Run, kind: str, models_dir: Path) -> bytes:
    try:
        return export_in_a_process(run.name, kind, models_dir)
    except ExportError:
        check_there(run)  # which says it better than a command that finds no folder
        raise


def growing_curve(status: JobStatus) -> Spec | None:
    """The chart of a training that runs, None before its first epoch has ended; made once for everyone."""
    history = status.progress.history if status.progress else {}
    epochs = len(history.get("accuracy", ()))
    return _growing_curve(status.number, epochs, history) if epochs else None


@st.cache_resource(show_spinner=False, max_entries=1)
def _growing_curve(number: int, epochs: int, _history: dict[str, list[float]]) -> Spec:
    import pyarrow  # drawing has no need of it

    spec = vega.training_curves(_history, "accuracy", is_small=True)
    # In the form that it is sent in: to make that of rows takes longer than all else that a page asks for meanwhile.
    spec["data"]["values"] = pyarrow.Table.from_pylist(spec["data"]["values"])
    return spec


def runs() -> list[Run]:
    """All usable runs, read from disk only where something changed there."""
    return _listing(_signature())[0]


def runs_to_choose(in_use: str | None) -> list[Run]:
    """The usable runs that pages let people choose from: without those of experiments, which have a page of their own.

    The one in use is among them wherever it comes from.
    """
    return [run for run in runs() if not run.config.experiment or run.name == in_use]


def all_experiments() -> tuple[Experiment, ...]:
    """All experiments, of the runs that are there and of the trainings that go on, in the order of `experiments_in`."""
    return experiments_in(runs(), (*trainings().queue(), *trainings().ended()))


def runs_like(run: Run) -> list[Run]:
    """The runs to choose from of the same task, `run` among them: only these can be compared with it."""
    return [other for other in runs_to_choose(run.name) if other.config.task == run.config.task]


def damaged_runs() -> list[DamagedRun]:
    """All folders that cannot be used as runs."""
    return _listing(_signature())[1]


def preferred_run() -> str | None:
    """The name of the run that a page begins with; None where there is none at all."""
    names = [run.name for run in runs_to_choose(None) or runs()]
    return DEFAULT_RUN if DEFAULT_RUN in names else next(iter(names), None)


@st.cache_resource(show_spinner=False, max_entries=1)
def _listing(signature: Signature) -> tuple[list[Run], list[DamagedRun]]:
    found = run_store().scan()
    return store.in_order(found), store.damaged_in(found)


def _signature() -> Signature:
    """Changes whenever a run comes, goes or is written anew."""
    runs = run_store()
    runs.keep_up()
    return tuple((os.fsencode(path), _changed_at(path)) for path in map(runs.path, runs.names()))


def _changed_at(path: Path) -> tuple[int, ...]:
    """When a file, or each in a folder, was written; asked so often that `Path` would take too long."""
    try:
        with os.scandir(path) as entries:
            return tuple(each.stat().st_mtime_ns for each in sorted(entries, key=lambda each: each.name))
    except NotADirectoryError:
        return (path.stat().st_mtime_ns,)
    except OSError:  # deleted by another visitor just now, not ours to read, or the name of no file
        return ()
