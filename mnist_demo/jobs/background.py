"""Commands of this project as processes of their own, which give way to drawing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import psutil

from mnist_demo.config import ROOT

if sys.platform == "win32":
    PRIORITY = psutil.BELOW_NORMAL_PRIORITY_CLASS
else:
    PRIORITY = 10
"""A tenth of what others get where processors are short: with the most, 19, a busy machine would stop it altogether."""


def start(command: Sequence[str], **options: Any) -> psutil.Popen:
    """Start a command at low priority; `options` are those of `subprocess.Popen`.

    Its folder is the one that holds the package, so that `python -m mnist_demo` finds it wherever the app was started.
    """
    process = psutil.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, **options)
    # Drawing goes first; the threads that TensorFlow starts later inherit this.
    with suppress(psutil.Error):  # already ended
        process.nice(PRIORITY)
    return process
