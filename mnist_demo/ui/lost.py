"""Networks that a page had chosen and that are gone: what became of them, said until something else is chosen."""

from __future__ import annotations

import streamlit as st

from mnist_demo.texts import say
from mnist_demo.ui import resources
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.state import DELETED, Key

Loss = tuple[str, str | None]
"""The name of what was chosen, and of what took its place."""


def is_lost(name: str | None) -> bool:
    """Whether a run of this name was chosen, and there is no usable one any more."""
    return bool(name) and name not in [run.name for run in resources.runs()]


def what_became_of(name: str) -> str:
    """Whether the run was deleted or is damaged, in a sentence."""
    problems = [damaged.problem for damaged in resources.damaged_runs() if damaged.name == name]
    return say("lost.damaged", problem=plain(problems[0])) if problems else say("lost.deleted", network=plain(name))


def tell_deletion(in_use: str | None) -> None:
    """Say what this page has just deleted, and what is in use now where that was; networks as they are called."""
    name, was_in_use = DELETED.pop() or (None, False)
    if name is None:
        return
    if was_in_use and in_use:
        text = say("lost.deleted_in_use", network=plain(name), instead=plain(in_use))
    else:
        text = say("lost.deleted", network=plain(name))
    st.toast(text, icon=":material/delete:", duration="long")


def show(key: Key[Loss | None], chosen: str | None) -> None:
    """Say what became of the run that `key` holds, as long as what took its place is chosen."""
    name, instead = key.get() or (None, None)
    if name is None or instead != chosen or not is_lost(name):
        key.pop()
    else:
        now = say("lost.instead", network=plain(instead)) if instead else ""
        st.warning(f"{what_became_of(name)}  \n{now}", icon=":material/folder_off:")
