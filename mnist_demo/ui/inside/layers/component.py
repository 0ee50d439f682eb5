"""The layers of a network side by side, lit by their outputs; a neuron can be chosen by click or by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from mnist_demo.numbers import probability
from mnist_demo.texts import say
from mnist_demo.ui.component_data import sent_as_json
from mnist_demo.ui.inside.scene import Place, Scene
from mnist_demo.ui.pictures import data_uri
from mnist_demo.ui.state import LAYERS
from mnist_demo.web import javascript
from mnist_demo.web.colours import AGAINST, FOR

WORDS = ("image", "image_note", "image_picture", "output", "neuron", "neuron_off")
"""The texts that JavaScript shows; it fills in the places of the last two."""
_FILES = Path(__file__).parent
_MODULES = (
    javascript.FOLDER / "constants.js",
    *(_FILES / name for name in ("arrange.js", "elements.js", "paint.js", "main.js")),
)
_component = st.components.v2.component(
    "mnist-draw-layers",
    html='<div class="way"><canvas class="links" aria-hidden="true"></canvas></div>',
    css=(_FILES / "layers.css").read_text(encoding="utf-8"),
    js=javascript.joined(_MODULES),
)


def show(scene: Scene, chosen: Place, links: Sequence[tuple[int, float]]) -> None:
    """Show the network at work; a click on a neuron chooses it.

    Args:
        links: inputs of the chosen neuron, in the layer before it or in the image, each with what it adds.
    """

    def clicked() -> None:
        match LAYERS.get().get("clicked"):
            case [int(layer), int(unit)] if scene.has((layer, unit)):
                scene.choose((layer, unit))

    data = {
        "image": data_uri(scene.image),
        "layers": [_layer(scene, layer) for layer in range(len(scene.network.hidden_layers))],
        "outputs": [
            {"name": name, "share": round(float(share), 5), "percent": probability(float(share))}
            for name, share in zip(scene.classes, scene.probabilities, strict=True)
        ],
        "chosen": chosen,
        "links": [[unit, round(adds, 4)] for unit, adds in links],
        "colours": {"for": FOR, "against": AGAINST},
        "words": {
            **{name: say(f"inside.way.{name}") for name in WORDS},
            "output_note": say("inside.way.output_note", count=len(scene.classes)),
        },
    }
    _component(**LAYERS.widget(), data=sent_as_json(data), on_clicked_change=clicked)


def _note(activation: str, outputs: np.ndarray) -> str:
    if activation != "relu":  # these are never quite dark
        return say("inside.way.neurons", count=len(outputs), activation=activation)
    return say("inside.way.lit", lit=int(np.count_nonzero(outputs)), count=len(outputs))


def _layer(scene: Scene, layer: int) -> dict[str, Any]:
    outputs = scene.activations[layer]
    return {
        "title": say("inside.way.layer", layer=layer + 1),
        "note": _note(scene.network.activation, outputs),
        "values": np.round(outputs.astype(float), 3).tolist(),
        "silent": sorted(unit for place, unit in scene.silent if place == layer),
    }
