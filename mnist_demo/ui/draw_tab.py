"""Draw a digit, see what the network says, and what another one says to the same drawing."""

from __future__ import annotations

import random

import streamlit as st

from mnist_demo.config import DEFAULT_RUN, PLAIN_RUN
from mnist_demo.images.preprocessing import Step, preparation_steps
from mnist_demo.runs.store import Run
from mnist_demo.texts import say
from mnist_demo.ui import answer, canvas, lesson, markup, names, resources, subject
from mnist_demo.ui.answer import Answer
from mnist_demo.ui.live import component as live
from mnist_demo.ui.state import IS_COMPARING, OTHER_RUN, SHOW_EXAMPLE, STEPS, TAB
from mnist_demo.ui.subject import Subject


@st.fragment
def show(run: Run) -> None:
    """Canvas and answer. A fragment: a stroke reruns this function and nothing else."""
    left, right = st.columns(2, gap="medium")
    with left:
        pixels = canvas.show()
        with st.container(horizontal=True, vertical_alignment="center", key="extras"):
            st.button(
                say("draw.show_example"), **SHOW_EXAMPLE.widget(), icon=":material/casino:", on_click=_pick_example
            )
            is_comparing = st.toggle(say("draw.compare"), **IS_COMPARING.widget())
        other = _choose_other(run) if is_comparing else None
    runs = [run, other] if other else [run]
    steps = preparation_steps(pixels) if pixels is not None else []
    shown = Subject.drawing(steps[-1].ink) if steps else _example()
    if subject.keep_drawing(shown) and TAB.get() != "draw":
        st.rerun()  # the other tabs as well: somebody left this one before the last stroke was sent
    with right:
        _show_answers(runs, shown)
    _show_preparation(steps)
    live.show(runs)


def _show_answers(runs: list[Run], shown: Subject | None) -> None:
    """What one or two networks say to what is shown, marked so that `live` can move it with the pen, or covered."""
    image, digit = (shown.image, shown.label) if shown else (None, None)
    covered = lesson.covered()
    answers = [Answer.of(run, image) for run in runs]
    drawing = live.drawing(canvas.sheet(), runs)
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        for key, run, given in zip(("prediction", "other_prediction"), runs, answers, strict=False):
            with st.container(key=key):
                title = run.name if len(runs) > 1 else ""
                if "answer" in covered:
                    answer.cover(answer.as_html(None, title, invitation=answer.COVERED if given else answer.EMPTY))
                else:
                    answer.mark(answer.as_html(given, title, digit), drawing)
        with st.container(key="network_input"):
            if "input" in covered:
                answer.cover(markup.picture(None, ""))
            else:
                answer.mark(markup.picture(image, "The 28×28 picture that the network gets"), drawing)
            st.caption("What the network gets", text_alignment="center")
    lesson.offer_to_reveal()
    with st.container(key="probabilities"):
        classes = runs[0].task.classes
        if "bars" in covered:
            answer.cover(markup.probability_bars(*(None for _ in runs), classes=classes))
        else:
            shares = [given.probabilities if given else None for given in answers]
            answer.mark(markup.probability_bars(*shares, classes=classes), drawing)


def _choose_other(run: Run) -> Run | None:
    """The network of the same task to compare with: the plain one beside the default, and the other way round."""
    runs = {other.name: other for other in resources.runs_like(run) if other.name != run.name}
    if not runs:
        st.caption(say("draw.no_other", task=names.task_name(run.config.task)))
        return None
    if OTHER_RUN.get() not in runs:
        wanted = DEFAULT_RUN if run.name == PLAIN_RUN else PLAIN_RUN
        OTHER_RUN.set(wanted if wanted in runs else next(iter(runs)))
    return runs[st.selectbox(say("draw.beside", network=run.name), list(runs), **OTHER_RUN.widget())]


def _show_preparation(steps: list[Step]) -> None:
    details = st.expander(say("draw.steps"), **STEPS.widget())
    if not details.open:
        return
    with details:
        if not steps:
            is_example = canvas.example() is not None
            st.caption(say("draw.steps_of_example") if is_example else say("draw.no_steps"))
            return
        for column, (number, step) in zip(st.columns(len(steps)), enumerate(steps, start=1), strict=True):
            height, width = step.ink.shape
            places = {"step": say(f"step.{step.id}.title"), "width": width, "height": height}
            column.html(markup.picture(step.ink, say("step.picture", **places)))
            heading, sentence = say("step.heading", number=number, **places), say(f"step.{step.id}.sentence")
            column.markdown(f"{heading}  \n{sentence}")


def _pick_example() -> None:
    """Choose a test image at random, and take a fresh sheet so that the image is what is shown."""
    canvas.clear(canvas.sheet())
    canvas.put_example(random.randrange(len(resources.test_images()[1])))


def _example() -> Subject | None:
    """The test image to show, as long as the sheet that came with it is in place."""
    index = canvas.example()
    return None if index is None else Subject.test_image(index)
