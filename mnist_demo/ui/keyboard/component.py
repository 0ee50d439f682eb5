"""The component that listens to the keyboard; what it shows is the list of its shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from mnist_demo.texts import say
from mnist_demo.ui.component_data import sent_as_json
from mnist_demo.ui.state import KEYBOARD
from mnist_demo.web import javascript

SHORTCUTS = ("digit", "undo", "redo", "clear", "eraser", "full_screen", "sheet", "pen", "picture", "help")
WORDS = ("title", "close", "sheet_label", "pen_down", "pen_up")
_FILES = Path(__file__).parent
_MODULES = (
    *javascript.script_files(("typing", "arrow_pen", "help")),
    *javascript.script_files(("focus", "surface", "main"), _FILES),
)
_STYLES = (javascript.FOLDER / "shortcuts.css", _FILES / "keyboard.css")
_component = st.components.v2.component(
    "mnist-draw-keyboard",
    html='<p class="pen-status" role="status"></p>',
    css="".join(path.read_text(encoding="utf-8") for path in _STYLES),
    js=javascript.joined(_MODULES),
    isolate_styles=False,
)


def show_keyboard(sheet: int, size: tuple[int, int], on_digit: Callable[[int], None]) -> None:
    """Listen to the keys 0 to 9, `?`, and on the sheet to the arrow keys.

    Args:
        sheet: the number of the sheet that the arrow keys draw on.
        size: its width and height in pixels.
        on_digit: called with the digit before the page, or the fragment around this, runs again.
    """

    def typed() -> None:
        match KEYBOARD.get().get("digit"):
            case int(digit) if digit in range(10):
                on_digit(digit)

    data = {
        "sheet": sheet,
        "size": list(size),
        "words": {word: say(f"keyboard.{word}") for word in WORDS},
        "shortcuts": [[say(f"keyboard.{name}.keys"), say(f"keyboard.{name}.does")] for name in SHORTCUTS],
    }
    _component(**KEYBOARD.widget(), data=sent_as_json(data), on_digit_change=typed)
