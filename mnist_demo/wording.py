"""Settings in words: allowed values, defaults, what is wrong with a value, and what differs from a preset."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from mnist_demo.config import BUILT_IN_DATA, INVERTED, LYING, PRESETS, TASKS, VARIED, TrainConfig
from mnist_demo.texts import say

FIELDS: dict[str, dict[str, Any]] = TrainConfig.model_json_schema()["properties"]
"""For each setting its description, choices and bounds."""
CHOICES: dict[str, Iterable[str]] = {
    "preset": PRESETS,
    "task": TASKS,
    "data": (*BUILT_IN_DATA, say("allowed.path")),
    "data_as": (*LYING, INVERTED, f"{INVERTED}-…"),
    "vary": (*VARIED, "none"),
}
"""Those that are not a setting's own."""
OPTIONAL = ("start_from", "extra_data", "experiment", "vary")
"""Settings that may be empty."""
DESCRIBED = ("start_from", "extra_data", "experiment", "images", "leave_out")
"""Settings whose values take words of their own."""
BELONGING = ("experiment", "vary")
"""What a training is one of; it changes nothing in the network."""


def as_text(value: Any) -> str:
    """A setting's value as train.py's flags take it: "128,128", "none", "true", "0.004", "1"."""
    if isinstance(value, tuple):
        return ",".join(map(str, value)) or "none"
    if isinstance(value, float):
        return str(value).removesuffix(".0")
    return str(value).lower() if isinstance(value, bool) else str(value) or "none"


def allowed_values(name: str) -> str:
    """What a setting may be: "relu, tanh or sigmoid", "a whole number from 1 to 1000"."""
    field = FIELDS[name]
    if name in DESCRIBED:
        return say(f"allowed.{name}")
    if choices := list(CHOICES.get(name, field.get("enum", ()))):
        return say("allowed.choice", others=", ".join(choices[:-1]), last=choices[-1])
    if field["type"] == "array":
        return say("allowed.layers", count=field["maxItems"], **_bounds(field["items"]))
    if field["type"] == "boolean":
        return say("allowed.switch")
    kind = "whole" if field["type"] == "integer" else "number" if "maximum" in field else "number_below"
    return say(f"allowed.{kind}", **_bounds(field))


def default(name: str) -> str:
    """A setting's default: "integer", or "10 in classic, 180 in robust"."""
    if name == "preset":
        return as_text(FIELDS["preset"]["default"])
    values = {preset: as_text(getattr(TrainConfig.from_preset(preset), name)) for preset in PRESETS}
    if len(set(values.values())) == 1:
        return values.popitem()[1]
    return ", ".join(f"{value} in {preset}" for preset, value in values.items())


def differences(config: TrainConfig) -> dict[str, str]:
    """The settings that differ from the preset, as text; from the default preset if there is no such preset.

    Where a run was trained further, it is compared with what the preset is trained further with.
    """
    base = TrainConfig.from_preset(config.preset if config.preset in PRESETS else default("preset"))
    usual = base.continued(config.start_from) if config.start_from else base
    values = {name: getattr(config, name) for name in FIELDS if name not in ("preset", *BELONGING)}
    found = {name: as_text(value) for name, value in values.items() if value != getattr(usual, name)}
    return {"start_from": config.start_from} | found if config.start_from else found


def first_problem(error: ValidationError) -> str:
    """The first thing wrong with the settings, in one line: the field, what it should be, what was given."""
    problem = error.errors()[0]
    if not problem["loc"]:  # concerns several settings together
        return problem["msg"]
    name = str(problem["loc"][0])
    if name not in FIELDS:
        return f"{name}: there is no such setting"
    given = problem["input"]
    if isinstance(given, list | tuple):
        given = ",".join(map(str, given))
    return f"{name}: expected {allowed_values(name)}, got {reprlib.repr(given)}"


def _bounds(field: dict[str, Any]) -> dict[str, str]:
    """The ends of the range of a number."""
    highest = field["maximum"] if "maximum" in field else field["exclusiveMaximum"]
    return {"lowest": f"{field['minimum']:g}", "highest": f"{highest:.10g}"}
