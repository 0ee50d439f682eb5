"""What is drawn on the sheet, read by each network of an experiment, side by side."""

from __future__ import annotations

import streamlit as st

from mnist_demo.jobs.experiment import Experiment, SettingValue
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import network_in_use, subject
from mnist_demo.ui.answer import component
from mnist_demo.ui.answer.content import Answer, Places, content
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.school import questions
from mnist_demo.ui.state import ANSWER_OF, RUN, USE_TRIAL
from mnist_demo.ui.subject import Subject
from mnist_demo.ui.training.experiment_view.in_words import value_in_words
from mnist_demo.ui.training.experiment_view.middle import middle_runs

PLACES = Places("trial", ("trial-answer",), bars="trial-bars")
WIDTH = 160
"""Of an answer, in pixels: two stand side by side on a phone, and five beside the sidebar on a projector."""


def show(experiment: Experiment) -> None:
    """The answers to what the page looks at; without that a sentence. A click uses one of the networks."""
    st.subheader(say("experiments.drawing"), anchor=False)
    shown = subject.current()
    if questions.covered():
        st.info(say("ask.covered"), icon=":material/visibility_off:")
    elif shown is None:
        st.info(say("experiments.no_drawing"), icon=":material/draw:")
    else:
        with st.container(horizontal=True, key="trials"):
            for value, run in middle_runs(experiment).items():
                _show_answer(experiment.setting, value, run, shown)


def _show_answer(setting: str, value: SettingValue, run: Run, shown: Subject) -> None:
    with st.container(border=True, width=WIDTH):
        st.markdown(f"**{plain(value_in_words(setting, value))}**", text_alignment="center")
        answer = [Answer.of(run, shown.image)]
        component.show(content(PLACES, [run], answer, digit=shown.label), ANSWER_OF.of(run=run.name))
        if st.button(
            say("experiments.use"), **USE_TRIAL.of(run=run.name).widget(), help=say("experiments.use_help"),
            width="stretch", disabled=RUN.get() == run.name, on_click=network_in_use.use, args=(run.name,),
        ):  # fmt: skip
            st.rerun()  # the whole page: it names the network in use in many places
