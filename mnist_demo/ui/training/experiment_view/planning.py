"""A new experiment: one of those that are ready, or one's own."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mnist_demo.classroom.rights import Action, Refused
from mnist_demo.config import LONGEST_TITLE, PLAIN_RUN, VARIED, TrainConfig
from mnist_demo.damage import first_line
from mnist_demo.jobs.forecast import USUAL_SPEED, seconds_for
from mnist_demo.jobs.interface import JobError
from mnist_demo.jobs.plan import parse_values, plan
from mnist_demo.jobs.ready_made import READY_MADE, ReadyMade
from mnist_demo.numbers import duration
from mnist_demo.texts import say
from mnist_demo.ui import actions, seat
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.state import (
    EXPERIMENT,
    EXPERIMENT_NAME,
    EXPERIMENT_PROBLEM,
    PLANNING,
    START_OWN,
    START_READY_MADE,
    THREE_SEEDS,
    VALUES,
    VARIED_SETTING,
)
from mnist_demo.ui.training.experiment_view.in_words import axis_title

EXAMPLES = {
    "images": "100, 300, 1000, 10000", "hidden_layers": "2; 8; 32; 128; 128 128", "epochs": "1, 3, 10, 30",
    "learning_rate": "0.0001, 0.001, 0.01, 0.1", "batch_size": "16, 64, 256, 1024", "dropout": "0, 0.2, 0.5, 0.8",
    "weight_decay": "0, 0.01, 0.1, 1", "augmentation": "0, 0.5, 1, 2", "augmentation_end": "0, 0.5, 1",
    "teacher": "0, 0.5, 1", "wrong_labels": "0, 0.2, 0.5, 0.8",
    "validation_split": "0.1, 0.5, 0.9", "strokes": "0, 1000, 10000", "doodles": "0, 1000, 10000",
    "early_stopping": "0, 1, 3", "leave_out": "none; 7; 4 9", "writing": "all, thin, upright",
    "activation": "relu, tanh, sigmoid", "optimizer": "adam, rmsprop, sgd", "schedule": "cosine, constant",
    "batch_normalization": "false, true", "encoding": "integer, one-hot", "test_on": "test, training",
}  # fmt: skip
"""Values to begin with, for each setting that can be varied."""
COLUMNS = 2


def show() -> None:
    """The choice; those who may not start an experiment read who may."""
    st.markdown(say("experiments.idea"))
    if not actions.is_offered(Action.EXPERIMENT):
        seat.explain()
        return
    if problem := EXPERIMENT_PROBLEM.pop():
        st.error(plain(problem))
    experiments = list(READY_MADE.values())
    for start in range(0, len(experiments), COLUMNS):
        for column, ready in zip(st.columns(COLUMNS), experiments[start : start + COLUMNS], strict=False):
            with column.container(border=True, height="stretch"):
                _offer(ready)
    with st.container(border=True, key="own_experiment"):
        _ask()


def _offer(ready: ReadyMade) -> None:
    configs = ready.plan()
    st.markdown(f"**{ready.question}**  \n{ready.hint}")
    with st.container(horizontal=True, vertical_alignment="center"):
        key = START_READY_MADE.of(id=ready.id)
        st.button(say("experiments.start"), **key.widget(), type="primary", on_click=_start, args=(configs,))
        st.caption(_costs(configs), width="content")


def _ask() -> None:
    """The form; what was typed is checked at once, and the button waits until it can be trained."""
    st.markdown(f"**{say('experiments.own')}**")
    left, right = st.columns([2, 3])
    setting = left.selectbox(
        say("experiments.setting"), list(VARIED), **VARIED_SETTING.widget(), format_func=axis_title,
        persist_state="session",
    )  # fmt: skip
    example = EXAMPLES[setting]
    text = right.text_input(
        say("experiments.values"), example, **VALUES.of(setting=setting).widget(), persist_state="session",
        help=say("experiments.values_help", example=example, description=say(f"setting.{setting}.description")),
    )  # fmt: skip
    title = axis_title(setting)
    name = left.text_input(
        say("experiments.name"), **EXPERIMENT_NAME.widget(), max_chars=LONGEST_TITLE, placeholder=title,
        persist_state="session",
    )  # fmt: skip
    with right:
        has_three = st.toggle(
            say("experiments.three_seeds"), **THREE_SEEDS.widget(), help=say("experiments.three_seeds_help"),
            persist_state="session",
        )  # fmt: skip
        st.caption(say("experiments.base", preset=PLAIN_RUN))
    _offer_own(name.strip() or title, setting, text, 3 if has_three else 1)


def _offer_own(name: str, setting: str, text: str, seeds: int) -> None:
    configs: Sequence[TrainConfig] = ()
    try:
        base = TrainConfig.from_preset(PLAIN_RUN)
        configs = plan(base, name, setting, parse_values(setting, text), seeds)
    except ValueError as error:
        st.warning(plain(first_line(error)), icon=":material/edit:")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            say("experiments.start"), **START_OWN.widget(), type="primary", disabled=not configs,
            on_click=_start, args=(configs,),
        )  # fmt: skip
        if configs:
            st.caption(_costs(configs), width="content")


def _costs(configs: Sequence[TrainConfig]) -> str:
    seconds = sum(seconds_for(config.work, USUAL_SPEED) for config in configs)
    return say("experiments.costs", trainings=say("experiments.trainings", count=len(configs)), time=duration(seconds))


def _start(configs: Sequence[TrainConfig]) -> None:
    """Ask for all of its trainings, and show it; where that is refused, the page says why."""
    try:
        started = actions.start_experiment(configs)
    except (JobError, Refused) as error:
        EXPERIMENT_PROBLEM.set(say("experiments.not_started", problem=first_line(error)))
        return
    EXPERIMENT.set(started[0].config.experiment if started[0].config else "")  # perhaps with a number
    EXPERIMENT_NAME.pop()
    PLANNING.pop()
