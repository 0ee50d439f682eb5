"""“Not sure” as a choice: what the slider changes on its page, what it says of the cost, and the way back."""

from __future__ import annotations

import numpy as np
import pytest
from page import SECONDS, Sheet, answer, answer_data, answers, press, remarks
from streamlit.testing.v1 import AppTest

from mnist_demo.config import PLAIN_RUN, ROOT
from mnist_demo.data.strokes import HELD_OUT_DOODLES, draw_doodles
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.evaluation import TestResult
from mnist_demo.runs.store import load_run, load_test_result
from mnist_demo.ui import resources


@pytest.fixture(scope="module")
def plain_result() -> TestResult:
    result = load_test_result(load_run(PLAIN_RUN))
    assert result is not None
    return result


@pytest.fixture(scope="module")
def doubtful(plain_result: TestResult) -> int:
    """A test image that classic answers right by its own threshold, and not by one of 90 percent."""
    confidence = plain_result.confidence
    return int(np.flatnonzero(plain_result.is_right & (confidence > 0.7) & (confidence < 0.8))[0])


def open_page(**parameters: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
    app.query_params.update({"run": PLAIN_RUN, **parameters})
    app.run()
    assert not app.exception
    return app


def go_to(app: AppTest, **state: str) -> AppTest:
    for name, value in state.items():
        app.session_state[name] = value
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.caption))


def is_offered(app: AppTest) -> bool:
    return "open_unsure" in {button.key for button in app.button}


def thresholds(app: AppTest, key: str = "answer") -> list[float]:
    return [network["threshold"] for network in answer_data(app, key)["networks"]]


def test_the_slider_changes_every_answer_of_the_page_and_the_button_gives_it_back(
    doubtful: int, plain_result: TestResult
) -> None:
    app = open_page(example=str(doubtful), tab="training", training_view="unsure", compare="true")
    digit, own = str(plain_result.labels[doubtful]), load_run(PLAIN_RUN).threshold
    assert answer(app) == digit and app.slider(key="unsure_percent").value == round(100 * own)
    assert app.button(key="unsure_back").disabled
    app.slider(key="unsure_percent").set_value(90).run()
    assert answer(app) == "?" and thresholds(app) == [0.9, 0.9]
    assert app.query_params["unsure"] == "0.9" and app.slider(key="unsure_percent").value == 90
    go_to(app, tab="training", training_view="timeline")
    assert thresholds(app, "answer_then") == [0.9]
    go_to(app, tab="inside")
    assert answer(app, "answer_inside") == "?" and "no answer" in remarks(app)
    app.slider(key="break-turn").set_value(1).run()  # what is broken is answered by another way
    assert thresholds(app, "answer_inside") == [0.9]
    go_to(app, tab="training", training_view="unsure")
    press(app, "unsure_back")
    assert answer(app) == digit and thresholds(app)[0] == own and "unsure" not in app.query_params
    assert app.slider(key="unsure_percent").value == round(100 * own)


def test_the_cost_is_said_in_plain_words(plain_result: TestResult) -> None:
    app = open_page(tab="training", training_view="unsure", unsure="0.8")
    given = plain_result.confidence.astype(float) >= 0.8
    right = (plain_result.predictions == plain_result.labels)[given].mean()
    doodles = scale_pixels(draw_doodles(500, resources.DOODLES_SEED, HELD_OUT_DOODLES))
    refused = (load_run(PLAIN_RUN).network.predict(doodles).max(axis=1) < 0.8).mean()
    said = words(app).replace("\u00a0", " ")
    assert f"Of 10,000 test images it answers {given.sum():,}, and {100 * right:.1f} % of these are right." in said
    assert f"Of 500 doodles it refuses {100 * refused:.0f} %." in said
    assert "By the limit of classic, 50 %, it answers" in said
    assert len(app.get("vega_lite_chart")) == 1


def test_the_kinds_of_mistakes_follow(plain_result: TestResult) -> None:
    app = open_page(tab="training", training_view="mistakes", unsure="0.9")
    wrong = plain_result.confidence.astype(float)[~plain_result.is_right]
    options = [option.content for option in app.button_group(key="mistakes_sure").proto.options]
    assert options[1:] == [f"Answered wrong: {(wrong >= 0.9).sum():,}", f"Would say “?”: {(wrong < 0.9).sum():,}"]
    assert "Below 90\u00a0% the app says “?”" in words(app)


def test_it_is_never_unsure_at_0() -> None:
    app = open_page(tab="training", training_view="unsure", unsure="0")
    assert "it answers 10,000" in words(app) and "doodles it refuses 0\u00a0%" in words(app)
    assert not app.button(key="unsure_back").disabled


def test_the_way_there_is_offered_where_the_page_says_that_it_is_not_sure(doubtful: int) -> None:
    app = open_page(example=str(doubtful))
    assert not is_offered(app)  # it is sure, by its own threshold
    app = open_page(example=str(doubtful), unsure="0.9")
    assert answers(app) == ["?"] and app.button(key="open_unsure").label == "This page says “?” below 90\u00a0%"
    press(app, "open_unsure")
    assert app.session_state["tab"] == "training" and app.slider(key="unsure_percent").value == 90


@pytest.mark.parametrize("hidden", ["answer", "tabs"])
def test_the_way_there_tells_nothing_that_a_lesson_hides(doubtful: int, hidden: str) -> None:
    assert not is_offered(open_page(example=str(doubtful), unsure="0.9", hide=hidden))


def test_doodles_are_drawn_for_those_who_ask(app: AppTest, sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[None] = []

    def draw() -> np.ndarray:
        drawn.append(None)
        return np.zeros((500, 28, 28), np.uint8)

    monkeypatch.setattr(resources, "_doodles", draw)
    resources._confidence_in_doodles.clear()
    for view in ("overview", "mistakes"):
        go_to(app, tab="training", training_view=view)
    assert drawn == []
    for percent in (70, 80):
        go_to(app, tab="training", training_view="unsure")
        app.slider(key="unsure_percent").set_value(percent).run()
    assert drawn == [None]
    resources._confidence_in_doodles.clear()
