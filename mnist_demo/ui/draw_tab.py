"""Draw a digit, see what the network says."""

from __future__ import annotations

import random

import numpy as np
import streamlit as st

from mnist_demo import charts
from mnist_demo.preprocessing import Step, preparation_steps, scale_pixels
from mnist_demo.store import Run
from mnist_demo.ui import canvas, resources


@st.fragment
def show(run: Run) -> None:
    """Canvas and answer. A fragment: a stroke reruns this function and nothing else."""
    left, right = st.columns([410, 440], gap="medium")
    with left:
        pixels = canvas.show()
        st.button("Show me one", key="example", icon=":material/casino:", on_click=_pick_example)
    steps = preparation_steps(pixels) if pixels is not None else []
    image, label = (steps[-1].ink, None) if steps else _example()
    probabilities = None if image is None else run.network.predict(image)
    with right:
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            _show_answer(probabilities, label)
            _show_network_input(image)
        _show_probabilities(probabilities)
    _show_preparation(steps)


def _show_answer(probabilities: np.ndarray | None, label: int | None) -> None:
    with st.container(key="prediction"):
        if probabilities is None:
            st.html('<div class="answer none">?</div><div class="note">Draw a digit</div>')
            return
        second, first = np.argsort(probabilities)[-2:]
        sure, else_sure = (charts.percent(float(probabilities[digit])) for digit in (first, second))
        note = f"<b>{sure}</b> sure<br>runner-up {second}: {else_sure}"
        st.html(f'<div class="answer">{first}</div><div class="note">{note}{_verdict(first, label)}</div>')


def _verdict(answer: int, label: int | None) -> str:
    """Whether the answer to a test image is right."""
    if label is None:
        return ""
    return f"<br>A test image, labelled {label}: {'right' if answer == label else 'wrong'}"


def _show_network_input(image: np.ndarray | None) -> None:
    with st.container(key="network_input"):
        st.html(charts.picture(image, "The 28×28 picture that the network gets"))
        st.caption("What the network gets", text_alignment="center")


def _show_probabilities(probabilities: np.ndarray | None) -> None:
    with st.container(key="probabilities"):
        st.html(charts.probability_bars(probabilities))


def _show_preparation(steps: list[Step]) -> None:
    details = st.expander("How a drawing becomes a picture like those of MNIST", key="steps", on_change="rerun")
    if not details.open:
        return
    with details:
        if not steps:
            st.caption("Draw a digit to see its way to the network.")
            return
        for column, (number, step) in zip(st.columns(len(steps)), enumerate(steps, start=1), strict=True):
            height, width = step.ink.shape
            column.html(charts.picture(step.ink, f"{step.title}, {width}×{height} pixels"))
            column.markdown(f"**{number}. {step.title}** ({width}×{height})  \n{step.sentence}")


def _pick_example() -> None:
    """Choose a test image at random, and take a fresh sheet so that the image is what is shown."""
    st.session_state["example_index"] = random.randrange(len(resources.test_images()[1]))
    canvas.clear()
    st.session_state["example_sheet"] = canvas.sheet()


def _example() -> tuple[np.ndarray | None, int | None]:
    """The test image to show with its label, as long as the sheet that came with it is in place."""
    if "example_index" not in st.session_state or st.session_state["example_sheet"] != canvas.sheet():
        return None, None
    images, labels = resources.test_images()
    index = st.session_state["example_index"]
    return scale_pixels(images[index]), int(labels[index])
