"""Takes the README's screenshots of the real app: `make screenshots`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, FilePayload, Locator, Page

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # the server, the browser and the hand are those of the tests

from browser import chromium, server
from drawing import Hand, arc
from photographs import photo_of

from mnist_demo.data.strokes import contact_sheet, overview_rows, save

WIDE = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}
SETTLED_MS = 1500
CURLED_NINE = [
    [*arc(200, 130, 70, 62, -20, 330), (262, 120), (258, 230), *arc(195, 260, 66, 70, -10, 170)],
]


def main() -> None:
    save(contact_sheet(overview_rows(), columns=18), ROOT / "docs" / "strokes.png")
    with server() as (address, _), chromium() as browser:
        _take(browser, address, "draw.png", 7, **WIDE)
        _take(browser, address, "draw-dark.png", 3, color_scheme="dark", **WIDE)
        _take(browser, address, "phone.png", 2, **PHONE)
        _take_photo(browser, address)
        _take_comparison(browser, address)
        _take_number(browser, address)
        _take_presentation(browser, address, "presentation.png", "hide=answer,bars")
        _take_presentation(browser, address, "presentation-dark.png", "compare=true", color_scheme="dark")
        _take_training(browser, address)
        _take_steps(browser, address)
        _take_evaluation(browser, address)
        _take_inside(browser, address)


def _open(browser: Browser, address: str, **options: Any) -> Page:
    page = browser.new_context(**options).new_page()
    page.goto(address)
    page.wait_for_selector(".st-key-drawing canvas")
    page.wait_for_selector(".st-key-probabilities .bar")
    return page


def _take(browser: Browser, address: str, name: str, digit: int, **options: Any) -> None:
    page = _open(browser, address, **options)
    Hand(page).draw(digit)
    page.wait_for_selector(".st-key-prediction .answer:not(.none)")
    page.mouse.move(5, 5)  # away from the canvas, whose toolbar shows while the pointer is on it
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=ROOT / "docs" / name)


def _take_photo(browser: Browser, address: str) -> None:
    """Four digits on paper, of which one is looked at."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/?digits=photo")
    page.locator(".picker .take").wait_for()
    photo = FilePayload(name="photo.jpg", mimeType="image/jpeg", buffer=photo_of([2, 0, 2, 5], (1600, 1200)))
    page.locator(".picker input").set_input_files(photo)
    page.locator(".on-photo .found").nth(3).click()
    page.wait_for_selector(".st-key-prediction .answer:not(.none)")
    _settle_and_take(page, "photo.png")


def _take_comparison(browser: Browser, address: str) -> None:
    """A 9 with a curled tail, which the plain network mistakes for another digit."""
    page = _open(browser, address, **WIDE)
    page.get_by_text("Compare two networks").click()
    page.wait_for_selector(".st-key-other_prediction")
    for stroke in CURLED_NINE:
        Hand(page).stroke(stroke)
    page.wait_for_selector(".st-key-prediction .answer:not(.none)")
    page.mouse.move(5, 5)
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=ROOT / "docs" / "compare.png")


def _take_number(browser: Browser, address: str) -> None:
    """A number, of which the second digit is looked at."""
    page = _open(browser, f"{address}/?digits=many&hide=sidebar", **WIDE)
    Hand(page).draw_number("2025")
    page.get_by_role("radio", name="Digit 2 of 4").click()
    page.mouse.move(5, 5)
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=ROOT / "docs" / "several.png")


def _take_presentation(browser: Browser, address: str, name: str, query: str, **options: Any) -> None:
    page = _open(browser, f"{address}/?view=presentation&{query}", **{**WIDE, **options})
    Hand(page).draw(3)
    page.mouse.move(5, 5)
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=ROOT / "docs" / name)


def _take_training(browser: Browser, address: str) -> None:
    page = _open(browser, address, **WIDE)
    page.get_by_role("tab", name="Training").click()
    page.wait_for_selector(".st-key-curves_accuracy [role=graphics-document]")
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=ROOT / "docs" / "training.png")


def _take_evaluation(browser: Browser, address: str) -> None:
    """The other views of the Training tab, for the classic network, which has more mistakes to show."""
    for scheme, suffix in (("light", ""), ("dark", "-dark")):
        page = _open(browser, address, viewport={"width": 1280, "height": 1000}, color_scheme=scheme)
        Hand(page).draw(3)
        page.wait_for_selector(".st-key-prediction .answer:not(.none)")
        page.get_by_role("combobox", name="Trained network").click()
        page.get_by_role("option", name="classic").click()
        page.get_by_role("tab", name="Training").click()
        _open_view(page, "Mistakes", ".st-key-confusion_matrix path[aria-label*='true: 4; predicted: 9']").click()
        page.locator(".st-key-mistakes-classic-4-9-all img").first.wait_for()
        _settle_and_take(page, f"training-mistakes{suffix}.png")
        _open_view(page, "Robustness", ".st-key-robustness_noise [role=graphics-document]")
        _settle_and_take(page, f"training-robustness{suffix}.png")
        _open_view(page, "Compare", ".st-key-disagreement-classic-robust img")
        _settle_and_take(page, f"training-compare{suffix}.png")
        _open_view(page, "Timeline", ".st-key-timeline_way [role=graphics-document]")
        page.get_by_role("slider", name="Epoch").press("ArrowRight")
        page.get_by_text("After epoch 1 of 10").wait_for()
        _settle_and_take(page, f"training-timeline{suffix}.png")
        _open_view(page, "Not sure", ".st-key-refusal_curves [role=graphics-document]")
        page.get_by_role("slider", name="Say “?” below").press("PageUp")
        page.get_by_text("By the limit of classic").wait_for()
        _settle_and_take(page, f"training-unsure{suffix}.png")


def _open_view(page: Page, name: str, content: str) -> Locator:
    """Open a view of the Training tab; returns the element that was waited for."""
    page.get_by_role("radio", name=name).click()
    found = page.locator(content).first
    found.wait_for()
    return found


def _take_steps(browser: Browser, address: str) -> None:
    page = _open(browser, address, viewport={"width": 1280, "height": 1200})
    Hand(page).draw(7)
    page.get_by_text("How a drawing becomes").click()
    page.wait_for_selector(".st-key-steps img.picture")
    page.wait_for_timeout(SETTLED_MS)
    page.locator(".st-key-steps").screenshot(path=ROOT / "docs" / "steps.png")


def _take_inside(browser: Browser, address: str) -> None:
    """The way through the network and why a 3 is no 8, in both themes; and what breaks the answer."""
    for scheme, suffix in (("light", ""), ("dark", "-dark")):
        page = _open(browser, address, viewport={"width": 1280, "height": 980}, color_scheme=scheme)
        Hand(page).draw(3)
        page.wait_for_selector(".st-key-prediction .answer:not(.none)")
        page.wait_for_timeout(SETTLED_MS)
        page.get_by_role("tab", name="Look inside").click()
        page.locator(".way button.winner").wait_for()
        page.locator(".way button").nth(3).click()
        page.get_by_role("heading", name="Output 3").wait_for()
        _settle_and_take(page, f"inside{suffix}.png")
        page.get_by_text("Why this answer?").click()
        page.locator(".votes").first.wait_for()
        page.get_by_role("combobox", name="and not").click()
        page.get_by_role("option", name="8").click()
        page.get_by_role("heading", name="Why 3 and not 8?").wait_for()
        _settle_and_take(page, f"inside-why{suffix}.png")
        page.get_by_text("First-layer weights").click()
        page.locator(".st-key-weights img").first.wait_for()
        _settle_and_take(page, f"inside-weights{suffix}.png")
        page.get_by_text("The way through").click()
        page.get_by_text("Break it").click()
        for name, steps in (("Turn", 50), ("Neurons switched off", 14)):
            page.get_by_role("slider", name=name).focus()
            for _ in range(steps):
                page.keyboard.press("ArrowRight")
        page.get_by_text("Unbroken").wait_for()
        _settle_and_take(page, f"inside-break{suffix}.png")


def _settle_and_take(page: Page, name: str) -> None:
    page.mouse.move(5, 5)
    page.wait_for_timeout(SETTLED_MS)
    page.get_by_test_id("stStatusWidget").wait_for(state="hidden")
    page.screenshot(path=ROOT / "docs" / name)


if __name__ == "__main__":
    main()
