"""How components of the page get what Python tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def sent_as_json(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The `data` of a component, which gets a list with this as its only item.

    In a mapping by itself Streamlit would look for data frames, and load pandas and pyarrow to know them: that takes
    longer than all the rest of the first page. A list it sends as it is.
    """
    return [data]
