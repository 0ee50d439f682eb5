"""Settings that are varied, and their values, as people read them."""

from __future__ import annotations

from mnist_demo.jobs.experiment import SettingValue
from mnist_demo.numbers import NO_BREAK_SPACE, count
from mnist_demo.texts import name_of, say
from mnist_demo.wording import as_text

SHARES = ("dropout", "wrong_labels", "validation_split")
"""The settings that are shares, which people read in percent."""


def axis_title(setting: str) -> str:
    """What a setting is called where no field has to explain it."""
    return name_of(f"experiments.axis.{setting}", say(f"setting.{setting}.label"))


def value_in_words(setting: str, value: SettingValue) -> str:
    """A value of a setting: "1,000", "30 %", "128, 64", "none"."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or say("experiments.none_of")
    if setting in SHARES:
        return f"{100 * float(value):g}{NO_BREAK_SPACE}%"
    return count(value) if type(value) is int else as_text(value)
