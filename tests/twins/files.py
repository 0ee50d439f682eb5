"""Fixtures on disk, and arrays as text in them."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable
from typing import Any

import numpy as np

from mnist_demo.config import ROOT

FOLDER = ROOT / "tests" / "fixtures"
Case = dict[str, Any]


def encode(data: np.ndarray | bytes) -> str:
    """An array, or bytes, as text."""
    return base64.b64encode(zlib.compress(bytes(data), 9)).decode()


def decode(text: str, dtype: str, *shape: int) -> np.ndarray:
    """The array of this type and shape that `encode` made the text of."""
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype).reshape(shape)


def read(name: str) -> list[Case]:
    """The cases of a stored fixture."""
    cases: list[Case] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return cases


def write(name: str, cases: Iterable[Case]) -> None:
    """Store a fixture, one case per line."""
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    (FOLDER / f"{name}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8", newline="\n")
