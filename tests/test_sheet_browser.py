"""The sheet of paper in a real Chromium: nothing that is drawn on it gets lost, and strokes end where they ended."""

from __future__ import annotations

import json
import sys
from typing import Literal

import numpy as np
import pytest
from browser import free_port, served
from drawing import DIGITS, Finger, Hand, Point
from playwright.sync_api import Browser, Locator, expect
from visitor import ANOTHER_CANVAS, PHONE, Visit, Visitor, Watcher

from mnist_demo.config import ROOT
from mnist_demo.images.drawing_link import encode
from mnist_demo.images.pen import Stroke

INK = """() => {
    const hosts = [...document.querySelectorAll('.st-key-drawing [data-testid=stBidiComponentIsolated]')];
    const canvas = hosts.at(-1)?.shadowRoot?.querySelector('canvas.dc-canvas.lower-canvas');
    const data = canvas?.getContext('2d').getImageData(0, 0, 400, 400).data ?? [];
    return [...Array(160000).keys()].filter(i => data[4 * i] < 128).map(i => [i % 400, Math.floor(i / 400)]);
}"""
NO_STORAGE = """
    Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('no', 'SecurityError'); }});"""

LEFT: list[Point] = [(80, 60), (80, 340)]
RIGHT: list[Point] = [(320, 60), (320, 340)]
BAR: list[Point] = [(100, 200), (300, 200)]


def ink(visitor: Visitor) -> set[Point]:
    """Where the finished strokes on the sheet are dark, as x and y."""
    return {(x, y) for x, y in visitor.page.evaluate(INK)}


def draw(visitor: Visitor, digit: int) -> None:
    Hand(visitor.page).draw(digit)
    visitor.answers(str(digit))
    visitor.wait_until_answered()


def set_brush(visitor: Visitor, *keys: str) -> None:
    """Press the arrow keys on the slider, so soon after each other that the page is still at work on the first."""
    visitor.page.locator(".st-key-brush input").focus()
    for key in keys:
        visitor.page.keyboard.press(key)
        visitor.page.wait_for_timeout(25)
    visitor.wait_for_script()


def test_drawing_stays_while_the_brush_is_changed_quickly(visit: Visit) -> None:
    visitor = visit()
    draw(visitor, 7)
    before = ink(visitor)
    for _ in range(4):
        set_brush(visitor, "ArrowRight", "ArrowLeft")
    set_brush(visitor, "ArrowRight", "ArrowRight")
    visitor.page.wait_for_url("**brush=32**")
    Hand(visitor.page).stroke([(60, 380), (340, 380)])
    visitor.wait_until_answered()
    after = ink(visitor)
    assert len(before) > 5_000 and len(before - after) < 50
    assert sum((200, y) in after - before for y in range(364, 400)) == pytest.approx(32, abs=4)  # cut off by the edge


def test_a_cancelled_touch_ends_the_stroke_where_it_was(visit: Visit) -> None:
    visitor = visit(**PHONE)
    finger = Finger(visitor.page)
    start, end = finger.on_screen(LEFT)
    finger.touch("touchStart", start)
    finger.touch("touchMove", end)
    finger.touch("touchCancel")
    finger.stroke(RIGHT)
    visitor.wait_until_answered()
    assert_two_strokes(visitor)


def test_another_button_ends_the_stroke_where_it_was(visit: Visit) -> None:
    visitor = visit()
    hand, mouse = Hand(visitor.page), visitor.page.mouse
    buttons: list[Literal["right", "middle"]] = ["right", "middle"]
    for button in buttons:
        hand.press(LEFT)
        mouse.down(button=button)
        mouse.up(button=button)
        mouse.up()
        hand.stroke(RIGHT)
        visitor.wait_until_answered()
        assert_two_strokes(visitor)
        visitor.clear()


def assert_two_strokes(visitor: Visitor) -> None:
    drawn = ink(visitor)
    assert {(80, 200), (320, 200)} <= drawn
    assert not {(x, y) for x, y in drawn if 120 < x < 280}


def test_drawing_survives_a_reload_until_somebody_clears_it(visit: Visit) -> None:
    visitor = visit()
    draw(visitor, 2)
    visitor.clear()
    draw(visitor, 7)
    before = ink(visitor)
    visitor.page.reload()
    visitor.answers("7")
    visitor.wait_until_answered()
    assert len(before ^ ink(visitor)) < len(before) / 50
    Hand(visitor.page).stroke([(170, 205), (270, 200)])  # it can be drawn on
    visitor.wait_until_answered()
    assert (220, 203) in ink(visitor)
    visitor.clear()
    visitor.page.reload()
    visitor.page.wait_for_function("() => document.querySelector('.answer-view.draw')?.dataset.networks > 0")
    visitor.answers("?")
    assert not ink(visitor)


def test_the_eraser_takes_ink_away_and_undo_brings_it_back(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    Hand(page).stroke(LEFT)
    page.keyboard.press("e")
    Hand(page).stroke([(40, 200), (120, 200)])
    visitor.wait_until_answered()
    assert {(80, 100), (80, 300)} <= ink(visitor) and (80, 200) not in ink(visitor)
    page.keyboard.press("Control+z")
    page.wait_for_function(f"() => ({INK})().length > 6_800")
    page.keyboard.press("Control+Shift+z")
    page.wait_for_function(f"() => ({INK})().length < 6_800")

    page.get_by_role("button", name="Eraser").click()  # the pen again
    Hand(page).stroke(RIGHT)
    visitor.wait_until_answered()
    rubbed_out = ink(visitor)
    assert (320, 200) in rubbed_out
    page.reload()
    page.wait_for_function(f"() => ({INK})().length > 0")
    assert len(rubbed_out ^ ink(visitor)) < len(rubbed_out) / 50


def test_the_page_takes_the_whole_screen_and_gives_it_back(visit: Visit) -> None:
    visitor = visit()
    visitor.wait_for_script()
    page = visitor.page
    page.get_by_role("button", name="Full screen").click()
    page.wait_for_function("() => document.fullscreenElement === document.documentElement")
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement === null")


def test_drawing_is_the_tabs_own(visit: Visit) -> None:
    visitor = visit()
    draw(visitor, 7)
    other = visitor.context.new_page()
    other.goto(visitor.address)
    expect(other.locator(".st-key-prediction .note")).to_have_text("Draw a digit")
    other.close()


def test_a_link_that_is_opened_brings_its_own_drawing(visit: Visit) -> None:
    visitor = visit()
    draw(visitor, 7)
    bar = encode([Stroke(24, np.array(LEFT, np.float64))])
    visitor.page.goto(f"{visitor.address}/?drawing={bar}")
    visitor.answers("1")
    visitor.wait_until_answered()
    assert not {(x, y) for x, y in ink(visitor) if x > 120}
    Hand(visitor.page).stroke(RIGHT)
    visitor.wait_until_answered()
    visitor.page.reload()  # not opened, but gone on with
    visitor.page.wait_for_function(f"() => ({INK})().some(([x]) => x === 320)")


def test_without_storage_the_page_works_as_before(visit: Visit) -> None:
    visitor = visit(script=NO_STORAGE)
    draw(visitor, 7)
    visitor.clear()
    draw(visitor, 1)


def test_drawing_survives_a_restart_of_the_server(browser: Browser) -> None:
    command, port = [sys.executable, "-m", "streamlit", "run", str(ROOT / "streamlit_app.py")], free_port()
    with served(command, ROOT, port=port) as (address, _):
        visitor = Visitor(browser, address)
        draw(visitor, 2)
        visitor.clear()
        draw(visitor, 7)
    expect(visitor.answer_view).to_have_attribute("data-sheet", "1")
    with served(command, ROOT, port=port):
        expect(visitor.answer_view).to_have_attribute("data-sheet", "0")  # the server begins to count again
        visitor.answers("7")
        visitor.wait_until_answered()
        assert len(ink(visitor)) > 5_000
        visitor.clear()
        draw(visitor, 1)
        visitor.context.close()


def note(visitor: Visitor) -> Locator:
    return visitor.page.locator(".st-key-prediction .note")


@pytest.mark.parametrize("script", ["", ANOTHER_CANVAS], ids=["live", "Python"])
def test_a_tiny_drawing_is_called_too_small(visit: Visit, script: str) -> None:
    visitor = visit(script=script)
    expect(note(visitor)).to_have_text("Draw a digit")
    Hand(visitor.page).stroke([(200, 200)])
    expect(note(visitor)).to_contain_text("Too small")
    draw(visitor, 7)
    visitor.clear()
    expect(note(visitor)).to_have_text("Draw a digit")


def test_a_test_image_lies_on_the_sheet_and_makes_way_for_a_drawing(visit: Visit) -> None:
    visitor = visit()
    invitation = visitor.page.get_by_text("A test image: it makes way")
    image = visitor.page.locator(".st-key-drawing .example")
    visitor.page.locator(".st-key-example button").click()
    expect(image).to_be_visible()
    expect(invitation).to_be_visible()
    sheet, laid = visitor.page.locator(".st-key-drawing canvas:visible").last.bounding_box(), image.bounding_box()
    assert sheet == laid
    visitor.wait_for_script()
    Hand(visitor.page).press(DIGITS[7][0])
    expect(image).to_have_count(0)  # before the pen is lifted
    visitor.page.mouse.up()
    visitor.answers("7")
    expect(invitation).to_have_count(0)
    visitor.page.locator(".st-key-drawing").hover()
    visitor.page.locator(".st-key-drawing").get_by_role("button", name="Undo").click()
    expect(note(visitor)).to_have_text("Draw a digit")  # not again what the image was
    visitor.wait_until_answered()
    expect(note(visitor)).to_have_text("Draw a digit")


def test_keys_undo_redo_and_clear_but_not_where_somebody_types(visit: Visit) -> None:
    visitor = visit()
    keyboard = visitor.page.keyboard
    draw(visitor, 7)
    keyboard.press("Control+z")
    expect(note(visitor)).to_have_text("Draw a digit")
    visitor.page.locator(".st-key-brush input").focus()  # a slider is not typed into
    keyboard.press("Control+Shift+Z")
    visitor.answers("7")
    visitor.wait_until_answered()
    epochs = visitor.page.get_by_label("Epochs", exact=True)
    epochs.focus()
    for keys in ("Control+z", "Delete"):
        keyboard.press(keys)
    visitor.page.get_by_role("tab", name="Training").click()
    expect(visitor.page.locator(".st-key-curves_accuracy")).to_be_visible()
    keyboard.press("Delete")  # nobody sees the sheet
    visitor.page.get_by_role("tab", name="Draw").click()
    assert ink(visitor) and visitor.sheet == 0
    keyboard.press("Delete")
    visitor.wait_for_sheet(1)


def test_what_a_stroke_sends_stays_small(visit: Visit) -> None:
    watcher = visit(Watcher)
    zigzag: list[Point] = [(40 + 32 * step, 60 + 240 * (step % 2)) for step in range(10)]
    for lower in (0, 20, 40):
        Hand(watcher.page).stroke([(x, y + lower) for x, y in zigzag])
        watcher.wait_until_answered()
    states = watcher.asked[-1].rerun_script.widget_states.widgets
    (sent,) = [json.loads(each.json_value)["drawing"]["raw"] for each in states if "canvas-0" in each.id]
    assert len(json.dumps(sent)) < 8_000  # of 100 moves of the pointer in each of three strokes
