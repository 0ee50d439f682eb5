"""What a run has learned from a class, as fingerprints: enough to keep its people apart, and none of their drawings."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from mnist_demo.runs.json_text import parse_json
from mnist_demo.runs.run import Run, read

LEARNED = "learned.json"
"""The file in the folder of a run."""


class Learned(BaseModel):
    """The fingerprints of all drawings of a class that a network has learned from, also in the runs it came from."""

    model_config = ConfigDict(frozen=True)

    fingerprints: Annotated[tuple[Annotated[str, Field(pattern="^[0-9a-f]{64}$")], ...], Field(max_length=15_000)] = ()


def load_learned(run: Run) -> frozenset[str]:
    """The fingerprints of the drawings that a run has learned from (RunError if the file is damaged)."""
    path = run.path / LEARNED
    if not path.exists():
        return frozenset()
    return frozenset(read(path, lambda path: Learned.model_validate(parse_json(path.read_text("utf-8")))).fingerprints)


def save_learned(folder: Path, fingerprints: Collection[str]) -> None:
    """Write what `load_learned` reads into the folder of a run; nothing where it learned from no class."""
    if fingerprints:
        learned = Learned(fingerprints=tuple(sorted(fingerprints)))
        (folder / LEARNED).write_text(learned.model_dump_json() + "\n", encoding="utf-8")
