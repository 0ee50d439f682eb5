"""One neuron: what it looks for, what it gets, what it makes of it, and what excites it most."""

from __future__ import annotations

import numpy as np
import streamlit as st
from markupsafe import Markup

from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.explanation import Neuron, patterns
from mnist_demo.numbers import probability
from mnist_demo.texts import say
from mnist_demo.ui import formulas, gallery, markup, resources, subject
from mnist_demo.ui.inside import breaking, neuron_maths
from mnist_demo.ui.inside.scene import Place, Scene
from mnist_demo.ui.inside.weights import colour_limit
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.pictures import diverging
from mnist_demo.ui.state import EXAMPLES, INPUTS, IS_EXCITING_SHOWN, SWITCH

STRONGEST = 10
"""So many inputs are shown in pictures, and as lines."""
EXAMPLE_COUNT = 12


def show(scene: Scene, place: Place, figures: Neuron) -> None:
    """Figures and pictures of the neuron at `place`."""
    with st.container(key="neuron"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"### {plain(scene.name(place))}")
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
        say("inside.neuron.switch_on") if is_picked else say("inside.neuron.switch_off"),
        **SWITCH.widget(),
        icon=":material/flash_on:" if is_picked else ":material/flash_off:",
        disabled=place in scene.silent and not is_picked,  # one of the share that is off
        on_click=breaking.switch,
        args=(scene, place),
        kwargs={"off": not is_picked},
    )


def _sentence(scene: Scene, place: Place, figures: Neuron) -> str:
    if place in scene.silent:
        would = formulas.number(figures.output)
        return say("inside.neuron.off", output=would) if figures.output else say("inside.neuron.off_dark")
    if scene.is_output(place[0]):
        places = {"class_name": plain(scene.called(place[1])), "probability": probability(figures.output)}
        return f"{say('inside.neuron.output', **places)} {plain(scene.note_on_outputs)}"
    if scene.network.activation != "relu":
        return say(f"inside.neuron.{scene.network.activation}", sum=formulas.number(figures.sum))
    if figures.output > 0:
        return say("inside.neuron.lit", output=formulas.number(figures.output))
    return say("inside.neuron.dark")


def _show_figures(scene: Scene, place: Place, figures: Neuron) -> None:
    output = formulas.number(0.0 if place in scene.silent else figures.output)
    values = {
        say("inside.neuron.products"): formulas.number(float(figures.products.sum())),
        say("inside.neuron.bias"): formulas.signed(figures.bias),
        say("inside.neuron.sum"): formulas.number(figures.sum),
        say("inside.neuron.result"): probability(figures.output) if scene.is_output(place[0]) else output,
    }
    with st.container(horizontal=True, key="neuron_figures"):
        for label, value in values.items():
            st.metric(label, value, width="content")
    st.caption(say("formula.rounded"))


def _show_pictures(scene: Scene, place: Place) -> None:
    """What the neuron looks for, and what it finds in this image."""
    layer, unit = place
    pattern = patterns(scene.network_with(place), scene.image, layer, [unit])[0]
    found = pattern * scene.image
    limit = colour_limit(scene) if layer == 0 else _limit(pattern)
    pictures = {
        say("inside.neuron.weights") if layer == 0 else say("inside.neuron.pattern"): diverging(pattern, limit),
        say("inside.neuron.found"): diverging(found, _limit(found)),
    }
    figure = Markup("<figure>{}<p>{}</p></figure>")
    figures = (figure.format(markup.picture(pixels, text), text) for text, pixels in pictures.items())
    st.html(Markup('<div class="side-by-side">{}</div>').format(Markup().join(figures)))


def _show_inputs(scene: Scene, place: Place, figures: Neuron) -> None:
    """The inputs from the layer before that move the sum most, each with its picture."""
    before, strongest = place[0] - 1, figures.strongest(STRONGEST)
    if not strongest.size:
        st.caption(say("inside.neuron.no_inputs"))
        return
    rest = figures.products.sum() - figures.products[strongest].sum()
    others = len(figures.inputs) - len(strongest)
    st.markdown(say("inside.neuron.inputs", count=others, rest=formulas.signed(float(rest))))
    pictures = zip(strongest, patterns(scene.network, scene.image, before, strongest), strict=True)
    gallery.show(
        [_input(scene, (before, int(unit)), pattern, figures) for unit, pattern in pictures],
        INPUTS,
        size=92,
        label=say("inside.neuron.inputs_label"),
        on_click=lambda unit: scene.choose((before, int(unit))),
    )


def _input(scene: Scene, place: Place, pattern: np.ndarray, figures: Neuron) -> gallery.Picture:
    _, unit = place
    value, weight, product = (float(part[unit]) for part in (figures.inputs, figures.weights, figures.products))
    figure = {"value": formulas.number(value), "weight": formulas.number(weight), "product": formulas.signed(product)}
    caption = say("inside.neuron.input", **figure)
    description = say("inside.neuron.input_description", neuron=scene.name(place), input=caption)
    return gallery.Picture(str(unit), diverging(pattern, _limit(pattern)), caption, description)


def _show_examples(scene: Scene, place: Place) -> None:
    """The test images with the highest outputs, looked for only when somebody wants them."""
    details = st.expander(say("inside.neuron.exciting"), **IS_EXCITING_SHOWN.widget(), on_change="rerun")
    if not details.open:
        return
    layer, unit = place
    with details:
        indices, outputs = (found[:, unit] for found in resources.exciting_images(scene.run, EXAMPLE_COUNT)[layer])
        if scene.network.activation == "relu" and not scene.is_output(layer):
            indices, outputs = indices[outputs > 0], outputs[outputs > 0]
        if not indices.size:
            st.caption(say("inside.neuron.dead"))
            return
        images, labels = resources.test_images()
        st.caption(say("inside.neuron.exciting_note"))
        pictures = [
            gallery.Picture(
                str(index), scale_pixels(images[index]), formulas.number(float(output)),
                say("inside.neuron.example", index=index, label=labels[index], output=f"{output:.2f}"),
            )
            for index, output in zip(indices, outputs, strict=True)
        ]  # fmt: skip
        gallery.show(
            pictures,
            EXAMPLES,
            label=say("inside.neuron.exciting_label"),
            on_click=lambda index: subject.look_at_test_image(int(index)),
        )


def _limit(values: np.ndarray) -> float:
    """Where the colour scale of one picture ends."""
    return float(np.quantile(np.abs(values), 0.995)) or 1.0
