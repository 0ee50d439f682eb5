"""The page on phones, tablets and projectors, in a real Chromium: what one needs at once is seen at once."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from drawing import Finger
from playwright.sync_api import FloatRect, Locator, Page, expect
from test_browser import box_of
from test_lesson_browser import visit_link
from visitor import Visit, Visitor

from mnist_demo.ui.address import TRAINING_VIEWS

TOUCH: dict[str, Any] = {"has_touch": True, "is_mobile": True}
UPRIGHT = [(390, 664), (375, 553), (360, 640), (320, 568)]
"""What the browsers of phones leave of the screen."""
SIDEWAYS = [(664, 390), (740, 360)]
COVERED = "hide=answer,bars,input"
LESSONS = ["", f"{COVERED}&compare=true"]


def open_at(visit: Visit, size: tuple[int, int], query: str = "", **options: Any) -> Visitor:
    return visit_link(visit, query, viewport={"width": size[0], "height": size[1]}, **options)


def resize(visitor: Visitor, size: tuple[int, int]) -> None:
    """Another screen, when the page has its place there."""
    visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
    visitor.next_frames()


def canvas_of(visitor: Visitor) -> FloatRect:
    return box_of(visitor.page.locator(".st-key-drawing canvas:visible").last)


def boxes_of(elements: Locator) -> list[FloatRect]:
    """Where they are seen, asked for at once."""
    boxes: list[FloatRect] = elements.evaluate_all("all => all.map(each => each.getBoundingClientRect().toJSON())")
    assert all(box["width"] and box["height"] for box in boxes)
    return boxes


def parts_of_the_answer(visitor: Visitor) -> list[FloatRect]:
    return boxes_of(visitor.page.locator(".draw :is(.answer, .note, .title, .bar, .input)"))


def is_within(box: FloatRect, size: tuple[int, int]) -> bool:
    right, bottom = box["x"] + box["width"], box["y"] + box["height"]
    return box["x"] >= 0 and box["y"] >= 0 and right <= size[0] + 0.5 and bottom <= size[1] + 0.5


def overlap(one: FloatRect, other: FloatRect) -> bool:
    beside = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
    below = one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1
    return not beside and not below


@pytest.mark.parametrize("query", LESSONS)
def test_a_phone_shows_canvas_digit_and_bars_together(visit: Visit, query: str) -> None:
    sizes = (*UPRIGHT, *SIDEWAYS)
    visitor = open_at(visit, sizes[0], query, **TOUCH)
    reveal = visitor.page.locator(".st-key-reveal button")
    places = [place_of_the_canvas(visitor, size) for size in sizes]
    resize(visitor, sizes[0])
    Finger(visitor.page).draw(5)
    if COVERED in query:
        visitor.wait_until_answered()
        reveal.click()
    visitor.answers("5")
    for size, place in zip(sizes, places, strict=True):
        resize(visitor, size)
        check_that_all_is_seen(visitor, size, place)
        assert COVERED not in query or is_within(box_of(reveal), size)


def place_of_the_canvas(visitor: Visitor, size: tuple[int, int]) -> FloatRect:
    resize(visitor, size)
    return canvas_of(visitor)


def check_that_all_is_seen(visitor: Visitor, size: tuple[int, int], place: FloatRect) -> None:
    """The canvas, in its place before the answer came, and all of the answer beside it."""
    parts = parts_of_the_answer(visitor)
    assert len(parts) >= 13
    for box in (canvas_of(visitor), *parts):
        assert is_within(box, size)
    assert canvas_of(visitor) == place
    assert all(not overlap(place, part) for part in parts)
    assert place["width"] >= 0.55 * min(size)


def test_bars_of_a_phone_stand_as_high_as_they_say(visit: Visit) -> None:
    visitor = open_at(visit, (390, 664), "example=4", **TOUCH)
    visitor.answers("4")
    bar = visitor.page.get_by_test_id("live-bar-4")
    share = float(bar.get_attribute("aria-valuenow") or "nan") / 100
    assert share > 0.9
    heights = [box_of(bar.locator(part))["height"] for part in (".fill", ".track")]
    assert heights[0] == pytest.approx(share * heights[1], abs=1) and heights[1] > 20


def test_clear_and_the_toolbar_stand_above_the_canvas_and_cover_nothing(visit: Visit) -> None:
    visitor = open_at(visit, UPRIGHT[0], **TOUCH)
    visitor.wait_until_answered()
    assert canvas_of(visitor)["width"] > 0.92 * UPRIGHT[0][0]  # this phone is high enough
    for size in (*UPRIGHT, *SIDEWAYS, (820, 1180), (1280, 800)):
        resize(visitor, size)
        check_that_nothing_is_covered(visitor.page, size)


ROW = ".st-key-head .stMarkdown p, .st-key-clear button, .dc-toolbar button:visible, canvas.lower-canvas:visible"
"""The words, Clear and the tools above the canvas, and the canvas."""
PLACES = """all => all.map(element => {
    const tool = element.closest('.st-key-clear') ? 'Clear' : element.ariaLabel;
    const name = element.localName === 'button' ? tool : element.localName;
    const words = document.createRange();
    words.selectNodeContents(element);
    const isWritten = name === 'p' && element.clientWidth > 1; // else it is for ears alone
    return [name, (isWritten ? words : element).getBoundingClientRect().toJSON()];
})"""


def check_that_nothing_is_covered(page: Page, size: tuple[int, int]) -> None:
    """In the row above the canvas, all of which is measured in one moment, since a page may move."""
    expect(page.locator(".dc-toolbar button:visible").last).to_have_attribute("aria-label", "Full screen")
    places: list[tuple[str, FloatRect]] = page.locator(ROW).evaluate_all(PLACES)
    at = dict(places)
    assert {"p", "Clear", "canvas", "Full screen"} <= at.keys()
    for (one, box), (other, another) in itertools.combinations(at.items(), 2):
        assert not overlap(box, another), (size, one, box, other, another)
    assert at["Clear"]["x"] + at["Clear"]["width"] <= at["canvas"]["x"] + at["canvas"]["width"] + 1
    assert all(is_within(box, size) for box in at.values())


@pytest.mark.parametrize("query", ["", "&compare=true&hide=answer"])
def test_a_presentation_uses_the_room(visit: Visit, query: str) -> None:
    visitor = open_at(visit, (1280, 800), f"view=presentation&example=3{query}")
    expect(visitor.page.locator(".st-key-leave")).to_be_visible()
    for size, least in ((1280, 800), 560), ((1100, 800), 520), ((1024, 768), 480), ((820, 1180), 720):
        resize(visitor, size)
        assert canvas_of(visitor)["width"] >= least
        for part in (canvas_of(visitor), *parts_of_the_answer(visitor)):
            assert is_within(part, size)


PHONE_BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148"


def test_the_sidebar_of_a_phone_stays_shut_when_it_is_turned(visit: Visit) -> None:
    visitor = open_at(visit, (390, 664), user_agent=PHONE_BROWSER, **TOUCH)
    visitor.page.set_viewport_size({"width": 844, "height": 390})
    expect(visitor.page.get_by_role("button", name="Draw")).to_have_count(0)
    assert canvas_of(visitor)["x"] < 60
    assert canvas_of(open_at(visit, (844, 390), user_agent=PHONE_BROWSER, **TOUCH))["x"] < 60


def test_training_on_an_upright_tablet_beside_the_sidebar(visit: Visit) -> None:
    visitor = open_at(visit, (820, 1180), "tab=training&training_view=mistakes&example=1")
    numbers = visitor.page.locator(".st-key-confusion_matrix .mark-text:not([class*=axis]) text")
    numbers.first.wait_for()
    boxes = boxes_of(numbers)
    assert len(boxes) > 30
    assert not any(overlap(one, other) for one, other in itertools.combinations(boxes, 2))
    visitor.page.get_by_role("radio", name="Compare").click()
    for key in ("loss", "accuracy"):
        chart = visitor.page.locator(f".st-key-compared_{key} svg.marks")
        edge = box_of(chart)["x"] + box_of(chart)["width"]
        for name in chart.locator(".role-legend-label text").all():
            assert box_of(name)["x"] + box_of(name)["width"] <= edge


def test_buttons_of_the_views_are_whole(visit: Visit) -> None:
    visitor = open_at(visit, (320, 568), "tab=training&example=1")
    check_buttons_of_the_views(visitor, (320, 568))
    resize(visitor, (820, 1180))
    check_buttons_of_the_views(visitor, (820, 1180))


def check_buttons_of_the_views(visitor: Visitor, size: tuple[int, int]) -> None:
    views = visitor.page.locator(".st-key-training_view [role=radio]")
    expect(views).to_have_count(len(TRAINING_VIEWS))
    for view in views.all():
        assert is_within(box_of(view), size)
        assert view.evaluate("view => [...view.querySelectorAll('*')].every(e => e.scrollWidth <= e.clientWidth + 1)")
        for side in ("top", "right", "bottom", "left"):
            expect(view).to_have_css(f"border-{side}-width", "1px")


COUNT_SHIFTS = """
    window.shifted = 0;
    const add = list => list.getEntries().forEach(entry => window.shifted += entry.value);
    new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });"""


def test_canvas_and_answer_have_their_places_before_they_come(visit: Visit) -> None:
    visitor = open_at(visit, (390, 664), script=COUNT_SHIFTS, **TOUCH)
    visitor.wait_until_answered()
    expect(visitor.answer_view).to_have_attribute("data-networks", "1")
    assert visitor.page.evaluate("window.shifted") < 0.3  # a bare app with such widgets has 0.2
