"""The page without eyes, without a pointer and in other colours and directions, in a real Chromium."""

from __future__ import annotations

import re

import pytest
from drawing import Hand
from playwright.sync_api import Locator, Page, expect
from test_browser import box_of
from test_lesson_browser import visit_link
from visitor import TOOLS, Visit, Visitor

COVERED = "hide=answer,bars,input"
# As Firefox does with resistFingerprinting, and Brave: pixels are noise, or white.
NOISE = """
    const read = CanvasRenderingContext2D.prototype.getImageData;
    CanvasRenderingContext2D.prototype.getImageData = function (...area) {
        const image = read.apply(this, area);
        image.data.forEach((_, place) => image.data[place] = place % 4 === 3 ? 255 : WHAT);
        return image;
    };
    const send = HTMLCanvasElement.prototype.toDataURL;
    HTMLCanvasElement.prototype.toDataURL = function (...form) {
        const other = document.createElement('canvas');
        [other.width, other.height] = [this.width, this.height];
        const pen = other.getContext('2d');
        if (this.width) pen.putImageData(pen.getImageData(0, 0, this.width, this.height), 0, 0);
        return send.apply(other, form);
    };"""


def look_at(visit: Visit, query: str) -> Visitor:
    """Open the page, then go to what the query says."""
    visitor = visit()
    visitor.go_to(query)
    return visitor


def status(visitor: Visitor) -> Locator:
    return visitor.page.locator(".answer-view.draw + .status")


def focus(page: Page) -> Locator:
    return page.locator(":focus")


def test_screen_readers_hear_each_answer_and_each_empty_sheet(visit: Visit) -> None:
    visitor = visit()
    Hand(visitor.page).draw(7)
    expect(status(visitor)).to_contain_text("7: ")
    visitor.clear()
    expect(status(visitor)).to_have_text("Draw a digit")
    Hand(visitor.page).draw(3)
    expect(status(visitor)).to_contain_text("3: ")
    visitor.wait_until_answered()
    visitor.page.locator(".st-key-example button").click()
    expect(status(visitor)).to_contain_text("labelled")


def test_answers_that_are_compared_have_names(visit: Visit) -> None:
    visitor = visit_link(visit, "example=4&compare=true")
    for network in ("robust", "classic"):
        expect(visitor.page.get_by_role("group", name=network)).to_contain_text("4")
        expect(visitor.page.get_by_role("meter", name=f"4, {network}")).to_have_count(1)
        expect(status(visitor)).to_contain_text(f"{network}: 4: ")


CHARTS = {
    "overview": ["Chart of the loss after", "Chart of the accuracy after"],
    "mistakes": ["Table of what the test images are"],
    "robustness": ["Turn", "Noise"],
    "compare": ["robust, classic", "how often an answer is right"],
    "timeline": ["along the training"],
    "unsure": ["doodles refused"],
}


def test_every_chart_has_a_name_of_its_own(visit: Visit) -> None:
    visitor = visit()
    for view, names in CHARTS.items():
        visitor.go_to(f"tab=training&training_view={view}&example=4")
        shown = visitor.page.locator(f".st-key-view_{view}")
        for name in names:
            expect(shown.locator(f"[role=graphics-document][aria-label*='{name}']").first).to_be_visible()
        visitor.wait_for_script()
        expect(visitor.page.locator("[aria-label='Vega visualization']")).to_have_count(0)
        pictures = visitor.page.locator(".tiles img").evaluate_all("all => all.map(({alt}) => alt)")
        assert len(set(pictures)) == len(pictures)


def test_a_training_is_told_from_start_to_end_and_focus_stays(visit: Visit) -> None:
    """Also with the presentation and its end."""
    visitor = visit()
    page = visitor.page
    page.locator(".st-key-present button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-leave button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-present button")).to_be_focused()
    spoken = page.locator(".spoken[role=status]")
    page.get_by_label("Epochs", exact=True).fill("900")
    page.get_by_label("Epochs", exact=True).press("Enter")
    visitor.wait_for_script()
    page.locator(".st-key-retrain button").focus()
    page.keyboard.press("Enter")
    expect(spoken).to_contain_text("has started")
    expect(page.locator(".st-key-retrain button")).to_be_focused()
    page.locator(".st-key-cancel button").focus()
    page.keyboard.press("Enter")
    expect(spoken).to_have_text("The training was cancelled.")
    expect(page.locator(".st-key-retrain button")).to_be_focused()


# As where the script runs between the press and the change of tabs: a new button has focus by then.
DRAWN_AGAIN = """button => button.addEventListener("click", () => setTimeout(() => {
    const again = button.cloneNode(true);
    button.replaceWith(again);
    again.focus();
}))"""


def test_a_gallery_is_one_stop_and_arrow_keys_go_through_it(visit: Visit) -> None:
    visitor = look_at(visit, "tab=training&training_view=mistakes")
    page = visitor.page
    pictures = page.locator("[class*=st-key-mistakes-] .gallery button")
    expect(pictures).not_to_have_count(0)
    visitor.wait_for_script()
    expect(page.locator(".pen-status")).to_have_attribute("data-is-listening", "true")
    assert pictures.evaluate_all("all => all.filter(({tabIndex}) => tabIndex === 0).length") == 1
    pictures.first.focus()
    page.keyboard.press("ArrowRight")
    expect(pictures.nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    assert pictures.evaluate_all("all => all.findIndex(each => each.matches(':focus'))") > 2
    page.keyboard.press("End")
    expect(pictures.last).to_be_focused()
    page.keyboard.press("Home")
    expect(pictures.first).to_be_focused()
    pictures.first.evaluate(DRAWN_AGAIN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Look inside")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tab", name="Look inside")).to_be_focused()


def test_keys_bring_an_example_or_the_list_of_shortcuts_except_where_one_types(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    expect(page.locator(".pen-status")).to_have_attribute("data-is-listening", "true")
    for digit in ("7", "3"):
        page.keyboard.press(digit)
        expect(page.locator(".st-key-prediction")).to_contain_text(f"labelled {digit}")
    name = page.get_by_label("Epochs", exact=True)
    name.fill("")
    name.press("4")
    page.keyboard.press("?")
    expect(name).to_have_value("4")
    expect(page.locator("dialog.shortcuts")).to_have_count(0)
    expect(page.locator(".st-key-prediction")).to_contain_text("labelled 3")

    name.blur()
    page.keyboard.press("?")
    shortcuts = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(shortcuts).to_contain_text("0 to 9")
    page.keyboard.press("Escape")
    expect(shortcuts).to_have_count(0)


def test_a_digit_is_drawn_with_the_arrow_keys(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    sheet = page.get_by_role("application", name="Sheet of paper")
    sheet.focus()
    page.keyboard.press("Space")
    for _ in range(20):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    visitor.answers("1")
    expect(page.locator(".pen-mark")).to_be_visible()
    for key, times in (("ArrowUp", 20), ("ArrowLeft", 12)):
        for _ in range(times):
            page.keyboard.press(key)
    page.keyboard.press("Space")
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")  # a long bar to the left makes it a 7
    visitor.answers("7")
    visitor.wait_until_answered()
    visitor.answers("7")


@pytest.mark.parametrize(("what", "digit"), [("255", 3), ("Math.random() * 256", 7)], ids=["white", "noise"])
def test_drawings_are_read_where_the_browser_does_not_give_their_pixels(visit: Visit, what: str, digit: int) -> None:
    visitor = visit(script=NOISE.replace("WHAT", what))
    Hand(visitor.page).draw(digit)
    visitor.answers(str(digit))
    visitor.clear()
    Hand(visitor.page).draw(1)
    visitor.answers("1")


def test_the_toolbar_of_the_sheet_is_tidied_also_where_nothing_is_answered(visit: Visit) -> None:
    visitor = visit_link(visit, f"{COVERED}&example=4")
    tools = visitor.page.locator(".st-key-drawing .dc-toolbar button:visible")
    expect(tools.last).to_have_attribute("aria-label", "Full screen")
    expect(tools).to_have_count(len(TOOLS))
    assert [tool.get_attribute("aria-label") for tool in tools.all()] == TOOLS


def test_the_link_says_that_bars_tell_a_hidden_answer(visit: Visit) -> None:
    page = visit().page
    page.locator(".st-key-link button").click()
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("The bars still tell the answer")).to_be_visible()
    page.get_by_role("button", name="Bars", exact=True).click()
    expect(page.get_by_text("The bars still tell the answer")).to_have_count(0)


def test_bars_are_seen_in_colours_of_ones_own_choosing(visit: Visit) -> None:
    visitor = visit_link(visit, "example=4", forced_colors="active")
    visitor.answers("4")
    colours = "element => getComputedStyle(element).backgroundColor"
    bar = visitor.page.get_by_test_id("live-bar-4")
    assert bar.locator(".fill").evaluate(colours) != bar.locator(".track").evaluate(colours)
    visitor.go_to("tab=training&training_view=robustness")
    dots = visitor.page.locator(".run-legend i")
    expect(dots).to_have_count(2)
    assert len({dots.nth(number).evaluate(colours) for number in range(2)}) == 2


def test_numbers_keep_their_order_from_right_to_left_and_wide_text_does_not_cover_the_note(visit: Visit) -> None:
    visitor = visit_link(visit, "example=4")
    visitor.answers("4")
    visitor.page.evaluate("document.documentElement.dir = 'rtl'")
    check_order(visitor)
    visitor.page.evaluate("document.documentElement.dir = 'ltr'")
    visitor.page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
    )
    digit, note = (box_of(visitor.page.locator(f".st-key-prediction .{part}")) for part in ("answer", "note"))
    assert digit["y"] + digit["height"] <= note["y"] + 1


def check_order(visitor: Visitor) -> None:
    """A number stands before its percent sign."""
    left = """(element, text) => {
        const range = document.createRange(), node = element.querySelector('bdi')?.firstChild ?? element.firstChild;
        const at = node.data.indexOf(text);
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return range.getBoundingClientRect().left;
    }"""
    for part in (".st-key-prediction .note b", "[data-testid=live-bar-4] .percent"):
        element = visitor.page.locator(part).first
        text = element.inner_text()
        first = re.match(r"[>\d]", text)
        assert first and element.evaluate(left, first[0]) < element.evaluate(left, "%")
