"""What people call a trained network: what tells it from others, where its own name is but a date."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime

from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import resources
from mnist_demo.ui.names import settings_of

AUTOMATIC = re.compile(r"\d{8}-\d{6}(-\d+)?")
"""What stands behind the preset in a name that nobody chose, as `runs.store.default_name` makes it."""


def all_networks() -> dict[str, str]:
    """What each usable network is called, by the name of its run, which files and addresses have."""
    runs = resources.runs()
    called = {run.name: _called(run) for run in runs}
    counts = Counter(called.values())
    return {name: text if counts[text] == 1 else f"{text} ({name})" for name, text in called.items()}


def network_name(name: str) -> str:
    """What one network is called, by the name of its run; that name where it is gone."""
    return all_networks().get(name, name)


def is_automatic(name: str, preset: str) -> bool:
    """Whether nobody chose the name of a run of this preset."""
    return AUTOMATIC.fullmatch(name.removeprefix(f"{preset}-")) is not None


def _called(run: Run) -> str:
    if not is_automatic(run.name, run.config.preset) or not run.metrics.date:
        return run.name
    return say("sidebar.network_name", settings=settings_of(run.config), time=_time(run.metrics.date))


def _time(date: datetime) -> str:
    """The time of day, and the day where that is not today."""
    local = date.astimezone()
    return f"{local:%H:%M}" if local.date() == datetime.now().date() else f"{local:%Y-%m-%d %H:%M}"
