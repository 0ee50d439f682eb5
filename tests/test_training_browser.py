"""The Training tab in a real Chromium: from a cell of the matrix to an image's inside, and every view on a phone."""

from __future__ import annotations

import re

import numpy as np
from drawing import Finger
from playwright.sync_api import Locator, Page, expect
from visitor import PHONE, Visit

from mnist_demo.config import DEFAULT_RUN, PLAIN_RUN
from mnist_demo.images.distortion import ROBUSTNESS
from mnist_demo.runs.store import load_run, load_test_result

CHART = "[role=graphics-document]"


def open_view(page: Page, name: str) -> Locator:
    page.get_by_role("radio", name=name).click()
    view = page.locator(f".st-key-view_{name.lower().replace('not sure', 'unsure')}")
    expect(view).to_be_visible()
    return view


def cell(page: Page, true: int, said: int) -> Locator:
    """A cell of the confusion matrix; its number covers its middle and takes the click as well."""
    return page.locator(f".st-key-confusion_matrix path[aria-label*='true: {true}; predicted: {said}']").last


def choose(page: Page, label: str, option: str) -> None:
    """Pick from a list, once the page is at rest: a list closes when the page changes."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.get_by_role("combobox", name=label).fill(option)
    page.get_by_role("option", name=re.compile(rf"^{option}( ·|$)")).click()  # not "classic, 1 epoch"


def test_from_a_cell_of_the_matrix_to_the_inside_of_an_image(visit: Visit) -> None:
    result = load_test_result(load_run(DEFAULT_RUN))
    assert result is not None
    matrix = result.confusion_matrix - np.diag(np.diag(result.confusion_matrix))
    true, said = map(int, np.unravel_index(matrix.argmax(), matrix.shape))
    visitor = visit()
    page = visitor.page
    page.get_by_role("tab", name="Training").click()
    open_view(page, "Mistakes")
    cell(page, true, said).click()
    images = page.locator(f".st-key-mistakes-{DEFAULT_RUN}-{true}-{said}-all button")
    expect(images).to_have_count(int(matrix.max()))
    assert [image.get_attribute("data-id") for image in images.all()] == [*map(str, result.mistakes(true, said))]
    expect(page.get_by_role("combobox", name="Answer")).to_have_value(str(said))

    # Another cell, the whole row by the filter, then the first cell again, whose second click counts too.
    cell(page, 4, 4).click()
    expect(page.get_by_text("images of 4 read right")).to_be_visible()
    choose(page, "Answer", "any")
    expect(page.get_by_text("of 4 read wrong")).to_be_visible()
    expect(page.locator(f".st-key-confusion_matrix {CHART}")).to_have_count(1)
    cell(page, 4, 4).click()
    expect(page.get_by_text("images of 4 read right")).to_be_visible()

    cell(page, true, said).click()
    images.first.click()
    expect(page.get_by_role("tab", name="Look inside")).to_have_attribute("aria-selected", "true")
    index = int(result.mistakes(true, said)[0])
    expect(page.get_by_role("tabpanel").filter(visible=True)).to_contain_text(f"Test image {index}")


def test_every_view_fits_a_phone_and_the_slider_goes_through_the_training(visit: Visit) -> None:
    visitor = visit(**PHONE)
    page = visitor.page
    Finger(page).draw(7)
    visitor.answers("7")
    choose_run(page, PLAIN_RUN)
    page.get_by_role("tab", name="Training").click()
    open_view(page, "Mistakes")
    cell(page, 4, 9).click()
    expect(page.locator(f".st-key-mistakes-{PLAIN_RUN}-4-9-all button").first).to_be_in_viewport(ratio=0.9)
    for view, charts in (
        ("Overview", 2),
        ("Mistakes", 1),
        ("Robustness", len(ROBUSTNESS)),
        ("Compare", 3),
        ("Not sure", 1),
    ):
        expect(open_view(page, view).locator(CHART)).to_have_count(charts)
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390, view
    open_view(page, "Timeline")
    winner = page.locator(".st-key-timeline_bars .bar:has(.winner)")
    expect(page.get_by_text("the weights are random numbers")).to_be_visible()
    expect(winner).to_have_count(0)  # none stands out
    slider = page.get_by_role("slider", name="Epoch")
    slider.press("End")
    expect(page.get_by_text("After epoch 10 of 10")).to_be_visible()
    expect(winner.locator(".class")).to_have_text("7")
    slider.press("Home")
    expect(page.get_by_text("the weights are random numbers")).to_be_visible()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


def choose_run(page: Page, name: str) -> None:
    page.get_by_test_id("stExpandSidebarButton").click()
    choose(page, "Trained network", name)
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    expect(page.get_by_role("combobox", name="Trained network")).not_to_be_in_viewport()
