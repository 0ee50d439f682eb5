"""Whether more runs can be kept, and under which name."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from mnist_demo.config import TrainConfig
from mnist_demo.jobs.interface import JobError
from mnist_demo.runs.run import RunError
from mnist_demo.runs.store import RunStore, check_name, default_name
from mnist_demo.texts import say

MOST_RUNS = 500
"""Each is listed on every page."""
LEAST_FREE_MB = 500
"""A run of a large network takes 300 MB with all that it learned on the way."""
BYTES_A_PARAMETER = 60
"""That a run takes, with Keras's file and what it learned on the way."""
MB = 10**6


def check_folder(store: RunStore) -> None:
    """JobError where there can be no folder for runs."""
    try:
        store.models_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_stored(error) from error


def check_capacity(store: RunStore, configs: Sequence[TrainConfig]) -> None:
    """JobError where runs with these settings would be too many, or too large for the disk."""
    if (count := len(store.names())) + len(configs) > MOST_RUNS:
        raise JobError(_too_many_runs(count, len(configs)))
    free = shutil.disk_usage(store.models_dir).free // MB
    needed = sum(BYTES_A_PARAMETER * config.parameters for config in configs) // MB
    if free < (least := max(LEAST_FREE_MB, needed)):
        raise JobError(say("jobs.disk_full", count=len(configs), free=free, least=least))


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


def _too_many_runs(count: int, more: int) -> str:
    if more == 1:
        return say("jobs.too_many_runs", most=MOST_RUNS)
    return say("jobs.too_many_more_runs", count=count, most=MOST_RUNS, more=more)


def _not_stored(error: OSError) -> JobError:
    return JobError(say("jobs.not_stored", problem=error.strerror or error))
