"""What the commands share: errors of one line, and output that every console can print."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from typing import NoReturn

from mnist_demo.damage import printable

BAD_INPUT, STOPPED = 2, 130
"""Exit codes."""


class Parser(argparse.ArgumentParser):
    """argparse, with an error of one line that begins with `name`; `call` is how people start the command."""

    def __init__(self, name: str, call: str, description: str) -> None:
        super().__init__(prog=call, description=description, allow_abbrev=False)
        self.name = name

    def error(self, message: str) -> NoReturn:
        tell(f"{self.name}: {message} ({self.prog} --help)")
        raise SystemExit(BAD_INPUT)


def print_anything() -> None:
    """Let letters that the console does not have, as in the name of a file, appear as \\u4e03 and the like."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def tell(message: str) -> None:
    """Print a message on one line of standard error, be it closed or not."""
    if sys.stderr is not None:  # else print would take standard output
        with contextlib.suppress(OSError):
            print(printable(message), file=sys.stderr, flush=True)


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
        with contextlib.suppress(AttributeError, OSError):  # closed from the beginning, or by who read it
            stream.flush()
    os._exit(code)
