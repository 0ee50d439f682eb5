"""ARCHITECTURE.md and CONTRIBUTING.md name files, folders, functions and make targets that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from mnist_demo.config import ROOT

DOCUMENTS = ("ARCHITECTURE.md", "CONTRIBUTING.md")
PACKAGE = ROOT / "mnist_demo"
SUFFIXES = {".css", ".js", ".md", ".py", ".toml", ".txt"}


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def quoted(document: str) -> set[str]:
    """The paths and names between backquotes; not commands, which have spaces."""
    return set(re.findall(r"`([\w./-]+)`", text_of(document)))


def is_path(name: str) -> bool:
    return "/" in name or Path(name).suffix in SUFFIXES


def module_of(name: str) -> tuple[Path, list[str]]:
    """The file of a dotted name such as `runs.store.RunStore.new`, and the names within it."""
    path, names = PACKAGE, name.split(".")
    while (path / names[0]).is_dir():
        path /= names.pop(0)
    return path / f"{names[0]}.py", names[1:]


def is_defined(name: str) -> bool:
    path, names = module_of(name)
    node: ast.AST | None = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else None
    for part in names:
        node = next((child for child in getattr(node, "body", []) if part in names_of(child)), None)
    return node is not None


def names_of(node: ast.AST) -> list[str]:
    """The names that a statement defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_files_and_folders_exist(document: str) -> None:
    paths = {name for name in quoted(document) if is_path(name)}
    assert paths and not [path for path in paths if not any((base / path).exists() for base in (ROOT, PACKAGE))]


def test_dotted_names_are_defined() -> None:
    names = {name for name in quoted("ARCHITECTURE.md") if "." in name and not is_path(name)}
    assert len(names) > 20 and not [name for name in names if not is_defined(name)]


def test_names_in_javascript_are_defined() -> None:
    found = re.findall(r"`(\w+)` of `([\w/]+\.js)`", text_of("ARCHITECTURE.md"))
    assert len(found) > 3
    for name, path in found:
        source = (PACKAGE / path).read_text(encoding="utf-8")
        assert re.search(rf"^export (function|class) {name}\b", source, re.MULTILINE), (name, path)


def test_architecture_names_every_room() -> None:
    rooms = {f"{path.name}/" for path in PACKAGE.iterdir() if path.is_dir() and (path / "__init__.py").is_file()}
    assert rooms == set(re.findall(r"^\| `(\w+/)` \|", text_of("ARCHITECTURE.md"), re.MULTILINE))


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)", text_of("CONTRIBUTING.md")))
    assert named and named <= targets
