"""What people wrote is text, never markup: names of classes and runs in HTML, Markdown and LaTeX."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import components
import numpy as np
import pytest
from browser import server
from markupsafe import escape
from playwright.sync_api import Browser
from streamlit.testing.v1 import AppTest

from mnist_demo.config import TASKS, Task, TrainConfig
from mnist_demo.data.dataset import Dataset
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.evaluation import TestResult
from mnist_demo.network.inference import Network
from mnist_demo.runs.run import Run
from mnist_demo.runs.store import RunStore, load_run, save_test_result, save_timeline, write_texts
from mnist_demo.ui import formulas, markup
from mnist_demo.ui.markdown import WORD_JOINER, plain

TEXTS = [
    "<b>x</b>&", '"\'><script>alert(1)</script>', "&lt;i&gt; &#58;", "**bold** _it_ __b__ `code` ~~no~~ ~a~", "x.__b__",
    ":red[hi] :blue-badge[x] :smile: :material/delete: :streamlit: :small[y]", "$x^2$ $$y$$ a$b$c", "12:30 C:\\a\\_x_",
    "[a](http://x.y) ![i](http://x.y/i.png) https://x.y/a_b www.example.com a@b.org", "# head", "- list", "1. one",
    "2) two",
    "> quote", "| a | b |", "[^1] ```a```", "--- ", "=== ", "- [ ] task",
]  # fmt: skip
CLASSES = ("<b>x</b>&", "*y* $z$ {")
NAME = "x.__b__"


class Reader(HTMLParser):
    """Notes the text, and the tags and attributes with what they say."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said: list[str | None] = []
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.said += [value for name, value in attributes if name in ("alt", "aria-label")]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


@pytest.mark.parametrize("words", TEXTS)
def test_html_says_the_words_and_has_no_tag_of_theirs(words: str) -> None:
    ink = np.zeros((28, 28), np.float32)
    for content, tags in (
        (markup.picture(ink, words), ["img"]),
        (markup.strip(ink, words), ["img"]),
        (markup.tiles({words: ink, f"2 {words}": ink}), ["div", "img", "img"]),
        (markup.run_legend({words: "#123456"}), ["div", "span", "i"]),
    ):
        reader = Reader(content)
        assert reader.tags == tags and words in reader.said


def test_latex_has_no_command_of_theirs() -> None:
    assert formulas.text("robust_2") == r"\text{robust\_2}"
    assert formulas.text(r"a\b{c}$^") == r"\text{a\textbackslash{}b\{c\}\$\textasciicircum{}}"


SCRIPT = """
import streamlit as st
from mnist_demo.ui.markdown import plain

for i, words in enumerate({texts!r}):
    with st.container(key=f"place-{{i}}"):
        st.markdown(plain(words))
        st.caption(f"{{plain(words)}} is gone")
        st.error(f"Not done: {{plain(words)}}")
        st.button(f"Do {{plain(words)}} now", key=str(i))
"""
MARKUP = "a, img, code, strong, em, del, h1, li, input, table, hr, blockquote, .katex, [data-testid=stIconMaterial]"


def test_streamlit_shows_the_words_as_they_are(browser: Browser, tmp_path: Path) -> None:
    script = tmp_path / "words.py"
    script.write_text(SCRIPT.format(texts=TEXTS), encoding="utf-8")
    with server(script, PYTHONPATH=str(Path.cwd())) as (address, _):
        page = browser.new_page()
        page.goto(address)
        page.locator(f".st-key-place-{len(TEXTS) - 1} button").wait_for(timeout=60_000)
        for number, words in enumerate(TEXTS):
            place = page.locator(f".st-key-place-{number}")
            expected = f"{words} {words} is gone Not done: {words} Do {words} now"
            shown = place.inner_text().replace(WORD_JOINER, "")
            assert re.sub(r"\s+", " ", shown.strip()) == re.sub(r"\s+", " ", expected)
            assert place.locator(MARKUP).count() == 0, words
        page.close()


@pytest.fixture
def odd_run(monkeypatch: pytest.MonkeyPatch, models_dir: Path, handful: Dataset, handful_path: Path) -> Iterator[Run]:
    """A run of a name, and of a task with classes, that look like markup; with all that the views show."""
    task = Task("odd", CLASSES, (0, 1) * 5, "softmax")
    monkeypatch.setitem(TASKS, "odd", task)
    rng, sizes = np.random.default_rng(3), [(784, 16), (16, 2)]
    network = Network(
        [rng.normal(0, 0.2, size).astype(np.float32) for size in sizes],
        [np.zeros(16, np.float32), np.zeros(2, np.float32)],
    )
    classic = load_run("classic")
    with RunStore(models_dir).new(NAME) as folder:
        config = TrainConfig(task="odd", hidden_layers=(16,), data=str(handful_path))
        metrics = classic.metrics.model_copy(update={"confusion_matrix": None, "threshold": 0.0})
        write_texts(folder, config, metrics, classic.history)
        network.save(folder / "weights.npz")
        labels = task.labels_of(handful.y_test)
        save_test_result(folder, TestResult.of(network, scale_pixels(handful.x_test), labels))
        save_timeline(folder, [(0, network), (10, network)])
    shutil.copytree(models_dir / NAME, models_dir / "other")
    yield load_run(NAME, models_dir)
    for name in (NAME, "other"):
        shutil.rmtree(models_dir / name)


def in_markdown(app: AppTest) -> list[str]:
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    labels = [element.label for kind in (app.button, app.metric) for element in kind]
    return labels + [element.value for kind in kinds for element in kind]


def in_html(app: AppTest) -> list[str]:
    return [each.proto.body for each in app.get("html")]


@pytest.mark.parametrize(
    ("tab", "view"),
    [
        *(("training", view) for view in ("overview", "mistakes", "robustness", "compare", "timeline", "unsure")),
        *(("inside", view) for view in ("way", "weights", "why")),
    ],
)
def test_no_view_takes_names_for_markup(app: AppTest, odd_run: Run, tab: str, view: str) -> None:
    app.session_state["tab"], app.session_state["picked"] = tab, 7
    app.session_state["training_view" if tab == "training" else "look"] = view
    app.run()
    app.selectbox(key="run").select(NAME).run()
    if view == "compare":
        app.multiselect[0].select("other").run()
    if view == "way":
        components.click(app, "layers", [1, 0])
    assert not app.exception
    for words in (NAME, *CLASSES):
        assert not [said for said in in_markdown(app) if words in said.replace(plain(words), "")]
        assert not [formula.value for formula in app.latex if words in formula.value.replace(formulas.text(words), "")]
    assert not [content for content in in_html(app) if "<b>x</b>" in content or "&<" in content]
    shown = "".join([*in_markdown(app), *in_html(app), *(formula.value for formula in app.latex)])
    escaped = [way(words) for words in (NAME, *CLASSES) for way in (plain, formulas.text, escape)]
    assert any(words in shown for words in escaped)


def test_a_damaged_folder_is_named_as_it_is_called(app: AppTest, models_dir: Path) -> None:
    folder = models_dir / "[a](b) :smile: *c*"
    folder.mkdir()
    try:
        app.session_state["tab"] = "training"
        app.run()
        assert any(plain(folder.name) in warning.value for warning in app.warning)
        assert plain(f"Delete {folder.name}") in [button.label for button in app.button]
    finally:
        folder.rmdir()
