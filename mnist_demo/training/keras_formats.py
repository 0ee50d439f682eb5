"""A network as TensorFlow Lite or SavedModel, written by Keras."""

from __future__ import annotations

import errno
import io
import os
import shutil
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

import tensorflow as tf

from mnist_demo.network.inference import Network
from mnist_demo.training.conversion import plain_model


def write_tflite(network: Network, name: str, path: Path) -> None:
    """Write TensorFlow Lite, for phones and small computers; its runtime is now called LiteRT."""
    # By way of a SavedModel, since Keras itself writes this format only from 3.14 on.
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        _write_folder(network, Path(folder))
        path.write_bytes(tf.lite.TFLiteConverter.from_saved_model(folder).convert())


def write_savedmodel(network: Network, name: str, path: Path) -> None:
    """Write TensorFlow's own folder, or a zip of it where `path` ends in `.zip`."""
    if path.suffix.lower() != ".zip":
        _write_folder(network, path)
        return
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        _write_folder(network, Path(folder) / name)
        shutil.make_archive(str(path.with_suffix("")), "zip", folder, name)


def _write_folder(network: Network, folder: Path) -> None:
    """A SavedModel (OSError where it cannot be written). Older versions of Keras print its signature in any case."""
    try:
        with redirect_stdout(io.StringIO()):
            plain_model(network).export(folder, format="tf_saved_model", verbose=False)
    except tf.errors.OpError as error:
        raise _as_os_error(error) from error


def _as_os_error(error: Exception) -> OSError:
    """What the system said, which TensorFlow puts among names of its own: it has no number for it."""
    for number in errno.errorcode:
        if os.strerror(number) in str(error):
            return OSError(number, os.strerror(number))
    return OSError(errno.EIO, "TensorFlow could not write it")
