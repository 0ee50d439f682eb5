"""Which pages may send a file: the server refuses those of all others before anything of them is read."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

SECONDS = 600
"""How long somebody may take to find the file, after the page was last shown."""


class UploadPermits:
    """The sessions that may send a file, each for SECONDS."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}
        self._lock = Lock()

    def grant(self, session: str) -> None:
        """Let a session send files for a while."""
        with self._lock:
            now = self._clock()
            self._until = {name: until for name, until in self._until.items() if until > now}
            self._until[session] = now + SECONDS

    def withdraw(self, session: str) -> None:
        """Let it send none any more."""
        with self._lock:
            self._until.pop(session, None)

    def has(self, session: str) -> bool:
        """Whether a session may send files now."""
        with self._lock:
            return self._until.get(session, 0) > self._clock()


PERMITS = UploadPermits()
"""Of this server; only the page's script grants them, once it knows whose page it is."""


def allow(is_allowed: bool) -> None:
    """Let the page that is being shown send files for a while, or none from now on."""
    context = get_script_run_ctx()
    if context is not None:
        (PERMITS.grant if is_allowed else PERMITS.withdraw)(context.session_id)


def drop(file: UploadedFile) -> None:
    """Let go of a file, which Streamlit would keep in memory as long as the page is open."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)
