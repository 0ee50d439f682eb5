"""Names of runs that are being trained: each is kept for whoever trains it, from the start on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mnist_demo.runs.run import RunError

if TYPE_CHECKING:
    from filelock import BaseFileLock

PREFIX, ENDING = ".training-", ".lock"
"""A file with these around a name is kept locked by the process that trains the run of that name."""
SECONDS = 0.2
"""How long a name is waited for: another process may only be asking whether it is free."""


class NameTaken(RunError):
    """Another run has the name, or will have it."""


@contextmanager
def reserved(folder: Path, name: str) -> Iterator[None]:
    """Keep a name in a folder of runs until the block ends, or this process.

    Raises:
        NameTaken: another training has it, in whatever process or on whatever machine.
        OSError: the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _clear_leftovers(folder)
    lock = _lock(folder / f"{PREFIX}{name}{ENDING}")
    try:
        lock.acquire()
    except TimeoutError as error:
        problem = f"a run {name} is being trained now; choose another name, or wait until that training ends"
        raise NameTaken(problem) from error
    try:
        yield
    finally:
        _free(lock)


def _clear_leftovers(folder: Path) -> None:
    """Delete the files of processes that were killed; their locks ended with them."""
    for path in folder.glob(f"{PREFIX}*{ENDING}"):
        lock = _lock(path, seconds=0)
        with suppress(OSError):  # locked, or another user's
            lock.acquire()
            _free(lock)


def _free(lock: BaseFileLock) -> None:
    """Delete a locked file, then let go of it: who opened it meanwhile gets a lock on nothing, and tries again."""
    with suppress(OSError):  # Windows deletes it only afterwards, and filelock does
        Path(lock.lock_file).unlink()
    lock.release()


def _lock(path: Path, seconds: float = SECONDS) -> BaseFileLock:
    from filelock import FileLock  # takes 30 ms, and opening the page writes nothing

    return FileLock(path, timeout=seconds)
