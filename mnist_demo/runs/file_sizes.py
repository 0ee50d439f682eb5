"""How large the files of a run may be: one that never ends, or unpacks to gigabytes, must not stop the page."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

MOST_BYTES = {".json": 2**20, ".csv": 2**20, ".npz": 2**27}
"""By the ending; of an `.npz` unpacked. The timeline of the largest network has 62 million, 1000 epochs 90,000."""


def check_size(path: Path) -> None:
    """ValueError where reading the file could take too long or too much memory (OSError where there is none)."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for
        raise ValueError("it is not a regular file")
    most = MOST_BYTES[path.suffix]
    if max(found.st_size, _unpacked(path)) > most:
        raise ValueError(f"it has more than {most:,} bytes")


def _unpacked(path: Path) -> int:
    """What an `.npz` claims to hold, in bytes; 0 for what is none, as reading it will tell."""
    if path.suffix != ".npz" or not zipfile.is_zipfile(path):
        return 0
    with zipfile.ZipFile(path) as archive:
        return sum(entry.file_size for entry in archive.infolist())
