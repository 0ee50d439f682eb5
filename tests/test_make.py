"""The Makefile on machines that are not as it needs them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from mnist_demo.config import ROOT

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="no make on this machine")


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Runs make in a folder without .venv; gives its exit code and what it says."""
    for name in ("Makefile", "requirements.txt", "requirements-app.txt", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)

    # Without what the make that runs the tests hands down: its flags, its depth, and whether it takes the lock.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "LOCK"))}

    def make(*words: str) -> tuple[int, str]:
        command = ["make", *words]
        result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
        return result.returncode, result.stdout + result.stderr

    return make


def test_another_python_is_refused_on_one_line_before_anything_is_installed(
    make: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    python = tmp_path / "python3"
    python.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\n')
    python.chmod(0o755)
    code, said = make("run", f"PYTHON={python}")
    first, *rest = said.splitlines()
    assert code and "needs Python 3.11 to 3.13" in first and first.endswith(f"{python} is Python 3.9.2")
    assert all(line.startswith("make: ***") for line in rest) and not (tmp_path / ".venv").exists()


def test_no_python_at_all_is_told_too(make: Callable[..., tuple[int, str]]) -> None:
    code, said = make("run", "PYTHON=no-such-python")
    assert code and said.splitlines()[0].endswith("no-such-python is missing")


def test_the_lock_can_be_left_out(make: Callable[..., tuple[int, str]]) -> None:
    assert "-c requirements.lock -r requirements.txt" in make("--dry-run", "run")[1]
    assert "requirements.lock" not in make("--dry-run", "run", "LOCK=")[1]
