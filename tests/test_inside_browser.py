"""Look inside in a real Chromium: clicks through neurons, weights and votes, and breaks the network."""

from __future__ import annotations

import re

from drawing import Finger, Hand
from parity import sent_pixels
from playwright.sync_api import Locator, Page, expect
from visitor import PHONE, Visit, Visitor, Watcher


def open_inside(visitor: Visitor) -> None:
    visitor.page.get_by_role("tab", name="Look inside").click()


def heading(page: Page) -> Locator:
    return page.locator(".st-key-neuron h3")


def layer(page: Page, number: int) -> Locator:
    return page.locator(f".way canvas[data-layer='{number}']")


def move(page: Page, name: str, key: str) -> None:
    """Move a slider by keyboard; End moves it as far as it goes."""
    page.get_by_role("slider", name=name).focus()
    page.keyboard.press(key)


def test_a_drawing_is_looked_at_broken_and_restored(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    open_inside(visitor)
    expect(page.get_by_text("Nothing to look at yet")).to_be_visible()
    page.get_by_role("tab", name="Draw").click()
    Hand(page).draw(7)
    visitor.answers("7")
    visitor.wait_until_answered()
    open_inside(visitor)
    answer = page.locator(".st-key-inside_answer .answer")
    expect(answer).to_have_text("7")
    expect(page.locator(".way button.winner .name")).to_have_text("7")

    layer(page, 1).click(position={"x": 3, "y": 3})
    expect(heading(page)).to_have_text("Neuron 1 of hidden layer 2")
    expect(page.locator(".st-key-inputs .gallery button, .st-key-inputs button").first).to_be_visible()
    titles = page.locator(".way figcaption b").evaluate_all("all => all.map(each => each.offsetHeight)")
    assert max(titles) == min(titles) < 30
    names = spoil_names(page)
    assert all(row["right"] <= row["left"] and row["end"] <= row["next"] and row["height"] < 30 for row in names)
    assert len({row["left"] for row in names}) == 1
    layer(page, 0).press("End")
    expect(heading(page)).to_have_text("Neuron 1200 of hidden layer 1")
    layer(page, 0).press("ArrowLeft")
    expect(heading(page)).to_have_text("Neuron 1199 of hidden layer 1")
    expect(page.locator(".st-key-neuron_figures").get_by_test_id("stMetricValue").last).to_have_text(
        re.compile(r"\d\.\d\d")
    )
    expect(page.locator(".st-key-neuron img.picture")).to_have_count(2)
    page.get_by_text("The test images that excite it most").click()
    expect(page.locator(".st-key-examples img")).to_have_count(12)

    page.get_by_text("Break it").click()
    for name in ("Turn", "Neurons switched off"):
        move(page, name, "End")
    expect(page.locator(".answer-view.inside .remarks")).to_contain_text("Unbroken: 7")
    expect(answer).not_to_have_text("7")
    page.get_by_role("button", name="Restore everything").click()
    expect(answer).to_have_text("7")
    expect(page.locator(".answer-view.inside .remarks")).not_to_contain_text("Unbroken")

    page.get_by_text("Why this answer?").click()
    why = page.locator(".st-key-inside_view h3").filter(has_text="Why")  # the neuron's heading goes at its own time
    expect(why).to_have_text(re.compile(r"Why 7 and not \d\?"))
    for votes in page.locator(".votes table").all():
        cells = votes.locator("td").all_inner_texts()
        assert cells[-4] == "sum" and cells[-3] == cells[-1]
    page.locator(".st-key-inside_view").get_by_text("The maths").click()
    expect(page.locator(".st-key-inside_view .katex").first).to_be_visible()
    page.get_by_text("First-layer weights").click()
    first = page.locator(".st-key-weights button").first
    expect(first.locator("img")).to_have_attribute("alt", re.compile(r"Neuron \d+ of hidden layer 1"))
    neuron = re.match(r"Neuron \d+ of hidden layer 1", first.locator("img").get_attribute("alt") or "")
    first.click()
    assert neuron
    expect(heading(page)).to_have_text(neuron[0])


def spoil_names(page: Page) -> list[dict[str, float]]:
    """The positions of names and bars when the classes have long names."""
    places: list[dict[str, float]] = page.locator(".way .outputs button").evaluate_all(
        """buttons => {
            buttons.forEach((button, i) => (button.querySelector(".name").textContent = i % 2 ? "not a 7" : "a 7"));
            return buttons.map(button => {
                const [name, track, percent] = [...button.children].map(each => each.getBoundingClientRect());
                return {height: name.height, right: name.right, left: track.left, end: track.right, next: percent.left};
            });
        }"""
    )
    return places


def test_what_is_drawn_last_is_looked_at_however_quickly_the_tab_is_opened(visit: Visit) -> None:
    visitor = visit(Watcher)
    Hand(visitor.page).draw(4)  # of two strokes, the second of which is not sent yet
    open_inside(visitor)
    expect(visitor.page.locator(".st-key-inside_answer .answer")).to_have_text("4")
    sent_pixels(visitor, strokes=2)
    visitor.wait_until_answered()
    expect(visitor.page.locator(".st-key-inside_answer .answer")).to_have_text("4")


def test_a_phone_in_the_dark_shows_it_all_in_one_column(visit: Visit) -> None:
    visitor = visit(color_scheme="dark", **PHONE)
    page = visitor.page
    Finger(page).draw(3)
    visitor.answers("3")
    visitor.wait_until_answered()
    open_inside(visitor)
    expect(page.locator(".way.narrow")).to_be_visible()
    layer(page, 0).tap(position={"x": 4, "y": 4})
    expect(heading(page)).to_have_text("Neuron 1 of hidden layer 1")
    expect(heading(page)).to_be_in_viewport()
    for view in ("First-layer weights", "Why this answer?"):
        page.get_by_text(view).click()
        expect(page.locator(".st-key-weights button, .votes").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
