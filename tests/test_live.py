"""The JavaScript of an answer is joined into one module."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mnist_demo.config import ROOT
from mnist_demo.ui.answer.modules import FILES
from mnist_demo.web import javascript

COMPONENT = ROOT / "mnist_demo" / "ui" / "answer"


def test_joined_modules_are_one_module() -> None:
    joined = javascript.joined(FILES)
    assert {*COMPONENT.glob("*.js"), *javascript.FOLDER.glob("*.js")} == set(FILES)
    assert not re.findall(r"^import |^export {", joined, re.MULTILINE)
    assert re.findall(r"^export .*", joined, re.MULTILINE) == [
        "export default function mount({ data, parentElement }) {"
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_modules_import_only_those_joined_before_them(file: Path) -> None:
    source, before = file.read_text(encoding="utf-8"), FILES[: FILES.index(file)]
    imported = re.findall(r'^(?:import|export) {[^}]*} from "(\..*)";', source, re.MULTILINE)
    assert {(file.parent / name).resolve() for name in imported} <= set(before)
