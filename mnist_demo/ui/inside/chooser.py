"""What is looked at, what the network says to it, and the way to another image."""

from __future__ import annotations

import random

import streamlit as st

from mnist_demo.network.inference import decide
from mnist_demo.texts import say
from mnist_demo.ui import markup, resources, subject
from mnist_demo.ui.answer import Answer
from mnist_demo.ui.inside.scene import Scene
from mnist_demo.ui.state import MY_DRAWING, NEXT_IMAGE, RANDOM_IMAGE
from mnist_demo.ui.subject import Subject


def invite() -> None:
    """What stands here before there is anything to look at."""
    st.info(say("inside.nothing"))
    _buttons(None)


def show(scene: Scene) -> None:
    """The image as the network gets it, and the answer."""
    given = _answer(scene)
    with st.container(key="inside_answer"):
        kind = " none" if given.choice is None else ""
        picture = markup.picture(scene.image, f"What the network gets: {scene.subject.name}")
        said = f'<div class="said{kind}" style="--letters: {len(given.word)}">{given.word}</div>'
        st.html(
            f'<div class="look">{picture}<div>{said}'
            f'<div class="in-words">{given.note}</div></div></div><p class="what">{_words(scene)}</p>'
        )
    _buttons(scene.subject)


def _answer(scene: Scene) -> Answer:
    return Answer(scene.run, scene.probabilities, decide(scene.probabilities, scene.run.threshold))


def _words(scene: Scene) -> str:
    """What it is, what it should be, and what the answer was before it was broken."""
    if not scene.is_changed:
        return scene.subject.caption
    before = Answer.of(scene.run, scene.subject.image)
    assert before is not None
    sure = markup.percent(float(before.probabilities.max()))
    unbroken = say("inside.unbroken", answer=before.word, probability=sure)
    if before.choice is None:
        unbroken = say("inside.unbroken_unsure")
    return f"{scene.subject.caption}<br><b>{unbroken}</b>"


def _buttons(looked_at: Subject | None) -> None:
    index = looked_at.index if looked_at else None
    with st.container(key="choose", horizontal=True):
        st.button(say("inside.random_image"), **RANDOM_IMAGE.widget(), icon=":material/casino:", on_click=_look_at_any)
        if index is not None:
            st.button(
                say("inside.next_image"), **NEXT_IMAGE.widget(), icon=":material/skip_next:",
                on_click=_look_at, args=(index + 1,),
            )  # fmt: skip
        if index is not None and subject.has_drawing():
            label, icon = say("inside.my_drawing"), ":material/draw:"
            st.button(label, **MY_DRAWING.widget(), icon=icon, on_click=subject.look_at_drawing)


def _look_at_any() -> None:
    _look_at(random.randrange(len(resources.test_images()[1])))


def _look_at(index: int) -> None:
    subject.look_at_test_image(index % len(resources.test_images()[1]))
