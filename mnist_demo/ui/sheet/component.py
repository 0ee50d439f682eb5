"""The component of the sheet: the canvas's own script, started by a module of ours that keeps what it draws.

Streamlit calls the clean-up of a call that another has overtaken, and the canvas's clean-up takes away the sheet that
both share, with all that is drawn on it. Ours knows which call is the latest.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from markupsafe import Markup
from streamlit.components.v2.types import ComponentRenderer

from mnist_demo.web import javascript

_SHARED = ("typing", "lines")
_NAMES = ("simplify", "memory", "strokes", "example", "keyboard", "tools", "main")
FILES = (
    *javascript.script_files(_SHARED),
    *javascript.script_files(_NAMES, Path(__file__).parent),
)
"""In an order in which each uses only those before it."""
TOOLBAR_STYLE = Path(__file__).with_name("toolbar.css")


def around(canvas: str, build: Path) -> ComponentRenderer:
    """A component that does what the canvas's own does, to be called like that.

    Args:
        canvas: the name that Streamlit serves the canvas's script under.
        build: the folder with that script and its stylesheet.
    """
    (script,), (style,) = build.glob("index-*.js"), build.glob("index-*.css")
    return st.components.v2.component(
        "mnist-draw-sheet",
        html=Markup('<div class="canvas-root" data-script="_stcore/bidi-components/{}/{}"></div>').format(
            canvas, script.name
        ),
        css=style.read_text(encoding="utf-8") + TOOLBAR_STYLE.read_text(encoding="utf-8"),
        js=javascript.joined(FILES),
    )
