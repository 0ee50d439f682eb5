"""Test images with what a network predicted for them, page by page; a click opens one in Look inside."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.evaluation import TestResult
from mnist_demo.numbers import probability
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import gallery, subject
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.names import class_names
from mnist_demo.ui.state import PAGE, TAB, Key
from mnist_demo.ui.training.evaluated import images_of, is_mnist, source_of

AT_ONCE = 24
SIZE, SIZE_FOR_WORDS = 72, 92
"""Least width of a picture in CSS pixels, whose caption should not need a third line."""


def show(run: Run, result: TestResult, indices: np.ndarray, key: Key[Any], *, reveal: bool = False) -> None:
    """Show the test images with these indices, in their order, with the true class and the answer.

    Args:
        run: whose answers they are, and whose data the images come from.
        key: of the gallery. It names what is shown: another key begins at the first page.
        reveal: whether to scroll to the first of them, for somebody who just asked for them.
    """
    found = images_of(run, result)
    if found is None:
        return
    images, _ = found
    pages, number = -(-len(indices) // AT_ONCE), PAGE.of(gallery=key.name)
    page = st.pagination(pages, **number.widget()) if pages > 1 else 1
    shown = indices[(page - 1) * AT_ONCE : page * AT_ONCE]
    pictures = [picture(run, images[index], int(index), result) for index in shown]
    opens = is_mnist(run)
    label, on_click = (say("training.album.to_open"), _look_inside) if opens else (say("training.album.label"), None)
    clicked = gallery.show(pictures, key, size=size_for(run), label=label, reveal=reveal, on_click=on_click)
    if not opens:
        st.caption(say("training.album.not_inside", data=plain(source_of(run))))
    elif clicked is not None:
        st.rerun()  # the whole page, with the other tab open


def size_for(run: Run) -> int:
    """The least width of its pictures in CSS pixels: classes with long names need more room."""
    return SIZE if max(map(len, class_names(run.task))) <= 2 else SIZE_FOR_WORDS


def picture(run: Run, image: np.ndarray, index: int, result: TestResult) -> gallery.Picture:
    """A test image, uint8 (28, 28), with its true class, the answer, and how sure that is."""
    probabilities = result.probabilities[index]
    true, predicted = (class_names(run.task)[label] for label in (result.labels[index], probabilities.argmax()))
    places = {"true": true, "predicted": predicted, "probability": probability(probabilities.max())}
    caption = say(f"training.album.{'right' if true == predicted else 'wrong'}", **places)
    description = say("training.album.description", index=index, **places)
    return gallery.Picture(str(index), scale_pixels(image), caption, description)


def _look_inside(identifier: str) -> None:
    subject.look_at_test_image(int(identifier))
    TAB.set("inside")
