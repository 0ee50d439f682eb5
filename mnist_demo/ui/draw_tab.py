"""Draw a digit, see what the network says, and what another one says to the same drawing."""

from __future__ import annotations

import random
from dataclasses import replace

import streamlit as st

from mnist_demo.config import DEFAULT_RUN, PLAIN_RUN
from mnist_demo.images.preprocessing import Step, preparation_steps
from mnist_demo.runs.store import Run
from mnist_demo.texts import say
from mnist_demo.ui import canvas, lesson, markup, resources, subject
from mnist_demo.ui.answer.component import show_live
from mnist_demo.ui.answer.content import Answer, Places, content
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.subject import Subject

PLACES = Places(
    "draw",
    ("st-key-prediction", "st-key-other_prediction"),
    picture="st-key-network_input",
    bars="st-key-probabilities",
)
EXAMPLE_STEPS = "A test image is 28×28 from the beginning: MNIST's makers prepared it. Draw a digit to see how."


@st.fragment
def show(run: Run) -> None:
    """Canvas and answer. A fragment: a stroke reruns this function and nothing else."""
    left, right = st.columns(2, gap="medium")
    with left:
        pixels = canvas.show()
        with st.container(horizontal=True, vertical_alignment="center", key="extras"):
            st.button("Show me one", key="example", icon=":material/casino:", on_click=_pick_example)
            is_comparing = st.toggle("Compare two networks", key="compare", bind="query-params")
        other = _choose_other(run) if is_comparing else None
    runs = [run, other] if other else [run]
    steps = preparation_steps(pixels) if pixels is not None else []
    shown = Subject.drawing(steps[-1].ink) if steps else _example()
    if subject.keep_drawing(shown) and st.session_state.get("tab") != "Draw":
        st.rerun()  # the other tabs as well: somebody left this one before the last stroke was sent
    with right:
        _show_answers(runs, shown)
    _show_preparation(steps)


def _show_answers(runs: list[Run], shown: Subject | None) -> None:
    """What one or two networks say to what is shown; a lesson may cover it."""
    lesson.offer_to_reveal()
    answers = [Answer.of(run, shown.image) for run in runs] if shown else None
    data = content(
        replace(PLACES, answers=PLACES.answers[: len(runs)]),
        runs,
        answers,
        image=shown.image if shown else None,
        digit=shown.label if shown else None,
        covered=lesson.covered(),
        sheet=canvas.sheet(),
        description=say("answer.picture"),
        caption=say("answer.picture_caption"),
    )
    show_live(data, runs)


def _choose_other(run: Run) -> Run | None:
    """The network of the same task to compare with: the plain one beside the default, and the other way round."""
    runs = {other.name: other for other in resources.runs_like(run) if other.name != run.name}
    if not runs:
        st.caption(
            f"There is no other network for the task {plain(run.config.task)} to compare with. Retrain makes one."
        )
        return None
    if st.session_state.get("other_run") not in runs:
        wanted = DEFAULT_RUN if run.name == PLAIN_RUN else PLAIN_RUN
        st.session_state["other_run"] = wanted if wanted in runs else next(iter(runs))
    return runs[st.selectbox(f"Beside {plain(run.name)}", list(runs), key="other_run", bind="query-params")]


def _show_preparation(steps: list[Step]) -> None:
    details = st.expander("How a drawing becomes a picture like those of MNIST", key="steps", bind="query-params")
    if not details.open:
        return
    with details:
        if not steps:
            is_example = canvas.example() is not None
            st.caption(EXAMPLE_STEPS if is_example else "Draw a digit to see its way to the network.")
            return
        for column, (number, step) in zip(st.columns(len(steps)), enumerate(steps, start=1), strict=True):
            height, width = step.ink.shape
            column.html(markup.picture(step.ink, f"{step.title}, {width}×{height} pixels"))
            column.markdown(f"**{number}. {step.title}** ({width}×{height})  \n{step.sentence}")


def _pick_example() -> None:
    """Choose a test image at random, and take a fresh sheet so that the image is what is shown."""
    canvas.clear(canvas.sheet())
    canvas.put_example(random.randrange(len(resources.test_images()[1])))


def _example() -> Subject | None:
    """The test image to show, as long as the sheet that came with it is in place."""
    index = canvas.example()
    return None if index is None else Subject.test_image(index)
