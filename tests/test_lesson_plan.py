"""docs/lesson-45-minutes.md: its links open what they say, and its words, figures and answers are those of the app."""

from __future__ import annotations

import re
import sys
import tomllib
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from page import SECONDS
from streamlit.testing.v1 import AppTest

from mnist_demo.config import ROOT
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.evaluation import interval
from mnist_demo.network.inference import decide
from mnist_demo.runs.store import load_run
from mnist_demo.ui import resources

DOCS = ROOT / "docs"
LESSON = (DOCS / "lesson-45-minutes.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
MINUTES = re.compile(r"^### (\d+) to (\d+): ", re.MULTILINE)
LINKS = sorted(set(re.findall(r"\]\((http://localhost:8501/[^)]*)\)", LESSON)))
QUESTIONS = re.findall(r"example=(\d+)\S*\) \| (\d) \| (\d|\?) \| (\d|\?) \|", LESSON)


def said_by(link: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(link).query, strict_parsing=True))


def test_it_takes_45_minutes_and_has_a_link_for_each_step() -> None:
    steps = [(int(begin), int(end)) for begin, end in MINUTES.findall(LESSON)]
    assert [begin for begin, _ in steps] == [0, *(end for _, end in steps[:-1])] and steps[-1][1] == 45
    *with_links, closing = MINUTES.split(LESSON)[3::3]
    assert closing and all("http://localhost:8501/" in step for step in with_links)


@pytest.mark.parametrize("link", LINKS, ids=lambda link: urlsplit(link).query)
def test_each_link_opens_what_it_says(link: str) -> None:
    said = said_by(link)
    if "class" in said:
        assert said["class"] == "CODE"  # has an O, so that it is no class's
        said["class"] = resources.classroom().classes.create("7b").code
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
    app.query_params.update(said)
    app.run()
    assert not app.exception and not app.warning
    assert app.session_state["tab"] == said.get("tab", "draw")
    assert said.keys() <= sys.modules["mnist_demo.ui.address"].PARAMETERS.keys()  # the page says nothing of others


def test_what_is_printed_bold_stands_on_the_page() -> None:
    table = tomllib.loads((ROOT / "mnist_demo/texts/en.toml").read_text(encoding="utf-8"))
    bold = {" ".join(words.split()) for words in re.findall(r"\*\*([^*]+)\*\*", LESSON)}
    named = {words for words in bold if words[-1] not in ":." and words != "bold"}
    assert len(named) > 15 and named <= texts_in(table)


def texts_in(table: object) -> set[str]:
    if isinstance(table, dict):
        return {text for value in table.values() for text in texts_in(value)}
    return {str(table)}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question[0])
def test_the_answers_of_the_questions_are_those_of_the_networks(question: tuple[str, str, str, str]) -> None:
    number, label, *answers = question
    index = int(number)
    images, labels = resources.test_images()
    assert labels[index] == int(label)
    for name, answer in zip(("robust", "classic"), answers, strict=True):
        run = load_run(name)
        said = decide(run.network.predict(scale_pixels(images[index])), run.threshold)
        assert ("?" if said is None else str(said)) == answer


def test_there_are_four_questions_as_on_the_worksheet() -> None:
    assert len(QUESTIONS) == 4


def test_ranges_are_those_of_the_page() -> None:
    ranges = re.findall(r"(\d+)\s+of\s+(\d+)\s+(?:right\s+)?means\s+(\d+)\s+%\s+to\s+(\d+)\s+%", LESSON)
    assert len(ranges) == 2
    for right, count, low, high in ranges:
        assert np.allclose(100 * np.array(interval(int(right), int(count))), [int(low), int(high)], atol=0.5)


def test_the_command_for_a_range_prints_that_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r'python -c "(.*)"', LESSON)
    exec(code)
    assert capsys.readouterr().out == f"{interval(18, 20)}\n"


def test_other_figures_are_those_of_the_readme() -> None:
    figures = set(re.findall(r"\d+\.\d+ %", LESSON))
    assert figures and all(figure in README for figure in figures)


def test_files_and_parts_that_it_points_to_are_there() -> None:
    for target in re.findall(r"\]\((?!http)([^)]+)\)", LESSON):
        path, _, part = target.partition("#")
        text = (DOCS / path).read_text(encoding="utf-8") if path else LESSON
        headings = [heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
        assert not part or part in headings, target


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)`", LESSON)) <= targets
