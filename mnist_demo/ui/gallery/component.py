"""A grid of pictures to click on: each is a button, for mouse, finger, keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

import numpy as np
import streamlit as st

from mnist_demo.ui.component_data import sent_as_json
from mnist_demo.ui.pictures import data_uri
from mnist_demo.ui.state import Key

_FILES = Path(__file__).parent
_component = st.components.v2.component(
    "mnist-draw-gallery",
    html='<div class="gallery" role="group"></div>',
    css=(_FILES / "gallery.css").read_text(encoding="utf-8"),
    js=(_FILES / "gallery.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Picture:
    """One picture of a gallery.

    `ink` is float32 (H, W) in [0, 1], white on black, or RGB as uint8 (H, W, 3); `caption` stands below it;
    `description` says what it shows, for those who do not see it.
    """

    id: str
    ink: np.ndarray
    caption: str
    description: str


def show(
    pictures: Sequence[Picture],
    key: Key[Any],
    *,
    size: int = 72,
    label: str,
    chosen: str | None = None,
    reveal: bool = False,
    on_click: Callable[[str], None] | None = None,
) -> str | None:
    """Show the pictures in as many columns as there is room for; returns the id of the one just clicked, else None.

    A few hundred at once are fine; of more, show a part, since each is sent to the browser.

    Args:
        size: least width of a picture in CSS pixels.
        label: what the pictures are, for screen readers.
        chosen: id of a picture to be marked.
        reveal: scroll the page, as far as that is needed, until the first picture is seen.
        on_click: called with the id before the page, or the fragment around the gallery, runs again. There it may set
            the value of any widget; a page that must run as a whole calls `st.rerun()` after `show` returned an id.
    """

    ids = {each.id for each in pictures}

    def clicked() -> None:
        picked = key.get().get("clicked")
        if on_click and _is_one_of(picked, ids):
            on_click(picked)

    rows = [
        {"id": each.id, "src": data_uri(each.ink), "caption": each.caption, "description": each.description}
        for each in pictures
    ]
    data = {"pictures": rows, "size": size, "label": label, "chosen": chosen, "reveal": reveal}
    picked = _component(**key.widget(), data=sent_as_json(data), on_clicked_change=clicked).clicked
    return picked if _is_one_of(picked, ids) else None


def _is_one_of(picked: object, ids: set[str]) -> TypeGuard[str]:
    """Whether it is a picture's id, since a page may send anything."""
    return isinstance(picked, str) and picked in ids
