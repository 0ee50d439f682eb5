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


def export_in_a_process(name: str, kind: str, models_dir: Path, seconds: float = SECONDS) -> bytes:
    """The file that the command writes for a run, a folder as a zip: for programs that should not load TensorFlow.

    It is made at low priority; that one is made at a time is up to the caller.

    Raises:
        ExportError: it failed, or took longer than `seconds`; the message is one line.
    """
    with tempfile.TemporaryDirectory(prefix="mnist-draw-") as folder:
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
        raise ExportError(last.removeprefix("export: "))
