"""Prepared pages by behaviour: what an address may contain, what is wrong with it, what it hides, and the link made."""

from __future__ import annotations

import re
import sys
from urllib.parse import parse_qs, urlparse

import numpy as np
import pytest
from drawing import DIGITS
from page import SECONDS, answer_data, answers, remarks
from streamlit.testing.v1 import AppTest

from mnist_demo.config import DEFAULT_RUN, PLAIN_RUN, ROOT
from mnist_demo.images.drawing_link import decode, encode
from mnist_demo.images.pen import Stroke


@pytest.fixture(scope="module")
def seven() -> str:
    text = encode([Stroke(24, np.array(line, np.float64)) for line in DIGITS[7]])
    assert text is not None
    return text


def open_page(**parameters: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
    app.query_params.update(parameters)
    app.run()
    assert not app.exception
    return app


def page_html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def hides(app: AppTest) -> tuple[bool, bool, bool]:
    """Whether the answers, the bars and the picture are not on the page."""
    sent = answer_data(app)
    known = all(network["probabilities"] for network in sent["networks"])
    assert known or {"answer", "bars"} <= set(sent["covered"])
    return "answer" in sent["covered"], "bars" in sent["covered"], sent["image"] is None


def test_a_plain_address_stays_plain() -> None:
    app = open_page()
    assert app.query_params == {} and not app.warning and answers(app) == ["?"]


def test_a_prepared_page(seven: str) -> None:
    app = open_page(run=PLAIN_RUN, brush="36", compare="true", tab="training", steps="true", drawing=seven)
    assert app.selectbox(key="run").value == PLAIN_RUN and app.selectbox(key="other_run").value == DEFAULT_RUN
    assert app.slider(key="brush").value == 36 and app.toggle(key="compare").value
    assert app.session_state["tab"] == "training" and app.metric
    assert answers(app) == ["7", "7"]
    assert "Crop" in " ".join(element.value for element in app.markdown)
    assert not app.warning and app.query_params["run"] == PLAIN_RUN


def test_the_prepared_drawing_lies_on_the_first_sheet_only(seven: str) -> None:
    app = open_page(drawing=seven)
    assert answers(app) == ["7"]
    app.button(key="clear").click().run()
    assert answers(app) == ["?"] and not app.exception


def test_a_prepared_view_of_each_tab() -> None:
    training = open_page(tab="training", training_view="compare")
    assert training.session_state["training_view"] == "compare" and not training.warning
    inside = open_page(tab="inside", look="why", example="12")
    assert inside.session_state["look"] == "why" and not inside.warning
    assert inside.query_params == {"tab": "inside", "look": "why", "example": "12"}


OLD_AND_NEW = [
    ({"tab": "Draw", "training_view": "Overview", "look": "The way through"}, {}),
    (
        {"tab": "Training", "training_view": "Mistakes", "look": "First-layer weights"},
        {"tab": "training", "training_view": "mistakes", "look": "weights"},
    ),
    (
        {"tab": "Look inside", "look": "Why this answer?", "why_for": "its answer", "why_not": "the runner-up"},
        {"tab": "inside", "look": "why"},
    ),
    ({"look": "Why this answer?", "why_for": "3", "why_not": "8"}, {"look": "why", "why_for": "3", "why_not": "8"}),
]


@pytest.mark.parametrize(("old", "new"), OLD_AND_NEW)
def test_the_words_of_old_addresses_are_understood_and_stay(old: dict[str, str], new: dict[str, str]) -> None:
    app = open_page(**old)
    assert dict(app.query_params) == old and not app.warning
    again = open_page(**new)
    for name in ("tab", "training_view", "look", "why_for", "why_not"):
        assert app.session_state[name] == again.session_state[name]


def test_a_prepared_test_image() -> None:
    app = open_page(example="12")
    assert answers(app) == ["9"] and "labelled 9" in answer_data(app)["networks"][0]["remark"]
    app.button(key="clear").click().run()
    assert answers(app) == ["?"]


WRONG = {
    "run": ("nobody", "There is no network `nobody` here"),
    "tab": ("Kitchen", "There is no tab `Kitchen`"),
    "training_view": ("Weather", "The Training tab has no view `Weather`, only overview, mistakes"),
    "why_for": ("eleven", "The network has no answer `eleven`: its own answer is explained"),
    "why_not": ("odd", "The network has no answer `odd`: the runner-up is compared"),
    "look": ("away", "Look inside has no view `away`, only way, weights"),
    "unsure": ("2", "The limit for “?” is a number from 0 to 0.99, not `2`"),
    "digits": ("dozens", "What Draw reads is one of one, many, photo, not `dozens`: it is one."),
    "brush": ("99", "The brush cannot be `99` wide, only 12 to 44: it is 24"),
    "compare": ("perhaps", "not `perhaps`: one network is shown"),
    "other_run": ("nobody", "no network `nobody` here to compare with"),
    "steps": ("1", "not `1`: they are folded"),
    "hide": ("bars,moon,sun", "`moon, sun` cannot be hidden. What can: answer, bars"),
    "view": ("huge", "There is no view `huge`"),
    "drawing": ("AAAA", "The drawing in the address is cut off or damaged: the sheet is empty"),
    "example": ("10000", "There is no test image `10000`"),
}


def test_everything_wrong_gets_a_sentence_and_the_rest_works() -> None:
    app = open_page(**{name: value for name, (value, _) in WRONG.items()})
    (box,) = app.warning
    assert all(sentence in box.value for _, sentence in WRONG.values())
    assert len(box.value.splitlines()) == len(WRONG)
    assert app.selectbox(key="run").value == DEFAULT_RUN and app.slider(key="brush").value == 24
    assert app.session_state["tab"] == "draw" and not app.toggle(key="compare").value
    assert answers(app) == ["?"] and app.button(key="reveal")  # the bars are hidden as was asked for
    app.button(key="forget").click().run()
    assert not app.warning and not app.exception
    assert dict(app.query_params) == {}  # what makes no sense is not passed on


NONSENSE = [
    {"unsure": "nan"},
    {"unsure": "-0.1"},
    {"unsure": "high"},
    {"brush": "nan", "run": "", "example": "-1", "drawing": "Ü" * 3000, "tab": "x" * 3000},
    {"brush": "inf", "run": "../../etc", "example": "³", "view": "![p](http://example.org/p.png) `<b>`\n\n# x"},
    {"brush": "1e999", "example": "9" * 5000},
    {"brush": ""},
    {"brush": "ten"},
]


@pytest.mark.parametrize("said", NONSENSE)
def test_nothing_in_an_address_breaks_the_page(said: dict[str, str]) -> None:
    (box,) = open_page(**said).warning
    sentences = box.value.splitlines()
    assert len(sentences) == len(said)
    assert all(len(sentence) < 200 and sentence.count("`") in (0, 2) for sentence in sentences)


def test_what_is_hidden_is_not_on_the_page_until_somebody_asks(seven: str) -> None:
    app = open_page(drawing=seven, hide="answer,bars,input", compare="true")
    assert answers(app) == ["?", "?"] and hides(app) == (True, True, True)
    assert [network["probabilities"] for network in answer_data(app)["networks"]] == [None, None]
    assert not answer_data(app)["isEmpty"] and answer_data(app)["words"]["covered"] == "What will it say?"
    app.button(key="reveal").click().run()
    assert answers(app) == ["7", "7"] and hides(app) == (False, False, False)
    assert app.button(key="reveal").label == "Hide the answer"
    app.button(key="reveal").click().run()
    assert answers(app) == ["?", "?"] and hides(app) == (True, True, True)
    app.button(key="reveal").click().run()
    app.button(key="example").click().run()  # a fresh sheet is a fresh question
    assert answers(app) == ["?", "?"] and not any(network["remark"] for network in answer_data(app)["networks"])


def test_each_part_is_hidden_by_itself(seven: str) -> None:
    app = open_page(drawing=seven, hide="bars")
    assert answers(app) == ["7"] and hides(app) == (False, True, False)
    app = open_page(drawing=seven, hide="answer, reveal")
    assert answers(app) == ["?"] and hides(app) == (True, False, False)
    assert "reveal" not in [button.key for button in app.button]
    assert "reveal" not in [button.key for button in open_page(hide="tools,sidebar").button]


def classes(app: AppTest) -> set[str]:
    found = re.search(r'class="(lesson[^"]*)"', page_html(app))
    assert found
    return set(found[1].split())


def test_presentation_is_begun_and_left_and_leaves_the_rest_of_the_address() -> None:
    app = open_page(run=PLAIN_RUN, hide="steps")
    assert classes(app) == {"lesson", "no-steps"}
    app.button(key="present").click().run()
    assert app.query_params == {"run": PLAIN_RUN, "hide": "steps", "view": "presentation"}
    assert classes(app) == {"lesson", "presentation", "no-steps", "no-tools", "no-tabs", "no-sidebar"}
    app.button(key="leave").click().run()
    assert app.query_params == {"run": PLAIN_RUN, "hide": "steps"}
    assert classes(app) == {"lesson", "no-steps"}


def test_the_network_chosen_stands_in_the_address() -> None:
    app = open_page()
    app.selectbox(key="run").select(PLAIN_RUN).run()
    assert app.query_params == {"run": PLAIN_RUN}
    app.selectbox(key="run").select(DEFAULT_RUN).run()
    assert app.query_params == {}
    assert open_page(run=DEFAULT_RUN).query_params == {"run": DEFAULT_RUN}  # as it was sent


def link(app: AppTest) -> dict[str, str]:
    query = urlparse(app.code[0].value).query
    return {name: value for name, (value,) in parse_qs(query).items()}


def test_the_link_says_what_the_page_shows(seven: str) -> None:
    app = open_page(run=PLAIN_RUN, compare="true", drawing=seven, hide="bars", utm_source="board")
    assert not app.code
    app.button(key="link").click().run()
    said = link(app)
    networks = {"run": PLAIN_RUN, "compare": "true", "other_run": DEFAULT_RUN}
    assert said.pop("drawing") and said == {**networks, "hide": "bars"}
    again = open_page(**link(app))
    assert answers(again) == ["7", "7"] and decode(link(app)["drawing"])[0].width == 24


def test_the_link_holds_the_test_image_that_is_looked_at_and_what_is_compared(seven: str) -> None:
    app = open_page(tab="inside", look="why", why_for="3", why_not="8", drawing=seven)
    headings = [element.value for element in app.markdown]
    assert "### Why 3 and not 8?" in headings and not app.warning
    app.session_state["picked"] = 18
    app.button(key="link").click().run()
    pair = {"why_for": "3", "why_not": "8"}
    assert link(app) == {"tab": "inside", "look": "why", **pair, "example": "18"}
    again = open_page(**link(app))
    assert "Test image 18, labelled 3" in remarks(again)
    app.session_state["tab"] = "draw"
    app.button(key="link").click().run()
    assert decode(link(app)["drawing"]) and "example" not in link(app)


def test_the_link_to_a_plain_page_is_plain() -> None:
    app = open_page()
    app.button(key="link").click().run()
    assert urlparse(app.code[0].value).path == "/" and "?" not in app.code[0].value


@pytest.mark.parametrize(("form", "said"), [("presentation", {"view": "presentation"}), ("embed", {"embed": "true"})])
def test_the_link_in_other_forms(form: str, said: dict[str, str]) -> None:
    app = open_page(example="7", hide="bars")
    app.session_state["link_form"], app.session_state["link_hide"] = form, ["answer", "sidebar"]
    app.button(key="link").click().run()
    assert link(app) == {"example": "7", "hide": "answer,sidebar", **said}
    frames = [code.value for code in app.code[1:]]
    assert len(frames) == (form == "embed") and all(frame.startswith('<iframe src="') for frame in frames)


def test_the_readme_describes_all_that_an_address_may_say() -> None:
    open_page()
    address = sys.modules["mnist_demo.ui.address"]
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## Prepared pages")[1].split("\n## ")[0]
    tables = section.split("| `hide` | what a class")
    parameters, parts = (
        set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", each, re.M)))) for each in tables
    )
    assert parameters == {*address.PARAMETERS, "embed"}
    assert parts == set(address.PARTS)
    words = (*address.TABS, *address.TRAINING_VIEWS, *address.INSIDE_VIEWS)
    assert all(f"`{word}`" in section for word in words)
