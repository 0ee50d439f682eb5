"""Run the notebook from top to bottom and keep its outputs: `make outputs`. It writes no run into models/."""

from __future__ import annotations

import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

# nbformat's functions have no types.
# mypy: untyped-calls-exclude=nbformat

NOTEBOOK = Path(__file__).resolve().parent.parent / "notebooks" / "mnist_workflow.ipynb"


def read(path: Path = NOTEBOOK) -> nbformat.NotebookNode:
    """The notebook at `path` as it is stored."""
    notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)
    return notebook


def execute(path: Path = NOTEBOOK, **parameters: object) -> nbformat.NotebookNode:
    """The notebook at `path` with fresh outputs.

    `parameters` override those in the cell tagged `parameters`, by a cell inserted after it that the result does
    not contain.
    """
    notebook = read(path)
    place = next(i for i, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", []))
    source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    notebook.cells.insert(place + 1, nbformat.v4.new_code_cell(source))
    client = NotebookClient(notebook, timeout=300, record_timing=False, resources={"metadata": {"path": path.parent}})
    client.execute()
    del notebook.cells[place + 1]
    return _tidied(notebook)


def _tidied(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Without what differs between machines, and with the cells numbered from 1."""
    notebook.metadata["language_info"] = {"name": "python"}
    for count, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        cell.execution_count = count
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count
    return notebook


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        nbformat.write(execute(models_dir=folder), NOTEBOOK)
