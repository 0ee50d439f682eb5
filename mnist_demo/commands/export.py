"""Save a trained network for elsewhere: `mnist-draw export RUN --format onnx|tflite|savedmodel`.

Each maps float32 (N, 28, 28) in [0, 1] to what the Keras model outputs, and needs nothing of this project to run.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

from mnist_demo.commands.console import BAD_INPUT, NOT_SAVED, STOPPED, NoTensorFlow, Parser, not_saved, set_up_keras
from mnist_demo.commands.output import set_up_output, tell
from mnist_demo.commands.runs_flag import add_models_dir, store_from
from mnist_demo.files import written_whole
from mnist_demo.network.formats import FORMATS, ExportError, check_output
from mnist_demo.network.inference import Network
from mnist_demo.runs.run import Run, RunError


def main(argv: list[str] | None = None) -> int:
    """Run the command; returns its exit code: 0, 1 not saved, 2 bad input, 130 stopped."""
    set_up_output()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what is half written goes
    arguments = parser().parse_args(argv)
    kind = arguments.format
    path = arguments.output or Path(arguments.run + FORMATS[kind].ending)
    try:
        run = store_from(arguments).load(arguments.run)
        export_run(run, kind, path.absolute(), overwrite=arguments.overwrite)
    except (RunError, ExportError) as error:
        tell(f"export: {error}")
        return BAD_INPUT
    except OSError as error:
        tell(f"export: {not_saved(error, path.absolute().parent)}")
        return NOT_SAVED
    except KeyboardInterrupt:
        return STOPPED
    print(f"Saved in {path}")
    return 0


def export_run(run: Run, kind: str, path: Path, *, overwrite: bool = False) -> None:
    """Write `run` in the format `kind` to `path`, whole or not at all.

    Raises:
        ExportError: there is something at `path` already, it does not fit the format, or a package is missing.
        OSError: it cannot be written.
    """
    check_output(kind, path, overwrite=overwrite)
    with written_whole(path) as temporary:
        _writer(kind)(run.network, run.name, temporary)


def _writer(kind: str) -> Callable[[Network, str, Path], None]:
    """What writes a format. Only what is asked for is imported: Keras takes seconds, and ONNX has no need of it."""
    if kind == "onnx":
        from mnist_demo.network.onnx_format import write_onnx

        return write_onnx
    try:
        set_up_keras()
    except NoTensorFlow as error:  # on a page, nobody can install it
        problem = "this format needs TensorFlow, which is not installed here; choose ONNX, which needs none"
        raise ExportError(problem) from error
    from mnist_demo.training.keras_formats import write_savedmodel, write_tflite

    return write_tflite if kind == "tflite" else write_savedmodel


def parser() -> Parser:
    """The run, the format, and where to."""
    result = Parser("export", "mnist-draw export", "Save a trained network for elsewhere.")
    result.add_argument("run", metavar="RUN", help="the name of a trained network, such as classic")
    result.add_argument("--format", choices=tuple(FORMATS), required=True, help="what to write")
    result.add_argument(
        "--output", type=Path, metavar="…", help="where to (default: RUN with the format's ending, here)"
    )
    result.add_argument("--overwrite", action="store_true", help="replace what is there")
    add_models_dir(result)
    return result
