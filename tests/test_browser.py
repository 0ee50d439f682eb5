"""What people do, in a real Chromium: draw, clear, look at the training, retrain, cancel, reload, share."""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
from urllib.parse import urlparse

import pytest
from browser import chromium, find_chromium, server
from drawing import Finger, Hand
from playwright.sync_api import Browser, Page, expect

from mnist_demo.config import DEFAULT_RUN, MODELS_DIR, SHIPPED_RUNS
from mnist_demo.store import load_run

pytestmark = pytest.mark.skipif(
    find_chromium() is None and os.environ.get("CI") != "true", reason="no Chromium on this machine"
)
WIDE = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3, "has_touch": True, "is_mobile": True}
TRAINING_MS = 120_000


@pytest.fixture(scope="module")
def browser():
    assert find_chromium(), "no Chromium on this machine: install the package chromium, or set CHROMIUM"
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def outside():
    """A proxy that nobody should ask: whatever leaves the server for another host ends here."""
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def listen():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                asked.append(connection.recv(200))
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", asked


@pytest.fixture(scope="module")
def address(tmp_path_factory, outside):
    models = tmp_path_factory.mktemp("models")
    for name in SHIPPED_RUNS:
        shutil.copytree(MODELS_DIR / name, models / name)
    proxy, _ = outside
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), proxy)
    with server(MNIST_DRAW_MODELS=str(models), NO_PROXY="", no_proxy="", **proxies) as (address, _):
        yield address


class Visitor:
    """A page of its own, which notes requests to other hosts and errors."""

    def __init__(self, browser: Browser, address: str, **options) -> None:
        self.context = browser.new_context(**{**WIDE, **options})
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.strangers: list[str] = []
        self.page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._note_request)
        self.address = address
        self.open()

    def _note_request(self, request) -> None:
        if urlparse(request.url).hostname not in ("localhost", None):
            self.strangers.append(request.url)

    def open(self) -> None:
        self.page.goto(self.address)
        expect(self.page.locator(".st-key-drawing canvas").last).to_be_visible(timeout=20_000)
        expect(self.page.locator(".st-key-probabilities")).to_be_visible()

    def answers(self, text: str, timeout: float = 8_000) -> None:
        expect(self.page.locator(".st-key-prediction .answer")).to_have_text(text, timeout=timeout)

    @property
    def run_in_use(self):
        return self.page.get_by_role("combobox", name="Trained network")

    def clear(self) -> None:
        self.page.locator(".st-key-clear button").click()
        self.answers("?")

    def retrain(self, epochs: int) -> None:
        self.page.get_by_test_id("stSidebar").get_by_text("Settings").click()
        field = self.page.get_by_label("Epochs")
        field.fill(str(epochs))
        field.press("Enter")
        self.page.locator(".st-key-retrain button").click()
        expect(self.page.locator(".st-key-training_progress")).to_be_visible(timeout=5_000)


@pytest.fixture
def visit(browser, address):
    visitors = []

    def enter(**options) -> Visitor:
        visitors.append(Visitor(browser, address, **options))
        return visitors[-1]

    yield enter
    for visitor in visitors:
        visitor.context.close()
        assert visitor.errors == []
        assert visitor.strangers == []


def test_ten_digits_drawn_with_the_mouse_are_read_right(visit):
    visitor = visit()
    visitor.answers("?")
    expect(visitor.page.locator(".st-key-prediction")).to_contain_text("Draw a digit")
    for digit in range(10):
        Hand(visitor.page).draw(digit)
        visitor.answers(str(digit))
        expect(visitor.page.locator(".st-key-probabilities .bar:has(.winner) .digit")).to_have_text(str(digit))
        visitor.clear()


def test_answer_follows_each_stroke_and_the_layout_does_not_jump(visit):
    visitor = visit()
    bars = visitor.page.locator(".st-key-probabilities")
    empty = bars.bounding_box()
    Hand(visitor.page).draw(1)
    visitor.answers("1")
    assert bars.bounding_box() == empty
    Hand(visitor.page).stroke([(60, 75), (195, 72)])  # a long bar to the left makes it a 7
    visitor.answers("7")


def test_digits_drawn_with_a_finger_on_a_phone_are_read_and_the_page_stays(visit):
    visitor = visit(**PHONE)
    page = visitor.page
    before = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    for digit in (3, 7):
        Finger(page).draw(digit)
        visitor.answers(str(digit))
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == before
        visitor.clear()
    canvas = page.locator(".st-key-drawing canvas").last.bounding_box()
    assert canvas["x"] >= 0 and canvas["x"] + canvas["width"] <= 390
    assert canvas["y"] + canvas["height"] <= page.locator(".st-key-clear").bounding_box()["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_themes(visit, scheme):
    visitor = visit(color_scheme=scheme)
    background = visitor.page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    brightness = sum(map(int, re.findall(r"\d+", background)[:3]))
    assert brightness > 600 if scheme == "light" else brightness < 150
    Hand(visitor.page).draw(4)
    visitor.answers("4")


def test_drawing_survives_a_visit_to_the_training_tab(visit):
    visitor = visit()
    Hand(visitor.page).draw(7)
    visitor.answers("7")
    visitor.page.get_by_role("tab", name="Training").click()
    expect(visitor.page.locator(".st-key-curves_accuracy")).to_be_visible(timeout=15_000)
    accuracy = load_run(DEFAULT_RUN).metrics["test_accuracy"]
    expect(visitor.page.get_by_test_id("stMetric").first).to_contain_text(f"{accuracy:.2%}")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Network for Keras").click()
    assert download.value.suggested_filename.endswith("model.keras")
    visitor.page.get_by_role("tab", name="Draw").click()
    visitor.answers("7")
    Hand(visitor.page).stroke([(170, 205), (270, 200)])  # the old strokes are still there: a 7 with a bar
    visitor.page.wait_for_timeout(1000)
    visitor.answers("7")


def test_show_me_one_and_the_steps_of_the_preparation(visit):
    visitor = visit()
    visitor.page.locator(".st-key-example button").click()
    expect(visitor.page.locator(".st-key-prediction")).to_contain_text("labelled", timeout=15_000)
    Hand(visitor.page).draw(2)
    visitor.answers("2")
    expect(visitor.page.locator(".st-key-prediction")).not_to_contain_text("labelled")
    visitor.page.get_by_text("How a drawing becomes").click()
    expect(visitor.page.locator(".st-key-steps img.picture")).to_have_count(4)


def test_retraining_takes_over_here_and_is_announced_there(visit):
    mine, other = visit(), visit()
    Hand(other.page).draw(7)
    mine.retrain(epochs=2)
    expect(other.page.locator(".st-key-training_progress")).to_be_visible(timeout=10_000)
    expect(other.page.locator(".st-key-retrain")).to_have_count(0)
    Hand(mine.page).draw(3)
    mine.answers("3")
    mine.open()  # a reload: the training goes on
    expect(mine.page.locator(".st-key-training_progress")).to_contain_text("Epoch", timeout=60_000)
    expect(other.page.get_by_text("There is a new network")).to_be_visible(timeout=TRAINING_MS)
    other.answers("7")
    other.page.get_by_role("button", name="Use it").click()
    expect(other.run_in_use).to_have_value(re.compile("classic-2"))
    other.answers("7")


def test_the_page_that_retrained_switches_and_says_what_changed(visit):
    visitor = visit()
    Hand(visitor.page).draw(5)
    visitor.answers("5")
    visitor.retrain(epochs=2)
    change = visitor.page.get_by_text(re.compile(r"\d\d\.\d % → \d\d\.\d %"))
    expect(change).to_be_visible(timeout=TRAINING_MS)
    expect(visitor.run_in_use).to_have_value(re.compile("classic-2"))
    visitor.answers("5")
    visitor.page.get_by_role("tab", name="Training").click()
    visitor.page.get_by_text("Delete this run").click()
    visitor.page.locator(".st-key-delete button").click()
    expect(visitor.run_in_use).not_to_have_value(re.compile("classic-2"), timeout=10_000)


def test_cancelling_keeps_everything_as_it_was(visit):
    visitor = visit()
    in_use = visitor.run_in_use.input_value()
    visitor.retrain(epochs=900)
    expect(visitor.page.locator(".st-key-training_progress")).to_contain_text("Epoch", timeout=60_000)
    visitor.page.locator(".st-key-cancel button").click()
    expect(visitor.page.get_by_text("Training cancelled")).to_be_visible(timeout=20_000)
    assert visitor.run_in_use.input_value() == in_use
    expect(visitor.page.locator(".st-key-retrain")).to_be_visible()


def test_no_deploy_button_and_nothing_left_the_machine(visit, outside):
    visitor = visit()
    assert visitor.page.get_by_text("Deploy").count() == 0
    assert outside[1] == []
