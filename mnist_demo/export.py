"""Save a trained network for elsewhere: `python -m mnist_demo.export RUN --format onnx|tflite|savedmodel`.

Each maps float32 (N, 28, 28) in [0, 1] to what the Keras model puts out, and needs nothing of this project to run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mnist_demo import background
from mnist_demo.command import BAD_INPUT, STOPPED, Parser, print_anything
from mnist_demo.config import IMAGE_SIZE, MODELS_DIR
from mnist_demo.store import Run, RunError, load_run

SECONDS = 300
"""How long an export for the app may take, and how long it may wait for others; TensorFlow alone takes seconds."""
ONE_AT_A_TIME = threading.Lock()
"""Held while an export for the app is made: each may load a TensorFlow of its own."""
NOT_SAVED = 1


class ExportError(ValueError):
    """A network cannot be exported; the message is one line."""


def write_onnx(run: Run, path: Path) -> None:
    """Write Flatten, and Gemm with its activation for each layer, as ONNX spells a Dense layer; no TensorFlow."""
    try:
        import onnx
        from onnx import TensorProto, helper, numpy_helper
    except ImportError as error:  # missing, or there and broken
        needed = "ONNX needs the package onnx; install it with: pip install -r requirements-export.txt"
        raise ExportError(needed) from error
    network, last = run.network, len(run.network.kernels) - 1
    hidden = {"relu": "Relu", "tanh": "Tanh", "sigmoid": "Sigmoid"}[network.activation]
    final = "Sigmoid" if network.outputs == 1 else "Softmax"
    nodes, weights, signal = [helper.make_node("Flatten", ["image"], ["flat"])], [], "flat"
    for i, (kernel, bias) in enumerate(zip(network.kernels, network.biases, strict=True)):
        weights += [numpy_helper.from_array(kernel, f"kernel_{i}"), numpy_helper.from_array(bias, f"bias_{i}")]
        after = "probabilities" if i == last else f"hidden_{i}"
        nodes.append(helper.make_node("Gemm", [signal, f"kernel_{i}", f"bias_{i}"], [f"sum_{i}"]))
        nodes.append(helper.make_node(final if i == last else hidden, [f"sum_{i}"], [after]))
        signal = after
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["N", IMAGE_SIZE, IMAGE_SIZE])
    answer = helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["N", network.outputs])
    graph = helper.make_graph(nodes, run.name, [image], [answer], weights)
    # The opset of 2021, and the file version that came with it: old runtimes read it too.
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def write_tflite(run: Run, path: Path) -> None:
    """Write TensorFlow Lite, which phones and small computers run; its runtime is now called LiteRT."""
    _keras_model(run).export(path, format="litert", verbose=False)


def write_savedmodel(run: Run, path: Path) -> None:
    """Write TensorFlow's own folder, or a zip of it where `path` ends in `.zip`."""
    model = _keras_model(run)
    if path.suffix.lower() != ".zip":
        model.export(path, format="tf_saved_model", verbose=False)
        return
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        model.export(Path(folder) / run.name, format="tf_saved_model", verbose=False)
        shutil.make_archive(str(path.with_suffix("")), "zip", folder, run.name)


@dataclass(frozen=True)
class Format:
    """A way to save a network: `write(run, path)`, `ending` of what it writes, and both in words for people."""

    label: str
    sentence: str
    ending: str
    write: Callable[[Run, Path], None]


FORMATS = {
    "onnx": Format("ONNX", "For almost any language, and for browsers.", ".onnx", write_onnx),
    "tflite": Format("TensorFlow Lite", "For phones and small computers.", ".tflite", write_tflite),
    "savedmodel": Format("SavedModel", "For TensorFlow and its servers.", "-savedmodel", write_savedmodel),
}


def export(run: Run, kind: str, path: Path, *, overwrite: bool = False) -> None:
    """Write `run` in the format `kind` to `path`, whole or not at all.

    Raises:
        ExportError: there is something at `path` already, it does not fit the format, or a package is missing.
        OSError: it cannot be written.
    """
    check_output(kind, path, overwrite=overwrite)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".unfinished-") as folder:
        temporary = Path(folder) / path.name
        FORMATS[kind].write(run, temporary)
        if path.is_dir():
            os.replace(path, Path(folder) / "old")  # deleted with the folder
        os.replace(temporary, path)


def check_output(kind: str, path: Path, *, overwrite: bool = False) -> None:
    """ExportError where `export` could not write to `path`."""
    ending = FORMATS[kind].ending
    if kind != "savedmodel" and path.suffix.lower() != ending:
        raise ExportError(f"--output {path} should end in {ending}")
    if not path.parent.is_dir():
        raise ExportError(f"there is no folder {path.parent}; make it first")
    if path.exists() and not overwrite:
        raise ExportError(f"there is {path} already; choose another --output, or add --overwrite")
    if path.is_file() and kind == "savedmodel" and path.suffix.lower() != ".zip":
        raise ExportError(f"{path} is a file, and {FORMATS[kind].label} a folder; choose another --output, or a .zip")
    if path.is_dir() and not (path / "saved_model.pb").is_file():
        raise ExportError(f"{path} is a folder with other things in it; choose another --output")


def export_in_a_process(name: str, kind: str, models_dir: Path = MODELS_DIR, seconds: float = SECONDS) -> bytes:
    """The file that the command writes for a run, a folder as a zip: for programs that should not load TensorFlow.

    One is made at a time, at low priority.

    Raises:
        ExportError: it failed, or waited or took longer than `seconds`; the message is one line.
    """
    with tempfile.TemporaryDirectory(prefix="mnist-draw-") as folder:
        path = Path(folder) / download_name(name, kind)
        command = [sys.executable, "-m", "mnist_demo.export", name, "--format", kind, "--output", str(path)]
        command += ["--models-dir", str(models_dir)]
        if not ONE_AT_A_TIME.acquire(timeout=seconds):
            raise ExportError("others are being made; try again later")
        try:
            _run_in_background(command, seconds)
        finally:
            ONE_AT_A_TIME.release()
        return path.read_bytes()


def _run_in_background(command: list[str], seconds: float) -> None:
    """Wait for a command, for a time (ExportError if it fails, or is ended then)."""
    with background.start(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            _, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise ExportError(f"it took longer than {seconds:g} seconds and was ended; try again later") from error
    if process.returncode:
        last = (errors.strip() or f"it ended with exit code {process.returncode}").splitlines()[-1]
        raise ExportError(last.removeprefix("export: "))


def download_name(name: str, kind: str) -> str:
    """The file that holds an export of the run `name`, a folder as a zip."""
    ending = FORMATS[kind].ending
    return f"{name}{ending}" if ending.startswith(".") else f"{name}{ending}.zip"


def main(argv: list[str] | None = None) -> int:
    """Run the command; returns its exit code: 0, 1 not saved, 2 bad input, 130 stopped."""
    print_anything()
    arguments = parser().parse_args(argv)
    kind = arguments.format
    path = arguments.output or Path(arguments.run + FORMATS[kind].ending)
    try:
        run = load_run(arguments.run, arguments.models_dir)
        export(run, kind, path.absolute(), overwrite=arguments.overwrite)
    except (RunError, ExportError) as error:
        print(f"export: {error}", file=sys.stderr)
        return BAD_INPUT
    except OSError as error:
        print(f"export: not saved: {error.strerror or error}; is {path.parent} writable?", file=sys.stderr)
        return NOT_SAVED
    except KeyboardInterrupt:
        return STOPPED
    print(f"Saved in {path}")
    return 0


def parser() -> Parser:
    """The run, the format, and where to."""
    result = Parser("export", "python -m mnist_demo.export", "Save a trained network for elsewhere.")
    result.add_argument("run", metavar="RUN", help="the name of a trained network, such as classic")
    result.add_argument("--format", choices=tuple(FORMATS), required=True, help="what to write")
    result.add_argument(
        "--output", type=Path, metavar="…", help="where to (default: RUN with the format's ending, here)"
    )
    result.add_argument("--overwrite", action="store_true", help="replace what is there")
    result.add_argument("--models-dir", type=Path, default=MODELS_DIR, metavar="…", help="where runs are kept")
    return result


def _keras_model(run: Run):
    """The stored Keras model of a run."""
    for name, value in {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0"}.items():
        os.environ.setdefault(name, value)
    import keras  # takes seconds

    try:
        return keras.models.load_model(run.path / "model.keras")
    except Exception as error:  # zip, json and h5 each have errors of their own
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise ExportError(f"{run.name}: model.keras cannot be read ({reason})") from error


if __name__ == "__main__":
    raise SystemExit(main())
