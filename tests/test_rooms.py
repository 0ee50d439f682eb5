"""What lives where, and that the app works without TensorFlow; import-linter checks who imports whom."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

from mnist_demo.config import ROOT

PACKAGE = ROOT / "mnist_demo"
FILES = [*PACKAGE.rglob("*.py"), ROOT / "streamlit_app.py", ROOT / "train.py"]


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def packages(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def room(path: Path) -> str:
    """The folder of the package that a file lies in; "" for the root."""
    first, *rest = path.relative_to(PACKAGE).parts
    return first if rest else ""


def names_by_room() -> dict[str, set[str]]:
    """For each public module, class and function name, the rooms that define it."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)} | {path.stem}
        for name in names:
            if not name.startswith("_"):
                found.setdefault(name, set()).add(room(path))
    return found


def test_a_name_stands_in_one_room_alone() -> None:
    assert {name: rooms for name, rooms in names_by_room().items() if len(rooms) > 1} == {}


def test_every_room_says_what_lives_there() -> None:
    for folder in PACKAGE.iterdir():
        if folder.is_dir() and folder.name != "__pycache__":
            assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))), folder


def test_only_the_canvas_module_imports_the_canvas() -> None:
    users = [path.name for path in FILES if "streamlit_drawable_canvas" in packages(imported(path))]
    assert users == ["canvas.py"]


def test_what_others_notice_is_done_in_one_module_that_asks_first() -> None:
    asking = r"trainings\(\)\.(?:start|cancel|move_up|disown)"
    doing = re.compile(rf"run_store\(\)\.delete|evaluate_run|\bexported\(|{asking}")
    users = {path.name for path in (PACKAGE / "ui").rglob("*.py") if doing.search(path.read_text(encoding="utf-8"))}
    assert users == {"actions.py", "resources.py"}  # the latter has what is exported, for everyone


def test_what_a_press_does_is_not_lost_where_the_script_is_cut_short() -> None:
    """By a callback, or by `pressing.is_pressed`: what `st.button` returns is told to one run of the script alone."""
    for path in (PACKAGE / "ui").rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        for button in (call for call in calls if ast.unparse(call.func) == "st.button"):
            assert "on_click" in {option.arg for option in button.keywords}, f"{path.name}:{button.lineno}"


def test_caches_are_only_in_resources() -> None:
    users = [path.name for path in FILES if "st.cache" in path.read_text(encoding="utf-8")]
    assert users == ["resources.py"]


def test_the_app_never_loads_tensorflow() -> None:
    code = """
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("streamlit_app.py", default_timeout=120).run()
assert not app.exception
app.button(key="example").click().run()
app.session_state["tab"] = "inside"
for view in ("way", "weights", "why"):
    app.session_state["look"] = view
    app.run()
    assert not app.exception
light = sorted(name for name in ("matplotlib", "sklearn", "scipy", "sqlalchemy", "huey") if name in sys.modules)
app.session_state["tab"] = "training"
for view in ("overview", "mistakes", "robustness", "compare", "timeline"):
    app.session_state["training_view"] = view
    app.run()
    assert app.selectbox(key="run") and not app.exception
heavy = ("tensorflow", "keras", "matplotlib", "sklearn", "altair")
print([name for name in heavy if name in sys.modules], light)
"""
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert result.stdout.strip().endswith("[] []"), result.stdout + result.stderr


def test_nothing_loads_pickles() -> None:
    for path in FILES:
        source = path.read_text(encoding="utf-8")
        assert "pickle" not in packages(imported(path)) and "allow_pickle=True" not in source
