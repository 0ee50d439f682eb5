"""axe-core finds no barriers in any state of the page, but for those that Streamlit's own widgets have."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browser import server
from drawing import number
from playwright.sync_api import Browser, Page, expect
from visitor import PHONE, WIDE, Visit, Visitor

from mnist_demo.config import ROOT
from mnist_demo.images.drawing_link import encode
from mnist_demo.images.pen import Stroke

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LOOK = """async () => {
    const {violations} = await axe.run({preload: false, resultTypes: ['violations']});
    return violations.map(({id, nodes}) => [id, nodes.map(({target}) => target.join(' '))]);
}"""
NUMBER = encode([Stroke(24, np.array(line)) for digit in number("174") for line in digit])
OURS = {"color-contrast", "heading-order", "image-alt", "image-redundant-alt"}
"""Rules about what the theme, the texts and the pictures of the page decide: whatever a bare app has."""
STATES = {
    "": ".st-key-canvas-0 canvas",
    "example=4&compare=true&steps=true": ".st-key-other_prediction",
    "example=4&hide=answer,bars,input": ".st-key-reveal",
    "example=4&view=presentation": ".st-key-leave",
    "example=4&tab=training": ".st-key-curves_accuracy [role=graphics-document]",
    "example=4&tab=training&training_view=mistakes": ".st-key-view_mistakes .gallery button",
    "example=4&tab=training&training_view=robustness": ".st-key-view_robustness .strip",
    "example=4&tab=training&training_view=compare": ".st-key-view_compare [role=graphics-document]",
    "example=4&tab=training&training_view=timeline": ".st-key-view_timeline .tiles img",
    "example=4&tab=training&training_view=unsure&unsure=0.99": ".st-key-refusal_curves [role=graphics-document]",
    "example=4&tab=inside": ".st-key-neuron",
    "example=4&tab=inside&look=weights": ".st-key-weights button",
    "example=4&tab=inside&look=why": ".votes",
    "digits=photo": ".st-key-photo .take",
    "example=4&embed=true": ".st-key-prediction",
    f"digits=many&compare=true&drawing={NUMBER}": ".tag[aria-checked=true]",
}
"""What the address says, each with an element that no state before it has."""
LOADED = {"example=4&compare=true&steps=true", "example=4&embed=true", [*STATES][-1]}
"""Those that the page is loaded for: the sheet, and what is embedded, are taken from the address only then."""


def barriers(page: Page) -> dict[str, Any]:
    """The rules that the page breaks, each with the elements."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[tuple[str, list[str]]] = page.evaluate(LOOK)
    return dict(found)


@pytest.fixture(scope="module")
def axe() -> None:
    if not AXE.is_file() and os.environ.get("CI") != "true":
        pytest.skip("no axe-core: npm ci")


@pytest.fixture(scope="module")
def of_streamlit(axe: None, browser: Browser) -> Iterator[set[str]]:
    """The rules that a bare app breaks."""
    with server(Path(__file__).with_name("bare_widgets.py")) as (address, _):
        page = browser.new_page()
        page.goto(address)
        broken: set[str] = set()
        for tab in ("Draw", "Training", "Look inside"):
            page.get_by_role("tab", name=tab).click()
            expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
            broken |= barriers(page).keys()
        page.close()
        yield broken


@pytest.mark.parametrize(("scheme", "device"), [("light", WIDE), ("dark", PHONE)], ids=["light", "dark, on a phone"])
def test_no_barrier_in_any_state(visit: Visit, of_streamlit: set[str], scheme: str, device: dict[str, Any]) -> None:
    visitor: Visitor = visit(color_scheme=scheme, **device)
    found: dict[tuple[str, str], Any] = {}
    for query, part in STATES.items():
        if query in LOADED:
            visitor.page.goto(f"{visitor.address}/?{query}")
        elif query:
            visitor.go_to(query)
        expect(visitor.page.locator(part).first).to_be_visible()
        visitor.wait_for_script()
        found |= {
            (query, rule): places
            for rule, places in barriers(visitor.page).items()
            if rule in OURS or rule not in of_streamlit
        }
    assert found == {}
