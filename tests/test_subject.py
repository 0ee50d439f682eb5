"""What the page looks at: the drawing or a picked test image, whichever came last."""

from __future__ import annotations

import numpy as np
import pytest
from page import answer_data

from mnist_demo.images.preprocessing import canvas_to_image, scale_pixels
from mnist_demo.ui import state, subject
from mnist_demo.ui.subject import Subject


@pytest.fixture
def visitor(monkeypatch) -> dict:
    """One visitor's session."""
    monkeypatch.setattr(state.st, "session_state", {})
    return state.st.session_state


def drawing(value: float) -> Subject:
    return Subject.drawing(np.full((28, 28), value, np.float32))


def test_nothing_at_first_and_on_an_empty_canvas(visitor):
    assert subject.current() is None
    subject.keep_drawing(None)
    assert subject.current() is None


def test_the_newest_is_looked_at(visitor, mnist):
    subject.keep_drawing(drawing(0.5))
    assert subject.current().name == "Your drawing" and subject.current().label is None
    subject.look_at_test_image(1234)
    subject.keep_drawing(drawing(0.5))  # the page has run again with the same drawing
    picked = subject.current()
    assert picked.name == "Test image 1234" and picked.label == mnist.y_test[1234]
    np.testing.assert_array_equal(picked.image, scale_pixels(mnist.x_test[1234]))
    subject.keep_drawing(drawing(0.7))
    assert subject.current().image[0, 0] == np.float32(0.7)


def test_a_cleared_canvas_leaves_the_picked_image(visitor):
    subject.keep_drawing(drawing(0.5))
    subject.look_at_test_image(3)
    subject.keep_drawing(None)
    assert subject.current().name == "Test image 3"
    subject.look_at_drawing()
    assert subject.current() is None


def test_the_draw_tab_tells_what_it_shows(app, sheet):
    assert app.session_state["drawn"] is None
    sheet.draw(3)
    app.run()
    shown = app.session_state["drawn"]
    assert shown.name == "Your drawing"
    np.testing.assert_array_equal(shown.image, canvas_to_image(sheet.pixels[sheet.keys[-1]]))
    app.button(key="example").click().run()
    shown = app.session_state["drawn"]
    assert shown.name.startswith("Test image ")
    assert f"A test image, labelled {shown.label}" in answer_data(app)["networks"][0]["remark"]
