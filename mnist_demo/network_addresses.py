"""Where others in the same network reach this computer."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address

import psutil

ELSEWHERE = ("192.0.2.1", 9)
"""An address for examples (RFC 5737). Nothing is sent there: to ask for the way is enough."""


def network_addresses() -> list[str]:
    """This computer's IPv4 addresses, the likeliest first: private ones, and of these the one that leads out."""
    leads_out = _address_that_leads_out()
    found = {address for name in _interfaces_in_use() for address in _addresses_of(name)}
    return sorted(found, key=lambda text: (not IPv4Address(text).is_private, text != leads_out, IPv4Address(text)))


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
