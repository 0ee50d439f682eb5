"""Open the app for a room: `mnist-draw class`, with any flags of `streamlit run`."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from urllib.parse import quote

from rich.console import Console

from mnist_demo.classroom.teacher_key import VARIABLE, TeacherKey
from mnist_demo.commands import serve
from mnist_demo.commands.console import BAD_INPUT, Parser
from mnist_demo.commands.opened_page import open_when_served
from mnist_demo.commands.output import tell
from mnist_demo.commands.ports import port_to_use
from mnist_demo.commands.qr_code import qr_code
from mnist_demo.network_addresses import network_addresses

NAME = "class"
EVERYWHERE, THIS_COMPUTER = "0.0.0.0", "127.0.0.1"


@dataclass(frozen=True)
class Room:
    """Where the page is, and for whom.

    Args:
        hosts: the addresses at which others reach this computer, the likeliest first; none without a network.
        listens_at: the address to listen on.
        port: the port there.
        path: the path below which the page lies, such as `/` or `/digits/`.
        scheme: `http`, or `https` where the server has a certificate.
    """

    hosts: list[str]
    listens_at: str
    port: int
    path: str = "/"
    scheme: str = "http"

    def links(self) -> list[str]:
        """The links of the class, one for each address."""
        return [f"{self.scheme}://{host}:{self.port}{self.path}" for host in self.hosts or ["localhost"]]


def parser() -> Parser:
    """The flags that this command reads; those that begin with `--server.` are Streamlit's own."""
    parser = Parser(NAME, f"mnist-draw {NAME}", "Open the app for a room; other flags are those of `streamlit run`.")
    parser.add_argument("--no-browser", action="store_true", help="do not open the teacher's link on this computer")
    parser.add_argument("--server.port", type=int, dest="port", help="the port; by default 8501 or the next free one")
    parser.add_argument("--server.address", dest="address", help="one address to listen on; by default all")
    parser.add_argument("--server.baseUrlPath", dest="path", default="", help="the path of the page")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Say where the page is, and serve it until the process is told to stop; returns the exit code."""
    args, others = parser().parse_known_args(argv)
    try:
        key = TeacherKey.from_environment(os.environ)
        room = _room(args.address, args.port, args.path, others)
    except (ValueError, OSError) as error:
        tell(f"{NAME}: {error}")
        return BAD_INPUT
    is_new, key = key is None, key or TeacherKey.random()
    if not room.hosts:
        tell(f"{NAME}: no network found, so only this computer can open the page; connect it and start again")
    _show(room, key, may_print_key=is_new or sys.stdout.isatty())
    if not args.no_browser:
        open_when_served(_teachers_link(room, key.text), _dialled(room), room.port)
    os.environ[VARIABLE] = key.text  # not a flag: others on this computer can read those
    return serve.main([*_flags(room), *others])


def _room(address: str | None, port: int | None, path: str, others: list[str]) -> Room:
    """What is asked for, and what this computer has (OSError if the port is taken)."""
    hosts = network_addresses() if address in (None, EVERYWHERE) else [str(address)]
    listens_at = address or (EVERYWHERE if hosts else THIS_COMPUTER)
    if port is not None and not 0 < port < 65536:
        raise ValueError(f"--server.port takes a number from 1 to 65535, not {port}")
    is_encrypted = any(flag.startswith("--server.sslCertFile") for flag in others)
    name = quote(path.strip("/"))
    return Room(
        hosts, listens_at, port_to_use(port, listens_at), f"/{name}/" if name else "/",
        "https" if is_encrypted else "http",
    )  # fmt: skip


def _flags(room: Room) -> list[str]:
    """Those of `streamlit run`, which opens no browser and says nothing: that is done here."""
    options = {
        "server.address": room.listens_at,
        "server.port": room.port,
        "server.baseUrlPath": room.path.strip("/"),
        "server.headless": "true",
        "logger.hideWelcomeMessage": "true",
    }
    return [f"--{name}={value}" for name, value in options.items() if value != ""]


def _show(room: Room, key: TeacherKey, *, may_print_key: bool) -> None:
    """Print the links. A key out of the environment is known already, and stays out of files."""
    link, *more = room.links()
    console = Console(highlight=False, markup=False, soft_wrap=True)
    if room.hosts:
        console.print("\nThe class, in the same network, opens\n\n   ", link, "\n")
        if _can_draw():
            console.print(qr_code(link))
    if more:
        console.print("Where that does not answer:", *more)
    console.print("\nThe teacher alone opens, and shows it to nobody\n\n   ", end="")
    console.print(_teachers_link(room, key.text if may_print_key else f"${VARIABLE}"))
    console.print("\nOn the teacher's page, Class in the sidebar makes a class, with a code to join it by.")
    console.print("\nCtrl-C ends it.\n")


def _teachers_link(room: Room, key: str) -> str:
    """After `#`, which a browser keeps to itself."""
    return f"{room.links()[0]}#teacher={key}"


def _dialled(room: Room) -> str:
    """An address of this computer at which its server answers itself."""
    return THIS_COMPUTER if room.listens_at == EVERYWHERE else room.listens_at


def _can_draw() -> bool:
    """Whether the output has the letters of a QR code."""
    try:
        "▀▄█".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
