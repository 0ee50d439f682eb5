"""The JavaScript of a component is joined into one module."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mnist_demo.config import ROOT
from mnist_demo.ui.answer.modules import FILES as ANSWER
from mnist_demo.ui.answer.modules import SEVERAL_FILES as SEVERAL
from mnist_demo.ui.photo.modules import BOXES
from mnist_demo.ui.sheet.component import FILES as SHEET
from mnist_demo.web import javascript
from mnist_demo.web.home.page_files import FILES as HOME

UI = ROOT / "mnist_demo" / "ui"


def test_all_modules_are_joined() -> None:
    joined = {*ANSWER, *SEVERAL, *BOXES, *SHEET, *HOME} - {UI / "photo" / "boxes.js"}
    folders = (UI / "answer", UI / "sheet", javascript.FOLDER, javascript.FOLDER / "home")
    assert {file for folder in folders for file in folder.glob("*.js")} == joined


@pytest.mark.parametrize("files", [ANSWER, SEVERAL, BOXES, SHEET], ids=["answer", "several", "boxes", "sheet"])
def test_joined_modules_are_one_module(files: tuple[Path, ...]) -> None:
    joined = javascript.joined(files)
    assert not re.findall(r"^import |^export {", joined, re.MULTILINE)
    (export,) = re.findall(r"^export .*", joined, re.MULTILINE)
    assert re.match(r"export default (async )?function mount\(", export)


@pytest.mark.parametrize(
    ("file", "files"),
    [(file, files) for files in (ANSWER, SEVERAL, BOXES, SHEET) for file in files],
    ids=lambda of: getattr(of, "name", ""),
)
def test_modules_import_only_those_joined_before_them(file: Path, files: tuple[Path, ...]) -> None:
    source, before = file.read_text(encoding="utf-8"), files[: files.index(file)]
    imported = re.findall(r'^(?:import|export) {[^}]*} from "(\..*)";', source, re.MULTILINE)
    assert {(file.parent / name).resolve() for name in imported} <= set(before)
