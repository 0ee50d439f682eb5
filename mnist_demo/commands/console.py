"""What the commands share: errors of one line, and output that every console can print."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from typing import NoReturn

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


def printable(text: str) -> str:
    """Text on one line: line breaks, escape codes and the like, as in the name of a file, are spelled out."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def tell(message: str) -> None:
    """Print a message on one line of standard error, be it closed or not."""
    if sys.stderr is not None:  # else print would take standard output
        with contextlib.suppress(OSError):
            print(printable(message), file=sys.stderr, flush=True)


def set_up_keras() -> None:
    """Say how Keras shall run where the environment does not say it; to be called before it is imported.

    Without oneDNN there is one message less, and sums are added in a fixed order.
    """
    for name, value in {
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
    }.items():
        os.environ.setdefault(name, value)


def end(code: int) -> NoReturn:
    """End at once: all is written, and TensorFlow would take another second to put itself away."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError):  # closed from the beginning, or by who read it
            stream.flush()
    os._exit(code)
