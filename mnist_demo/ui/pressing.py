"""Buttons whose press counts also where the run of the script that tells of it is cut short.

Streamlit tells a press to one run of the script alone, and whatever else the page sends meanwhile, another tab that is
opened for example, ends that run and begins the next. Where it had not come to the button's place, as on a server
with thirty visitors, the press was lost. So it is noted before the script runs, and kept until its button is shown.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from mnist_demo.ui.state import PRESSED, Key


def is_pressed(label: str, key: Key[bool], about: object = None, **look: Any) -> bool:
    """Show a button, as `st.button` does, and say whether somebody has pressed it.

    Args:
        label: what stands on it.
        key: the button's.
        about: what it does something to, where that may be another when the button is shown next: a press does not
            count for that.
        look: further arguments of `st.button`.
    """
    presses, press = _presses(), (key.name, about)
    # The set's own method: a callback that asked the session for it could be cut short, too.
    st.button(label, **key.widget(), **look, on_click=presses.add, args=(press,))
    if press not in presses:
        return False
    presses.remove(press)
    return True


def forget() -> None:
    """Let go of presses whose buttons are no longer on the page; to be called when all of it has been shown."""
    _presses().clear()


def _presses() -> set[tuple[str, object]]:
    presses = PRESSED.get()
    if presses is None:
        PRESSED.set(presses := set())
    return presses
