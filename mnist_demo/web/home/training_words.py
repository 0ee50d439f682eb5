"""How a network was trained, in words: what it learned from, and what was set."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from mnist_demo.config import BUILT_IN_DATA, TrainConfig
from mnist_demo.damage import printable
from mnist_demo.numbers import count
from mnist_demo.texts import say
from mnist_demo.wording import BELONGING, FIELDS, as_text

ALWAYS = ("hidden_layers", "activation", "optimizer", "learning_rate", "batch_size", "epochs")
"""Settings that are said in any case; others only where they are not the usual ones."""
SAID_OTHERWISE = ("preset", "task", "data", "extra_data", "extra_share", "images", "seed", *BELONGING)
"""Settings that are said elsewhere on the page, or say nothing to its readers."""


def trained_on(config: TrainConfig) -> str:
    """What the network learned from. Of a path only the last name is told: a page may go to the whole world."""
    data = _images(config)
    return say("publish.on.more", data=data) if config.extra_data else data


def settings_in_words(config: TrainConfig) -> list[list[str]]:
    """The settings that made the network what it is, each with its name."""
    usual = TrainConfig()
    shown = [name for name in FIELDS if name not in (*ALWAYS, *SAID_OTHERWISE)]
    changed = [name for name in shown if getattr(config, name) != getattr(usual, name)]
    return [[say(f"setting.{name}.label"), _in_words(getattr(config, name))] for name in (*ALWAYS, *changed)]


def _images(config: TrainConfig) -> str:
    if config.data not in BUILT_IN_DATA:
        return say("publish.on.file", name=printable(PurePath(config.data).name))
    return say("publish.on.fewer", count=count(config.images)) if config.images else say("publish.on.mnist")


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return say("publish.yes") if value else say("publish.no")
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or say("publish.none")
    return count(value) if isinstance(value, int) else as_text(value)
