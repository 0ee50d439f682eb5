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

    What concerns the class is kept as it was written and checked by `classroom.room.Classroom.open`, so that a mistake
    in it stops no program that needs no class.

    Args:
        models_dir: where runs are kept and written.
        shipped_dir: where those lie that come with the project; nothing is written there, unless it is the same folder.
        database: the SQLAlchemy address of the class's database; "" is an SQLite file in `models_dir`.
        keep_days: after so many days in which nobody opened it a class is erased, a whole number.
    """

    models_dir: Path
    shipped_dir: Path = SHIPPED
    database: str = ""
    keep_days: str = "30"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """What `MNIST_DRAW_MODELS`, `MNIST_DRAW_DATABASE` and `MNIST_DRAW_KEEP_DAYS` name, or the defaults.

        Without a name runs are kept in `models/` of a checkout, or in the user's data folder if installed.
        """
        return cls(
            _models_dir(environ.get("MNIST_DRAW_MODELS")),
            database=environ.get("MNIST_DRAW_DATABASE", ""),
            keep_days=environ.get("MNIST_DRAW_KEEP_DAYS") or cls.keep_days,
        )


def _models_dir(named: str | None) -> Path:
    if named:
        return Path(named).expanduser().resolve()
    return SHIPPED if PROJECT == ROOT else user_data_path("mnist-draw", appauthor=False) / "models"
