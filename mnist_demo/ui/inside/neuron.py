"""One neuron: what it looks for, what it gets, what it makes of it, and what excites it most."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.explanation import Neuron, patterns
from mnist_demo.ui import formulas, gallery, markup, resources, subject
from mnist_demo.ui.inside import breaking, neuron_maths
from mnist_demo.ui.inside.scene import Place, Scene
from mnist_demo.ui.inside.weights import colour_limit
from mnist_demo.ui.pictures import diverging
from mnist_demo.ui.state import EXAMPLES, INPUTS, IS_EXCITING_SHOWN, SWITCH

STRONGEST = 10
"""So many inputs are shown in pictures, and as lines."""
EXAMPLE_COUNT = 12
BENDS = {"tanh": "tanh makes a number between −1 and 1", "sigmoid": "the sigmoid makes a number between 0 and 1"}


def show(scene: Scene, place: Place, figures: Neuron) -> None:
    """Figures and pictures of the neuron at `place`."""
    with st.container(key="neuron"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"#### {scene.name(place).capitalize()}")
            _offer_switch(scene, place)
        st.markdown(_sentence(scene, place, figures))
        _show_figures(scene, place, figures)
        _show_pictures(scene, place)
        if place[0]:
            with st.container():
                _show_inputs(scene, place, figures)
        else:
            st.empty()  # wipes off another neuron's inputs at once
        neuron_maths.show(scene, place, figures)
        _show_examples(scene, place)


def _offer_switch(scene: Scene, place: Place) -> None:
    if scene.is_output(place[0]):
        st.empty()  # wipes off another neuron's button at once
        return
    is_picked = breaking.is_picked(scene, place)
    st.button(
        "Switch on" if is_picked else "Switch off",
        **SWITCH.widget(),
        icon=":material/flash_on:" if is_picked else ":material/flash_off:",
        disabled=place in scene.silent and not is_picked,  # one of the share that is off
        on_click=breaking.switch,
        args=(scene, place),
        kwargs={"off": not is_picked},
    )


def _sentence(scene: Scene, place: Place, figures: Neuron) -> str:
    if place in scene.silent:
        passed = formulas.number(figures.output) if figures.output else "nothing"
        return f"It is **switched off**; it would have passed {passed} on."
    if scene.is_output(place[0]):
        return (
            f"Its sum is the score of {scene.called(place[1])}. Softmax turns the scores into probabilities that add "
            f"up to 100 %: **{markup.percent(figures.output)}**. {scene.note_on_outputs}"
        )
    if scene.network.activation != "relu":
        return f"Its inputs add up to {formulas.number(figures.sum)}, of which {BENDS[scene.network.activation]}."
    if figures.output > 0:
        return f"It is **lit**: its inputs add up to more than 0, so it passes {formulas.number(figures.output)} on."
    return "It is **dark**: its inputs do not add up to more than 0, so it passes nothing on."


def _show_figures(scene: Scene, place: Place, figures: Neuron) -> None:
    output = 0.0 if place in scene.silent else figures.output
    values = {
        "Inputs × weights": formulas.number(float(figures.products.sum())),
        "Bias": formulas.signed(figures.bias),
        "Sum": formulas.number(figures.sum),
        "Output": markup.percent(figures.output) if scene.is_output(place[0]) else formulas.number(output),
    }
    with st.container(horizontal=True, key="neuron_figures"):
        for label, value in values.items():
            st.metric(label, value, width="content")
    st.caption(formulas.ROUNDED)


def _show_pictures(scene: Scene, place: Place) -> None:
    """What the neuron looks for, and what it finds in this image."""
    layer, unit = place
    pattern = patterns(scene.network_with(place), scene.image, layer, [unit])[0]
    found = pattern * scene.image
    limit = colour_limit(scene) if layer == 0 else _limit(pattern)
    title = "Its weights" if layer == 0 else "What it looks for, through the layers before it"
    pictures = {
        f"{title}: ink on blue excites it, ink on orange calms it.": diverging(pattern, limit),
        "What it finds here: the same, where there is ink.": diverging(found, _limit(found)),
    }
    figures = (f"<figure>{markup.picture(pixels, text)}<p>{text}</p></figure>" for text, pixels in pictures.items())
    st.html(f'<div class="side-by-side">{"".join(figures)}</div>')


def _show_inputs(scene: Scene, place: Place, figures: Neuron) -> None:
    """The inputs from the layer before that move the sum most, each with its picture."""
    before, strongest = place[0] - 1, figures.strongest(STRONGEST)
    if not strongest.size:
        st.caption("Nothing that is lit in the layer before reaches it.")
        return
    rest = figures.products.sum() - figures.products[strongest].sum()
    st.markdown(
        f"**Its strongest inputs**, each with value × weight. The other {len(figures.inputs) - len(strongest):,} add "
        f"{formulas.signed(float(rest))} together."
    )
    pictures = zip(strongest, patterns(scene.network, scene.image, before, strongest), strict=True)
    gallery.show(
        [_input(scene, (before, int(unit)), pattern, figures) for unit, pattern in pictures],
        INPUTS,
        size=92,
        label="Strongest inputs",
        on_click=lambda unit: scene.choose((before, int(unit))),
    )


def _input(scene: Scene, place: Place, pattern: np.ndarray, figures: Neuron) -> gallery.Picture:
    _, unit = place
    value, weight, product = (float(part[unit]) for part in (figures.inputs, figures.weights, figures.products))
    caption = f"{formulas.number(value)} × {formulas.number(weight)} = {formulas.signed(product)}"
    return gallery.Picture(str(unit), diverging(pattern, _limit(pattern)), caption, f"{scene.name(place)}: {caption}")


def _show_examples(scene: Scene, place: Place) -> None:
    """The test images with the highest outputs, looked for only when somebody wants them."""
    details = st.expander("The test images that excite it most", **IS_EXCITING_SHOWN.widget(), on_change="rerun")
    if not details.open:
        return
    layer, unit = place
    with details:
        indices, outputs = (found[:, unit] for found in resources.exciting_images(scene.run, EXAMPLE_COUNT)[layer])
        if scene.network.activation == "relu" and not scene.is_output(layer):
            indices, outputs = indices[outputs > 0], outputs[outputs > 0]
        if not indices.size:
            st.caption("No test image lights it: a dead neuron.")
            return
        images, labels = resources.test_images()
        st.caption("Of all 10,000, in the network as it was trained. Click on one to look at it.")
        pictures = [
            gallery.Picture(
                str(index), scale_pixels(images[index]), formulas.number(float(output)),
                f"Test image {index}, labelled {labels[index]}: {output:.2f}",
            )
            for index, output in zip(indices, outputs, strict=True)
        ]  # fmt: skip
        gallery.show(
            pictures,
            EXAMPLES,
            label="Test images that excite this neuron most",
            on_click=lambda index: subject.look_at_test_image(int(index)),
        )


def _limit(values: np.ndarray) -> float:
    """Where the colour scale of one picture ends."""
    return float(np.quantile(np.abs(values), 0.995)) or 1.0
