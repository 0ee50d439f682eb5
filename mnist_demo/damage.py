"""Why a file cannot be read, in plain words."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

LONGEST_REASON = 160


def reason(path: Path, error: Exception) -> str:
    """What is wrong with the file at `path`, in one line that any page can show and that names no folder."""
    return in_short(_plain_words(path, error))


def in_short(text: str) -> str:
    """The text on one line that any page can show, cut off where it is long."""
    line = printable(text)
    return line if len(line) <= LONGEST_REASON else f"{line[:LONGEST_REASON]}…"


def _plain_words(path: Path, error: Exception) -> str:
    """NumPy's own message would advise loading the file unsafely, and those of the system name its folder."""
    if path.suffix.lower() == ".npz" and path.is_file() and not zipfile.is_zipfile(path):
        return "it is not an .npz file"
    if "allow_pickle" in str(error):
        return "it holds Python objects in place of numbers"
    if isinstance(error, UnicodeDecodeError):
        return "it is no text in UTF-8"
    if isinstance(error, MemoryError):
        return "it claims to hold more than there is room for"
    if isinstance(error, AttributeError | TypeError | KeyError | IndexError):
        return "its content has another form"
    if isinstance(error, zlib.error | zipfile.BadZipFile | EOFError):
        return "it is cut off or changed"
    return first_line(error)


def first_line(error: Exception) -> str:
    """The first line of an error's message, or its type if it has none; the system's without the path."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def printable(text: str) -> str:
    """The text on one line: line breaks, escape codes and bytes that are not letters become \\x1b and the like."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape", "backslashreplace").decode()
        for letter in text
    )
