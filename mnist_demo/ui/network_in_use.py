"""The network in use: what chooses it."""

from __future__ import annotations

from mnist_demo.ui import resources
from mnist_demo.ui.state import RUN


def use(name: str | None) -> None:
    """Use the run of this name, or the usual one where there is none; to be called before the choice is shown."""
    RUN.set(name if is_run(name) else resources.preferred_run())


def is_run(name: str | None) -> bool:
    """Whether there is a usable run of this name."""
    return name in [run.name for run in resources.runs()]
