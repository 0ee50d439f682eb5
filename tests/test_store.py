"""Runs are written whole or not at all, and a damaged one harms no other."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import filelock
import keras
import numpy as np
import pytest

from mnist_demo.config import ROOT, SHIPPED_RUNS, TrainConfig
from mnist_demo.data.dataset import Dataset
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.runs import store
from mnist_demo.runs.run import Run, RunError
from mnist_demo.runs.store import RunStore, damaged_in, list_runs, load_run
from mnist_demo.settings import SHIPPED

FILES = {
    "model.keras", "weights.npz", "config.json", "history.csv", "metrics.json", "curves.png", "evaluation.npz",
    "timeline.npz",
}  # fmt: skip


@pytest.fixture
def models(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED / "classic", tmp_path / "classic")
    shutil.copytree(SHIPPED / "classic", tmp_path / "mine")
    return tmp_path


@pytest.mark.parametrize("name", SHIPPED_RUNS)
def test_shipped_runs_are_complete_and_open_in_keras(name: str) -> None:
    run = load_run(name)
    assert {path.name for path in run.path.iterdir()} == FILES
    model = keras.models.load_model(run.path / "model.keras")
    assert model.count_params() == run.network.parameters == run.metrics.parameters
    assert len(run.history["loss"]) == run.config.epochs


@pytest.mark.parametrize("name", SHIPPED_RUNS)
def test_shipped_evaluation_is_that_of_the_shipped_network(name: str, mnist: Dataset) -> None:
    run = load_run(name)
    answers = store.load_test_result(run)
    assert answers is not None
    assert answers.confusion_matrix.tolist() == run.metrics.confusion_matrix
    np.testing.assert_array_equal(answers.labels, mnist.y_test)
    expected = run.network.predict(scale_pixels(mnist.x_test[:500]))
    np.testing.assert_allclose(answers.probabilities[:500], expected, atol=5e-4)


@pytest.mark.parametrize("name", SHIPPED_RUNS)
def test_shipped_networks_show_how_they_learned(name: str, mnist: Dataset) -> None:
    timeline = store.load_timeline(load_run(name))
    assert timeline is not None
    images, labels = scale_pixels(mnist.x_test[:1000]), mnist.y_test[:1000]
    accuracies = [(network.predict(images).argmax(axis=1) == labels).mean() for _, network in timeline]
    assert accuracies[0] < 0.3 and accuracies[1] > 0.6 and accuracies[-1] > accuracies[1]


def test_classic_is_as_good_as_promised() -> None:
    assert load_run("classic").metrics.test_accuracy >= 0.978


def test_config_round_trips(models: Path) -> None:
    config = TrainConfig(
        hidden_layers=(128, 128), activation="tanh", optimizer="sgd", dropout=0.25, learning_rate=0.1, seed=9
    )
    run = load_run("mine", models)
    store.write_texts(run.path, config, run.metrics, run.history)
    again = load_run("mine", models)
    assert (again.config, again.metrics, again.history) == (config, run.metrics, run.history)


DAMAGE = {
    "weights.npz": [b"", b"PK\x03\x04 junk", None],
    "config.json": [b"{", b'{"epochs": 0}', b'{"colour": "red"}', None],
    "metrics.json": [b"[]", b"{", b'{"test_accuracy": "good"}', b"\xff\xfe", None],
    "history.csv": [b"", b"epoch,loss\n1,x\n", b"epoch,loss,accuracy,val_loss,val_accuracy\n1,a,b,c,d\n", None],
}


@pytest.mark.parametrize(("file", "content"), [(file, c) for file, contents in DAMAGE.items() for c in contents])
def test_damaged_run_is_listed_with_the_reason_and_the_rest_works(
    models: Path, file: str, content: bytes | None
) -> None:
    path = models / "mine" / file
    path.unlink() if content is None else path.write_bytes(content)
    (damaged,) = damaged_in(RunStore(models).scan())
    assert damaged.name == "mine" and file in damaged.problem and "\n" not in damaged.problem
    assert [run.name for run in list_runs(models)] == ["classic"]
    with pytest.raises(RunError, match=file):
        load_run("mine", models)


@pytest.mark.parametrize("epoch", [0, 99, "ten"])
def test_an_epoch_that_the_history_does_not_have_is_damage(models: Path, epoch: object) -> None:
    path = models / "mine" / "metrics.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "epoch": epoch}))
    with pytest.raises(RunError, match=r"metrics\.json.*epoch is "):
        load_run("mine", models)


def test_run_whose_task_is_gone_says_what_to_do(models: Path) -> None:
    path = models / "mine" / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "task": "seven"}))
    (damaged,) = damaged_in(RunStore(models).scan())
    assert damaged.problem == "mine: TASKS in mnist_demo/config.py has no 'seven'; put it back there, or delete the run"


def test_pickled_weights_are_refused(models: Path) -> None:
    np.savez(models / "mine" / "weights.npz", kernel_0=np.array([{}], dtype=object), bias_0=np.zeros(10))
    with pytest.raises(RunError, match=r"weights\.npz.*Python objects in place of numbers\)$"):
        load_run("mine", models)


@pytest.mark.parametrize("content", [b"", b"junk", b"PK\x03\x04 junk", b"\x93NUMPY"])
@pytest.mark.parametrize("load", [store.load_test_result, store.load_timeline])
def test_file_that_is_no_archive_is_called_so_in_plain_words(
    models: Path, load: Callable[[Run], object], content: bytes
) -> None:
    run = load_run("mine", models)
    for file in ("evaluation.npz", "timeline.npz"):
        (run.path / file).write_bytes(content)
    with pytest.raises(RunError, match=r"\.npz is damaged \(it is not an \.npz file\); ") as caught:
        load(run)
    assert "pickle" not in str(caught.value)


@pytest.mark.parametrize("name", ["", "..", "../classic", "a/b", "a\\b", ".hidden", "x" * 65, "a b"])
def test_names_that_are_no_folder_names_are_refused(models: Path, name: str) -> None:
    with pytest.raises(RunError):
        load_run(name, models)
    with pytest.raises(RunError), RunStore(models).new(name):
        pass


def test_missing_run_names_those_there_are(models: Path) -> None:
    with pytest.raises(RunError, match="no run nine.*classic, mine"):
        load_run("nine", models)


def test_run_appears_only_when_it_is_complete(models: Path) -> None:
    with RunStore(models).new("fresh") as folder:
        (folder / "half").write_text("x")
        assert "fresh" not in RunStore(models).names() and folder.name not in RunStore(models).names()
    assert (models / "fresh" / "half").read_text() == "x"


def test_failure_leaves_nothing_behind(models: Path) -> None:
    before = sorted(models.iterdir())
    with pytest.raises(RuntimeError), RunStore(models).new("fresh") as folder:
        (folder / "half").write_text("x")
        raise RuntimeError
    assert sorted(models.iterdir()) == before


def test_taken_name_is_refused_and_overwrite_replaces(models: Path) -> None:
    with pytest.raises(RunError, match="already"), RunStore(models).new("mine"):
        pass
    with RunStore(models).new("mine", overwrite=True) as folder:
        (folder / "new").write_text("x")
    assert [path.name for path in (models / "mine").iterdir()] == ["new"]
    assert sorted(path.name for path in models.iterdir()) == ["classic", "mine"]


def test_delete_removes_what_was_trained_here_and_refuses_what_is_shipped(models: Path) -> None:
    mine = load_run("mine", models)
    RunStore(models).delete(mine)
    assert RunStore(models).names() == ["classic"]
    with pytest.raises(RunError, match=r"^mine is gone already; somebody else has deleted it$"):
        RunStore(models).delete(mine)  # a second visitor's click


@pytest.fixture
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shipped = tmp_path_factory.mktemp("shipped")
    for name in (*SHIPPED_RUNS, "not-shipped"):
        shutil.copytree(SHIPPED / "classic", shipped / name)
    return shipped


@pytest.fixture
def both(models: Path, shipped: Path) -> RunStore:
    """A store with runs of its own beside the shipped ones; `classic` is in both places."""
    return RunStore(models, shipped)


def test_shipped_runs_are_listed_beside_those_that_were_trained_here(both: RunStore, shipped: Path) -> None:
    assert both.names() == ["classic", "mine", "robust"]
    assert [run.name for run in store.in_order(both.scan())] == ["robust", "classic", "mine"]
    assert both.load("robust").path == shipped / "robust" and both.load("robust").is_shipped
    assert not both.load("mine").is_shipped


def test_a_run_hides_the_shipped_one_of_its_name_until_it_is_deleted(both: RunStore, shipped: Path) -> None:
    own = both.load("classic")
    assert own.path == both.models_dir / "classic" and not own.is_shipped
    both.delete(own)
    assert both.load("classic").path == shipped / "classic"


def test_shipped_runs_are_neither_deleted_nor_overwritten(both: RunStore, shipped: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in shipped.rglob("*")}
    with pytest.raises(RunError, match="robust is part of the project and cannot be deleted"):
        both.delete(both.load("robust"))
    with pytest.raises(RunError, match="a run robust already"), both.new("robust"):
        pass
    with both.new("robust", overwrite=True) as folder:
        (folder / "new").write_text("x")
    assert (both.models_dir / "robust" / "new").exists()
    assert {path: path.stat().st_mtime_ns for path in shipped.rglob("*")} == before


def test_in_a_checkout_a_shipped_run_can_be_retrained_and_not_deleted(both: RunStore, shipped: Path) -> None:
    checkout = RunStore(shipped, shipped)
    with checkout.new("robust", overwrite=True) as folder:
        (folder / "new").write_text("x")
    assert [path.name for path in (shipped / "robust").iterdir()] == ["new"]
    assert checkout.names() == ["classic", "not-shipped", "robust"]
    with pytest.raises(RunError, match="part of the project"):
        checkout.delete(checkout.load("classic"))


def test_a_store_whose_folder_is_not_there_yet_has_the_shipped_runs(
    both: RunStore, shipped: Path, tmp_path: Path
) -> None:
    new = RunStore(tmp_path / "not" / "yet", shipped)
    assert new.names() == sorted(SHIPPED_RUNS)
    with new.new("fresh") as folder:
        (folder / "x").write_text("x")
    assert (tmp_path / "not" / "yet" / "fresh" / "x").exists()


@pytest.mark.parametrize("kind", ["folder", "file", "link", "dangling"])
def test_what_is_no_run_is_never_replaced(models: Path, kind: str) -> None:
    path = models / "Documents"
    if kind == "folder":
        path.mkdir()
        (path / "taxes.txt").write_text("mine")
    elif kind == "file":
        path.write_text("mine")
    else:
        path.symlink_to(models / ("mine" if kind == "link" else "nowhere"))
    for overwrite in (False, True):
        with pytest.raises(RunError, match=r"Documents is there and is no trained network; choose another name$"):
            RunStore(models).check_free("Documents", overwrite=overwrite)
    with pytest.raises(RunError), RunStore(models).new("Documents", overwrite=True):
        raise AssertionError("nothing should be written")
    assert os.path.lexists(path) and list(models.glob(".*")) == []


def test_newest_run_comes_after_the_shipped_ones_first(models: Path) -> None:
    for name, date in (("old", "2020-01-01"), ("new", "2030-01-01")):
        shutil.copytree(models / "mine", models / name)
        path = models / name / "metrics.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), "date": date}))
    assert [run.name for run in list_runs(models)].index("new") == 0
    assert [run.name for run in list_runs()][: len(SHIPPED_RUNS)] == list(SHIPPED_RUNS)


@pytest.mark.parametrize("name", ["robust", "mine"])
def test_a_folder_that_cannot_be_read_is_named(both: RunStore, shipped: Path, name: str) -> None:
    unreadable = RunStore(both.models_dir / ("x" * 300), shipped)  # a name that is too long for a file
    with pytest.raises(RunError, match=rf"^the folder of {name} cannot be read \(File name too long\)$"):
        unreadable.load(name)


TAKE_AND_WAIT = """
import sys
from pathlib import Path
from mnist_demo.runs.store import RunError, RunStore
try:
    with RunStore(Path(sys.argv[1])).reserved(sys.argv[2], is_numbered=len(sys.argv) > 3) as name:
        print(name, flush=True)
        sys.stdin.read()
except RunError as error:
    print(error, flush=True)
"""


class Taker:
    """Other processes that take a name and keep it until they are told to end, or are killed."""

    def __init__(self, models: Path) -> None:
        self.models = models
        self.processes: list[subprocess.Popen[str]] = []

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", TAKE_AND_WAIT, str(self.models), *arguments]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.processes.append(subprocess.Popen(command, cwd=ROOT, text=True, **pipes))  # type: ignore[call-overload]
        return self.processes[-1]

    def said(self) -> list[str]:
        """The first line of each."""
        return [process.stdout.readline().rstrip() for process in self.processes if process.stdout]

    def end(self) -> None:
        for process in self.processes:
            process.communicate("", timeout=60)


@pytest.fixture
def taker(models: Path) -> Iterator[Taker]:
    taker = Taker(models)
    yield taker
    for process in taker.processes:
        process.kill()
        process.communicate()


BEING_TRAINED = "a run fresh is being trained now; choose another name, or wait until that training ends"


def test_of_those_who_want_a_name_at_once_one_gets_it(models: Path, taker: Taker) -> None:
    for _ in range(4):
        taker.start("fresh")
    assert sorted(taker.said()) == [*[BEING_TRAINED] * 3, "fresh"]
    for overwrite in (False, True):
        with pytest.raises(RunError, match=BEING_TRAINED), RunStore(models).reserved("fresh", overwrite=overwrite):
            pass
    taker.end()
    assert sorted(path.name for path in models.iterdir()) == ["classic", "mine"]


def test_names_that_are_numbered_never_collide(models: Path, taker: Taker) -> None:
    for _ in range(4):
        taker.start("mine", "numbered")
    assert sorted(taker.said()) == ["mine-2", "mine-3", "mine-4", "mine-5"]
    taker.end()
    assert sorted(path.name for path in models.iterdir()) == ["classic", "mine"]


def test_a_killed_training_lets_go_of_its_names(models: Path, taker: Taker) -> None:
    taker.start("fresh").kill()
    taker.start("fresher")
    taker.said()
    taker.processes[1].kill()
    taker.processes[1].wait()
    with RunStore(models).reserved("fresher") as name:
        assert name == "fresher"
    assert sorted(path.name for path in models.iterdir()) == ["classic", "mine"]


def test_a_name_that_is_taken_in_the_moment_it_is_free_is_not_taken_twice(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release, store_of_others = filelock.FileLock.release, RunStore(models)
    with ExitStack() as others:

        def let_go(lock: filelock.BaseFileLock, force: bool = False) -> None:
            monkeypatch.undo()
            release(lock, force)
            others.enter_context(store_of_others.reserved("fresh"))

        with RunStore(models).reserved("fresh"):
            monkeypatch.setattr(filelock.FileLock, "release", let_go)
        with pytest.raises(RunError, match=BEING_TRAINED), RunStore(models).reserved("fresh"):
            pass
    assert sorted(path.name for path in models.iterdir()) == ["classic", "mine"]


def test_a_name_that_a_run_has_is_refused_and_its_run_may_be_trained_again(models: Path) -> None:
    with pytest.raises(RunError, match="a run mine already"), RunStore(models).reserved("mine"):
        pass
    with RunStore(models).reserved("mine", overwrite=True) as name, RunStore(models).new(name, overwrite=True) as new:
        (new / "new").write_text("x")
    assert [path.name for path in (models / "mine").iterdir()] == ["new"]


def test_where_no_run_can_be_stored_is_known_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileExistsError), RunStore(tmp_path / "file").reserved("fresh"):
        pass
    with RunStore(tmp_path / "new" / "folder").reserved("fresh"):
        assert RunStore(tmp_path / "new" / "folder").names() == []
    assert list((tmp_path / "new" / "folder").iterdir()) == []
