"""What several test files share: a models folder of their own, small data, and the complete set once."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

# Before anything of the project is imported: no test may touch the networks of the person who runs it.
sys.path.insert(0, str(Path(__file__).parent))
_MODELS = tempfile.TemporaryDirectory(prefix="mnist-draw-tests-")
os.environ["MNIST_DRAW_MODELS"] = _MODELS.name
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

if sys.platform == "darwin":
    import tensorflow  # noqa: F401  training hangs there where pandas or pyarrow was imported before it

import numpy as np
import pytest

from mnist_demo.config import ROOT, SHIPPED_RUNS
from mnist_demo.dataset import Dataset, load_dataset

for _name in SHIPPED_RUNS:
    shutil.copytree(ROOT / "models" / _name, Path(_MODELS.name) / _name)


@pytest.fixture(scope="session")
def mnist() -> Dataset:
    return load_dataset()


@pytest.fixture(scope="session")
def handful(mnist) -> Dataset:
    """A few hundred real digits: enough to train on in a second."""
    return Dataset(mnist.x_train[:600], mnist.y_train[:600], mnist.x_test[:200], mnist.y_test[:200])


@pytest.fixture(scope="session")
def handful_path(handful, tmp_path_factory):
    path = tmp_path_factory.mktemp("data") / "handful.npz"
    np.savez(path, **vars(handful))
    return path
