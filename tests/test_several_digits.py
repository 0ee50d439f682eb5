"""A sheet for several digits: all are read, and one of them is what bars, picture, class and other tabs are about."""

from __future__ import annotations

from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import components
import numpy as np
import pytest
import streamlit as st
from drawing import number
from page import SECONDS, FakeJobs, Sheet, answer_data, press
from PIL import Image, ImageDraw
from streamlit.testing.v1 import AppTest

from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.room import Classroom
from mnist_demo.config import ROOT
from mnist_demo.images import pen
from mnist_demo.images.nearest_box import nearest_box, parts_near
from mnist_demo.images.pen import Stroke
from mnist_demo.images.pieces import Box


class WideSheet(Sheet):
    """Sends a number, as the canvas does: its strokes and its pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.strokes: dict[str, list[Stroke]] = {}

    def __call__(self, *, key: str, **options: Any) -> None:
        super().__call__(key=key, **options)
        st.session_state[key]["drawing"]["raw"] = pen.to_canvas(self.strokes.get(key, ()))

    def write(self, digits: str) -> None:
        lines = [line for digit in number(digits) for line in digit]
        picture = Image.new("RGBA", (1000, 400), "white")
        for line in lines:
            ImageDraw.Draw(picture).line(line, fill="black", width=24, joint="curve")
        self.pictures[self.keys[-1]] = picture
        self.strokes[self.keys[-1]] = [Stroke(24.0, np.array(line, np.float64)) for line in lines]


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch, canvas_module: ModuleType, jobs: FakeJobs) -> WideSheet:
    paper = WideSheet()
    monkeypatch.setattr(canvas_module, "st_canvas", paper)
    return paper


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
    for name, value in {"digits": "many", **address}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def write(app: AppTest, paper: WideSheet, digits: str) -> AppTest:
    paper.write(digits)
    app.run()
    assert not app.exception
    return app


def shown(app: AppTest) -> dict[str, Any]:
    return answer_data(app, "answer_to_several")


def answer(app: AppTest) -> str:
    """What the chosen digit is read as."""
    return str(int(np.argmax(shown(app)["networks"][0]["probabilities"])))


def read_as(app: AppTest) -> str:
    """All digits of the answer."""
    digits = shown(app)["found"]["digits"]
    return "".join(str(int(np.argmax(digit["probabilities"][0]))) for digit in digits)


def look_at(app: AppTest, place: int) -> AppTest:
    """Click on the answer above one of the digits."""
    box = shown(app)["found"]["digits"][place]["box"]
    middle = [(box["left"] + box["right"]) / 2, (box["top"] + box["bottom"]) / 2]
    return components.send(app, "answer_to_several", "place", middle)


def test_a_number_is_read_and_the_last_digit_is_looked_at(paper: WideSheet) -> None:
    app = opened()
    assert shown(app)["found"] == {"digits": [], "chosen": -1} and paper.options["width"] == 1000
    write(app, paper, "274")
    assert read_as(app) == "274" and shown(app)["found"]["chosen"] == 2
    assert answer(app) == "4"  # bars and picture are its own
    look_at(app, 1)
    assert read_as(app) == "274" and answer(app) == "7"
    app.run()
    assert answer(app) == "7"
    write(app, paper, "2741")
    assert answer(app) == "1"  # somebody has drawn on


def test_other_tabs_show_the_chosen_digit_and_its_steps(paper: WideSheet) -> None:
    app = opened(steps="true")
    write(app, paper, "274")
    look_at(app, 0)
    assert shown(app)["image"] == shown(app)["found"]["digits"][0]["image"]
    headings = [each.value for each in app.markdown if each.value.startswith("**")]
    assert [each for each in headings if "(1000×400)" in each] and [each for each in headings if "(28×28)" in each]
    app.session_state["tab"] = "inside"
    app.run()
    assert not app.exception, [(e.message, e.stack_trace) for e in app.exception]
    assert answer_data(app, "answer_inside")["networks"][0]["probabilities"] == pytest.approx(
        shown(app)["networks"][0]["probabilities"]
    )


def test_one_digit_has_no_others(paper: WideSheet) -> None:
    app = opened(digits="one")
    assert answer_data(app)["found"] is None and paper.options["width"] == 400


def test_a_place_that_no_page_sends_changes_nothing(paper: WideSheet) -> None:
    app = write(opened(), paper, "27")
    for place in (None, [], [1], ["a", "b"], {"x": 1}, [[1], 2], [-1, 50], [10**400, 50], [500, 401]):
        components.send(app, "answer_to_several", "place", place)
        assert not app.exception and answer(app) == "7"


def test_a_picture_of_another_size_is_none_and_the_strokes_are_drawn(paper: WideSheet) -> None:
    app = opened()
    paper.write("27")
    paper.pictures[paper.keys[-1]] = Image.new("RGBA", (400, 400), "white")
    app.run()
    assert not app.exception and read_as(app) == "27"


def test_the_chosen_digit_is_given_and_the_others_stay(
    paper: WideSheet, school: Classroom, joined: SchoolClass
) -> None:
    app = opened(**{"class": joined.code})
    write(app, paper, "274")
    look_at(app, 0)
    assert app.button_group(key="given_digit").value is None  # nobody is told what to draw among others
    app.button_group(key="given_digit").set_value(2)
    press(app, "give")
    (entry,) = school.drawings.entries(joined.id)
    assert entry.digit == 2 and len(entry.picture.strokes) == 1
    points = entry.picture.strokes[0].points
    assert (points.min(axis=0) + points.max(axis=0)) / 2 == pytest.approx([200, 200], abs=10)
    assert read_as(app) == "274" and app.button_group(key="given_digit").value is None
    look_at(app, 2)
    app.button_group(key="given_digit").set_value(4)
    press(app, "give")
    assert [each.digit for each in school.drawings.entries(joined.id)] == [2, 4]


def test_what_was_said_of_a_digit_is_not_said_of_the_next_one(
    paper: WideSheet, school: Classroom, joined: SchoolClass
) -> None:
    app = write(opened(**{"class": joined.code}), paper, "27")
    app.button_group(key="given_digit").set_value(7).run()
    write(app, paper, "274")  # now the 4 is looked at
    assert app.button_group(key="given_digit").value is None
    press(app, "give")
    assert school.drawings.entries(joined.id) == []


def test_of_a_stroke_that_goes_on_to_another_digit_each_has_its_part() -> None:
    boxes = [Box(0, 0, 100, 200), Box(150, 0, 250, 200)]
    stroke = Stroke(24.0, np.array([[10.0, 10], [90, 190], [120, 190], [140, 190], [160, 10], [240, 190]]))
    first, second = ([part.points.tolist() for part in parts_near(stroke, boxes, each)] for each in (0, 1))
    assert first == [stroke.points[:3].tolist()] and second == [stroke.points[3:].tolist()]
    bar = Stroke(24.0, np.array([[10.0, 10], [40, 10], [70, 10], [100, 10], [140, 10]]))
    assert parts_near(bar, boxes, 0) == [bar] and parts_near(bar, boxes, 1) == []


def test_a_test_image_takes_no_numbers_place(paper: WideSheet) -> None:
    app = opened(example="3")
    assert shown(app)["isEmpty"]
    write(app, paper, "27")
    assert not [button for button in app.button if button.key == "example"]
    components.send(app, "keyboard", "digit", 5)
    assert read_as(app) == "27"


def test_a_link_says_that_there_are_several(paper: WideSheet) -> None:
    app = write(opened(), paper, "27")
    app.button(key="link").click().run()
    (link,) = [each.value for each in app.code]
    said = parse_qs(urlsplit(link).query)
    assert said["digits"] == ["many"] and said["drawing"]


def test_the_nearest_box_is_that_of_most_of_a_stroke() -> None:
    boxes = [Box(100, 100, 200, 300), Box(300, 100, 400, 300), Box(350, 150, 380, 250)]
    assert nearest_box(boxes, np.array([[210.0, 200.0]])) == 0
    assert nearest_box(boxes, np.array([[240.0, 200.0], [300.0, 200.0], [330.0, 200.0]])) == 1
    assert nearest_box(boxes, np.array([[365.0, 200.0]])) == 2  # in two of them, and in the middle of one
