"""Files and folders appear whole or not at all, and what ended processes left is cleared away."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mnist_demo.config import ROOT
from mnist_demo.files import delete_whole, written_whole

WRITE_AND_WAIT = """
import sys
from pathlib import Path
from mnist_demo.files import written_whole
with written_whole(Path(sys.argv[1])) as path:
    path.write_text("half")
    print("writing", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is in the middle of writing a file."""
    command = [sys.executable, "-c", WRITE_AND_WAIT, str(tmp_path / "theirs")]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "writing\n"
        yield process
        process.kill()


def write(path: Path, text: str = "whole") -> None:
    with written_whole(path) as temporary:
        temporary.write_text(text)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    with written_whole(tmp_path / "a.txt") as temporary:
        temporary.write_text("half")
        assert not (tmp_path / "a.txt").exists() and temporary.name == "a.txt"
        temporary.write_text("whole")
    assert names(tmp_path) == ["a.txt"] and (tmp_path / "a.txt").read_text() == "whole"


@pytest.mark.parametrize("is_folder", [True, False])
def test_what_fails_leaves_what_was_there(tmp_path: Path, is_folder: bool) -> None:
    path = tmp_path / "a"
    path.mkdir() if is_folder else path.write_text("before")
    with pytest.raises(RuntimeError), written_whole(path) as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert names(tmp_path) == ["a"] and path.is_dir() == is_folder


def test_a_folder_takes_the_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "old").write_text("x")
    with written_whole(tmp_path / "a") as temporary:
        temporary.mkdir()
        (temporary / "new").write_text("x")
    assert names(tmp_path) == ["a"] and names(tmp_path / "a") == ["new"]


def test_a_folder_that_cannot_be_replaced_comes_back(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "old").write_text("x")
    with pytest.raises(FileNotFoundError), written_whole(tmp_path / "a"):
        pass  # nothing was written
    assert names(tmp_path) == ["a"] and names(tmp_path / "a") == ["old"]


def test_what_is_written_can_be_read_by_others(tmp_path: Path) -> None:
    write(tmp_path / "a")
    (tmp_path / "usual").write_text("x")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_what_another_process_writes_is_left_alone_until_it_ends(tmp_path: Path, writer: subprocess.Popen[str]) -> None:
    write(tmp_path / "mine")
    (unfinished,) = tmp_path.glob(".unfinished-*")
    writer.kill()
    writer.wait()
    assert unfinished.exists()
    write(tmp_path / "mine")
    assert names(tmp_path) == ["mine"]


def test_another_process_still_finishes(tmp_path: Path, writer: subprocess.Popen[str]) -> None:
    write(tmp_path / "mine")
    writer.communicate("", timeout=60)
    assert names(tmp_path) == ["mine", "theirs"]


def test_folders_of_other_programs_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".unfinished-business").mkdir()
    write(tmp_path / "mine")
    assert names(tmp_path) == [".unfinished-business", "mine"]


def test_a_folder_is_deleted_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    delete_whole(tmp_path / "a")
    assert names(tmp_path) == []
    with pytest.raises(FileNotFoundError):
        delete_whole(tmp_path / "a")
    assert names(tmp_path) == []
