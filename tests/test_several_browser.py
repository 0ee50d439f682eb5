"""Several digits at once in a real Chromium: read while the pen moves, and each of them can be looked at."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from drawing import Finger, Hand, number
from playwright.sync_api import Locator, Route, expect
from test_browser import box_of
from test_phones import PHONE_BROWSER, TOUCH, is_within
from visitor import Visit, Watcher

from mnist_demo.images.drawing_link import encode
from mnist_demo.images.pen import Stroke

ON_PHONES = [(390, 844), (844, 390)]
# Counts how often the row has no answers while somebody draws.
COUNT_GAPS = """() => {
    window.gaps = 0;
    const row = document.querySelector('.digit-row');
    new MutationObserver(() => { gaps += row.childElementCount === 0; }).observe(row, {childList: true});
}"""


@pytest.fixture
def several(visit: Visit) -> Any:
    """Opens a page with a sheet for several digits, once it can answer by itself."""

    def enter(query: str = "", **options: Any) -> Watcher:
        watcher = visit(
            lambda browser, address, **rest: Watcher(browser, f"{address}/?digits=many{query}", **rest), **options
        )
        watcher.wait_for_weights(2 if "compare" in query else 1)
        return watcher

    return enter


def answers_above(visitor: Watcher) -> Locator:
    return visitor.page.locator(".st-key-found .tag .digit")


def chosen(visitor: Watcher) -> Locator:
    return visitor.page.locator(".st-key-found [role=radio][aria-checked=true]")


def winner(visitor: Watcher) -> Locator:
    return visitor.page.locator(".st-key-probabilities .bar:has(.winner) .class")


def drawing_of(digits: str) -> str | None:
    return encode([Stroke(24, np.array(line)) for digit in number(digits) for line in digit])


def test_a_number_is_read_while_the_pen_moves(several: Any) -> None:
    visitor = several()
    *first, last = number("2025")
    for stroke in (stroke for digit in first for stroke in digit):
        Hand(visitor.page).stroke(stroke)
    visitor.answers("202")
    visitor.wait_until_answered()
    visitor.page.evaluate(COUNT_GAPS)
    asked = len(visitor.asked)
    visitor.press(last[0])
    assert visitor.page.get_by_test_id("live-digit").inner_text() == "2025"
    assert answers_above(visitor).all_inner_texts() == ["2", "0", "2", "5"]
    expect(winner(visitor)).to_have_text("5")  # the digit that is being drawn
    assert len(visitor.asked) == asked and visitor.page.evaluate("gaps") == 0
    expect(visitor.answer_view).to_have_attribute("data-state", "live")
    visitor.page.mouse.up()
    visitor.wait_until_answered()
    visitor.answers("2025")  # Python's
    assert answers_above(visitor).all_inner_texts() == ["2", "0", "2", "5"]
    expect(visitor.page.get_by_role("status").filter(has_text="2025")).to_contain_text("Digit 4 of 4")


def test_each_answer_stands_above_its_digit(several: Any) -> None:
    visitor = several()
    Hand(visitor.page).draw_number("174")
    visitor.answers("174")
    sheet = box_of(visitor.page.locator(".st-key-drawing canvas:visible").last)
    tags, frames = (visitor.page.locator(f".{kind}").all() for kind in ("tag", "frame"))
    for tag, frame in zip(map(box_of, tags), map(box_of, frames), strict=True):
        assert tag["x"] + tag["width"] / 2 == pytest.approx(frame["x"] + frame["width"] / 2, abs=2)
        assert tag["y"] + tag["height"] <= sheet["y"] + 1 < frame["y"]


def test_another_digit_is_chosen_by_a_click_and_by_keys_and_counts_on_other_tabs(several: Any) -> None:
    visitor = several()
    Hand(visitor.page).draw_number("274")
    visitor.answers("274")
    visitor.wait_until_answered()
    expect(winner(visitor)).to_have_text("4")
    visitor.page.get_by_role("radio", name="Digit 1 of 3").click()
    expect(winner(visitor)).to_have_text("2")
    visitor.page.keyboard.press("ArrowRight")
    expect(winner(visitor)).to_have_text("7")
    expect(chosen(visitor)).to_be_focused()
    expect(chosen(visitor)).to_have_attribute("aria-label", re.compile(r"Digit 2 of 3\. 7: .* sure"))
    visitor.answers("274")
    visitor.wait_for_script()
    visitor.page.get_by_role("tab", name="Look inside").click()
    expect(visitor.page.locator(".st-key-inside_answer .answer")).to_have_text("7")
    visitor.page.get_by_role("tab", name="Draw").click()
    expect(winner(visitor)).to_have_text("7")
    Hand(visitor.page).stroke([(850, 60), (850, 340)])
    visitor.answers("2741")
    visitor.wait_until_answered()
    expect(winner(visitor)).to_have_text("1")  # what is drawn last


def test_undo_takes_the_last_digit_and_its_answer(several: Any) -> None:
    visitor = several()
    Hand(visitor.page).draw_number("27")
    visitor.answers("27")
    visitor.wait_until_answered()
    visitor.page.keyboard.press("Control+z")
    visitor.answers("2")
    expect(answers_above(visitor)).to_have_count(1)
    expect(visitor.page.locator(".frame")).to_have_count(1)
    visitor.page.keyboard.press("Control+Shift+z")
    visitor.answers("27")
    visitor.page.keyboard.press("e")
    Hand(visitor.page).stroke([(270 + step % 2 * 220, 60 + 9 * step) for step in range(33)])  # all over the 7
    visitor.answers("2")
    visitor.clear()
    expect(answers_above(visitor)).to_have_count(0)
    expect(visitor.page.locator(".frame")).to_have_count(0)
    expect(visitor.page.locator(".st-key-prediction .note")).to_have_text("Draw a number")


def test_the_pen_of_the_arrow_keys_goes_all_over_the_sheet(several: Any) -> None:
    visitor = several()
    Hand(visitor.page).draw_number("7")
    visitor.answers("7")
    visitor.wait_until_answered()
    visitor.page.locator(".st-key-drawing").focus()
    for key in ("ArrowRight",) * 30 + (" ",) + ("ArrowDown",) * 20:
        visitor.page.keyboard.press(key)
    visitor.answers("71")  # before the pen is lifted
    visitor.page.keyboard.press(" ")
    visitor.wait_until_answered()
    visitor.answers("71")


def test_a_link_and_a_reload_bring_the_number_back(several: Any) -> None:
    visitor = several(f"&drawing={drawing_of('174')}")
    visitor.answers("174")
    Hand(visitor.page).stroke([(850, 60), (850, 340)])
    visitor.answers("1741")
    visitor.wait_until_answered()
    visitor.page.reload()
    visitor.answers("1741")
    visitor.page.get_by_role("button", name="Link to this page").click()
    link = visitor.page.get_by_role("dialog").locator("code")
    expect(link).to_contain_text("digits=many")
    visitor.page.goto(link.inner_text())
    visitor.answers("1741")


def test_what_is_drawn_on_the_small_sheet_goes_along_to_the_wide_one(visit: Visit) -> None:
    visitor = visit(Watcher)
    visitor.wait_for_weights()
    Hand(visitor.page).draw(7)
    visitor.answers("7")
    visitor.wait_until_answered()
    visitor.page.get_by_role("radio", name="Photo").click()  # which somebody only looks at
    expect(visitor.page.get_by_role("button", name="Take or choose a picture")).to_be_visible()
    visitor.wait_for_script()
    visitor.page.get_by_role("radio", name="Several").click()
    expect(answers_above(visitor)).to_have_text(["7"])
    expect(visitor.page.locator(".st-key-example")).to_have_count(0)  # a test image lies on a square sheet
    Hand(visitor.page).stroke([(600, 60), (600, 340)])
    visitor.answers("71")
    visitor.page.get_by_role("radio", name="One").click()
    visitor.answers("?")
    expect(visitor.page.locator(".frame")).to_have_count(0)


def test_a_sheet_that_goes_before_its_script_has_come_makes_no_fuss(visit: Visit) -> None:
    visitor = visit(Watcher)
    visitor.wait_for_weights()
    Hand(visitor.page).draw(7)
    visitor.wait_until_answered()
    script = visitor.page.locator(".st-key-drawing .canvas-root").first.get_attribute("data-script")
    waiting: list[Route] = []
    visitor.page.route(f"**{script}*", lambda route: waiting.append(route))
    with visitor.page.expect_request(f"**{script}*"):
        visitor.page.reload()
    visitor.page.get_by_role("radio", name="Photo").click()
    expect(visitor.page.get_by_role("button", name="Take or choose a picture")).to_be_visible()
    visitor.wait_for_script()
    for request in waiting:
        request.continue_()
    visitor.page.wait_for_load_state("networkidle")
    assert waiting
    assert visitor.errors == []


def test_a_digit_that_no_one_knows_is_a_question_mark_among_the_others(several: Any) -> None:
    visitor = several()
    Hand(visitor.page).draw_number("17")
    square = [(600, 120), (780, 120), (780, 300), (600, 300), (600, 116)]
    visitor.press(square)
    number_read = visitor.page.get_by_test_id("live-digit")
    expect(number_read).to_have_text(re.compile(r"^17.*\?"))
    visitor.page.mouse.up()
    visitor.wait_until_answered()
    expect(number_read).to_have_text(re.compile(r"^17.*\?"))
    assert "?" in answers_above(visitor).all_inner_texts()


def test_two_networks_read_the_same_digits(several: Any) -> None:
    visitor = several("&compare=true")
    Hand(visitor.page).draw_number("174")
    expect(visitor.page.get_by_test_id("live-digit")).to_have_text(["174", "174"])
    visitor.wait_until_answered()
    expect(visitor.page.get_by_test_id("live-digit")).to_have_text(["174", "174"])
    expect(answers_above(visitor)).to_have_text(["1", "1", "7", "7", "4", "4"])


def test_what_a_lesson_covers_is_not_told_above_the_digits(several: Any) -> None:
    visitor = several("&hide=answer,bars,input")
    Hand(visitor.page).draw_number("17")
    expect(answers_above(visitor)).to_have_text(["?", "?"])
    visitor.wait_until_answered()
    expect(answers_above(visitor)).to_have_text(["?", "?"])
    assert "sure" not in visitor.page.locator("body").inner_text()
    assert visitor.page.locator("[aria-label*=sure]").count() == 0
    visitor.page.locator(".st-key-reveal button").click()
    visitor.answers("17")
    expect(answers_above(visitor)).to_have_text(["1", "7"])


@pytest.mark.parametrize("size", ON_PHONES)
def test_a_phone_shows_sheet_number_and_answers_together(several: Any, size: tuple[int, int]) -> None:
    visitor = several(viewport={"width": size[0], "height": size[1]}, user_agent=PHONE_BROWSER, **TOUCH)
    Finger(visitor.page).draw_number("1705")
    visitor.answers("1705")
    sheet = visitor.page.locator(".st-key-drawing canvas:visible").last
    parts = visitor.page.locator(".draw :is(.answer, .note, .bar, .input), .tag").all()
    assert len(parts) == 17
    for part in (sheet, *parts):
        assert is_within(box_of(part), size)
    assert box_of(sheet)["width"] > 0.55 * size[0]
    visitor.page.get_by_role("radio", name="Digit 2 of 4").tap()
    expect(winner(visitor)).to_have_text("7")
    assert min(box_of(chosen(visitor))[side] for side in ("width", "height")) >= 36
