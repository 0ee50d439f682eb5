"""`mnist-draw predict` as people and programs call it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from test_photo import bad_files, seven

from mnist_demo.commands import predict
from mnist_demo.config import DEFAULT_RUN, ROOT
from mnist_demo.images.photo import photo_to_image
from mnist_demo.runs.store import load_run


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    seven().save(tmp_path / "seven.png")
    return tmp_path / "seven.png"


def test_a_table_for_people(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert predict.main([str(picture), str(picture)]) == 0
    shown = capsys.readouterr()
    rows = [line.split() for line in shown.out.splitlines() if "seven.png" in line]
    assert len(rows) == 2 and shown.err == ""
    assert rows[0][1] == "7" and float(rows[0][2]) > 90 and len(rows[0]) == 13
    assert rows[0][3 + 7] in ("99", "100") and f"Read by {DEFAULT_RUN}" in shown.out


def test_json_for_programs(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert predict.main(["--json", "--run", "classic", str(picture)]) == 0
    (read,) = json.loads(capsys.readouterr().out)
    image = photo_to_image(Image.open(picture))
    assert image is not None
    expected = load_run("classic").network.predict(image)
    assert read["image"] == str(picture) and read["answer"] == "7"
    assert list(read["probabilities"]) == list("0123456789")
    assert list(read["probabilities"].values()) == pytest.approx(expected.tolist(), abs=1e-5)
    assert read["confidence"] == max(read["probabilities"].values())


def test_bad_files_are_reported_and_skipped(picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = bad_files(tmp_path)
    Image.new("L", (200, 200), 255).save(tmp_path / "blank.png")
    bad["blank.png"] = "no digit found"
    small = Image.new("L", (1000, 1000), 255)
    small.paste(seven().resize((50, 50)), (300, 300))
    small.save(tmp_path / "small.png")
    bad["small.png"] = "come closer or crop"
    paths = [str(tmp_path / name) for name in bad]
    assert predict.main(["--json", paths[0], str(picture), *paths[1:]]) == 1
    shown = capsys.readouterr()
    lines = shown.err.splitlines()
    assert len(lines) == len(bad)
    for line, reason in zip(lines, bad.values(), strict=True):
        assert line.startswith("predict: ") and reason in line and line.endswith("skipped")
    read, *skipped = json.loads(shown.out)
    assert read["answer"] == "7" and len(skipped) == len(bad) and all("problem" in entry for entry in skipped)


def test_it_says_when_it_is_not_sure(picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Image.new("L", (200, 200), 255).save(tmp_path / "star.png")
    star = Image.open(tmp_path / "star.png")
    for x in range(40, 161, 15):  # hatching is not a digit
        star.paste(0, (x, 40, x + 5, 160))
    star.save(tmp_path / "star.png")
    assert predict.main([str(tmp_path / "star.png")]) == 0
    assert "not sure: " in capsys.readouterr().out
    predict.main(["--json", str(tmp_path / "star.png")])
    assert json.loads(capsys.readouterr().out)[0]["answer"] is None


def test_an_unknown_network_is_one_line_and_exit_code_2(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert predict.main(["--run", "none", str(picture)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("predict: no run none") and "classic" in line


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_a_name_that_the_console_cannot_print_is_spelled_out(picture: Path, tmp_path: Path, flags: list[str]) -> None:
    named = tmp_path / "七.png"
    shutil.copy(picture, named)
    command = [sys.executable, "-m", "mnist_demo", "predict", *flags, str(named), str(tmp_path / "三.png")]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180)
    assert result.returncode == 1 and r"\u4e03.png" in result.stdout
    (line,) = result.stderr.splitlines()
    assert r"\u4e09.png: no such file" in line


def test_it_never_loads_tensorflow(picture: Path) -> None:
    code = f"""
import sys
from mnist_demo.commands.predict import main
assert main([{str(picture)!r}]) == 0
print([name for name in ("tensorflow", "keras", "streamlit") if name in sys.modules])
"""
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=180)
    assert result.stdout.splitlines()[-1] == "[]", result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_a_full_disk_is_one_line(picture: Path, flags: list[str]) -> None:
    command = [sys.executable, "-m", "mnist_demo", "predict", *flags, str(picture)]
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, timeout=180)
    assert result.returncode == 1 and result.stderr == "predict: not printed: No space left on device\n"
