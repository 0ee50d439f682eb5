"""The images that are mixed into a training: those of a dataset, or what a class has drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from mnist_demo.classroom.class_source import class_of_source, to_learn_from
from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.config import TrainConfig
from mnist_demo.data.dataset import DatasetError, load_dataset
from mnist_demo.data.sources.portion import Say
from mnist_demo.settings import Settings


@dataclass(frozen=True, eq=False)
class Extra:
    """Images uint8 (N, 28, 28), their digits uint8 (N,), and what the run keeps of them: fingerprints of a class's."""

    images: np.ndarray
    digits: np.ndarray
    fingerprints: frozenset[str] = frozenset()


def load_extra(config: TrainConfig, learned: frozenset[str], settings: Settings, say: Say) -> Extra | None:
    """What `config.extra_data` names, without the digits that are left out; None where that is nothing.

    Args:
        learned: the fingerprints of what the network to start from has learned from already.
        settings: where the class's database is.
        say: gets a line for each file that is not in the usual form.

    Raises:
        DatasetError: the dataset, or the class, cannot be used.
    """
    if not config.extra_data:
        return None
    class_id = class_of_source(config.extra_data)
    if class_id is None:
        dataset = load_dataset(config.extra_data, say=say)
        kept = _kept(dataset.y_train, config)
        return Extra(dataset.x_train[kept], dataset.y_train[kept], learned)
    try:
        return _from_class(class_id, config, learned, settings)
    except ClassroomError as error:
        raise DatasetError(config.extra_data, str(error)) from error


def _from_class(class_id: int, config: TrainConfig, learned: frozenset[str], settings: Settings) -> Extra:
    from mnist_demo.classroom.drawings import Drawings
    from mnist_demo.database.database_address import database_url
    from mnist_demo.database.transactions import Database  # with SQLAlchemy, which other trainings do not need

    database = Database(database_url(settings))
    try:
        drawn = Drawings(database, lambda: datetime.now(UTC)).arrays(class_id)
    finally:
        database.close()
    chosen = to_learn_from(drawn, config.seed, learned)
    kept = _kept(chosen.labels, config)
    return Extra(chosen.images[kept], chosen.labels[kept], learned.union(chosen.fingerprints[kept].tolist()))


def _kept(digits: np.ndarray, config: TrainConfig) -> np.ndarray:
    """The indices, int64 (M,), of the digits, uint8 (N,), that are not left out (DatasetError where none is)."""
    kept: np.ndarray = np.flatnonzero(~np.isin(digits, config.leave_out))
    if not len(kept):
        raise DatasetError(config.extra_data, "all its digits are left out; leave fewer digits out")
    return kept
