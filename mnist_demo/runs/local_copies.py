"""Runs in this server's folder that are in the database, too: each says so in a file of its own."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from mnist_demo.files import delete_whole, written_whole
from mnist_demo.runs.file_sizes import check_size
from mnist_demo.runs.json_text import parse_json
from mnist_demo.runs.run import check_name
from mnist_demo.runs.run_parts import Part, write_parts
from mnist_demo.runs.run_table import StoredRun

MARK = "shared.json"
"""The file in the folder of a run. One without it is this server's alone."""


class Mark(BaseModel):
    """The database that a run is in, and its id there."""

    model_config = ConfigDict(frozen=True, strict=True)

    database: str
    run: int


class LocalCopies:
    """The copies in a folder of what one database holds. Runs that are this server's alone are left as they are."""

    def __init__(self, models_dir: Path, database: str) -> None:
        self._models_dir = models_dir
        self._database = database

    def mark(self, folder: Path, number: int) -> None:
        """Note in the folder of a run that it is the one with this id (OSError)."""
        text = Mark(database=self._database, run=number).model_dump_json()
        (folder / MARK).write_text(f"{text}\n", encoding="utf-8")

    def id_of(self, folder: Path) -> int | None:
        """The id of the run in a folder; None for one that is this server's alone."""
        path = folder / MARK
        with suppress(OSError, ValueError, ValidationError):  # a damaged one protects the run
            check_size(path)
            mark = Mark.model_validate(parse_json(path.read_text(encoding="utf-8")))
            return mark.run if mark.database == self._database else None
        return None

    def lacks(self, run: StoredRun) -> bool:
        """Whether a run is not here, or an older one of its name that was in the database."""
        path = self._models_dir / run.name
        return not path.exists() or self.id_of(path) not in (run.id, None)

    def take_in(self, run: StoredRun, parts: Iterable[Part]) -> None:
        """Write a run from the database, whole or not at all.

        Raises:
            RunError: its name is no file name.
            DamagedParts: it is not what was stored.
            OSError: the folder cannot be written to.
        """
        with written_whole(self._models_dir / check_name(run.name)) as folder:
            folder.mkdir()
            write_parts(folder, parts, run.checksum)
            self.mark(folder, run.id)

    def delete_others(self, runs: Iterable[StoredRun]) -> None:
        """Delete the copies of runs that are in the database no more (OSError)."""
        names = {run.name for run in runs}
        for folder in self._models_dir.iterdir():
            is_run = not folder.name.startswith(".") and folder.is_dir()
            if is_run and folder.name not in names and self.id_of(folder) is not None:
                delete_whole(folder)
