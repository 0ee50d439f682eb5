"""Settings in words: what each may be, what it is unless told otherwise, what is wrong, what differs from a preset."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from mnist_demo.config import INVERTED, LYING, PRESETS, TASKS, TrainConfig

FIELDS: dict[str, dict[str, Any]] = TrainConfig.model_json_schema()["properties"]
"""For each setting its description, choices and bounds."""
CHOICES: dict[str, Iterable[str]] = {
    "preset": PRESETS,
    "task": TASKS,
    "data": ("bundled", "keras", "a path"),
    "data_as": (*LYING, INVERTED, f"{INVERTED}-…"),
}
"""Those that are not a setting's own."""
NUMBERS = {"integer": "a whole number", "number": "a number"}


def as_text(value: Any) -> str:
    """A setting's value as train.py's flags take it: "128,128", "none", "true", "0.004", "1"."""
    if isinstance(value, tuple):
        return ",".join(map(str, value)) or "none"
    if isinstance(value, float):
        return str(value).removesuffix(".0")
    return str(value).lower() if isinstance(value, bool) else str(value)


def allowed_values(name: str) -> str:
    """What a setting may be: "relu, tanh or sigmoid", "a whole number from 1 to 1000"."""
    field = FIELDS[name]
    if choices := list(CHOICES.get(name, field.get("enum", ()))):
        return " or ".join(filter(None, (", ".join(choices[:-1]), choices[-1])))
    if field["type"] == "array":
        return f"up to {field['maxItems']} whole numbers {_bounds(field['items'])}, as in 128,128, or none"
    if field["type"] == "boolean":
        return "true or false"
    return f"{NUMBERS[field['type']]} {_bounds(field)}"


def default(name: str) -> str:
    """What a setting is unless told otherwise: "integer", or "10 in classic, 150 in robust"."""
    if name == "preset":
        return FIELDS["preset"]["default"]
    values = {preset: as_text(getattr(TrainConfig.from_preset(preset), name)) for preset in PRESETS}
    if len(set(values.values())) == 1:
        return values.popitem()[1]
    return ", ".join(f"{value} in {preset}" for preset, value in values.items())


def differences(config: TrainConfig) -> dict[str, str]:
    """The settings that are not as the preset has them, as text; where there is no such preset, as the default has."""
    base = TrainConfig.from_preset(config.preset if config.preset in PRESETS else default("preset"))
    values = {name: getattr(config, name) for name in FIELDS if name != "preset"}
    return {name: as_text(value) for name, value in values.items() if value != getattr(base, name)}


def first_problem(error: ValidationError) -> str:
    """The first thing wrong with the settings, in one line: the field, what it should be, what was given."""
    problem = error.errors()[0]
    if not problem["loc"]:  # about several settings together
        return problem["msg"]
    name = str(problem["loc"][0])
    if name not in FIELDS:
        return f"{name}: there is no such setting"
    given = problem["input"]
    if isinstance(given, list | tuple):
        given = ",".join(map(str, given))
    return f"{name}: expected {allowed_values(name)}, got {reprlib.repr(given)}"


def _bounds(field: dict[str, Any]) -> str:
    """The range of a number, of which the upper end may be left out."""
    if "maximum" in field:
        return f"from {field['minimum']:g} to {field['maximum']:.10g}"
    return f"from {field['minimum']:g} to below {field['exclusiveMaximum']:g}"
