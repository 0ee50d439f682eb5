"""The settings of an experiment's trainings, and the values as people write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Any

from pydantic import ValidationError

from mnist_demo.config import MNIST_IMAGES, VARIED, TrainConfig
from mnist_demo.jobs.experiment import SettingValue
from mnist_demo.texts import say
from mnist_demo.wording import FIELDS, as_text, first_problem

FEWEST_VALUES, MOST_VALUES = 2, 8
SEEDS = (1, 3)
"""With how many seeds each value may be trained."""
OF_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
"""The comma in 1,000."""
SHAPES = ("hidden_layers", "activation")
"""What a network that is trained further keeps."""


def plan(
    base: TrainConfig, name: str, setting: str, values: Sequence[SettingValue], seeds: int = 1
) -> tuple[TrainConfig, ...]:
    """The settings of each training: those of `base` with one of the values, and with its seed or also the next two.

    Another optimizer than the base's begins with its own learning rate; 0 images stand for all of MNIST.

    Args:
        base: all other settings.
        name: the title of the experiment.
        setting: which one is varied, of `config.VARIED`.
        values: 2 to 8 different ones.
        seeds: with how many each is trained, 1 or 3.

    Raises:
        ValueError: something of that is wrong; one line says what, and what to do.
    """
    _check(base, name, setting, seeds)
    bases = [base.model_copy(update={"seed": base.seed + further}) for further in range(seeds)]
    planned = [[_changed(each, name, setting, value) for each in bases] for value in values]
    _check_values([getattr(configs[0], setting) for configs in planned])
    return tuple(chain(*planned))


def parse_values(setting: str, text: str) -> list[SettingValue]:
    """The values in "100, 300, 1,000", "none 7" or "128 128; 64" (ValueError of one line, as `plan`).

    Spaces, commas or semicolons part them. Where a value is a list, as of hidden layers, semicolons part the values
    and the other two what is in them; without a semicolon each part is a value. A comma before three digits is one of
    thousands where other commas have a space behind them, or where semicolons part the values.
    """
    _check_setting(setting)
    if ";" in text and FIELDS[setting]["type"] == "array":
        parts = text.split(";")
    else:
        parts = re.split(r"[;,\s]+", OF_THOUSANDS.sub("", text) if re.search(r",\s|;", text) else text)
    return [_value(setting, part.strip()) for part in parts if part.strip()]


def _check(base: TrainConfig, name: str, setting: str, seeds: int) -> None:
    if not name.strip():
        raise ValueError(say("plan.no_name"))
    _check_setting(setting)
    if base.start_from and setting in SHAPES:
        raise ValueError(say("plan.start_from", setting=setting))
    if seeds not in SEEDS:
        raise ValueError(say("plan.seeds", seeds=seeds))


def _check_setting(setting: str) -> None:
    if setting not in VARIED:
        raise ValueError(say("plan.not_varied", setting=setting, others=", ".join(VARIED)))


def _check_values(values: Sequence[SettingValue]) -> None:
    if not FEWEST_VALUES <= len(values) <= MOST_VALUES:
        raise ValueError(say("plan.values", fewest=FEWEST_VALUES, most=MOST_VALUES, count=len(values)))
    if twice := [value for value in values if values.count(value) > 1]:
        raise ValueError(say("plan.twice", value=as_text(twice[0])))


def _changed(base: TrainConfig, name: str, setting: str, value: SettingValue) -> TrainConfig:
    """The settings with one of the values (ValueError)."""
    changes: dict[str, Any] = {"experiment": name, "vary": setting, setting: value}
    if setting == "images":
        changes["images"] = value or MNIST_IMAGES
    if setting == "optimizer" and value != base.optimizer:
        changes["learning_rate"] = None
    return _checked({**base.model_dump(), **changes})


def _value(setting: str, text: str) -> SettingValue:
    """A value by itself, checked (ValueError)."""
    is_list = FIELDS[setting]["type"] == "array"
    raw = [part for part in re.split(r"[,\s]+", text) if part != "none"] if is_list else text
    value: SettingValue = getattr(_checked({setting: raw}), setting)
    return value


def _checked(settings: dict[str, Any]) -> TrainConfig:
    try:
        return TrainConfig(**settings)
    except ValidationError as error:
        raise ValueError(first_problem(error)) from error
