"""On which port a server can listen."""

from __future__ import annotations

import errno
import os
import socket

USUAL_PORT = 8501
TRIES = 20
"""Ports that are tried from the usual one on."""


def port_to_use(wanted: int | None, host: str) -> int:
    """A port on which a server can listen at an address: the wanted one, or the first free one from USUAL_PORT on.

    Raises:
        OSError: there is none; the message is one line that says what to do.
    """
    if wanted is not None:
        if not is_free(wanted, host):
            raise OSError(f"port {wanted} is taken; leave --server.port away, and a free one is found")
        return wanted
    ports = range(USUAL_PORT, USUAL_PORT + TRIES)
    free = next((port for port in ports if is_free(port, host)), None)
    if free is None:
        raise OSError(f"ports {ports[0]} to {ports[-1]} are taken; name a free one with --server.port")
    return free


def is_free(port: int, host: str) -> bool:
    """Whether nobody listens on this port of an address (OSError with one line if it cannot be listened on at all)."""
    with socket.socket() as probe:
        if os.name == "posix":  # one that has just ended is in nobody's way; on Windows this would take any
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise OSError(f"nothing can listen on port {port} of {host}: {error.strerror or error}") from error
        return True
