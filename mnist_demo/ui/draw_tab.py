"""Draw a digit, see what the network says, and what another one says to the same drawing."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from mnist_demo.config import DEFAULT_RUN, PLAIN_RUN
from mnist_demo.images.preprocessing import Step, has_ink, preparation_steps
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import (
    address,
    canvas,
    covering,
    lesson,
    lost,
    markup,
    names,
    resources,
    several_digits,
    subject,
    unsure,
    uploads,
)
from mnist_demo.ui.answer.component import show as show_answer
from mnist_demo.ui.answer.component import show_live
from mnist_demo.ui.answer.content import Answer, AnsweredDigit, Places, content
from mnist_demo.ui.keyboard import show_keyboard
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.network_names import all_networks
from mnist_demo.ui.school import giving, membership, questions, trick_button
from mnist_demo.ui.sheet_content import SheetContent, SheetDigits
from mnist_demo.ui.state import ANSWER, DIGITS, IS_COMPARING, LOST_OTHER, OTHER_RUN, SHOW_EXAMPLE, STEPS, TAB
from mnist_demo.ui.subject import Subject

PLACES = Places(
    "draw",
    ("st-key-prediction", "st-key-other_prediction"),
    picture="st-key-network_input",
    bars="st-key-probabilities",
)


@st.fragment
def show(run: Run) -> None:
    """Sheet, answer and tools, which `draw_tab.css` arranges. A fragment: a stroke reruns this and nothing else."""
    is_photo = canvas.is_photo_in_its_place()
    with st.container(key="draw"):
        content = _show_photo(run) if is_photo else _show_canvas(run)
        with st.container(key="found"):  # in each case, so that the answer after it stays where it is
            if content.several:
                several_digits.show_row()
        answers = st.container(key="answers")
        joined = membership.current() if content.shown or not is_photo else None
        giving.show(joined)
        tools = st.container(key="tools")
        with tools:
            other = _show_tools(run)
            giving.offer_to_explain(joined)
    runs = [run, other] if other else [run]
    shown = content.shown
    if subject.keep_drawing(shown) and TAB.get() != "draw":
        st.rerun()  # the other tabs as well: somebody left this one before the last stroke was sent
    with answers:
        given = _show_answers(runs, content, is_live=not is_photo)
    with tools:
        _offer_to_set_threshold(given)
    if shown:
        with tools.container(horizontal=True, key="with_class"):
            questions.offer("draw", run, run.network, shown.image, shown.label)
            trick_button.offer(run, shown)
    _show_preparation(content.steps)
    with st.container(key="keyboard_keys"):
        show_keyboard(canvas.sheet(), canvas.sheet_size(), _show_digit)
    address.refresh()


def _show_photo(run: Run) -> SheetContent:
    """A photo, or the way to one; returns the digit on it that is looked at."""
    from mnist_demo.ui.photo import view  # with SciPy, which drawing has no need of

    canvas.keep_strokes()
    return view.show(run)


def _show_canvas(run: Run) -> SheetContent:
    """The sheet to draw on; returns what is drawn, or the test image that lies there."""
    uploads.forbid(uploads.PHOTOS)
    pixels = canvas.show()
    if canvas.has_room_for_several():
        return several_digits.read_sheet(pixels, run)
    steps = preparation_steps(pixels) if pixels is not None else []
    if steps:
        return SheetContent(Subject.drawing(steps[-1].ink), lambda: steps)
    return SheetContent(_example(), is_too_small=pixels is not None and has_ink(pixels))


def _show_tools(run: Run) -> Run | None:
    """What is needed between two drawings; returns the network to compare with, if one is."""
    is_photo = canvas.is_photo_in_its_place()
    with st.container(horizontal=True, key="sheet_tools"):
        _choose_what_is_read()
        if not is_photo:
            canvas.show_brush()
    with st.container(horizontal=True, vertical_alignment="center", key="extras"):
        if canvas.is_for_one_digit():  # a test image lies on a small sheet
            example = say("draw.show_example")
            st.button(example, **SHOW_EXAMPLE.widget(), icon=":material/casino:", on_click=_pick_example)
        is_comparing = st.toggle(say("draw.compare"), **IS_COMPARING.widget())
    return _choose_other(run) if is_comparing else None


def _choose_what_is_read() -> None:
    """One digit on the sheet, or what else the page reads."""
    DIGITS.settle()
    st.segmented_control(
        say("draw.digits"), address.DIGIT_CHOICES, required=True, format_func=lambda name: say(f"draw.reads_{name}"),
        **DIGITS.widget(), persist_state="page",
    )  # fmt: skip


def _show_answers(runs: list[Run], sheet: SheetContent, *, is_live: bool) -> list[Answer]:
    """What one or two networks say to what is shown; a lesson may cover it. Returns their answers, if there are any.

    Where `is_live`, the answer follows the pen.
    """
    lesson.offer_to_reveal()
    shown = sheet.shown
    answers = [Answer.of(run, shown.image) for run in runs] if shown else []
    found = _answered(sheet.several, runs) if sheet.several else None
    data = content(
        replace(PLACES, answers=PLACES.answers[: len(runs)]),
        runs,
        answers or None,
        image=shown.image if shown else None,
        digit=shown.label if shown else None,
        is_too_small=sheet.is_too_small,
        empty=sheet.invitation,
        covered=covering.covered_parts(),
        sheet=canvas.sheet(),
        description=say("answer.picture"),
        caption=say("answer.picture_caption"),
        found=found,
    )
    show_live(data, runs) if is_live else show_answer(data, ANSWER)
    return [answer for digit in found[0] for answer in digit.answers] if found else answers


def _answered(several: SheetDigits, runs: list[Run]) -> tuple[list[AnsweredDigit], int]:
    """All digits with what the networks say to them, and the number of the chosen one."""
    return [AnsweredDigit.of(digit, runs) for digit in several.digits], several.chosen


def _offer_to_set_threshold(answers: list[Answer]) -> None:
    """A way to choose when the page says "?", but not where the tabs are hidden, or the answer, which it would tell."""
    if "tabs" not in lesson.hidden() and not covering.is_answer_covered():
        unsure.offer_to_set(is_unsure=any(answer.choice is None for answer in answers))


def _choose_other(run: Run) -> Run | None:
    """The network of the same task to compare with: the plain one beside the default, and the other way round."""
    runs = {other.name: other for other in resources.runs_like(run) if other.name != run.name}
    if not runs:
        st.caption(say("draw.no_other", task=plain(names.task_name(run.config.task))))
        return None
    if (before := OTHER_RUN.get()) not in runs:
        wanted = DEFAULT_RUN if run.name == PLAIN_RUN else PLAIN_RUN
        OTHER_RUN.set(wanted if wanted in runs else next(iter(runs)))
        if before and lost.is_lost(before):
            LOST_OTHER.set((before, OTHER_RUN.get()))
    called = all_networks()
    chosen = st.selectbox(
        say("draw.beside", network=plain(called[run.name])),
        list(runs),
        format_func=lambda name: called[name],
        **OTHER_RUN.widget(),
    )
    lost.show(LOST_OTHER, chosen)
    return runs[chosen]


def _show_preparation(prepare: Callable[[], Sequence[Step]]) -> None:
    is_photo = canvas.is_photo_in_its_place()
    details = st.expander(say("draw.steps_on_photo" if is_photo else "draw.steps"), **STEPS.widget())
    if not details.open:
        return
    with details:
        steps = prepare()
        if not steps:
            st.caption(_why_no_steps())
            return
        for column, (number, step) in zip(st.columns(len(steps)), enumerate(steps, start=1), strict=True):
            height, width = step.ink.shape
            places = {"step": say(f"step.{step.id}.title"), "width": width, "height": height}
            column.html(markup.picture(step.ink, say("step.picture", **places)))
            heading, sentence = say("step.heading", number=number, **places), say(f"step.{step.id}.sentence")
            column.markdown(f"{heading}  \n{sentence}")


def _why_no_steps() -> str:
    if canvas.is_photo_in_its_place():
        return say("draw.no_steps_on_photo")
    return say("draw.no_steps") if canvas.example() is None else say("draw.steps_of_example")


def _pick_example() -> None:
    """Choose a test image at random, and take a fresh sheet so that the image is what is shown."""
    _lay_down(random.randrange(len(resources.test_images()[1])))


def _show_digit(digit: int) -> None:
    """Choose a test image of a digit at random."""
    _lay_down(int(random.choice(np.flatnonzero(resources.test_images()[1] == digit))))


def _lay_down(index: int) -> None:
    """Put a test image on a fresh sheet; not in the place of a number or a photo."""
    if not canvas.is_for_one_digit():
        return
    canvas.clear(canvas.sheet())
    canvas.put_example(index)


def _example() -> Subject | None:
    """The test image that lies on the sheet."""
    index = canvas.example()
    return None if index is None else Subject.test_image(index)
