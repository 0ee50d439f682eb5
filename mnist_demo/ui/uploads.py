"""Which pages may send a file: the server refuses those of all others before anything of them is read."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

PHOTOS, DRAWINGS = "photos", "drawings"
"""What files are sent for: a photo of digits, and the zip of a class's drawings."""
SECONDS = 600
"""How long somebody may take to find the file, after the page was last shown."""


class UploadPermits:
    """The sessions that may send a file: what for, how many bytes at most, and until when."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._granted: dict[tuple[str, str], tuple[int, float]] = {}
        self._lock = Lock()

    def grant(self, session: str, purpose: str, most_bytes: int, seconds: float = SECONDS) -> None:
        """Let a session send files of so many bytes for a while."""
        with self._lock:
            now = self._clock()
            self._granted = {key: permit for key, permit in self._granted.items() if permit[1] > now}
            self._granted[session, purpose] = most_bytes, now + seconds

    def withdraw(self, session: str, purpose: str) -> None:
        """Let it send none any more for this."""
        with self._lock:
            self._granted.pop((session, purpose), None)

    def most_bytes(self, session: str) -> int:
        """How large a file may be that a session sends now; 0 where it may send none."""
        with self._lock:
            now = self._clock()
            granted = [most for (of, _), (most, until) in self._granted.items() if of == session and until > now]
            return max(granted, default=0)


PERMITS = UploadPermits()
"""Of this server; only the page's script grants them, once it knows whose page it is."""


def allow(purpose: str, most_bytes: int, seconds: float = SECONDS) -> None:
    """Let the page that is being shown send files of so many bytes for a while."""
    context = get_script_run_ctx()
    if context is not None:
        PERMITS.grant(context.session_id, purpose, most_bytes, seconds)


def forbid(purpose: str) -> None:
    """Let it send none for this purpose from now on."""
    context = get_script_run_ctx()
    if context is not None:
        PERMITS.withdraw(context.session_id, purpose)


def drop(file: UploadedFile) -> None:
    """Let go of a file, which Streamlit would keep in memory as long as the page is open."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


def drop_all(session: str) -> None:
    """Let go of all files of a session, before it sends another: no page fills the memory by sending ever more."""
    if runtime.exists():
        runtime.get_instance().uploaded_file_mgr.remove_session_files(session)
