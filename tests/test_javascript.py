"""What the JavaScript takes from Python: the numbers of the preparation."""

from __future__ import annotations

from pathlib import Path

import pytest

from mnist_demo.web import constants, javascript


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
