"""The lowest version of Keras that the requirements allow, beside the installed one; and other people's settings."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mnist_demo.config import ROOT, SHIPPED_RUNS
from mnist_demo.data.dataset import Dataset
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.runs.store import load_run
from mnist_demo.settings import SHIPPED

LOWEST_KERAS = ROOT / ".venv" / "lowest-keras"
"""Where `make` puts the lowest version, out of the way of the installed one."""
IMAGES = 50
ANSWERS = """
import sys
import keras, numpy as np
print(keras.__version__)
images, *models = sys.argv[1:]
for model in models:
    print(keras.models.load_model(model).predict(np.load(images), verbose=0).tolist())
"""


@pytest.fixture(scope="module")
def lowest_keras() -> dict[str, str]:
    """The environment in which Python finds the lowest version of Keras."""
    if not LOWEST_KERAS.is_dir() and os.environ.get("CI") != "true":
        pytest.skip("the lowest version of Keras is not installed: make test installs it")
    return {**os.environ, "PYTHONPATH": f"{LOWEST_KERAS}{os.pathsep}{ROOT}"}


def run(code: str, *arguments: object, env: dict[str, str]) -> list[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    result = subprocess.run(command, env=env, capture_output=True, text=True, timeout=180)
    assert result.returncode == 0, result.stderr[-2000:]
    return result.stdout.splitlines()


def train(*flags: str, folder: Path, env: dict[str, str]) -> None:
    command = [sys.executable, str(ROOT / "train.py"), "--epochs", "1", "--models-dir", str(folder), *flags]
    result = subprocess.run(command, env=env, capture_output=True, text=True, timeout=180)
    assert result.returncode == 0, result.stderr[-2000:]


def test_the_lowest_keras_opens_the_shipped_networks(
    lowest_keras: dict[str, str], mnist: Dataset, tmp_path: Path
) -> None:
    images = scale_pixels(mnist.x_test[:IMAGES])
    np.save(tmp_path / "images.npy", images)
    models = [SHIPPED / name / "model.keras" for name in SHIPPED_RUNS]
    version, *answers = run(ANSWERS, tmp_path / "images.npy", *models, env=lowest_keras)
    lowest = re.search(r"keras>=([\d.]+)", (ROOT / "requirements.txt").read_text())
    assert lowest is not None and version.startswith(lowest[1])
    for name, answer in zip(SHIPPED_RUNS, answers, strict=True):
        np.testing.assert_allclose(json.loads(answer), load_run(name).network.predict(images), atol=1e-5)


def test_the_lowest_keras_trains_and_exports(lowest_keras: dict[str, str], handful_path: Path, tmp_path: Path) -> None:
    train("--data", str(handful_path), "--name", "old", folder=tmp_path, env=lowest_keras)
    for kind in ("tflite", "savedmodel"):
        flags = ["--models-dir", str(tmp_path), "--format", kind, "--output", str(tmp_path / f"old.{kind}")]
        command = [sys.executable, "-m", "mnist_demo", "export", "old", *flags]
        result = subprocess.run(command, env=lowest_keras, capture_output=True, text=True, timeout=180)
        assert result.returncode == 0 and result.stdout.startswith("Saved in"), result.stderr[-2000:]


def test_other_peoples_settings_change_nothing(handful_path: Path, tmp_path: Path) -> None:
    """Another backend, in their environment and in their keras.json, another precision, and a plotting window."""
    (tmp_path / "keras.json").write_text(json.dumps({"backend": "jax", "floatx": "float16"}))
    env = {**os.environ, "KERAS_HOME": str(tmp_path), "KERAS_BACKEND": "torch", "MPLBACKEND": "nonsense"}
    train("--data", str(handful_path), "--name", "theirs", folder=tmp_path / "models", env=env)
    assert {array.dtype for array in load_run("theirs", tmp_path / "models").network.kernels} == {np.dtype("float32")}
