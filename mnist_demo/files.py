"""Files and folders that are written whole or not at all, so that nobody ever reads half of one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock


PREFIX, LOCK = ".unfinished-", ".lock"
"""A folder with this prefix holds what is being written, and a file that its process keeps locked."""


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Where to write a file or a folder that takes the place of `path` when the block ends well.

    It has the name of `path` and lies in a hidden folder beside it. Until then, and where the block fails, `path` is
    as it was.

    Raises:
        OSError: the folder of `path` cannot be written to.
    """
    delete_leftovers(path.parent)
    with _hidden_folder(path.parent) as folder:
        temporary = folder / path.name
        yield temporary
        _replace(temporary, path)


def delete_whole(path: Path) -> None:
    """Delete a folder; nobody ever sees it half deleted (FileNotFoundError where it is gone already)."""
    with _hidden_folder(path.parent) as folder:
        os.replace(path, folder / path.name)


def delete_leftovers(parent: Path) -> None:
    """Delete what processes left unfinished that have ended.

    A lock ends with its process and holds for all machines and containers that share the folder, where the number of
    a process would mean another one.
    """
    for lock in parent.glob(f"{PREFIX}*/{LOCK}"):
        with suppress(OSError):  # locked, or another user's
            with _locked(lock, seconds=0):
                shutil.rmtree(lock.parent, ignore_errors=True)
            lock.parent.rmdir()  # Windows keeps a file that is open; empty, since its process may only just lock it


@contextmanager
def _hidden_folder(parent: Path) -> Iterator[Path]:
    """A locked folder in `parent`, deleted with all that is in it when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    try:
        with _locked(folder / LOCK):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _locked(path: Path, seconds: float = -1) -> BaseFileLock:
    """A lock to enter, which others may hold for so many seconds, -1 for ever (OSError if they still do)."""
    from filelock import FileLock  # takes 30 ms, and opening the page writes nothing

    return FileLock(path, timeout=seconds)


def _replace(temporary: Path, path: Path) -> None:
    """Move `temporary` to `path`; a folder there, which cannot be replaced in one step, comes back where that fails."""
    old = temporary.with_name(f"{path.name}.old")
    if path.is_dir():
        os.replace(path, old)
    try:
        os.replace(temporary, path)
    except BaseException:
        if old.exists():
            os.replace(old, path)
        raise
