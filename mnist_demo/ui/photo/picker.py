"""The component that takes a picture from the camera, a file, the clipboard or a drop, and hands it to an uploader.

Streamlit's uploader, out of sight, carries it to the server; what it would say itself, the page says in its own words.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from mnist_demo.texts import say
from mnist_demo.ui.component_data import sent_as_json
from mnist_demo.ui.photo.reading import MOST_MEGABYTES
from mnist_demo.ui.state import PHOTO_PICKER
from mnist_demo.web import javascript

REFUSALS = ("too_large", "no_picture", "not_sent")
"""Why a file did not come, as the browser knows."""
WORDS = ("take", "ways", "reading", "drop")
_FILES = Path(__file__).parent
_component = st.components.v2.component(
    "mnist-draw-picker",
    html="""<div class="picker"><button type="button" class="take"></button><p class="ways"></p>
<input type="file" accept="image/*,.heic,.heif" tabindex="-1" hidden></div>
<p class="reading" role="status"></p>""",
    css=(_FILES / "picker.css").read_text(encoding="utf-8"),
    js=javascript.joined([_FILES / f"{name}.js" for name in ("../../web/probe", "shrink", "picker")]),
    isolate_styles=False,
)


def show(*, number: int, is_empty: bool, on_refused: Callable[[str], None]) -> None:
    """Offer to take a picture, by a button only where `is_empty`: dropped and pasted ones are taken always.

    Args:
        number: counts the files that came, or did not.
        is_empty: whether there is no photo yet.
        on_refused: called with one of REFUSALS before the page, or the fragment around this, runs again.
    """

    def refused() -> None:
        match (PHOTO_PICKER.get() or {}).get("refused"):
            case str(reason) if reason in REFUSALS:
                on_refused(reason)

    words = {word: say(f"photo.{word}") for word in WORDS}
    data = {"number": number, "isEmpty": is_empty, "mostBytes": MOST_MEGABYTES * 2**20, "words": words}
    _component(**PHOTO_PICKER.widget(), data=sent_as_json(data), on_refused_change=refused)
