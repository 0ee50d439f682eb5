"""The steps of the preparation: what each of them makes of some drawings."""

from __future__ import annotations

import numpy as np

from mnist_demo.images.preprocessing import preparation_steps
from twins.drawings import DRAWN, NOT_DRAWN, on_paper
from twins.files import Case, encode

NAMES = ("pen of 1 pixels", "pen of 22 pixels", "sheet of 61 pixels", "vertical hairline")


def cases() -> list[Case]:
    """Drawings as RGBA with the ink of each step, float32 (H, W); one of them is empty, and has no steps."""
    inks = {name: DRAWN[name] for name in NAMES} | {"empty": NOT_DRAWN["empty"]}
    return [_case(name, on_paper(ink)) for name, ink in inks.items()]


def _case(name: str, rgba: np.ndarray) -> Case:
    steps = [
        {"id": step.id, "height": len(step.ink), "width": step.ink.shape[1], "ink": encode(np.asarray(step.ink, "<f4"))}
        for step in preparation_steps(rgba)
    ]
    return {"name": name, "size": len(rgba), "rgba": encode(rgba), "steps": steps}
