"""What is done is done, whatever becomes of the output of the command that did it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mnist_demo.config import ROOT
from mnist_demo.runs.store import RunStore

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="in the words of another shell")
ALWAYS_FULL = Path("/dev/full")
"""A disk, which only Linux has."""
FULL = ["> /dev/full 2>&1"] if ALWAYS_FULL.exists() else []
unread = pytest.mark.parametrize("output", ["| true", "<&- >&- 2>&-", *FULL])


def shell(command: str, output: str) -> subprocess.CompletedProcess[str]:
    line = f"set -o pipefail; {sys.executable} {command} {output}"
    return subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, text=True, timeout=180)


@pytest.mark.parametrize(("form", "output"), [("json", "| true"), ("bar", "<&- >&- 2>&-")])
def test_a_training_whose_output_is_lost_is_saved(form: str, output: str, handful_path: Path, tmp_path: Path) -> None:
    flags = f"--progress {form} --epochs 1 --data {handful_path} --name x --models-dir {tmp_path}"
    result = shell(f"train.py {flags}", output)
    assert (result.returncode, result.stderr) == (0, "")
    assert RunStore(tmp_path).load("x").epoch == 1 and [path.name for path in tmp_path.iterdir()] == ["x"]


@unread
def test_an_export_whose_output_is_lost_is_written(output: str, tmp_path: Path) -> None:
    path = tmp_path / "classic.onnx"
    result = shell(f"-m mnist_demo export classic --format onnx --output {path}", output)
    assert (result.returncode, result.stderr) == (0, "")
    assert path.stat().st_size > 100_000


@unread
def test_help_and_bad_input_keep_their_exit_codes(output: str) -> None:
    result = shell("-m mnist_demo predict --help", output)
    assert (result.returncode, result.stderr) == (0, "")
    result = shell("train.py --nonsense", output)
    assert result.returncode == 2 and "Traceback" not in result.stderr


def test_a_contact_sheet_that_does_not_fit_the_disk_is_one_line(tmp_path: Path) -> None:
    line = f'ulimit -f 1; exec "{sys.executable}" -m mnist_demo strokes --out "{tmp_path}/a.png"'
    result = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, text=True, timeout=180)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == f"strokes: not saved: File too large; make room in {tmp_path}\n"
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_opened_in_the_place_of_closed_output(tmp_path: Path) -> None:
    """Else what libraries print would end up in it."""
    code = (
        "import os, sys; from mnist_demo.commands.output import set_up_output; set_up_output();"
        f"file = open({str(tmp_path / 'file')!r}, 'w'); os.write(1, b'printed'); os.write(2, b'printed')"
    )
    assert shell(f'-c "{code}"', "<&- >&- 2>&-").returncode == 0
    assert (tmp_path / "file").read_text() == ""


def test_a_line_an_epoch_can_be_read_at_once(handful_path: Path, tmp_path: Path) -> None:
    """The training cannot end before the line is read: it has more epochs than anybody would wait for."""
    flags = ["--epochs", "1000", "--data", str(handful_path), "--models-dir", str(tmp_path)]
    command = [sys.executable, str(ROOT / "train.py"), *flags]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as training:
        assert training.stdout is not None
        lines = [training.stdout.readline() for _ in range(2)]
        assert training.poll() is None
        training.terminate()
        _, errors = training.communicate(timeout=60)
    for epoch, line in enumerate(lines, start=1):
        assert line.startswith(f"epoch {epoch}/1000  training accuracy ") and "%  validation accuracy" in line
    assert (training.returncode, errors) == (130, "train.py: stopped; nothing was saved\n")
    assert list(tmp_path.iterdir()) == []
