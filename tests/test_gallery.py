"""The grid of clickable pictures: what it receives, and what a click returns."""

from __future__ import annotations

import base64
import io

import components
import numpy as np
import pytest
from page import SECONDS
from PIL import Image
from streamlit.testing.v1 import AppTest

from mnist_demo.ui.pictures import data_uri


def pixels(uri: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(uri.split(",")[1]))))


def test_pictures_come_back_as_they_were() -> None:
    ink = np.linspace(0, 1, 28 * 20, dtype=np.float32).reshape(28, 20)
    np.testing.assert_array_equal(pixels(data_uri(ink)), np.rint(ink * 255))
    rgb = np.random.default_rng(0).integers(0, 256, (7, 9, 3), np.uint8)
    np.testing.assert_array_equal(pixels(data_uri(rgb)), rgb)


def page() -> None:
    import numpy as np
    import streamlit as st

    from mnist_demo.ui import gallery
    from mnist_demo.ui.state import Key

    pictures = [gallery.Picture(str(i), np.full((28, 28), i / 9), f"digit {i}", f"a picture of {i}") for i in range(10)]
    key, take = Key("digits", None), lambda id: st.session_state.update(number=int(id))
    clicked = gallery.show(pictures, key, label="Digits", chosen="4", on_click=take)
    st.number_input("number", key="number")
    st.text(f"clicked {clicked}")


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(page, default_timeout=SECONDS).run()


def test_every_picture_is_sent_with_its_words(app: AppTest) -> None:
    sent = components.data(app, "digits")
    assert sent["label"] == "Digits"
    assert [each["id"] for each in sent["pictures"]] == [str(i) for i in range(10)]
    assert sent["pictures"][3]["caption"] == "digit 3" and sent["pictures"][3]["description"] == "a picture of 3"
    assert (pixels(sent["pictures"][9]["src"]) == 255).all() and sent["chosen"] == "4"


def test_a_click_is_told_once_and_may_set_widgets(app: AppTest) -> None:
    assert app.text[0].value == "clicked None"
    components.click(app, "digits", "7")
    assert not app.exception
    assert app.text[0].value == "clicked 7" and app.number_input[0].value == 7
    app.run()
    assert app.text[0].value == "clicked None" and app.number_input[0].value == 7


def page_of_a_run_with_underscores() -> None:
    import numpy as np
    import streamlit as st

    from mnist_demo.ui import gallery
    from mnist_demo.ui.state import Family

    def toast(id: str) -> None:
        st.toast(id)

    key = Family("of-{run}", None).of(run="my__run___2")
    gallery.show([gallery.Picture("7", np.zeros((28, 28)), "", "")], key, label="Digits", on_click=toast)


def test_the_key_may_have_a_name_with_underscores() -> None:
    app = AppTest.from_function(page_of_a_run_with_underscores, default_timeout=SECONDS).run()
    assert not app.exception
    components.click(app, "of-my--run--_2", "7")
    assert not app.exception and app.toast[0].value == "7"
