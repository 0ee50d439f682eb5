"""What tasks, their classes and settings are called on the page; one without texts is called by its id."""

from __future__ import annotations

from mnist_demo.classroom.class_source import is_class
from mnist_demo.config import Task, TrainConfig
from mnist_demo.numbers import in_percent
from mnist_demo.texts import name_of, say
from mnist_demo.wording import differences

MOST_SHOWN = 3
"""Settings in the name of a network."""


def task_name(task: str) -> str:
    """A task in a list or a sentence, by its id."""
    return name_of(f"task.{task}.name", task)


def task_question(task: str) -> str:
    """The question of a task, by its id; empty where it has no text."""
    return name_of(f"task.{task}.question", "")


def class_names(task: Task) -> tuple[str, ...]:
    """What the classes of a task are called, as bars and tables have it."""
    return tuple(name_of(f"task.{task.name}.class.{name}", name) for name in task.classes)


def in_sentence(class_name: str) -> str:
    """The name of a class in a sentence: a digit by itself, a word in quotes."""
    return class_name if class_name.isdecimal() else say("class.quoted", name=class_name)


def set_otherwise(config: TrainConfig) -> str:
    """What was set unlike the preset, as "batch size 100, seed 7", so that no two networks look alike that are not."""
    return ", ".join(_setting(name, value) for name, value in _foremost(differences(config)).items())


def settings_of(config: TrainConfig) -> str:
    """The preset and what was set otherwise, as "classic, 5 epochs"; what follows the first few is left out.

    Of a network that was trained further it begins with that: "robust further, with our digits".
    """
    found = differences(config)
    begins_with = _setting("start_from", found.pop("start_from")) if config.start_from else config.preset
    changes = [_setting(name, value) for name, value in _foremost(found).items()]
    return ", ".join([begins_with, *changes[:MOST_SHOWN], *["…"] * (len(changes) > MOST_SHOWN)])


def _foremost(found: dict[str, str]) -> dict[str, str]:
    """The same settings, first those that must not be cut off."""
    return {name: found[name] for name in ("start_from", "test_on", "extra_data") if name in found} | found


def accuracy_of(accuracy: float, config: TrainConfig | None, decimals: int = 2) -> str:
    """The share of images read right, with a word of warning where they are those that the network learned from."""
    share = in_percent(accuracy, decimals)
    is_tested = config is None or config.has_test
    return share if is_tested else say("training.evaluated.accuracy_of_learned", accuracy=share)


def _setting(name: str, value: str) -> str:
    if name == "extra_data" and is_class(value):
        return say("setting.extra_data.class")
    return say(f"setting.{name}.changed", value=value, count=int(value) if value.isdecimal() else 2)
