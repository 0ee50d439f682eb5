"""Names and messages in Markdown: what people wrote is text, never markup."""

from __future__ import annotations

import re

WORD_JOINER = "\N{WORD JOINER}"
"""Takes no room and is not seen."""
AFTER_PARSING = re.compile(r"(?<=:)(?=[\w+/-]+:)|(?=://)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
"""Where Streamlit finds emoji, icons and links in text that was parsed already: no backslash keeps it from that."""
SPECIAL = re.compile(r"[\\`*_\[\]{}<>$~&|#!^]|:(?=\w)|^\s*[-+=](?=\s|[-=])|(?<=^\d)[.)]|(?<=^\d\d)[.)]")


def plain(text: object) -> str:
    """Text that Markdown shows as it is, such as the name of a run, or what an error says.

    Arrows such as "->" still become →, as everywhere in Streamlit.
    """
    return SPECIAL.sub(lambda match: rf"\{match[0]}", AFTER_PARSING.sub(WORD_JOINER, str(text)))
