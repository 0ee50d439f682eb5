"""What the page looks at: the drawing or a picked test image, whichever came last."""

from __future__ import annotations

import numpy as np
import pytest
import streamlit as st
from page import Sheet, answer_data
from streamlit.testing.v1 import AppTest

from mnist_demo.data.dataset import Dataset
from mnist_demo.images.preprocessing import canvas_to_image, scale_pixels
from mnist_demo.ui import subject
from mnist_demo.ui.subject import Subject


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session of their own."""
    monkeypatch.setattr(st, "session_state", {})


def looked_at() -> Subject:
    found = subject.current()
    assert found is not None
    return found


def drawing(value: float) -> Subject:
    return Subject.drawing(np.full((28, 28), value, np.float32))


def test_nothing_at_first_and_on_an_empty_canvas(visitor: None) -> None:
    assert subject.current() is None
    subject.keep_drawing(None)
    assert subject.current() is None


def test_the_newest_is_looked_at(visitor: None, mnist: Dataset) -> None:
    subject.keep_drawing(drawing(0.5))
    assert looked_at().name == "Your drawing" and looked_at().label is None
    subject.look_at_test_image(1234)
    subject.keep_drawing(drawing(0.5))  # the page has run again with the same drawing
    picked = looked_at()
    assert picked.name == "Test image 1234" and picked.label == mnist.y_test[1234]
    np.testing.assert_array_equal(picked.image, scale_pixels(mnist.x_test[1234]))
    subject.keep_drawing(drawing(0.7))
    assert looked_at().image[0, 0] == np.float32(0.7)


def test_a_cleared_canvas_leaves_the_picked_image(visitor: None) -> None:
    subject.keep_drawing(drawing(0.5))
    subject.look_at_test_image(3)
    subject.keep_drawing(None)
    assert looked_at().name == "Test image 3"
    subject.look_at_drawing()
    assert subject.current() is None


def test_the_draw_tab_tells_what_it_shows(app: AppTest, sheet: Sheet) -> None:
    shown = app.session_state["drawn"]
    assert shown is None
    sheet.draw(3)
    app.run()
    shown = app.session_state["drawn"]
    assert shown.name == "Your drawing"
    np.testing.assert_array_equal(shown.image, canvas_to_image(sheet.pixels))
    app.button(key="example").click().run()
    shown = app.session_state["drawn"]
    assert shown.name.startswith("Test image ")
    assert f"A test image, labelled {shown.label}" in answer_data(app)["networks"][0]["remark"]
