"""What several test files share: small data that looks like MNIST, and the complete set once."""

from __future__ import annotations

import numpy as np
import pytest

from mnist_demo.dataset import Dataset, load_dataset


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
