"""A page to take home as one HTML file: markup, style, script and data together."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import escape

from mnist_demo.texts import language_code, say
from mnist_demo.web.home.page_files import FILES, STYLES
from mnist_demo.web.javascript import joined

FOLDER = Path(__file__).parent
MARK = re.compile(r"\{\{(\w+)\}\}")
ENDS_SCRIPT = re.compile(r"<(?=/script|script|!--)", re.IGNORECASE)
"""What the browser would take for the end of a script, or for the begin of a comment in it."""


def page(data: dict[str, Any]) -> str:
    """The page that shows data, as `page_data` makes them: a whole HTML file, which asks for no other."""
    return filled(
        "page.html",
        language=escape(language_code()),
        title=escape(data["title"]),
        without_script=escape(say("home.without_script")),
        styles=_styles(),
        data=json_in_markup(data),
        script=_script(),
    )


def filled(template: str, **content: str) -> str:
    """A template of this folder with its marks, such as {{title}}, replaced; marks in what replaces them stay.

    Raises:
        KeyError: it has a mark that nothing is given for.
    """
    text = (FOLDER / template).read_text(encoding="utf-8")
    return MARK.sub(lambda mark: content[mark[1]], text)


def json_in_markup(data: Any) -> str:
    """JSON for a <script>, which no text in it can end."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")


def code_in_markup(code: str) -> str:
    """JavaScript for a <script>, which no string or regular expression in it can end."""
    return ENDS_SCRIPT.sub(r"\\x3c", code)


@cache
def _script() -> str:
    return code_in_markup(joined(FILES))


@cache
def _styles() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in STYLES)
