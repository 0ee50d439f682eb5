"""What the commands share: errors of one line, exit codes, and how Keras runs."""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import sys
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


def set_up_keras() -> None:
    """Say how Keras and Matplotlib run; to be called before they are imported.

    Without oneDNN there is one message fewer, and sums are added in a fixed order. Our layers and batches are
    TensorFlow's, whatever backend somebody's environment or keras.json names for other work; and curves are drawn into
    a file, which needs no window.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    os.environ.update(KERAS_BACKEND="tensorflow", MPLBACKEND="agg")


def end(code: int) -> NoReturn:
    """End at once: all is written, and TensorFlow would take another second to put itself away."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):  # closed by who read it
            stream.flush()
    os._exit(code)
