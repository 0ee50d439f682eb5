"""Exports in processes of their own: programs that answer drawings should not load TensorFlow."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from mnist_demo.jobs import background
from mnist_demo.network.formats import ExportError, download_name

SECONDS = 300
"""How long an export for the app may take; TensorFlow alone takes seconds."""
NOT_SAVED = "not saved: "
"""How the command begins what it says of a file that could not be written."""


def export_in_a_process(name: str, kind: str, models_dir: Path, seconds: float = SECONDS) -> bytes:
    """The file that the command writes for a run, a folder as a zip: for programs that should not load TensorFlow.

    It is made at low priority; that one is made at a time is up to the caller.

    Raises:
        ExportError: it failed, or took longer than `seconds`; the message is one line.
    """
    try:
        return _exported_by_way_of_a_file(name, kind, models_dir, seconds)
    except OSError as error:
        raise ExportError(_not_written(error.strerror or str(error))) from error


def _exported_by_way_of_a_file(name: str, kind: str, models_dir: Path, seconds: float) -> bytes:
    with tempfile.TemporaryDirectory(prefix="mnist-draw-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / download_name(name, kind)
        command = [sys.executable, "-m", "mnist_demo", "export", name, "--format", kind, "--output", str(path)]
        command += ["--models-dir", str(models_dir)]
        _run_in_background(command, seconds)
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
        raise ExportError(_for_visitors(last.removeprefix("export: ")))


def _for_visitors(problem: str) -> str:
    """What the command says, without the advice on a folder that no visitor knows."""
    reason = problem.removeprefix(NOT_SAVED)
    return problem if reason == problem else _not_written(reason.partition(";")[0])


def _not_written(reason: str) -> str:
    return f"the server could not write the file ({reason}); tell whoever runs it"
