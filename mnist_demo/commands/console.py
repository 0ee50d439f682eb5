"""What the commands share: errors of one line, exit codes, and how Keras runs."""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from mnist_demo.commands.output import tell

NOT_SAVED, BAD_INPUT, STOPPED = 1, 2, 130
"""Exit codes."""


class Parser(argparse.ArgumentParser):
    """argparse, with an error of one line that begins with `name`; `call` is how people start the command."""

    def __init__(self, name: str, call: str, description: str) -> None:
        super().__init__(prog=call, description=description, allow_abbrev=False)
        self.name = name

    def error(self, message: str) -> NoReturn:
        tell(f"{self.name}: {message} ({self.prog} --help)")
        raise SystemExit(BAD_INPUT)


def not_saved(error: OSError, folder: Path) -> str:
    """Why something could not be written into a folder, and what to do."""
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    advice = f"make room in {folder}" if is_full else f"is {folder} a folder that can be written to?"
    return f"not saved: {error.strerror or error}; {advice}"


class NoTensorFlow(ValueError):
    """What is asked for needs TensorFlow, which is not installed here; the message is one line."""


def set_up_keras() -> None:
    """Say how Keras and Matplotlib run; to be called before they are imported.

    Without oneDNN there is one message fewer, and sums are added in a fixed order. Our layers and batches are
    TensorFlow's, whatever backend somebody's environment or keras.json names for other work; and curves are drawn into
    a file, which needs no window.

    Raises:
        NoTensorFlow: Keras or TensorFlow cannot be found.
    """
    if not all(map(find_spec, ("keras", "tensorflow"))):
        raise NoTensorFlow("this needs TensorFlow, which is not installed here: pip install -r requirements.txt")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    os.environ.update(KERAS_BACKEND="tensorflow", MPLBACKEND="agg")


def end(code: int) -> NoReturn:
    """End at once: all is written, and TensorFlow would take another second to put itself away."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):  # closed by who read it
            stream.flush()
    os._exit(code)
