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
from mnist_demo.images.photo import photo_to_image, read_photo
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
    image = photo_to_image(read_photo(picture))
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


def test_it_says_when_it_knows_no_such_digit(picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Image.new("L", (200, 200), 255).save(tmp_path / "star.png")
    star = Image.open(tmp_path / "star.png")
    for x in range(40, 161, 15):  # hatching is not a digit
        star.paste(0, (x, 40, x + 5, 160))
    star.save(tmp_path / "star.png")
    assert predict.main([str(tmp_path / "star.png")]) == 0
    assert "no digit that I know" in capsys.readouterr().out
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


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_a_hostile_name_stays_on_one_line(
    picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], flags: list[str]
) -> None:
    hostile, missing = tmp_path / "a\nb\x1b[31m\u202ec.png", tmp_path / "no\r\x1b]0;title\x07.png"
    shutil.copy(picture, hostile)
    assert predict.main([*flags, str(hostile), str(missing)]) == 1
    shown = capsys.readouterr()
    assert not set(shown.out + shown.err) & set("\x1b\r\x07\u202e")
    (line,) = shown.err.splitlines()
    assert r"no\r\x1b]0;title\x07.png: no such file" in line
    if flags:
        assert [entry["image"] for entry in json.loads(shown.out)] == [str(hostile), str(missing)]
    else:
        assert len(shown.out.splitlines()) == 3 and r"a\nb\x1b[31m\u202ec.png" in shown.out


def test_patterns_are_expanded_where_the_shell_did_not(
    picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(picture, tmp_path / "another.png")
    shutil.copy(picture, tmp_path / "odd[1].png")
    paths = [str(tmp_path / name) for name in ("*.png", "odd[1].png", "x*.jpg", "[nul]\0*")]
    assert predict.main(["--json", *paths]) == 1
    shown = capsys.readouterr()
    names = [Path(entry["image"]).name for entry in json.loads(shown.out)]
    assert names == ["another.png", "odd[1].png", "seven.png", "odd[1].png", "x*.jpg", "[nul]\0*"]
    none, nul = shown.err.splitlines()
    assert "x*.jpg: no file matches it; skipped" in none and "cannot hold a NUL" in nul


@pytest.mark.skipif(sys.platform == "win32", reason="in the words of another shell")
@pytest.mark.parametrize(("flags", "output"), [("", "| true"), ("--json", ">&-"), ("", "2>&-"), ("--json", ">&- 2>&-")])
def test_output_that_nobody_reads_changes_no_exit_code(picture: Path, flags: str, output: str) -> None:
    for name, code in {picture: 0, "missing.png": 1}.items():
        line = f"set -o pipefail; {sys.executable} -m mnist_demo predict {flags} {name} {output}"
        result = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, text=True, timeout=180)
        assert result.returncode == code, result.stderr
        assert result.stderr.count("\n") == (code and "2>" not in output), result.stderr


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


@pytest.fixture
def two_lines(tmp_path: Path) -> Path:
    """Two sevens above one, on a picture of 500 × 400 pixels."""
    sheet = Image.new("L", (500, 400), 255)
    for left, top in ((40, 20), (240, 30), (120, 210)):
        sheet.paste(seven().resize((170, 170)), (left, top))
    sheet.save(tmp_path / "lines.png")
    return tmp_path / "lines.png"


def test_many_digits_as_a_table_with_boxes(two_lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert predict.main(["--many", str(two_lines)]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows[0] == ["picture", "number", "answer", "sure", "left", "top", "width", "height"]
    first, second, third = rows[1:4]
    assert first[0].endswith("lines.png") and first[1:3] == ["77", "7"] and third[:2] == ["7", "7"]
    left, top, width, height = map(int, first[4:])
    assert 40 < left < 120 and 20 < top < 90 and 30 < width < 170 and 80 < height < 170
    assert int(second[-4]) > left + width and int(third[-3]) > top + height


def test_many_digits_as_json(two_lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Image.new("L", (200, 200), 255).save(tmp_path / "blank.png")
    assert predict.main(["--many", "--json", str(two_lines), str(tmp_path / "blank.png")]) == 1
    shown = capsys.readouterr()
    read, skipped = json.loads(shown.out)
    assert read["numbers"] == ["77", "7"] and (read["width"], read["height"]) == (500, 400)
    assert [digit["line"] for digit in read["digits"]] == [0, 0, 1]
    for digit in read["digits"]:
        assert digit["answer"] == "7" and digit["confidence"] == max(digit["probabilities"].values()) > 0.9
        assert set(digit["box"]) == {"left", "top", "width", "height"}
    assert "no digits found" in skipped["problem"] and "no digits found" in shown.err
