"""Who may import what, and that the app draws and answers without TensorFlow."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from mnist_demo.config import ROOT

PACKAGE = ROOT / "mnist_demo"
FILES = [*PACKAGE.rglob("*.py"), ROOT / "streamlit_app.py", ROOT / "train.py"]
IN_UI = [path for path in FILES if PACKAGE / "ui" in path.parents]
MAY_IMPORT_KERAS = {
    "model.py",
    "training.py",
    "train.py",
    "augmentation.py",
    "mixture.py",
    "conversion.py",
    "callbacks.py",
}

IN_FUNCTIONS = (PACKAGE / "dataset.py", PACKAGE / "export.py")
"""These may import Keras in functions that the app does not call."""

LAYERS = ["config", "inference", "evaluation", "run", "results", "store", "jobs"]
"""Each of these imports only those before it, and what stands on no layer."""


def imported(path: Path, *, top_level_only: bool = False) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in tree.body if top_level_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def packages(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_streamlit_and_keras_stay_in_their_places(path):
    if path not in IN_UI and path.name != "streamlit_app.py":
        assert not packages(imported(path)) & {"streamlit", "streamlit_drawable_canvas"}
    if path.name not in MAY_IMPORT_KERAS:
        top_level = packages(imported(path, top_level_only=True))
        assert not top_level & {"keras", "tensorflow"}
        assert path in IN_FUNCTIONS or not packages(imported(path)) & {"keras", "tensorflow"}


def test_only_the_canvas_module_imports_the_canvas():
    users = [path.name for path in FILES if "streamlit_drawable_canvas" in packages(imported(path))]
    assert users == ["canvas.py"]


def test_caches_are_only_in_resources():
    users = [path.name for path in FILES if "st.cache" in path.read_text(encoding="utf-8")]
    assert users == ["resources.py"]


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_run_one_way(layer):
    used = imported(PACKAGE / f"{layer}.py")
    later = LAYERS[LAYERS.index(layer) + 1 :]
    assert not used & {f"mnist_demo.{name}" for name in [*later, "ui", "training", "model"]}


def test_network_imports_no_layer_above_it():
    for name in ("dataset", "preprocessing", "distortion", "model"):
        used = {module.removeprefix("mnist_demo.") for module in imported(PACKAGE / f"{name}.py")}
        assert not used & {"training", "store", "jobs", "evaluation", "inference", "ui"}


def test_the_app_never_loads_tensorflow():
    code = """
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("streamlit_app.py", default_timeout=120).run()
assert not app.exception
app.button(key="example").click().run()
app.session_state["tab"] = "Look inside"
for view in ("way", "weights", "why"):
    app.session_state["look"] = view
    app.run()
    assert not app.exception
light = sorted(name for name in ("matplotlib", "sklearn", "scipy") if name in sys.modules)
app.session_state["tab"] = "Training"
for view in ("Overview", "Mistakes", "Robustness", "Compare", "Timeline"):
    app.session_state["training_view"] = view
    app.run()
    assert app.selectbox(key="run") and not app.exception
heavy = ("tensorflow", "keras", "matplotlib", "sklearn", "altair")
print([name for name in heavy if name in sys.modules], light)
"""
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert result.stdout.strip().endswith("[] []"), result.stdout + result.stderr


def test_nothing_loads_pickles():
    for path in FILES:
        source = path.read_text(encoding="utf-8")
        assert "pickle" not in packages(imported(path)) and "allow_pickle=True" not in source
