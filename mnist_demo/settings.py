"""Where things are kept, as the environment says it: read once by each program and handed down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from mnist_demo.config import ROOT

_INSTALLED = ROOT / "mnist_demo" / "shipped"
PROJECT = _INSTALLED if _INSTALLED.is_dir() else ROOT
"""The folder of what comes with the package: the page's script, Streamlit's options, the shipped networks.

In a checkout it lies beside the package, and in a wheel inside it.
"""
SHIPPED = PROJECT / "models"


@dataclass(frozen=True)
class Settings:
    """Where things are kept.

    What concerns the class and the queue is kept as it was written and checked by `classroom.room.Classroom.open` and
    `jobs.training_queue.TrainingQueue`, so that a mistake in it stops no program that needs neither.

    Args:
        models_dir: where runs are kept and written.
        shipped_dir: where those lie that come with the project; nothing is written there, unless it is the same folder.
        database: the SQLAlchemy address of the class's database; "" is an SQLite file in `models_dir`.
        keep_days: after so many days in which nobody opened it a class is erased, a whole number.
        workers: how many trainings run here at a time, a whole number; 0 leaves them to other servers.
    """

    models_dir: Path
    shipped_dir: Path = SHIPPED
    database: str = ""
    keep_days: str = "30"
    workers: str = "1"

    @property
    def queue_file(self) -> Path:
        """Where an SQLite database has the tickets of its queue; it is there once a training was asked for."""
        return self.models_dir / "queue.sqlite"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """What the variables `MNIST_DRAW_…` name: MODELS, DATABASE, KEEP_DAYS and WORKERS, or the defaults.

        Without a name runs are kept in `models/` of a checkout, or in the user's data folder if installed.
        """
        return cls(
            _models_dir(environ.get("MNIST_DRAW_MODELS")),
            database=environ.get("MNIST_DRAW_DATABASE", ""),
            keep_days=environ.get("MNIST_DRAW_KEEP_DAYS") or cls.keep_days,
            workers=environ.get("MNIST_DRAW_WORKERS") or cls.workers,
        )


def _models_dir(named: str | None) -> Path:
    if named:
        return Path(named).expanduser().resolve()
    return SHIPPED if PROJECT == ROOT else user_data_path("mnist-draw", appauthor=False) / "models"
