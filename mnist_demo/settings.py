"""Where runs are, as the environment says it: read once by each program and handed down."""

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
    """Where runs are.

    Args:
        models_dir: where runs are kept and written.
        shipped_dir: where those lie that come with the project; nothing is written there, unless it is the same folder.
    """

    models_dir: Path
    shipped_dir: Path = SHIPPED

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """What `MNIST_DRAW_MODELS` names; else `models/` of a checkout, or the user's data folder if installed."""
        if models_dir := environ.get("MNIST_DRAW_MODELS"):
            return cls(Path(models_dir).expanduser().resolve())
        return cls(SHIPPED if PROJECT == ROOT else user_data_path("mnist-draw", appauthor=False) / "models")
