"""Pages to take home, as Python writes them: what they hold, whole or not at all; `test_home_browser.py` opens them."""

from __future__ import annotations

import base64
import gzip
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from twins.networks import unpacked

from mnist_demo.commands import publish
from mnist_demo.config import DEFAULT_RUN, PLAIN_RUN, ROOT, SHIPPED_RUNS, TrainConfig
from mnist_demo.data.dataset import load_test_images
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.runs.run import Run
from mnist_demo.runs.store import load_run
from mnist_demo.texts import table
from mnist_demo.web.home import site
from mnist_demo.web.home.page import code_in_markup, page
from mnist_demo.web.home.page_data import PageError, page_data
from mnist_demo.web.home.training_words import settings_in_words, trained_on

TODAY = date(2026, 1, 31)
NASTY = '</script><script>alert(1)</script><!-- {{script}} & "x" \\'
MOST_BYTES = {PLAIN_RUN: 500_000, DEFAULT_RUN: 4_000_000}


class Parts(HTMLParser):
    """What a browser would find in a page: its title, its scripts with their attributes, and what it links to."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.links: list[str | None] = []
        self.policy = ""
        self.language: str | None = None
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.open.append((tag, given))
        self.links += [given[name] for name in ("src", "href") if name in given]
        if tag == "html":
            self.language = given["lang"]
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"] or ""

    def handle_data(self, data: str) -> None:
        tag, given = self.open[-1] if self.open else ("", {})
        if tag == "title" and data.strip():
            self.title = self.title or data
        if tag == "script" and data.strip():
            self.scripts.append((given, data))

    @property
    def data(self) -> dict[str, Any]:
        (text,) = [text for given, text in self.scripts if given.get("id") == "data"]
        found: dict[str, Any] = json.loads(text)
        return found


def parts_of(path: Path) -> Parts:
    return Parts(path.read_text(encoding="utf-8"))


def call(*words: object) -> int:
    return publish.main([str(word) for word in words])


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """The line on standard error; there is no other."""

    def line() -> str:
        (only,) = capsys.readouterr().err.splitlines()
        return only

    return line


def test_a_page_holds_the_networks_and_what_is_known_of_them(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    assert call(*SHIPPED_RUNS, "--output", path) == 0
    assert "<noscript>" in path.read_text(encoding="utf-8")
    data = parts_of(path).data
    assert [network["name"] for network in data["networks"]] == list(SHIPPED_RUNS)
    images = scale_pixels(load_test_images()[0][:50])
    for network, run in zip(data["networks"], map(load_run, SHIPPED_RUNS), strict=True):
        read = unpacked(gzip.decompress(base64.b64decode(network["file"])))
        np.testing.assert_allclose(read.predict(images), run.network.predict(images), atol=0.02)
        assert network["threshold"] == run.threshold and network["classes"] == list("0123456789")
        low, high = network["test"]["interval"]
        assert low < network["test"]["accuracy"] == run.metrics.test_accuracy < high
        assert network["test"]["confusion"] == run.metrics.confusion_matrix and network["test"]["images"] == 10_000
        assert network["trained"]["parameters"] == run.metrics.parameters
        assert network["trained"]["layers"] == [784, *run.config.hidden_layers, 10]


def test_the_examples_are_of_all_digits() -> None:
    examples = page_data({"classic": load_run("classic")}, "x", TODAY)["examples"]
    assert {example["label"] for example in examples} == set(range(10))
    assert all(len(base64.b64decode(example["image"])) == 28 * 28 for example in examples)


@pytest.mark.parametrize("name", SHIPPED_RUNS)
def test_a_page_is_small_enough_to_be_sent(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.html"
    assert call(name, "--output", path) == 0
    assert path.stat().st_size <= MOST_BYTES[name]
    assert capsys.readouterr().out.startswith(f"Saved in {path}: ")


def test_a_page_asks_for_nothing_and_no_policy_would_let_it(tmp_path: Path) -> None:
    assert call("classic", "--output", tmp_path / "page.html") == 0
    parts = parts_of(tmp_path / "page.html")
    assert [link for link in parts.links if not str(link).startswith(("data:", "#"))] == []
    assert "default-src 'none'" in parts.policy and "http" not in parts.policy


def test_what_people_wrote_is_text() -> None:
    run = load_run("classic")
    config = run.config.model_copy(update={"data": f"/home/ann/{NASTY}", "start_from": NASTY})
    parts = Parts(page(page_data({NASTY: replace(run, config=config)}, NASTY, TODAY)))
    (network,) = parts.data["networks"]
    assert (parts.title, parts.data["title"], network["name"]) == (NASTY, NASTY, NASTY)
    assert ["Start from", NASTY] in network["trained"]["settings"]
    assert [given.get("id") or given["type"] for given, _ in parts.scripts] == ["data", "module"]


def test_code_that_names_the_end_of_a_script_does_not_end_it() -> None:
    code = 'const end = "</Script>", begin = `<script>`, comment = /<!--/; if (a < b) a <= b;'
    (only,) = Parts(f"<script>{code_in_markup(code)}</script>").scripts
    assert only[1] == r'const end = "\x3c/Script>", begin = `\x3cscript>`, comment = /\x3c!--/; if (a < b) a <= b;'


def test_a_page_tells_no_folder_of_the_machine_it_was_made_on() -> None:
    config = TrainConfig(data="/home/ann/sets/emnist.npz", extra_data="/home/ann/more.npz", leave_out=(3, 8))
    assert trained_on(config) == "the images in emnist.npz, and more images of one's own"
    assert "ann" not in json.dumps(settings_in_words(config))
    assert ["Leave out", "3, 8"] in settings_in_words(config)
    assert trained_on(TrainConfig(images=1000)) == "1,000 images of MNIST, digits written by hand"


def test_a_network_tested_on_what_it_learned_from_has_no_test() -> None:
    run = load_run("classic")
    learned = replace(run, config=run.config.model_copy(update={"test_on": "training"}))
    (network,) = page_data({"classic": learned}, "x", TODAY)["networks"]
    assert network["test"] is None


def test_another_question_has_its_answers_in_words(odd_or_even: Run) -> None:
    (network,) = Parts(page(page_data({"parity": odd_or_even}, "x", TODAY))).data["networks"]
    assert network["classes"] == ["even", "odd"] and network["class_of_digit"] == [0, 1] * 5
    assert network["trained"]["layers"][-1] == 1


@pytest.fixture
def odd_or_even() -> Run:
    """A run of another task, as far as a page tells."""
    run = load_run("classic")
    network = run.network.__class__([np.zeros((784, 1), np.float32)], [np.zeros(1, np.float32)], "relu")
    config = run.config.model_copy(update={"task": "parity", "hidden_layers": ()})
    return replace(
        run, config=config, network=network, metrics=run.metrics.model_copy(update={"confusion_matrix": None})
    )


def test_a_page_is_in_the_language_of_the_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "de.toml"
    path.write_text('[answer]\nempty = "Zeichne eine Ziffer"\n', encoding="utf-8")
    monkeypatch.setattr(table, "LANGUAGE", str(path))
    parts = Parts(page(page_data({"classic": load_run("classic")}, "x", TODAY)))
    assert (parts.language, parts.data["texts"]["answer.empty"]) == ("de", "Zeichne eine Ziffer")


WRONG = {
    "": "which network?",
    "none": "no run none",
    "../classic": "cannot be a run's name",
    "classic --output page.pdf": "should end in .html",
    "classic --output none/page.html": "no folder",
    "classic robust a b c": "no run a",
    "classic --output page.html --folder site": "not allowed with",
    "none --folder site": "no run none",
    "classic --folder none/site": "no folder",
}


@pytest.mark.parametrize("words", WRONG)
def test_what_is_wrong_is_one_line_and_no_file(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: Callable[[], str]
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        code = call(*words.split())
    except SystemExit as error:  # argparse
        code = int(str(error.code))
    line = told()
    assert code == 2 and line.startswith("publish: ") and WRONG[words] in line
    assert list(tmp_path.iterdir()) == []


def test_more_than_four_networks_are_too_many_for_a_page() -> None:
    with pytest.raises(PageError, match="one to 4 networks, not 5"):
        page_data({str(number): load_run("classic") for number in range(5)}, "x", TODAY)


@pytest.mark.parametrize("file", ["weights.npz", "config.json", "metrics.json", "history.csv"])
def test_a_damaged_run_is_one_line_and_no_file(file: str, tmp_path: Path, told: Callable[[], str]) -> None:
    shutil.copytree(ROOT / "models" / "classic", tmp_path / "models" / "cut")
    damaged = tmp_path / "models" / "cut" / file
    damaged.write_bytes(damaged.read_bytes()[:40])
    assert call("cut", "--models-dir", tmp_path / "models", "--output", tmp_path / "page.html") == 2
    assert file in told() and not (tmp_path / "page.html").exists()


def test_a_folder_that_is_no_run_is_one_line_and_no_file(tmp_path: Path, told: Callable[[], str]) -> None:
    (tmp_path / "models" / "holiday").mkdir(parents=True)
    (tmp_path / "models" / "holiday" / "photo.jpg").write_bytes(b"\xff\xd8")
    assert call("holiday", "--models-dir", tmp_path / "models", "--output", tmp_path / "page.html") == 2
    assert "config.json is missing" in told() and not (tmp_path / "page.html").exists()


def test_a_page_is_replaced_only_when_asked(tmp_path: Path, told: Callable[[], str]) -> None:
    path = tmp_path / "page.html"
    path.write_text("mine")
    assert call("classic", "--output", path) == 2
    assert path.read_text() == "mine" and "--overwrite" in told()
    assert call("classic", "--output", path, "--overwrite", "--title", "  Our\nnetwork ") == 0
    assert parts_of(path).title == "Our network"


FULL = ["bash", "-c", 'ulimit -f 100; exec "$@"', "bash"]
"""Before a command, it makes a disk with room for 100 kB of each file; no page is as small."""


@pytest.mark.skipif(sys.platform == "win32", reason="in the words of another shell")
@pytest.mark.parametrize("where", ["--output page.html", "--folder site"])
def test_a_full_disk_is_one_line_and_leaves_nothing(where: str, tmp_path: Path) -> None:
    flag, name = where.split()
    command = [sys.executable, "-m", "mnist_demo", "publish", "classic", flag, str(tmp_path / name)]
    result = subprocess.run([*FULL, *command], cwd=ROOT, capture_output=True, text=True, timeout=180)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == f"publish: not saved: File too large; make room in {tmp_path}\n"
    assert list(tmp_path.iterdir()) == []


def test_a_site_has_a_page_for_each_network_and_lists_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "site"
    assert call("--folder", folder) == 0
    assert capsys.readouterr().out == f"Saved in {folder}: 2 networks; open {folder / 'index.html'}\n"
    index = parts_of(folder / "index.html")
    assert index.links[1:] == [f"networks/{name}.html" for name in SHIPPED_RUNS] and index.links[0] == "data:,"
    for name in SHIPPED_RUNS:
        assert [network["name"] for network in parts_of(folder / "networks" / f"{name}.html").data["networks"]] == [
            name
        ]
    assert "99.5" in (folder / "index.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in index.policy


def test_a_site_leaves_damaged_runs_out_and_says_so(tmp_path: Path, told: Callable[[], str]) -> None:
    (tmp_path / "models" / "cut").mkdir(parents=True)
    assert call("--models-dir", tmp_path / "models", "--folder", tmp_path / "site") == 0
    assert told() == "publish: cut: config.json is missing; left out"
    assert {path.stem for path in (tmp_path / "site" / "networks").iterdir()} == set(SHIPPED_RUNS)


def test_a_site_replaces_only_a_site_and_only_when_asked(tmp_path: Path, told: Callable[[], str]) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    assert call("classic", "--folder", folder) == 0  # an empty one
    assert call("robust", "--folder", folder) == 2 and "--overwrite" in told()
    assert call("robust", "--folder", folder, "--overwrite") == 0
    assert [path.stem for path in (folder / "networks").iterdir()] == ["robust"]
    (folder / "networks" / "notes.txt").write_text("mine")
    assert call("classic", "--folder", folder, "--overwrite") == 2 and "other things" in told()
    assert (folder / "networks" / "notes.txt").read_text() == "mine"
    assert call("classic", "--folder", folder / "index.html", "--overwrite") == 2 and "other things" in told()


def test_a_title_of_a_site_is_text() -> None:
    parts = Parts(site.index([load_run("classic")], NASTY, TODAY))
    assert parts.title == NASTY and parts.scripts == []


def test_the_workflow_for_github_pages_writes_the_site_that_it_uploads() -> None:
    workflow = (ROOT / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8")
    (words,) = re.findall(r"python -m mnist_demo publish (.*)", workflow)
    assert f"path: {publish.parser().parse_args(words.split()).folder}\n" in workflow
