"""Standard output and standard error, made so that no command fails for want of somebody who reads them."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import TYPE_CHECKING, Any

from mnist_demo.damage import printable

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Lossy(io.FileIO):
    """A file that takes what cannot be written as written; `lost` is the first error."""

    lost: OSError | None = None

    def write(self, content: ReadableBuffer, /) -> int:
        try:
            return super().write(content) or 0
        except OSError as error:
            self.lost = self.lost or error
            return memoryview(content).nbytes


def set_up_output() -> None:
    """Let each line appear at once, wherever output goes, and take it as written where it cannot be.

    Letters that the console does not have, as in the name of a file, appear as \\u4e03 and the like.
    """
    _stand_in_for_closed()
    if type(_raw(sys.stdout)) is io.FileIO:  # not so on the console of Windows
        raw = io.BufferedWriter(_Lossy(sys.stdout.fileno(), "wb", closefd=False))
        sys.stdout = io.TextIOWrapper(raw, sys.stdout.encoding, line_buffering=True)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def lost_output() -> OSError | None:
    """Why some of standard output is lost, None if nothing is or nobody wanted to read on."""
    raw = _raw(sys.stdout)
    lost = raw.lost if isinstance(raw, _Lossy) else None
    return None if isinstance(lost, BrokenPipeError) else lost


def tell(message: str) -> None:
    """Print a message on one line of standard error; where that cannot be written, it is lost."""
    with contextlib.suppress(OSError):
        print(printable(message), file=sys.stderr, flush=True)


def _raw(stream: Any) -> Any:
    """The file below a stream."""
    buffer = getattr(stream, "buffer", None)
    return getattr(buffer, "raw", buffer)


def _stand_in_for_closed() -> None:
    """Open what was closed when the process began, or the next file would take its number and what libraries print.

    In order, since a file that is opened gets the lowest number that is free.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            number = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(number, True)  # processes that this one starts are no better off
            setattr(sys, name, os.fdopen(number, mode, closefd=False))
