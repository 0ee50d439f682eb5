"""The notebook runs from top to bottom, its run works in the app, and the committed copy is clean."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import nbformat
import pytest

from mnist_demo.commands import train
from mnist_demo.config import ROOT
from mnist_demo.data.dataset import Dataset
from mnist_demo.runs.store import load_run, load_test_result

sys.path.insert(0, str(ROOT / "docs"))
from notebook import NOTEBOOK, execute, read


@pytest.fixture(scope="module")
def committed() -> nbformat.NotebookNode:
    return read()


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def test_it_runs_from_top_to_bottom_and_leaves_a_run_for_the_app(
    tmp_path: Path, models_dir: Path, mnist: Dataset
) -> None:
    before = sorted(models_dir.iterdir())
    executed = execute(epochs=1, models_dir=str(tmp_path))
    run = load_run("notebook", tmp_path)
    assert run.metrics.test_accuracy > 0.9 and len(run.history["loss"]) == 1
    right = run.network.predict(mnist.x_test / 255).argmax(axis=1) == mnist.y_test
    assert run.metrics.test_accuracy == pytest.approx(right.mean())
    result = load_test_result(run)
    assert result is not None and (result.is_right == right).all()
    assert [path.name for path in tmp_path.iterdir()] == ["notebook"] and sorted(models_dir.iterdir()) == before
    assert not [output for output in outputs(executed) if output.get("name") == "stderr"]


def test_it_is_committed_with_its_outputs(committed: nbformat.NotebookNode) -> None:
    code = [cell for cell in committed.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    pictures = [output for output in outputs(committed) if "image/png" in output.get("data", {})]
    assert len(pictures) >= 8 and NOTEBOOK.stat().st_size < 500_000


def test_its_outputs_name_no_machine_and_carry_no_warning(committed: nbformat.NotebookNode) -> None:
    for output in outputs(committed):
        assert output.output_type != "error" and output.get("name") != "stderr"
        shown = str(output.get("text", "")) + str(output.get("data", {}).get("text/plain", ""))
        assert not re.search(r"/(home|Users|root|tmp|work|usr)/|[A-Z]:\\|Warning", shown)


def test_the_network_is_not_asked_about_the_test_set_before_the_training_is_over(
    committed: nbformat.NotebookNode,
) -> None:
    place = next(i for i, cell in enumerate(committed.cells) if "Now, and only now, the test set" in cell.source)
    before = [cell.source for cell in committed.cells[:place] if cell.cell_type == "code"]
    asked = [line for source in before for line in re.findall(r"(?:evaluate|predict|fit)\([^)]*\)", source)]
    assert len(asked) >= 2 and not [line for line in asked if "test" in line]


def test_commands_shown_are_accepted(committed: nbformat.NotebookNode) -> None:
    text = "\n".join(cell.source for cell in committed.cells if cell.cell_type == "markdown")
    lines = re.findall(r"python train\.py (.*)", text)
    assert "--task parity" in lines
    for line in lines:
        train.config_from(train.parser().parse_args(line.split()))
