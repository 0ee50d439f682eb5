"""All that a training can vary, as a form: three fields for everyone, and the rest folded."""

from __future__ import annotations

from math import floor, log10
from typing import Any

import streamlit as st

from mnist_demo.config import NUM_CLASSES, PRESETS, TASKS, TrainConfig
from mnist_demo.texts import say
from mnist_demo.ui.names import task_name, task_question
from mnist_demo.ui.state import IS_NAME_USED, MORE_SETTINGS, PRESET, RUN_NAME, SETTINGS, SINGLE_ENCODING, TASK
from mnist_demo.wording import FIELDS, allowed_values

GROUPS = {
    "network": ("hidden_layers", "activation", "dropout", "batch_normalization"),
    "learning": ("optimizer", "learning_rate", "schedule", "weight_decay", "batch_size", "early_stopping"),
    "data": ("encoding", "strokes", "doodles", "augmentation", "augmentation_end", "teacher", "validation_split"),
    "experiment": ("images", "leave_out", "wrong_labels", "writing", "test_on"),
    "run": ("seed",),
}
"""What is folded, in the order of the page."""
STEPS = {
    "dropout": 0.05, "weight_decay": 0.001, "augmentation": 0.25, "augmentation_end": 0.1, "teacher": 0.1,
    "validation_split": 0.05,
    "batch_size": 32, "strokes": 10_000, "doodles": 10_000, "images": 100, "wrong_labels": 0.05,
}  # fmt: skip
"""How far the buttons beside a number go; 1 for the others, and for the learning rate one of its first digit."""


def ask() -> tuple[str, dict[str, Any], str]:
    """Show the form; returns the preset, what was set, and the run's name, empty for one of its own.

    Each widget begins with the preset's value, and its key carries the preset's name: another preset has its own, and
    what was set for one is there again when people come back to it.
    """
    preset = st.selectbox(label("preset"), list(PRESETS), **PRESET.widget(), help=say("settings.preset_help"))
    task = st.selectbox(
        label("task"), list(TASKS), **TASK.widget(), help=_help("task"), format_func=_task_choice,
    )  # fmt: skip
    base = TrainConfig.from_preset(preset)
    changes = {"task": task, "epochs": _ask("epochs", base, preset)}
    with st.expander(
        say("settings.more"), **MORE_SETTINGS.widget(), on_change="rerun"
    ):  # which keeps it open after a training
        for group, names in GROUPS.items():
            st.markdown(f"**{say(f'settings.group.{group}')}**")
            for name in names:
                changes[name] = _ask_encoding(task, base, preset) if name == "encoding" else _ask(name, base, preset)
                if name == "optimizer":  # another one has its own learning rate
                    base = TrainConfig.from_preset(preset, optimizer=changes[name])
        if IS_NAME_USED.pop():
            RUN_NAME.set("")
        name = st.text_input(
            say("settings.name"), **RUN_NAME.widget(), max_chars=64, placeholder=say("settings.name_placeholder")
        )
        st.caption(say("settings.data"))
    return preset, changes, name.strip()


def forget_name() -> None:
    """Empty the field for the run's name when the form is shown next: each training has a name of its own."""
    IS_NAME_USED.set(True)


def label(name: str) -> str:
    """A setting's name as the form has it, by its id."""
    return say(f"setting.{name}.label")


def _help(name: str) -> str:
    return say("settings.help", description=say(f"setting.{name}.description"), allowed=allowed_values(name))


def _task_choice(task: str) -> str:
    question = task_question(task)
    return say("settings.task_choice", task=task_name(task), question=question) if question else task_name(task)


def _ask_encoding(task: str, base: TrainConfig, preset: str) -> str:
    """The encoding of labels, where the task leaves a choice."""
    if TASKS[task].output == "softmax":
        chosen: str = _ask("encoding", base, preset)
        return chosen
    help = say("settings.single_output", task=task_name(task))
    st.selectbox(label("encoding"), ["integer"], **SINGLE_ENCODING.widget(), disabled=True, help=help)
    return "integer"


def _ask(name: str, base: TrainConfig, preset: str) -> Any:
    """The widget that fits a field of TrainConfig."""
    field, value = FIELDS[name], getattr(base, name)
    key = SETTINGS[name].of(preset=f"{preset}-{base.optimizer}" if name == "learning_rate" else preset)
    look: dict[str, Any] = {**key.widget(), "help": _help(name), "persist_state": "session"}
    if isinstance(value, bool):
        return st.toggle(label(name), value, **look)
    if name == "leave_out":
        return st.pills(label(name), range(NUM_CLASSES), selection_mode="multi", default=value, **look)
    if isinstance(value, tuple):
        text = st.text_input(label(name), ", ".join(map(str, value)), placeholder="none", **look)
        return [part.strip() for part in text.replace("none", "").split(",") if part.strip()]
    if isinstance(value, str):
        return st.selectbox(label(name), field["enum"], field["enum"].index(value), **look)
    kind, step = type(value), STEPS.get(name, 1)
    if name == "learning_rate":
        step = float(f"1e{floor(log10(value))}")
    highest = field["maximum"] if "maximum" in field else field["exclusiveMaximum"] - step
    form = "%d" if kind is int else "%.6g"
    return st.number_input(label(name), kind(field["minimum"]), kind(highest), value, kind(step), form, **look)
