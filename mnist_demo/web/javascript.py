"""The JavaScript of the page: plain ES modules, joined into the one module that Streamlit takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).parent
ANSWERING = (
    "constants",
    "prepare",
    "network",
    "network_file",
    "elements",
    "percent",
    "note",
    "number",
    "bars",
    "picture",
    "answer",
    "probe",
    "status",
)
"""The modules here that prepare a drawing, read it and show the answer, each after those that it uses."""
COMMENT = re.compile(r"^ *(//[^\n]*|/\*\*(?:(?!\*/).)*\*/)\n", re.MULTILINE | re.DOTALL)
IMPORT = re.compile(r'^(?:import|export) \{[^}]*\} from "\..*";.*\n', re.MULTILINE)
DECLARED = re.compile(r"^(?:async )?(?:const|let|class|function) (\w+)", re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def script_files(names: Sequence[str], folder: Path = FOLDER) -> tuple[Path, ...]:
    """The files of modules in a folder."""
    return tuple(folder / f"{name}.js" for name in names)


def joined(files: Sequence[Path]) -> str:
    """All modules as one: without what they import or pass on from each other, and with the last one's export alone.

    Comments stay behind, which are half of it: Streamlit sends a component's JavaScript whenever its data change.

    Args:
        files: in an order in which each uses only those before it.

    Raises:
        ValueError: two of them declare the same name, which no browser would take.
    """
    whole = "\n".join(_alone(file.read_text(encoding="utf-8")) for file in files)
    names = DECLARED.findall(whole)
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"modules that are joined both declare {', '.join(twice)}")
    return whole


def _alone(source: str) -> str:
    for unwanted in (COMMENT, IMPORT, EXPORT):
        source = unwanted.sub("", source)
    return source
