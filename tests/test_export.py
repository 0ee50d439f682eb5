"""Each export, run in its own runtime, gives Keras's probabilities."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import psutil
import pytest
from queues import wait_until

from mnist_demo.commands import export
from mnist_demo.config import ROOT, SHIPPED_RUNS, TrainConfig
from mnist_demo.data.dataset import Dataset
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.jobs import background, exports
from mnist_demo.jobs.turns import Turns
from mnist_demo.network.formats import FORMATS, ExportError
from mnist_demo.network.inference import Network
from mnist_demo.runs.run import Run
from mnist_demo.runs.store import RunStore, load_run, write_texts
from mnist_demo.ui import resources


@pytest.fixture(scope="module")
def images(mnist: Dataset) -> np.ndarray:
    return scale_pixels(mnist.x_test[:200])


def expected(run: Run, images: np.ndarray) -> np.ndarray:
    import keras

    probabilities: np.ndarray = keras.models.load_model(run.path / "model.keras").predict(images, verbose=0)
    return probabilities


@pytest.fixture(scope="module")
def odd_or_even(models_dir: Path) -> Iterator[Run]:
    """A run of another task and activation, with a single output; its weights are random."""
    from mnist_demo.training.conversion import plain_model

    rng, sizes = np.random.default_rng(5), [(784, 16), (16, 1)]
    network = Network(
        [rng.normal(0, 0.2, size).astype(np.float32) for size in sizes],
        [rng.normal(0, 0.2, size[1]).astype(np.float32) for size in sizes],
        "tanh",
    )
    like = load_run("classic")
    metrics = like.metrics.model_copy(update={"confusion_matrix": None})
    with RunStore(models_dir).new("odd-or-even", overwrite=True) as folder:
        config = TrainConfig(task="parity", activation="tanh", hidden_layers=(16,))
        write_texts(folder, config, metrics, like.history)
        network.save(folder / "weights.npz")
        plain_model(network).save(folder / "model.keras")
    yield load_run("odd-or-even")
    shutil.rmtree(models_dir / "odd-or-even")


def read_onnx(path: Path, images: np.ndarray) -> np.ndarray:
    probabilities: np.ndarray = onnxruntime.InferenceSession(path).run(["probabilities"], {"image": images})[0]
    return probabilities


def read_tflite(path: Path, images: np.ndarray) -> np.ndarray:
    from ai_edge_litert.interpreter import Interpreter

    runner = Interpreter(str(path)).get_signature_runner()
    (name,) = runner.get_input_details()
    probabilities: np.ndarray
    (probabilities,) = runner(**{name: images}).values()
    return probabilities


def read_savedmodel(path: Path, images: np.ndarray) -> np.ndarray:
    import tensorflow as tf

    model = tf.saved_model.load(str(path))  # its functions live as long as this name
    probabilities: np.ndarray = model.serve(images).numpy()
    return probabilities


READERS = {"onnx": read_onnx, "tflite": read_tflite, "savedmodel": read_savedmodel}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("name", ["classic", "odd-or-even"])
def test_an_export_gives_the_probabilities_of_keras(
    name: str,
    kind: str,
    images: np.ndarray,
    odd_or_even: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert export.main([name, "--format", kind]) == 0
    path = tmp_path / (name + FORMATS[kind].ending)
    assert capsys.readouterr().out.splitlines()[-1] == f"Saved in {path.name}"
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    answers = READERS[kind](path, images)
    np.testing.assert_allclose(answers, expected(load_run(name), images), atol=1e-4)
    assert READERS[kind](path, images[:1]).shape == answers[:1].shape  # any number of images


def test_the_zip_holds_the_folder(images: np.ndarray, tmp_path: Path) -> None:
    assert export.main(["classic", "--format", "savedmodel", "--output", str(tmp_path / "network.zip")]) == 0
    zipfile.ZipFile(tmp_path / "network.zip").extractall(tmp_path / "unpacked")
    answers = read_savedmodel(tmp_path / "unpacked" / "classic", images)
    np.testing.assert_allclose(answers, expected(load_run("classic"), images), atol=1e-4)


def test_it_replaces_only_when_asked_and_only_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "network.onnx"
    path.write_text("something else")
    assert export.main(["classic", "--format", "onnx", "--output", str(path)]) == 2
    assert path.read_text() == "something else" and "--overwrite" in capsys.readouterr().err
    assert export.main(["classic", "--format", "onnx", "--output", str(path), "--overwrite"]) == 0
    assert path.stat().st_size > 100_000
    (tmp_path / "folder").mkdir()
    assert export.main(["classic", "--format", "savedmodel", "--output", str(tmp_path / "folder"), "--overwrite"]) == 2
    assert "other things" in capsys.readouterr().err
    assert export.main(["classic", "--format", "savedmodel", "--output", str(path), "--overwrite"]) == 2
    assert "is a file, and SavedModel a folder" in capsys.readouterr().err


def test_nothing_is_left_of_an_export_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(network: Network, name: str, path: Path) -> None:
        path.write_text("half")
        raise OSError("no space left")

    monkeypatch.setattr(export, "_writer", lambda kind: fail)
    assert export.main(["classic", "--format", "onnx", "--output", str(tmp_path / "a.onnx")]) == 1
    assert list(tmp_path.iterdir()) == [] and "no space left" in capsys.readouterr().err


FULL = ["bash", "-c", 'ulimit -f 100; exec "$@"', "bash"]
"""Before a command, it makes a disk with room for 100 kB of each file; none of the exports is as small."""
no_ulimit = pytest.mark.skipif(sys.platform == "win32", reason="in the words of another shell")


@no_ulimit
@pytest.mark.parametrize(("file", "kind"), [("a.onnx", "onnx"), ("a.zip", "savedmodel")])
def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path: Path, file: str, kind: str) -> None:
    command = [*FULL, sys.executable, "-m", "mnist_demo", "export", "classic", "--format", kind]
    command += ["--output", str(tmp_path / file)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=180)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == f"export: not saved: File too large; make room in {tmp_path}\n"
    assert list(tmp_path.iterdir()) == []


@no_ulimit
@pytest.mark.parametrize("kind", ["onnx", "tflite"])
def test_a_full_disk_of_the_server_is_a_line_without_its_folders(
    models_dir: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    start = background.start
    monkeypatch.setattr(background, "start", lambda command, **options: start([*FULL, *command], **options))
    expected = r"^the server could not write the file \(File too large\); tell whoever runs it$"
    with pytest.raises(ExportError, match=expected):
        exports.export_in_a_process("classic", kind, models_dir)


def test_a_server_without_room_for_temporary_files_says_so(
    models_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(ExportError, match=r"^the server could not write the file \(No such file or directory\); "):
        exports.export_in_a_process("classic", "onnx", models_dir)


def test_an_interrupted_export_leaves_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mnist_demo", "export", "classic", "--format", "tflite"]
    command += ["--output", str(tmp_path / "a.tflite")]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        wait_until(lambda: list(tmp_path.glob(".unfinished-*/tmp*")))  # the converter is at work
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, "")
    assert list(tmp_path.iterdir()) == []


WRONG = {
    "none --format onnx": "no run none",
    "classic --format onnx --output /no/such/folder/a.onnx": "no folder",
    "classic --format tflite --output a.onnx": "should end in .tflite",
}


@pytest.mark.parametrize("flags", WRONG)
def test_wrong_values_get_one_line_and_exit_code_2(flags: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert export.main(flags.split()) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("export: ") and WRONG[flags] in line


@pytest.mark.parametrize("package", ["onnx", "onnx.numpy_helper"])
def test_a_missing_or_broken_package_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delattr(onnx, "numpy_helper")
    assert export.main(["classic", "--format", "onnx", "--output", str(tmp_path / "a.onnx")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("install it with: pip install onnx")


@pytest.mark.parametrize("kind", ["tflite", "savedmodel"])
def test_without_tensorflow_the_other_formats_say_so(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "tensorflow", None)
    path = tmp_path / ("a.tflite" if kind == "tflite" else "a")
    assert export.main(["classic", "--format", kind, "--output", str(path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("needs TensorFlow, which is not installed here; choose ONNX, which needs none")


def test_onnx_needs_no_tensorflow(tmp_path: Path) -> None:
    code = f"""
import sys
from mnist_demo.commands.export import main
assert main(["classic", "--format", "onnx", "--output", {str(tmp_path / "a.onnx")!r}]) == 0
print([name for name in ("tensorflow", "keras", "streamlit") if name in sys.modules])
"""
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=180)
    assert result.stdout.splitlines()[-1] == "[]", result.stderr


def test_a_process_of_its_own_for_the_app(images: np.ndarray, models_dir: Path, tmp_path: Path) -> None:
    path = tmp_path / "network.onnx"
    path.write_bytes(exports.export_in_a_process("classic", "onnx", models_dir))
    np.testing.assert_allclose(read_onnx(path, images), load_run("classic").network.predict(images), atol=1e-4)
    with pytest.raises(ExportError, match="^no run none"):
        exports.export_in_a_process("none", "onnx", models_dir)
    with pytest.raises(ExportError, match="longer than 0.01 seconds"):
        exports.export_in_a_process("classic", "onnx", models_dir, seconds=0.01)


def test_a_class_that_exports_at_once_has_each_file_made_once_and_one_at_a_time_at_low_priority(
    models_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[psutil.Popen] = []
    priorities: list[int] = []

    def watch(command: list[str], **options: Any) -> psutil.Popen:
        assert all(process.poll() is not None for process in started)
        started.append(background_start(command, **options))
        priorities.append(started[-1].nice())
        return started[-1]

    background_start = background.start
    monkeypatch.setattr(background, "start", watch)
    monkeypatch.setattr(resources, "EXPORTS", Turns[bytes](keep=2))
    with ThreadPoolExecutor(8) as visitors:
        files = list(visitors.map(lambda name: resources.exported(load_run(name), "onnx"), SHIPPED_RUNS * 4))
    assert len(started) == 2 == len(set(files)) and min(priorities) > psutil.Process().nice()
    assert resources.exported(load_run("classic"), "onnx") in files and len(started) == 2
