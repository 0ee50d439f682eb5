"""A network as TensorFlow Lite or SavedModel, written by Keras."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from mnist_demo.network.inference import Network
from mnist_demo.training.conversion import plain_model


def write_tflite(network: Network, name: str, path: Path) -> None:
    """Write TensorFlow Lite, for phones and small computers; its runtime is now called LiteRT."""
    plain_model(network).export(path, format="litert", verbose=False)


def write_savedmodel(network: Network, name: str, path: Path) -> None:
    """Write TensorFlow's own folder, or a zip of it where `path` ends in `.zip`."""
    model = plain_model(network)
    if path.suffix.lower() != ".zip":
        model.export(path, format="tf_saved_model", verbose=False)
        return
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        model.export(Path(folder) / name, format="tf_saved_model", verbose=False)
        shutil.make_archive(str(path.with_suffix("")), "zip", folder, name)
