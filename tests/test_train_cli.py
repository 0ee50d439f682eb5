"""`python train.py` as people and programs call it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path

import numpy as np
import psutil
import pytest

from mnist_demo.commands import train
from mnist_demo.config import ROOT, TrainConfig
from mnist_demo.data.dataset import Dataset
from mnist_demo.runs import store
from mnist_demo.runs.store import load_run, load_test_result, load_timeline

FILES = {
    "model.keras",
    "weights.npz",
    "config.json",
    "history.csv",
    "metrics.json",
    "curves.png",
    "evaluation.npz",
    "timeline.npz",
}


def command(*flags: object) -> list[str]:
    return [sys.executable, str(ROOT / "train.py"), *map(str, flags)]


def run(*flags: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*flags), capture_output=True, text=True, timeout=180)


Call = Callable[..., tuple[object, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """The command in this process, which has loaded TensorFlow: its exit code, standard output and standard error."""

    def call(*flags: object) -> tuple[object, str, str]:
        try:
            code: object = train.main([*map(str, flags)], "python train.py")
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_training_prints_a_line_an_epoch_the_accuracy_and_the_place(handful_path: Path, tmp_path: Path) -> None:
    flags = ["--epochs", 3, "--hidden-layers", "32,16", "--dropout", 0.1, "--batch-size", 16, "--seed", 4]
    result = run(*flags, "--data", handful_path, "--name", "mine", "--models-dir", tmp_path)
    assert result.returncode == 0 and result.stderr == ""
    *epochs, accuracy, place = result.stdout.splitlines()
    stored = load_run("mine", tmp_path)
    history = zip(stored.history["accuracy"], stored.history["val_accuracy"], strict=True)
    assert epochs == [
        f"epoch {epoch}/3  training accuracy {100 * share:.2f} %  validation accuracy {100 * validation:.2f} %"
        for epoch, (share, validation) in enumerate(history, start=1)
    ]
    assert accuracy == f"Test accuracy {100 * stored.metrics.test_accuracy:.2f} % on 200 images"
    assert place == f"Saved in {tmp_path / 'mine'}"
    assert {path.name for path in stored.path.iterdir()} == FILES
    config = stored.config
    assert (config.hidden_layers, config.epochs, config.dropout, config.seed) == ((32, 16), 3, 0.1, 4)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    answers, timeline = load_test_result(stored), load_timeline(stored)
    assert answers is not None and timeline is not None
    assert answers.accuracy == stored.metrics.test_accuracy
    assert answers.confusion_matrix.tolist() == stored.metrics.confusion_matrix
    assert [epoch for epoch, _ in timeline] == [0, 1, 2, 3]


def test_a_test_on_the_training_images_is_called_so_and_comes_out_again(
    call: Call, handful: Dataset, handful_path: Path, tmp_path: Path
) -> None:
    kept = sum(round(count / 3) for count in np.bincount(handful.y_train)[[0, 1, 2, 4, 5, 6, 8, 9]])
    changes = [
        "--images",
        5000,
        "--leave-out",
        "7,3",
        "--wrong-labels",
        0.5,
        "--writing",
        "thin",
        "--test-on",
        "training",
    ]
    flags = ["--epochs", 1, "--hidden-layers", 16, "--data", handful_path, "--name", "mine", "--models-dir", tmp_path]
    code, said, _ = call(*flags, *changes)
    stored = load_run("mine", tmp_path)
    assert code == 0 and stored.config.leave_out == (3, 7)
    assert f"trains on {kept} images: there are no more of that kind" in said
    assert "tested on the images that it learned from, a mistake to look at" in said
    first = load_test_result(stored)
    assert first is not None and len(first.labels) == stored.metrics.test_images == kept - round(kept * 0.1)
    (stored.path / "evaluation.npz").unlink()
    again = store.evaluate_run(stored)
    np.testing.assert_array_equal(again.labels, first.labels)
    np.testing.assert_allclose(again.probabilities, first.probabilities, atol=1e-3)


@pytest.mark.skipif(sys.platform == "win32", reason="in the words of another shell")
def test_a_full_disk_is_one_line_and_leaves_nothing(handful_path: Path, tmp_path: Path) -> None:
    flags = ["--epochs", 1, "--data", handful_path, "--models-dir", tmp_path]
    full = ["bash", "-c", 'ulimit -f 100; exec "$@"', "bash", *command(*flags)]
    result = subprocess.run(full, capture_output=True, text=True, timeout=180)
    assert result.returncode == 1
    assert result.stderr == f"train.py: not saved: File too large; make room in {tmp_path}\n"
    assert list(tmp_path.iterdir()) == []


def test_dry_run_saves_nothing(call: Call, handful_path: Path, tmp_path: Path) -> None:
    code, said, _ = call("--dry-run", "--data", handful_path, "--models-dir", tmp_path / "none")
    assert code == 0 and "nothing was saved" in said
    assert not (tmp_path / "none").exists()


def test_stream_of_events_for_programs(call: Call, handful_path: Path, tmp_path: Path) -> None:
    _, said, _ = call(
        "--progress", "json", "--epochs", 2, "--data", handful_path, "--name", "x", "--models-dir", tmp_path
    )
    events = [json.loads(line) for line in said.splitlines()]
    assert events[0] == {"event": "preparing", "name": "x"}
    assert events[-1] == {
        "event": "finished",
        "name": "x",
        "test_accuracy": load_run("x", tmp_path).metrics.test_accuracy,
    }
    progress = [event for event in events if event["event"] == "progress"]
    assert {event["epoch"] for event in progress} == {1, 2}
    assert progress[-1]["step"] == progress[-1]["steps"]


def test_a_name_that_is_being_trained_is_refused_before_anything_slow(
    call: Call, handful_path: Path, tmp_path: Path
) -> None:
    flags = ["--epochs", 500, "--data", handful_path, "--models-dir", tmp_path, "--progress", "json"]
    with subprocess.Popen(command(*flags, "--name", "x"), stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert json.loads(first.stdout.readline()) == {"event": "preparing", "name": "x"}
        code, said, errors = call("--models-dir", tmp_path, "--name", "x", "--overwrite")
        _, numbered, _ = call(*flags, "--epochs", 1, "--name", "x", "--numbered")
        first.send_signal(signal.SIGINT)
        first.communicate(timeout=60)
    assert (code, said) == (2, "")
    assert errors.startswith("train.py: a run x is being trained now; choose another name")
    assert json.loads(numbered.splitlines()[-1])["name"] == "x-2"
    assert [path.name for path in tmp_path.iterdir()] == ["x-2"]


def test_automatic_names_never_collide(
    call: Call, handful_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Frozen(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Frozen:
            return cls(2026, 1, 31, 14, 25, 1)

    monkeypatch.setattr(store, "datetime", Frozen)
    flags = ["--epochs", 1, "--data", handful_path, "--models-dir", tmp_path, "--progress", "json"]
    told = [json.loads(line) for _ in range(2) for line in call(*flags)[1].splitlines()]
    names = [event["name"] for event in told if event["event"] == "finished"]
    assert names == ["classic-20260131-142501", "classic-20260131-142501-2"] == store.RunStore(tmp_path).names()


WRONG = {
    "--epochs many": "--epochs: expected a whole number from 1 to 1000",
    "--learning-rate nan": "--learning-rate: expected a number",
    "--hidden-layers 128;x": "--hidden-layers: expected up to 8 whole numbers",
    "--optimizer best": "adam",
    "--task letters": "parity",
    "--task parity --encoding one-hot": "--encoding: one-hot needs an output for each class",
    "--preset unknown": "classic",
    "--colour red": "--colour",
    "--name a/b": "a/b",
    "--name=": "'' cannot be a run's name",
    "--data ~nobody/x.npz": "~nobody/x.npz",
    "--name classic": "classic already",
    "--data /no/such/file.npz": "/no/such/file.npz",
    "--images 12": "--images: expected 0, or a whole number from 100 to 60000, got '12'",
    "--leave-out 4;x": "--leave-out: expected up to 8 digits, as in 4,7, or none",
    "--task parity --leave-out 1,3,5,7,9": "--leave-out: a single class of parity is left",
}


@pytest.mark.parametrize("flags", WRONG)
def test_wrong_values_get_one_line_and_exit_code_2(call: Call, flags: str) -> None:
    code, said, errors = call(*flags.split())
    assert (code, said) == (2, "")
    (line,) = errors.splitlines()
    assert line.startswith("train.py: ") and WRONG[flags] in line


def test_ctrl_c_is_clean_before_the_first_epoch(handful_path: Path, tmp_path: Path) -> None:
    """SIGTERM, and any signal later, are tested where people see them: in test_output.py and test_jobs.py."""
    flags = ["--progress", "json", "--epochs", 500, "--data", handful_path, "--models-dir", tmp_path / "models"]
    with subprocess.Popen(command(*flags), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["event"] == "preparing"
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=60)
    assert process.returncode == 130 and errors == ""
    assert json.loads(rest.splitlines()[-1]) == {"event": "failed", "message": "stopped; nothing was saved"}
    assert not (tmp_path / "models").exists() or not list((tmp_path / "models").iterdir())


def test_training_for_a_program_ends_with_that_program(handful_path: Path, tmp_path: Path) -> None:
    flags = command("--progress", "json", "--epochs", 500, "--data", handful_path, "--models-dir", tmp_path / "models")
    program = f"import subprocess, time; print(subprocess.Popen({flags!r}).pid, flush=True); time.sleep(99)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        training = psutil.Process(int(starter.stdout.readline()))
        assert any("progress" in line for line in starter.stdout)
        starter.kill()
        assert psutil.wait_procs([training], timeout=60)[1] == []
        assert "nothing was saved" in starter.stdout.read()


def test_a_training_that_is_killed_while_it_draws_leaves_no_process(handful_path: Path, tmp_path: Path) -> None:
    flags = ["--progress", "json", "--strokes", 100_000, "--data", handful_path, "--models-dir", tmp_path / "models"]
    with subprocess.Popen(command(*flags), stdout=subprocess.PIPE, text=True) as training:
        assert training.stdout is not None
        assert any("progress" in line for line in training.stdout)
        workers = psutil.Process(training.pid).children(recursive=True)
        training.kill()
    assert workers and psutil.wait_procs(workers, timeout=20)[1] == []


def test_there_is_a_flag_for_every_setting(call: Call) -> None:
    _, text, _ = call("--help")
    for name in TrainConfig.model_fields:
        assert f"--{name.replace('_', '-')} " in text


def test_without_tensorflow_it_says_so_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    assert train.main(["--name", "none"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "needs TensorFlow, which is not installed here" in line
