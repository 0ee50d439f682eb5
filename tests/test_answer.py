"""An answer as people see it: drawn by its JavaScript alone, in a blank page of a real Chromium, without Streamlit."""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from mnist_demo.config import DEFAULT_RUN, PLAIN_RUN
from mnist_demo.numbers import probability
from mnist_demo.runs.run import Run
from mnist_demo.runs.store import load_run
from mnist_demo.ui.answer.content import Answer, Places, content
from mnist_demo.web import javascript

DRAW = Places("draw", ("first-answer", "second-answer"), picture="picture-place", bars="bars-place")
FILES = [javascript.FOLDER / f"{name}.js" for name in "constants elements percent note bars picture answer".split()]
SHOW = """answer => {
    const image = answer.image === null ? null : decodePicture(answer.image);
    window.view ??= new AnswerView(document.body.appendChild(document.createElement("div")));
    view.show({...answer, image});
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    source = base64.b64encode(javascript.joined(FILES).encode() + b"\nexport { AnswerView, decodePicture, percent };")
    page.evaluate(
        "async text => Object.assign(window, await import(`data:text/javascript;base64,${text}`))", source.decode()
    )
    yield page
    page.close()


@pytest.fixture(scope="module")
def run() -> Run:
    return load_run(DEFAULT_RUN)


def show(page: Page, run: Run, shares: list[float] | None, **changes: Any) -> dict[str, Any]:
    """Have an answer drawn; gives the data it was drawn from."""
    answers = None
    if shares is not None:
        values = np.array(shares, np.float32)
        choice = int(values.argmax()) if values.max() >= run.threshold else None
        answers = [Answer(run, values, choice)]
    data = content(DRAW, [run], answers, **changes)
    page.evaluate(SHOW, data)
    return data


def shares_of(**chosen: float) -> list[float]:
    """Ten probabilities, those that are not named nearly 0: `shares_of(_4=0.9)`."""
    return [chosen.get(f"_{digit}", 0.0) for digit in range(10)]


def drawn(page: Page) -> list[int]:
    """The brightness of the picture's pixels, 0 to 255."""
    brightness: list[int] = page.locator("canvas").evaluate(
        "canvas => [...canvas.getContext('2d').getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 0)"
    )
    return brightness


def note(page: Page) -> list[str]:
    return page.locator(".first-answer .note").inner_text().replace("\u00a0", " ").splitlines()


def test_percent_is_the_same_in_both_languages(page: Page) -> None:
    ties = [0.5625, 0.0625, 0.3125, 0.0005, 0.9995, 0.00049999, 0.99949999, 0.0, 1.0, 0.5]
    chance = random.Random(3)
    shares = ties + [chance.random() ** chance.choice((1, 4)) for _ in range(10_000)]
    shares += [float(np.float32(share)) for share in shares] + [number / 2000 for number in range(2001)]
    assert page.evaluate("shares => shares.map(percent)", shares) == [probability(share) for share in shares]


@pytest.mark.parametrize(("share", "text"), [
    (0.5625, "56.3 %"), (0.0625, "6.3 %"), (0.0, "0 %"), (0.0004, "0 %"), (0.0005, "0.1 %"), (0.9994, "99.9 %"),
    (0.9995, "> 99.9 %"), (1.0, "> 99.9 %"), (0.25, "25.0 %"),
])  # fmt: skip
def test_percent_is_rounded_half_up_and_no_more_certain_than_it_is(share: float, text: str) -> None:
    assert probability(share).replace("\u00a0", " ") == text


def test_a_sure_answer(page: Page, run: Run) -> None:
    show(page, run, shares_of(_4=0.9, _9=0.1))
    assert page.get_by_test_id("live-digit").inner_text() == "4"
    assert note(page) == ["90.0 % sure", "runner-up 9: 10.0 %"]
    assert page.locator(".first-answer b").inner_text() == "90.0\u00a0%"
    assert page.evaluate("view.text").replace("\u00a0", " ") == "4: 90.0 % sure runner-up 9: 10.0 %"


def test_a_runner_up_without_a_share_is_none(page: Page, run: Run) -> None:
    show(page, run, shares_of(_4=0.9996, _9=0.0004))
    assert note(page) == ["> 99.9 % sure"]
    show(page, run, shares_of(_4=0.999, _9=0.0005))
    assert note(page) == ["99.9 % sure", "runner-up 9: 0.1 %"]


def test_bars_show_every_probability_and_mark_the_highest(page: Page, run: Run) -> None:
    shares = [0.02, 0.03, 0.05, 0.6, 0.04, 0.06, 0.07, 0.08, 0.01, 0.04]
    show(page, run, shares)
    meters = page.get_by_role("meter")
    values = meters.evaluate_all("meters => meters.map(meter => +meter.getAttribute('aria-valuenow'))")
    assert values == [round(100 * share, 2) for share in shares]
    assert page.locator(".winner").get_attribute("data-testid") == "live-bar-3"
    assert page.get_by_role("meter", name="3", exact=True).count() == 1
    share = "parseFloat(fill.style.getPropertyValue('--share'))"  # which the stylesheet makes the length of a bar
    widths = page.locator(".fill").evaluate_all(f"fills => fills.map(fill => {share})")
    np.testing.assert_allclose(widths, 100 * np.array(shares), atol=0.01)


def test_not_sure_names_both(page: Page, run: Run) -> None:
    shares = shares_of(_4=run.threshold - 0.02, _9=1.02 - run.threshold)
    show(page, run, shares if shares[4] > shares[9] else shares_of(_4=0.3, _9=0.2))
    assert page.get_by_test_id("live-digit").inner_text() == "?"
    assert note(page)[0] == "Not sure: 4 or 9" and page.evaluate("view.text").startswith("Not sure")


def test_where_no_class_stands_out_there_is_no_guess_and_no_marked_bar(page: Page, run: Run) -> None:
    show(page, run, [0.102, 0.101, *[0.8 / 8 - 0.0004] * 8])
    assert page.get_by_test_id("live-digit").inner_text() == "?"
    assert note(page) == ["No digit that I know", "no answer stands out"]
    assert page.locator(".winner").count() == 0 and page.get_by_role("meter").count() == 10
    assert page.locator(".percent").first.inner_text() == "10.2\u00a0%"
    show(page, run, [0.102, 0.101, *[0.8 / 8 - 0.0004] * 8], covered={"answer"})
    assert page.locator(".winner").count() == 0  # the bars stay
    show(page, run, shares_of(_4=0.4, _9=0.38))
    assert note(page)[0] == "Not sure: 4 or 9" and page.locator(".winner").count() == 1


def test_an_empty_sheet_invites(page: Page, run: Run) -> None:
    show(page, run, None)
    assert page.get_by_test_id("live-digit").inner_text() == "?" and note(page) == ["Draw a digit"]
    assert page.locator(".winner").count() == 0
    assert {bar.inner_text() for bar in page.locator(".percent").all()} == {"–"}


def test_the_picture_is_the_one_that_was_sent(page: Page, run: Run) -> None:
    image = np.linspace(0, 1, 784, dtype=np.float32).reshape(28, 28)
    show(page, run, shares_of(_1=1.0), image=image, description="What it gets")
    assert page.get_by_role("img", name="What it gets").is_visible()
    np.testing.assert_array_equal(np.array(drawn(page)).reshape(28, 28), np.rint(255 * image))


def test_what_is_covered_is_neither_seen_nor_read(page: Page, run: Run) -> None:
    image = np.ones((28, 28), np.float32)
    data = show(page, run, shares_of(_4=1.0), image=image, covered={"answer", "bars", "input"}, digit=4)
    assert data["networks"][0]["probabilities"] is None and data["image"] is None
    assert note(page) == ["What will it say?"] and page.get_by_test_id("live-digit").inner_text() == "?"
    assert page.locator(".winner").count() == 0 and "labelled" not in page.locator("body").inner_text()
    assert page.get_by_role("meter").count() == 0  # for screen readers
    assert max(drawn(page)) == 0
    show(page, run, shares_of(_4=1.0), image=image, digit=4)
    assert page.get_by_test_id("live-digit").inner_text() == "4" and page.get_by_role("meter").count() == 10
    assert note(page)[-1] == "A test image, labelled 4: right"


def test_two_networks_have_names_and_bars_of_their_own(page: Page, run: Run) -> None:
    runs = [run, load_run(PLAIN_RUN)]
    shares = [np.eye(10, dtype=np.float32)[digit] for digit in (3, 8)]
    answers = [Answer(each, values, int(values.argmax())) for each, values in zip(runs, shares, strict=True)]
    page.evaluate(SHOW, content(DRAW, runs, answers))
    assert page.get_by_test_id("live-digit").all_inner_texts() == ["3", "8"]
    assert page.locator(".title").all_inner_texts() == [DEFAULT_RUN, PLAIN_RUN]
    winners = page.locator(".winner").evaluate_all("bars => bars.map(bar => bar.dataset.testid)")
    assert winners == ["live-bar-3", "live-bar-other-8"]


def test_names_are_text_whatever_they_look_like(page: Page, run: Run) -> None:
    show(page, run, shares_of(_4=0.9, _9=0.1))
    evil = "<img src=x onerror='window.hurt=1'>**&{second}"
    data = content(DRAW, [run], [Answer(run, np.array(shares_of(_4=0.9, _9=0.1), np.float32), 4)])
    data["classes"] = [evil] * 10
    data["networks"][0]["remark"] = evil
    data["remarks"] = [{"text": "{what}", "places": {"what": evil}}]
    page.evaluate(SHOW, data)
    assert page.get_by_test_id("live-digit").inner_text() == evil
    assert page.locator(".class").all_inner_texts() == [evil] * 10
    assert note(page)[1:] == [f"runner-up {evil}: 10.0 %", evil]
    assert page.locator(".remarks").inner_text() == evil
    assert page.locator("img").count() == 0 and page.evaluate("window.hurt") is None


def test_values_that_change_move_the_elements_that_are_there(page: Page, run: Run) -> None:
    show(page, run, shares_of(_4=0.9, _9=0.1))
    page.evaluate("window.bars = [...document.querySelectorAll('[data-testid^=live-bar]')]")
    show(page, run, shares_of(_4=0.1, _9=0.9))
    assert page.evaluate("bars.every(bar => bar.isConnected)")
    assert page.locator(".winner").get_attribute("data-testid") == "live-bar-9"


def test_the_modules_for_answers_know_neither_streamlit_nor_the_page() -> None:
    for file in FILES:
        source = file.read_text(encoding="utf-8")
        assert "st-key" not in source and not re.search(r"document\.(query|body|document)", source), file
        assert "innerHTML" not in source
