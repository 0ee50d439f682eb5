"""The command `mnist-draw`: one word for what to do, and the rest for that command."""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from typing import NoReturn

from mnist_demo.commands.console import BAD_INPUT, end
from mnist_demo.commands.output import set_up_output, tell

COMMANDS = {
    "run": ("serve", "open the app for this computer alone; does so without a command, too"),
    "class": ("open_class", "open the app for a room, with a link for the class and one for the teacher"),
    "worker": ("worker", "train what waits in the queue of several servers"),
    "train": ("train", "train a network and save it"),
    "experiment": ("trials", "train a network for each value of a setting, and compare them"),
    "predict": ("predict", "read digits in pictures from disk"),
    "export": ("export", "save a trained network in another format"),
    "publish": ("publish", "write networks as a web page to take home, or as a site"),
    "strokes": ("contact_sheets", "draw a contact sheet of the synthetic handwriting"),
}
"""Each with its module beside this one, which has `main(argv)`, and a line for --help."""


def run_and_end() -> NoReturn:
    """Run the command that the terminal names, and end this process with its exit code."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # no traceback for Ctrl-C while modules are imported
    end(main())


def main(argv: list[str] | None = None) -> int:
    """Run a command; returns its exit code."""
    set_up_output()
    name, *rest = (sys.argv[1:] if argv is None else argv) or ["run"]
    if name in COMMANDS:
        module, _ = COMMANDS[name]  # only the one that is called is imported
        code: int = import_module(f"mnist_demo.commands.{module}").main(rest)
        return code
    if name in ("-h", "--help"):
        print(usage())
        return 0
    tell(f"mnist-draw: there is no command {name!r}; expected one of: {', '.join(COMMANDS)}")
    return BAD_INPUT


def usage() -> str:
    """All commands, a line each."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {what}" for name, (_, what) in COMMANDS.items()]
    return "\n".join(["usage: mnist-draw [COMMAND …]", "", *lines, "", "mnist-draw COMMAND --help says more."])
