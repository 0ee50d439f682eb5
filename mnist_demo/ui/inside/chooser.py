"""What is looked at, what the network says to it, and the way to another image."""

from __future__ import annotations

import random
from typing import Any

import streamlit as st

from mnist_demo.network.inference import decide
from mnist_demo.numbers import probability
from mnist_demo.texts import say
from mnist_demo.ui import resources, subject
from mnist_demo.ui.answer import component
from mnist_demo.ui.answer.content import Answer, Places, content
from mnist_demo.ui.inside.scene import Scene
from mnist_demo.ui.names import class_names
from mnist_demo.ui.state import ANSWER_INSIDE, MY_DRAWING, NEXT_IMAGE, RANDOM_IMAGE
from mnist_demo.ui.subject import Subject
from mnist_demo.ui.unsure import threshold_of

PLACES = Places("inside", ("st-key-inside_answer",), picture="st-key-inside_picture")


def invite() -> None:
    """What stands here before there is anything to look at."""
    st.info(say("inside.nothing"))
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
    component.show(data, ANSWER_INSIDE)
    _buttons(scene.subject)


def _answer(scene: Scene) -> Answer:
    """What Draw says too, to the last digit; a network with one output that is shown as two adds up otherwise."""
    if not scene.is_changed:
        return Answer.of(scene.run, scene.image)
    return Answer(scene.run, scene.probabilities, decide(scene.probabilities, threshold_of(scene.run)))


def _remarks(scene: Scene) -> list[dict[str, Any]]:
    """What it is, what it should be, and what the answer was before it was broken."""
    what = {"text": "{what}", "places": {"what": _judged(scene)}}
    return [what, _unbroken(scene)] if scene.is_changed else [what]


def _judged(scene: Scene) -> str:
    """What is looked at, and of a test image whether the answer is right."""
    index, label = scene.subject.index, scene.subject.label
    if label is None:
        return scene.subject.name
    return say(f"subject.judged.{_answer(scene).verdict(label)}", index=index, label=label)


def _unbroken(scene: Scene) -> dict[str, Any]:
    before = Answer.of(scene.run, scene.subject.image)
    if before.choice is None:
        return {"text": say("answer.unbroken_unsure" if before.stands_out else "answer.unbroken_unknown"), "places": {}}
    sure = probability(float(before.probabilities.max()))
    word = class_names(scene.run.task)[before.choice]
    return {"text": say("answer.unbroken"), "places": {"word": word, "sure": sure}}


def _buttons(looked_at: Subject | None) -> None:
    index = looked_at.index if looked_at else None
    with st.container(key="choose", horizontal=True):
        st.button(say("inside.random_image"), **RANDOM_IMAGE.widget(), icon=":material/casino:", on_click=_look_at_any)
        if index is not None:
            st.button(
                say("inside.next_image"), **NEXT_IMAGE.widget(), icon=":material/skip_next:",
                on_click=_look_at, args=(index + 1,),
            )  # fmt: skip
        if index is not None and (drawn := subject.own()):
            label = say("inside.my_photo" if drawn.is_on_photo else "inside.my_drawing")
            icon = ":material/photo_camera:" if drawn.is_on_photo else ":material/draw:"
            st.button(label, **MY_DRAWING.widget(), icon=icon, on_click=subject.look_at_drawing)


def _look_at_any() -> None:
    _look_at(random.randrange(len(resources.test_images()[1])))


def _look_at(index: int) -> None:
    subject.look_at_test_image(index % len(resources.test_images()[1]))
