"""What the neurons of the first layer look for, at one stage of the training."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mnist_demo.config import IMAGE_SIZE
from mnist_demo.network.inference import Network
from mnist_demo.texts import say
from mnist_demo.ui import markup
from mnist_demo.ui.pictures import diverging

SHOWN = 24


def show(network: Network, finished: Network) -> None:
    """The same neurons at each stage, those with the largest weights in the end, on the finished network's scale."""
    kernel, final = network.kernels[0], finished.kernels[0]
    units = np.argsort(-np.linalg.norm(final, axis=0), kind="stable")[:SHOWN]
    limit = float(np.quantile(np.abs(final), 0.995))  # few weights are beyond, and they would darken all others
    grids = kernel[:, units].T.reshape(-1, IMAGE_SIZE, IMAGE_SIZE)
    st.caption(say("training.timeline.weights", count=len(units)))
    with st.container(key="timeline_weights"):
        names = [say("training.timeline.weights_picture", unit=unit + 1) for unit in units.tolist()]
        st.html(markup.tiles({name: diverging(grid, limit) for name, grid in zip(names, grids, strict=True)}))
