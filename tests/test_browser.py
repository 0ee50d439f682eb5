"""What people do, in a real Chromium: draw, clear, look at the training, with mouse and finger, in both themes."""

from __future__ import annotations

import re

from drawing import Finger, Hand
from playwright.sync_api import FloatRect, Locator, expect
from visitor import PHONE, WIDE, Visit, Visitor

from mnist_demo.config import DEFAULT_RUN
from mnist_demo.runs.store import load_run


def box_of(element: Locator) -> FloatRect:
    """Where an element is seen on the page."""
    box = element.bounding_box()
    assert box, f"{element} is not seen"
    return box


def test_digits_drawn_with_the_mouse_are_read_right(visit: Visit) -> None:
    """Those that no other test of the page draws."""
    visitor = visit()
    visitor.answers("?")
    expect(visitor.page.locator(".st-key-prediction")).to_contain_text("Draw a digit")
    for digit in (0, 2, 6, 8, 9):
        Hand(visitor.page).draw(digit)
        visitor.answers(str(digit))
        expect(visitor.page.locator(".st-key-probabilities .bar:has(.winner) .class")).to_have_text(str(digit))
        visitor.clear()


def test_answer_follows_each_stroke_and_the_layout_does_not_jump(visit: Visit) -> None:
    visitor = visit()
    bars = visitor.page.locator(".st-key-probabilities")
    empty = bars.bounding_box()
    Hand(visitor.page).draw(1)
    visitor.answers("1")
    assert bars.bounding_box() == empty
    Hand(visitor.page).stroke([(60, 75), (195, 72)])  # a long bar to the left makes it a 7
    visitor.answers("7")


def test_digits_drawn_with_a_finger_on_a_phone_are_read_and_the_page_stays(visit: Visit) -> None:
    visitor = visit(**PHONE)
    page = visitor.page
    before = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    for digit in (3, 7):
        Finger(page).draw(digit)
        visitor.answers(str(digit))
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == before
        visitor.clear()
    canvas = box_of(page.locator(".st-key-drawing canvas:visible").last)  # Streamlit keeps the old one for a while
    assert canvas["x"] >= 0 and canvas["x"] + canvas["width"] <= 390
    assert canvas["y"] + canvas["height"] <= box_of(page.locator(".st-key-brush"))["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


def test_answer_is_beside_the_canvas_on_projectors_and_a_phone_in_landscape(visit: Visit) -> None:
    visitor = visit(**WIDE)
    Hand(visitor.page).draw(5)
    visitor.answers("5")
    for width, height in ((1920, 1080), (1024, 768), (844, 390)):
        visitor.page.set_viewport_size({"width": width, "height": height})
        visitor.next_frames()
        canvas = box_of(visitor.page.locator(".st-key-drawing canvas").last)
        answer = box_of(visitor.page.locator(".st-key-prediction .answer"))
        assert canvas["x"] + canvas["width"] <= answer["x"] and answer["x"] + answer["width"] <= width
        assert max(box["y"] + box["height"] for box in (canvas, answer)) <= height


def test_the_dark_theme(visit: Visit) -> None:
    visitor = visit(color_scheme="dark")
    assert brightness_of_the_page(visitor) < 150
    Hand(visitor.page).draw(4)
    visitor.answers("4")


def brightness_of_the_page(visitor: Visitor) -> int:
    """The sum of the three colours of its background."""
    background = visitor.page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    return sum(map(int, re.findall(r"\d+", background)[:3]))


def test_drawing_survives_a_visit_to_the_training_tab(visit: Visit) -> None:
    visitor = visit()
    Hand(visitor.page).draw(7)
    visitor.answers("7")
    visitor.page.get_by_role("tab", name="Training").click()
    expect(visitor.page.locator(".st-key-curves_accuracy")).to_be_visible()
    accuracy = load_run(DEFAULT_RUN).metrics.test_accuracy
    expect(visitor.page.get_by_test_id("stMetric").first).to_contain_text(f"{100 * accuracy:.2f} %")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Network for Keras").click()
    assert download.value.suggested_filename.endswith("model.keras")
    visitor.page.get_by_role("tab", name="Draw").click()
    visitor.answers("7")
    Hand(visitor.page).stroke([(170, 205), (270, 200)])  # the old strokes are still there: a 7 with a bar
    visitor.wait_until_answered()
    visitor.answers("7")


def test_show_me_one_and_the_steps_of_the_preparation_and_nothing_leaves_the_machine(
    visit: Visit, outside: tuple[str, list[bytes]]
) -> None:
    visitor = visit()
    assert visitor.page.get_by_text("Deploy").count() == 0
    assert brightness_of_the_page(visitor) > 600  # the light theme
    visitor.page.locator(".st-key-example button").click()
    expect(visitor.page.locator(".st-key-prediction")).to_contain_text("labelled")
    Hand(visitor.page).draw(2)
    visitor.answers("2")
    expect(visitor.page.locator(".st-key-prediction")).not_to_contain_text("labelled")
    visitor.page.get_by_text("How a drawing becomes").click()
    expect(visitor.page.locator(".st-key-steps img.picture")).to_have_count(4)
    assert outside[1] == []
