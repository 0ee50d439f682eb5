"""What the JavaScript takes from Python: the numbers of the preparation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mnist_demo.web import constants, javascript
from mnist_demo.web.home import page_files


def test_constants_are_those_of_python() -> None:
    written = constants.PATH.read_text(encoding="utf-8")
    assert written == constants.javascript_constants(), "run `python -m mnist_demo.web.constants`"


def test_modules_that_are_joined_have_no_name_twice(tmp_path: Path) -> None:
    one, other = tmp_path / "one.js", tmp_path / "other.js"
    one.write_text("export const SIDE = 1;\n", encoding="utf-8")
    other.write_text("function side() {\n  const SIDE = 2;\n  return SIDE;\n}\n", encoding="utf-8")
    assert "const SIDE = 1" in javascript.joined([one, other])
    other.write_text("const SIDE = 2;\n", encoding="utf-8")
    with pytest.raises(ValueError, match="SIDE"):
        javascript.joined([one, other])


def test_layers_are_those_of_python() -> None:
    written = constants.LAYERS_PATH.read_text(encoding="utf-8")
    assert written == constants.javascript_layers(), "run `python -m mnist_demo.web.constants`"


def test_constants_of_the_page_to_take_home_are_those_of_python() -> None:
    written = constants.HOME_PATH.read_text(encoding="utf-8")
    assert written == constants.javascript_constants(constants.OF_HOME), "run `python -m mnist_demo.web.constants`"


def test_what_the_page_to_take_home_reads_is_among_its_texts() -> None:
    folder = constants.HOME_PATH.parent
    sources = [path.read_text(encoding="utf-8") for path in (*page_files.FILES, folder / "page.html")]
    read = {found for source in sources for found in re.findall(r'"([a-z]+(?:\.[a-z_]+)+)"', source)}
    named = {found for found in read if found.split(".")[0] in {text.split(".")[0] for text in page_files.TEXTS}}
    assert named - set(page_files.TEXTS) == set()
