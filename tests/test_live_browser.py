"""The answer moves with the pen, in a real Chromium on the real page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from drawing import DIGITS, Finger, Hand, Point
from parity import differences
from playwright.sync_api import expect
from visitor import ANOTHER_CANVAS, PHONE, TOOLS, Visit, Watcher

from mnist_demo.config import DEFAULT_RUN, PLAIN_RUN

COUNT_READINGS = """
    window.readings = 0;
    const read = CanvasRenderingContext2D.prototype.getImageData;
    CanvasRenderingContext2D.prototype.getImageData = function (...area) {
        window.readings++;
        return read.apply(this, area);
    };"""

# A pause of the pen takes ten times as long, so that a busy machine makes none.
LONG_PAUSES = """
    const later = window.setTimeout;
    window.setTimeout = (act, wait, ...more) => later(act, wait === 250 ? 2500 : wait, ...more);"""

TRANSFERRED = """() => performance.getEntriesByType('resource')
    .filter(({name}) => name.includes('/weights/')).map(({transferSize}) => transferSize)"""

HIDE = """
    window.hide = isHidden => {
        Object.defineProperty(document, 'hidden', {get: () => isHidden, configurable: true});
        document.dispatchEvent(new Event('visibilitychange'));
    };"""


@pytest.fixture
def watch(visit: Visit) -> Callable[..., Watcher]:
    return lambda **options: visit(Watcher, **options)


def test_bars_move_before_the_pen_is_lifted_and_the_server_is_not_asked(watch: Callable[..., Watcher]) -> None:
    watcher = watch()
    watcher.wait_for_weights()
    first, *rest = DIGITS[7][0]
    asked = len(watcher.asked)
    watcher.press([first, rest[0]])
    only_a_bar = watcher.shown()
    for point in rest[1:]:
        watcher.page.mouse.move(*Hand(watcher.page).on_screen([point])[0], steps=6)
    watcher.next_frames()
    whole = watcher.shown()
    assert whole["digit"] == "7" and whole["bars"][7] > 90 and whole["bars"] != only_a_bar["bars"]
    assert watcher.page.locator(".st-key-probabilities .winner").get_attribute("data-testid") == "live-bar-7"
    watcher.page.wait_for_timeout(600)  # longer than the canvas waits before it sends
    assert len(watcher.asked) == asked
    watcher.page.mouse.up()
    watcher.wait_until_answered()
    assert len(watcher.asked) == asked + 1
    assert watcher.shown()["digit"] == "7"


def test_a_finger_moves_the_bars_and_finds_undo_and_redo(watch: Callable[..., Watcher]) -> None:
    watcher = watch(**PHONE)
    watcher.wait_for_weights()
    finger = Finger(watcher.page)
    points = finger.on_screen(DIGITS[7][0])
    finger.touch("touchStart", points[0])
    for point in points[1:]:
        finger.touch("touchMove", point)
    watcher.next_frames()
    assert watcher.shown()["digit"] == "7"
    finger.touch("touchEnd")
    watcher.wait_until_answered()
    toolbar = watcher.page.locator(".st-key-drawing .dc-toolbar")
    expect(toolbar).to_have_css("opacity", "1")
    assert [each.get_attribute("aria-label") for each in toolbar.locator("button:visible").all()] == TOOLS
    sheet = watcher.page.locator(".st-key-drawing canvas:visible").last.bounding_box()
    tools = toolbar.bounding_box()
    assert sheet and tools and tools["y"] + tools["height"] < sheet["y"] + 8  # it covers nothing of it
    for button, read in (("Undo", "?"), ("Redo", "7")):
        box = toolbar.get_by_role("button", name=button).bounding_box()
        assert box and min(box["width"], box["height"]) >= 38
        toolbar.get_by_role("button", name=button).tap()
        watcher.answers(read)


def test_weights_are_fetched_once_a_run_and_kept_for_later_visits(watch: Callable[..., Watcher]) -> None:
    watcher = watch(is_alone=True)
    watcher.wait_for_weights()
    for digit in (1, 7):
        Hand(watcher.page).draw(digit)
        watcher.answers(str(digit))
        watcher.clear()
    watcher.page.get_by_text("Compare two networks").click()
    expect(watcher.page.locator(".st-key-other_prediction")).to_be_visible()
    watcher.wait_for_weights(2)
    watcher.page.get_by_text("Compare two networks").click()
    expect(watcher.page.locator(".st-key-other_prediction")).to_have_count(0)
    Hand(watcher.page).draw(3)
    watcher.answers("3")
    watcher.wait_until_answered()
    assert [parse_qs(urlsplit(url).query)["run"] for url in watcher.fetched] == [[DEFAULT_RUN], [PLAIN_RUN]]
    watcher.open()  # a new visit
    watcher.wait_for_weights()
    sizes = watcher.page.evaluate(TRANSFERRED)
    assert sizes == [0]  # from the browser's cache


def test_the_plain_network_is_compared_and_both_are_live(watch: Callable[..., Watcher]) -> None:
    watcher = watch()
    watcher.page.get_by_text("Compare two networks").click()
    expect(watcher.page.locator(".st-key-other_prediction")).to_contain_text(PLAIN_RUN)
    watcher.wait_for_weights(2)
    watcher.press(DIGITS[7][0])
    robust, classic = watcher.shown("live-bar"), watcher.shown("live-bar-other")
    assert robust["bars"][7] > 90 and classic["bars"][7] > 50 and robust["bars"] != classic["bars"]
    expect(watcher.page.locator(".st-key-other_prediction .answer")).to_have_text("7")
    watcher.page.mouse.up()


def test_sheet_that_is_emptied_or_replaced(watch: Callable[..., Watcher]) -> None:
    watcher = watch()
    watcher.wait_for_weights()
    Hand(watcher.page).draw(7)
    watcher.answers("7")
    canvas = watcher.page.locator(".st-key-drawing")
    canvas.hover()
    canvas.get_by_role("button", name="Undo").click()
    watcher.answers("?")
    assert watcher.shown()["note"] == "Draw a digit" and max(watcher.shown()["bars"]) == 0
    canvas.get_by_role("button", name="Redo").click()
    watcher.answers("7")
    watcher.page.locator(".st-key-example button").click()
    expect(watcher.page.locator(".st-key-prediction")).to_contain_text("labelled")
    watcher.press(DIGITS[1][0])
    watcher.answers("1")
    expect(watcher.page.locator(".st-key-prediction")).not_to_contain_text("labelled")
    watcher.page.mouse.up()
    watcher.clear()
    watcher.next_frames()
    assert watcher.shown()["note"] == "Draw a digit" and max(watcher.shown()["bars"]) == 0


DOODLES: dict[str, list[Point]] = {
    "square": [(100, 100), (300, 100), (300, 300), (100, 300), (100, 96)],
    "star": [(60, 60), (340, 340), (340, 60), (60, 340), (200, 200), (60, 200), (340, 200)],
}


def test_a_doodle_is_no_digit_while_it_is_drawn_and_when_python_has_answered(watch: Callable[..., Watcher]) -> None:
    watcher = watch()
    watcher.wait_for_weights()
    for doodle in DOODLES.values():
        expect_no_digit(watcher, doodle)
        watcher.clear()


def expect_no_digit(watcher: Watcher, doodle: list[Point]) -> None:
    watcher.press(doodle)
    note = watcher.page.locator(".st-key-prediction .note")
    expect(note).to_contain_text("No digit that I know")
    expect(watcher.answer_view).to_have_attribute("data-state", "live")
    assert watcher.page.locator(".st-key-probabilities .winner").count() == 0
    watcher.page.mouse.up()
    watcher.wait_until_answered()
    expect(note).to_contain_text("No digit that I know")
    assert watcher.page.locator(".st-key-probabilities .winner").count() == 0


def test_without_a_canvas_that_can_be_read_the_page_works_as_before(watch: Callable[..., Watcher]) -> None:
    watcher = watch(script=ANOTHER_CANVAS)
    watcher.press(DIGITS[7][0])
    assert watcher.shown()["digit"] == "?"
    watcher.page.mouse.up()
    watcher.answers("7")
    expect(watcher.page.locator("[data-testid=live-bar-7].winner")).to_be_visible()
    watcher.clear()
    assert not watcher.fetched


def test_no_work_while_nothing_happens(watch: Callable[..., Watcher]) -> None:
    watcher = watch(script=COUNT_READINGS)
    watcher.wait_for_weights()
    watcher.press(DIGITS[7][0])
    assert watcher.page.evaluate("readings") > 3
    before = watcher.page.evaluate("readings")
    watcher.page.wait_for_timeout(1000)  # the pen is down and rests: for so long, nothing may be read
    assert watcher.page.evaluate("readings") == before
    watcher.page.mouse.up()
    watcher.wait_until_answered()
    watcher.next_frames()
    before = watcher.page.evaluate("readings")
    watcher.page.mouse.move(300, 300, steps=10)  # over the canvas, but not drawing
    watcher.page.wait_for_timeout(1500)  # nothing may be read in this time
    assert watcher.page.evaluate("readings") == before


def test_no_work_while_nobody_sees_the_page(watch: Callable[..., Watcher]) -> None:
    watcher = watch(script=COUNT_READINGS + HIDE)
    watcher.wait_for_weights()
    watcher.page.evaluate("hide(true)")
    before = watcher.page.evaluate("readings")
    watcher.press(DIGITS[7][0])
    assert watcher.page.evaluate("readings") == before and watcher.shown()["digit"] == "?"
    watcher.page.evaluate("hide(false)")
    watcher.answers("7")  # it catches up, before the pen is lifted
    watcher.page.mouse.up()


def test_reduced_motion_waits_for_a_pause(watch: Callable[..., Watcher]) -> None:
    watcher = watch(reduced_motion="reduce", script=COUNT_READINGS + LONG_PAUSES)
    watcher.wait_for_weights()
    before = watcher.page.evaluate("readings")
    watcher.press(DIGITS[7][0])
    assert watcher.page.evaluate("readings") - before <= 2
    watcher.answers("7")
    watcher.page.mouse.up()


def test_same_answers_as_python(visit: Visit) -> None:
    """A drawing each in both themes and at three resolutions; `make bench` compares 120 drawings."""
    seen = list(differences(visit, digits=[8], screens=[("light", 1), ("dark", 2), ("light", 3)]))
    assert len(seen) == 3
    for each in seen:
        assert each.probability <= 0.02 and each.picture <= 2 / 255
        assert each.same_digit or each.margin <= 0.02
