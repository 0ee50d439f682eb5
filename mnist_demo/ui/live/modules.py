"""The component's JavaScript: plain ES modules, joined into the one module that Streamlit takes."""

from __future__ import annotations

import re
from pathlib import Path

NAMES = ("canvas.js", "prepare.js", "network.js", "packet.js", "view.js", "main.js")
"""In an order in which each uses only those before it."""


def joined() -> str:
    """All modules as one: without the imports from each other, and with the last one's export alone."""
    folder = Path(__file__).parent
    sources = [(folder / name).read_text(encoding="utf-8") for name in NAMES]
    without_imports = [re.sub(r'^import \{.*\} from "\./.*";\n', "", source, flags=re.MULTILINE) for source in sources]
    return "\n".join(re.sub(r"^export (?!default)", "", source, flags=re.MULTILINE) for source in without_imports)
