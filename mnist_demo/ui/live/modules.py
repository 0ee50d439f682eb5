"""The component's JavaScript modules."""

from __future__ import annotations

from pathlib import Path

from mnist_demo.ui import javascript

NAMES = ("canvas.js", "prepare.js", "network.js", "packet.js", "toolbar.js", "view.js", "main.js")
"""In an order in which each uses only those before it."""


def joined() -> str:
    """All of them as one."""
    return javascript.joined(Path(__file__).parent, NAMES)
