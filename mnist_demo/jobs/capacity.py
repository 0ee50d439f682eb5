"""Whether one more run can be kept, and under which name."""

from __future__ import annotations

import shutil

from mnist_demo.config import TrainConfig
from mnist_demo.jobs.interface import JobError
from mnist_demo.runs.run import RunError
from mnist_demo.runs.store import RunStore, check_name, default_name
from mnist_demo.texts import say

MOST_RUNS = 500
"""Each is listed on every page."""
LEAST_FREE_MB = 500
"""A run of a large network takes 300 MB with all that it learned on the way."""
MB = 10**6


def check_folder(store: RunStore) -> None:
    """JobError where there can be no folder for runs."""
    try:
        store.models_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_stored(error) from error


def check_capacity(store: RunStore) -> None:
    """JobError where there are too many runs, or the disk is nearly full."""
    if len(store.names()) >= MOST_RUNS:
        raise JobError(say("jobs.too_many_runs", most=MOST_RUNS))
    free = shutil.disk_usage(store.models_dir).free
    if free < LEAST_FREE_MB * MB:
        raise JobError(say("jobs.disk_full", free=free // MB, least=LEAST_FREE_MB))


def free_name(wanted: str, config: TrainConfig, store: RunStore) -> str:
    """A name that can be had now, the wanted one if any (JobError: it is taken, or nothing can be stored).

    The training takes it when it has started.
    """
    try:
        if wanted and store.path(check_name(wanted)).exists():  # to replace one is left to the terminal
            raise JobError(say("jobs.name_taken", name=wanted))
        with store.reserved(wanted or default_name(config), is_numbered=not wanted) as name:
            return name
    except RunError as error:
        raise JobError(str(error)) from error
    except OSError as error:
        raise _not_stored(error) from error


def _not_stored(error: OSError) -> JobError:
    return JobError(say("jobs.not_stored", problem=error.strerror or error))
