"""The JavaScript of the page: plain ES modules, joined into the one module that Streamlit takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).parent
IMPORT = r'^(?:import|export) \{[^}]*\} from "\..*";.*\n'
"""A name from another module, taken or passed on."""


def joined(files: Sequence[Path]) -> str:
    """All modules as one: without what they import or pass on from each other, and with the last one's export alone.

    Args:
        files: in an order in which each uses only those before it.
    """
    sources = [file.read_text(encoding="utf-8") for file in files]
    without_imports = [re.sub(IMPORT, "", source, flags=re.MULTILINE) for source in sources]
    return "\n".join(re.sub(r"^export (?!default)", "", source, flags=re.MULTILINE) for source in without_imports)
