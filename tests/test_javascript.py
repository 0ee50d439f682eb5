"""What the JavaScript takes from Python: the numbers of the preparation."""

from __future__ import annotations

from mnist_demo.web import constants


def test_constants_are_those_of_python() -> None:
    written = constants.PATH.read_text(encoding="utf-8")
    assert written == constants.javascript_constants(), "run `python -m mnist_demo.web.constants`"


def test_layers_are_those_of_python() -> None:
    written = constants.LAYERS_PATH.read_text(encoding="utf-8")
    assert written == constants.javascript_layers(), "run `python -m mnist_demo.web.constants`"
