"""Where others in the same network reach this computer, and on which port."""

from __future__ import annotations

import errno
import os
import socket
from ipaddress import IPv4Address

import psutil

USUAL_PORT = 8501
TRIES = 20
"""Ports that are tried from the usual one on."""
ELSEWHERE = ("192.0.2.1", 9)
"""An address for examples (RFC 5737). Nothing is sent there: to ask for the way is enough."""


def network_addresses() -> list[str]:
    """This computer's IPv4 addresses, the likeliest first: private ones, and of these the one that leads out."""
    leads_out = _address_that_leads_out()
    found = {address for name in _interfaces_in_use() for address in _addresses_of(name)}
    return sorted(found, key=lambda text: (not IPv4Address(text).is_private, text != leads_out, IPv4Address(text)))


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


def _interfaces_in_use() -> list[str]:
    return [name for name, state in psutil.net_if_stats().items() if state.isup]


def _addresses_of(interface: str) -> list[str]:
    found = [each.address for each in psutil.net_if_addrs().get(interface, ()) if each.family == socket.AF_INET]
    return [text for text in found if not (IPv4Address(text).is_loopback or IPv4Address(text).is_link_local)]


def _address_that_leads_out() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
            address: str = probe.getsockname()[0]
        except OSError:
            return None
        return address
