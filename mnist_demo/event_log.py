"""What a program says of its work to whoever watches it: a line of JSON for each job, class and error."""

from __future__ import annotations

import json
import logging
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb
from typing import Any

PACKAGE = Path(__file__).parent
FIELDS = "fields"
"""Where a record of the log holds what belongs to its event."""
ERRORS_OF_PAGES = "streamlit.error_util"
"""The log in which Streamlit writes what went wrong in the script of a page."""
_log = logging.getLogger(__name__)
_log.setLevel(logging.INFO)


class JsonLines(logging.Formatter):
    """Each record on a line: an object with `time` (UTC), `level`, `event` and what belongs to the event.

    An exception is the event "error", with where in this program it came from; all else that was not logged by
    `log_event` is a "message".
    """

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter.format`."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields = getattr(record, FIELDS, None) or _of_other(record)
        return json.dumps({"time": time, "level": record.levelname.lower(), **fields}, ensure_ascii=False)


def write_lines(*logs: str) -> None:
    """Have what goes into these logs, by their names, written to the standard output, a line of JSON each."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    for name in logs:
        logging.getLogger(name).addHandler(handler)


def log_event(event: str, *, level: int = logging.INFO, **fields: Any) -> None:
    """Log an event of this machine with what belongs to it, as JSON also where nobody called `write_lines`."""
    told = {"event": event, "host": platform.node(), **fields}
    _log.log(level, "%s", json.dumps(told), extra={FIELDS: told})


def _of_other(record: logging.LogRecord) -> dict[str, Any]:
    if not record.exc_info or not record.exc_info[1]:
        return {"event": "message", "host": platform.node(), "message": record.getMessage()}
    error = record.exc_info[1]
    return {"event": "error", "host": platform.node(), "error": f"{type(error).__name__}: {error}", "at": _place(error)}


def _place(error: BaseException) -> str:
    """The last line of this program that was being run, or of another where there is none."""
    frames = extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    return next((f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(own or frames)), "")
