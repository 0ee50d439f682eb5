"""The worksheets come out of a printer on two pages, whole."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from mnist_demo.config import ROOT

WORKSHEETS = ROOT / "docs" / "worksheets.html"


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_each_sheet_is_one_page(browser: Browser, paper: str) -> None:
    page = browser.new_page()
    page.goto(WORKSHEETS.as_uri())
    assert page.locator("section").count() == 2
    pages = re.findall(rb"/Type /Page\b(?!s)", page.pdf(format=paper, prefer_css_page_size=False))
    page.close()
    assert len(pages) == 2


def test_nothing_is_wider_than_the_paper_or_comes_from_elsewhere(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 695, "height": 1000})  # A4 without its margins, 184 mm
    page.emulate_media(media="print")
    page.goto(WORKSHEETS.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 695
    assert page.locator("[src], link").count() == 0
    page.close()
