"""The way through the network, from the image to the answer, and one neuron of it."""

from __future__ import annotations

import streamlit as st

from mnist_demo.network.explanation import Neuron
from mnist_demo.texts import say
from mnist_demo.ui.inside import layers, neuron
from mnist_demo.ui.inside.scene import Scene


def show(scene: Scene) -> None:
    """All layers side by side; below, the neuron that was clicked on."""
    st.markdown(say("inside.way.note_signed") if scene.network.activation == "tanh" else say("inside.way.note"))
    chosen = scene.chosen
    figures = Neuron.at(scene.network_with(chosen), scene.image, *chosen)
    layers.show(scene, chosen, [(int(i), float(figures.products[i])) for i in figures.strongest(neuron.STRONGEST)])
    neuron.show(scene, chosen, figures)
