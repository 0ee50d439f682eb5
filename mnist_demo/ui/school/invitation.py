"""“Invite the class”: code, QR code and link, large enough for the last row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit, urlunsplit

import segno
import streamlit as st
from markupsafe import Markup

from mnist_demo.network_addresses import network_addresses
from mnist_demo.texts import say
from mnist_demo.ui import resources
from mnist_demo.ui.binding import is_this_computer
from mnist_demo.ui.markdown import plain

if TYPE_CHECKING:
    from mnist_demo.classroom.class_list import SchoolClass

HERE = "http://localhost:8501"
"""Where a page is that does not know its own address."""
CONTENT = Markup(
    '<div class="invitation"><img class="qr-code" alt="{}" src="{}">'
    '<div><p>{}</p><p class="page-address">{}</p><p>{}</p><p class="class-code">{}</p></div></div>'
)


def show(joined: SchoolClass) -> None:
    """Open it in a dialog."""
    st.dialog(plain(joined.name), width="large")(_invite)(joined)


def class_link(page: str, code: str, hosts: Sequence[str]) -> str:
    """The link by which a class is joined.

    Args:
        page: the address at which the teacher sees the page.
        code: that of the class.
        hosts: this computer's addresses in the network, the likeliest first. Where the page's own address means
            nothing elsewhere, as `localhost` does, the first takes its place.
    """
    parts = urlsplit(page)
    place = parts.netloc
    if hosts and is_this_computer(parts.hostname or ""):
        place = hosts[0] if parts.port is None else f"{hosts[0]}:{parts.port}"
    return urlunsplit((parts.scheme, place, f"{parts.path.rstrip('/')}/", urlencode({"class": code}), ""))


def _invite(joined: SchoolClass) -> None:
    hosts = [] if resources.is_private() else network_addresses()
    link = class_link(st.context.url or HERE, joined.code, hosts)
    page, _, _ = link.removeprefix("http://").partition("?")
    picture = segno.make(link, micro=False, error="m").svg_data_uri(border=4, dark="#000", light="#fff")
    st.html(
        CONTENT.format(
            say("invite.qr_code"), picture, say("invite.open"), page.rstrip("/"), say("invite.type"), joined.code
        )
    )
    st.code(link, language=None, wrap_lines=True)
    if is_this_computer(urlsplit(link).hostname or ""):
        st.warning(say("invite.this_computer"), icon=":material/wifi_off:")
    if not joined.is_open:
        st.caption(say("invite.closed"))
