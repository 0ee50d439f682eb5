"""Why a file cannot be read, in plain words."""

from __future__ import annotations

import json
import zipfile
import zlib
from pathlib import Path


def reason(path: Path, error: Exception) -> str:
    """What is wrong with the file at `path`, in one line; NumPy's own message would advise loading it unsafely."""
    if path.suffix.lower() == ".npz" and not zipfile.is_zipfile(path):
        return "it is not an .npz file"
    if "allow_pickle" in str(error):
        return "it holds Python objects in place of numbers"
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON, line {error.lineno}"
    if isinstance(error, AttributeError | TypeError | KeyError | IndexError):
        return "its content has another form"
    if isinstance(error, zlib.error | zipfile.BadZipFile | EOFError):
        return "it is cut off or changed"
    return first_line(error)


def first_line(error: Exception) -> str:
    """The first line of an error's message, or its type if it has none."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def printable(text: str) -> str:
    """The text on one line: line breaks, escape codes and bytes that are not letters become \\x1b and the like."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape", "backslashreplace").decode()
        for letter in text
    )
