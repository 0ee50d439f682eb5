"""What is looked at, what the network says to it, and the way to another image."""

from __future__ import annotations

import random
from typing import Any

import streamlit as st

from mnist_demo.network.inference import decide
from mnist_demo.texts import say
from mnist_demo.ui import markup, resources, subject
from mnist_demo.ui.answer import component
from mnist_demo.ui.answer.content import Answer, Places, content
from mnist_demo.ui.inside.scene import Scene
from mnist_demo.ui.subject import Subject

PLACES = Places("inside", ("st-key-inside_answer",), picture="st-key-inside_picture")


def invite() -> None:
    """What stands here before there is anything to look at."""
    st.info("Nothing to look at yet: draw a digit in the tab Draw, or take one of MNIST's test images.")
    _buttons(None)


def show(scene: Scene) -> None:
    """The image as the network gets it, and the answer."""
    data = content(
        PLACES,
        [scene.run],
        [_answer(scene)],
        image=scene.image,
        description=say("answer.picture_of", name=scene.subject.name),
        remarks=_remarks(scene),
    )
    component.show(data, "answer_inside")
    _buttons(scene.subject)


def _answer(scene: Scene) -> Answer:
    return Answer(scene.run, scene.probabilities, decide(scene.probabilities, scene.run.threshold))


def _remarks(scene: Scene) -> list[dict[str, Any]]:
    """What it is, what it should be, and what the answer was before it was broken."""
    label = "" if scene.subject.label is None else f", labelled {scene.subject.label}"
    what = {"text": "{what}", "places": {"what": f"{scene.subject.name.capitalize()}{label}"}}
    return [what, _unbroken(scene)] if scene.is_changed else [what]


def _unbroken(scene: Scene) -> dict[str, Any]:
    before = Answer.of(scene.run, scene.subject.image)
    if before.choice is None:
        return {"text": say("answer.unbroken_unsure"), "places": {}}
    sure = markup.percent(float(before.probabilities.max()))
    return {"text": say("answer.unbroken"), "places": {"word": scene.run.task.classes[before.choice], "sure": sure}}


def _buttons(looked_at: Subject | None) -> None:
    index = looked_at.index if looked_at else None
    with st.container(key="choose", horizontal=True):
        st.button("Random image", key="random_image", icon=":material/casino:", on_click=_look_at_any)
        if index is not None:
            st.button("Next", key="next_image", icon=":material/skip_next:", on_click=_look_at, args=(index + 1,))
        if index is not None and subject.has_drawing():
            st.button("My drawing", key="my_drawing", icon=":material/draw:", on_click=subject.look_at_drawing)


def _look_at_any() -> None:
    _look_at(random.randrange(len(resources.test_images()[1])))


def _look_at(index: int) -> None:
    subject.look_at_test_image(index % len(resources.test_images()[1]))
