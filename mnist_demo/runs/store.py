"""Trained networks on disk, a folder each: those that come with the project, and those that were trained here."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

from mnist_demo.config import SHIPPED_RUNS, TrainConfig
from mnist_demo.damage import printable
from mnist_demo.files import delete_whole, written_whole

# Whoever works with runs imports the functions from here, and the types from `run`.
from mnist_demo.runs import reservation
from mnist_demo.runs.folder import read_config, read_run
from mnist_demo.runs.folder import write_texts as write_texts
from mnist_demo.runs.reservation import NameTaken as NameTaken
from mnist_demo.runs.results import evaluate_run as evaluate_run
from mnist_demo.runs.results import load_test_result as load_test_result
from mnist_demo.runs.results import load_timeline as load_timeline
from mnist_demo.runs.results import save_test_result as save_test_result
from mnist_demo.runs.results import save_timeline as save_timeline
from mnist_demo.runs.run import DamagedRun, Run, RunError
from mnist_demo.runs.run import check_name as check_name
from mnist_demo.runs.shared_runs import PAGE_SECONDS, SharedRuns
from mnist_demo.runs.shared_runs import NotShared as NotShared
from mnist_demo.settings import Settings
from mnist_demo.wording import as_text

LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""When runs without a date were trained."""


def list_runs(models_dir: Path | None = None) -> list[Run]:
    """All usable runs of the settings, or of another folder, as `in_order` sorts them."""
    return in_order(_store_of(models_dir).scan())


def load_run(name: str, models_dir: Path | None = None) -> Run:
    """A run of the settings, or of another folder, by its name (RunError as `RunStore.load`)."""
    return _store_of(models_dir).load(name)


@dataclass(frozen=True)
class RunStore:
    """The runs of one or two folders.

    A run in `models_dir` hides the shipped one of its name. Nothing in `shipped_dir` is written or deleted, unless by
    `new` where the two are the same folder, as in a checkout.

    Args:
        models_dir: where runs are kept and written; made when it is needed.
        shipped_dir: where those of `SHIPPED_RUNS` lie; None for no such folder.
        shared: the database through which the runs of `models_dir` reach other servers; None where there is none.
    """

    models_dir: Path
    shipped_dir: Path | None = None
    shared: SharedRuns | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, settings: Settings) -> RunStore:
        """The runs of the folders that the settings name, shared where they name a database."""
        return cls(settings.models_dir, settings.shipped_dir, SharedRuns(settings) if settings.database else None)

    def keep_up(self, seconds: float = PAGE_SECONDS, *, at_once: bool = False) -> None:
        """Take in what other servers made and deleted, as `SharedRuns.keep_up`; to be called often."""
        if self.shared:
            self.shared.keep_up(seconds, at_once=at_once)

    def refresh(self) -> None:
        """Have here what other servers made until now (NotShared, OSError as `SharedRuns.refresh`)."""
        if self.shared:
            self.shared.refresh()

    def scan(self) -> list[Run | DamagedRun]:
        """Every run, usable or not, by name."""
        return [self._load_or_explain(name) for name in self.names()]

    def names(self) -> list[str]:
        """The names of all run folders but hidden ones, sorted; whether they are usable only loading tells."""
        own: set[str] = set()
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(self.models_dir) as folders:
            own = {folder.name for folder in folders if not folder.name.startswith(".") and folder.is_dir()}
        return sorted(own.union(name for name in SHIPPED_RUNS if self.path(name).is_dir()))

    def titles(self) -> set[str]:
        """The titles of all experiments of which a run is kept; what is damaged has none."""
        found = set()
        for name in self.names():
            with suppress(RunError):
                found.add(read_config(self.path(name)).experiment)
        return found - {""}

    def path(self, name: str) -> Path:
        """The folder of a run, whether it is there or not."""
        own = self.models_dir / name
        if self.shipped_dir is None or name not in SHIPPED_RUNS or own.is_dir():
            return own
        return self.shipped_dir / name

    def is_shipped(self, path: Path) -> bool:
        """Whether the folder is that of a run which is part of the project."""
        return path.parent == self.shipped_dir and path.name in SHIPPED_RUNS

    def load(self, name: str) -> Run:
        """Load a run by its name.

        Raises:
            RunError: there is no such run, or it is damaged; the message names the file.
        """
        check_name(name)
        try:
            path = self.path(name)
            is_there = path.is_dir()
        except OSError as error:
            raise RunError(f"the folder of {name} cannot be read ({error.strerror})") from error
        if not is_there:
            raise RunError(f"no run {name} in {self.models_dir}; there are: {', '.join(self.names()) or 'none'}")
        return read_run(path, is_shipped=self.is_shipped(path))

    def delete(self, run: Run | DamagedRun) -> None:
        """Delete a run, for all servers that have it (RunError for one that the project ships, or that is gone)."""
        if self.is_shipped(run.path):
            raise RunError(f"{run.name} is part of the project and cannot be deleted")
        try:
            if self.shared:
                self.shared.delete(run.path)
            else:
                delete_whole(run.path)
        except FileNotFoundError as error:
            raise RunError(f"{run.name} is gone already; somebody else has deleted it") from error

    @contextmanager
    def reserved(self, name: str, *, overwrite: bool = False, is_numbered: bool = False) -> Iterator[str]:
        """Keep a name for a run that will be written, until the block ends or this process; yields the name.

        With `is_numbered` it is the first that can be had of name, name-2, name-3, …

        Raises:
            NameTaken: there is such a run (unless `overwrite`), or it is being trained now in this folder.
            RunError: the name is no file name, or runs are shared and the database cannot be used.
            OSError: no run can be stored, which is better known before the training than after it.
        """
        self.refresh()
        with ExitStack() as stack:
            for candidate in chain([name], (f"{name}-{number}" for number in count(2))):
                try:
                    stack.enter_context(self._kept(candidate, overwrite=overwrite))
                except NameTaken:
                    if not is_numbered:
                        raise
                else:
                    break
            yield candidate

    @contextmanager
    def _kept(self, name: str, *, overwrite: bool) -> Iterator[None]:
        """Keep just this name, as `reserved` says."""
        self.check_free(name, overwrite=overwrite)
        with reservation.reserved(self.models_dir, name):
            self.check_free(name, overwrite=overwrite)  # whoever had it until now may have written the run
            yield

    @contextmanager
    def new(self, name: str, *, overwrite: bool = False) -> Iterator[Path]:
        """A folder to write a run into; it becomes the run when the block ends well, and is deleted when not.

        Raises:
            RunError: the name is no file name.
            NameTaken: there is such a run (unless `overwrite`).
            NotShared: runs are shared, and the database cannot be used.
        """
        path = self.check_free(name, overwrite=overwrite)
        self.models_dir.mkdir(parents=True, exist_ok=True)
        with ExitStack() as until_it_has_its_name, written_whole(path) as folder:
            folder.mkdir()
            yield folder
            if self.shared:
                until_it_has_its_name.enter_context(self.shared.publishing(folder, overwrite=overwrite))

    def check_free(self, name: str, *, overwrite: bool = False) -> Path:
        """The folder that a run of this name will have (RunError: no name for a run; NameTaken)."""
        path = self.models_dir / check_name(name)
        if os.path.lexists(path) and not _is_run(path):
            raise NameTaken(f"{path} is there and is no trained network; choose another name")
        if self.path(name).is_dir() and not overwrite:
            raise NameTaken(f"there is a run {name} already; choose another name, or replace it with --overwrite")
        return path

    def _load_or_explain(self, name: str) -> Run | DamagedRun:
        try:
            return self.load(name)
        except RunError as error:
            return DamagedRun(printable(name), self.path(name), str(error))


def in_order(found: Sequence[Run | DamagedRun]) -> list[Run]:
    """The usable runs of a scan: the shipped ones first, then the newest first."""
    runs = [run for run in found if isinstance(run, Run)]
    newest_first = sorted(runs, key=lambda run: run.metrics.date or LONG_AGO, reverse=True)
    return sorted(newest_first, key=_shipped_rank)


def damaged_in(found: Sequence[Run | DamagedRun]) -> list[DamagedRun]:
    """The folders of a scan that cannot be used as runs."""
    return [run for run in found if isinstance(run, DamagedRun)]


def default_name(config: TrainConfig) -> str:
    """A name that sorts by time, such as classic-20260131-142501; in an experiment the value, such as images-300."""
    if config.vary:
        return re.sub(r"[^A-Za-z0-9.]+", "-", f"{config.vary}-{as_text(getattr(config, config.vary))}")
    return f"{config.preset}-{datetime.now():%Y%m%d-%H%M%S}"


def _store_of(models_dir: Path | None) -> RunStore:
    return RunStore(Path(models_dir)) if models_dir else RunStore.of(Settings.from_environment(os.environ))


def _is_run(path: Path) -> bool:
    files = ("config.json", "metrics.json", "weights.npz")
    return not path.is_symlink() and any((path / file).is_file() for file in files)


def _shipped_rank(run: Run) -> int:
    return SHIPPED_RUNS.index(run.name) if run.is_shipped else len(SHIPPED_RUNS)
