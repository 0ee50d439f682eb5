"""How the server was started: for whom it listens."""

from __future__ import annotations

import ipaddress

from streamlit import config


def is_private() -> bool:
    """Whether only this computer reaches the server, by the address that it was told to listen on.

    Without one Streamlit listens on all. The visitors' own addresses prove nothing: behind a proxy on the same
    computer everybody has this computer's. Where another program than Streamlit listens, nobody knows on what.
    """
    mode = str(getattr(config, "_server_mode", None))  # Streamlit's "asgi-server" or "asgi-mounted" then
    return is_this_computer(config.get_option("server.address") or "") and not mode.startswith("asgi")


def is_this_computer(host: str) -> bool:
    """Whether a host, a name or an address, is the computer that asks for it."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
