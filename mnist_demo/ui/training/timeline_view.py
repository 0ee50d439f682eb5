"""The learning as a timeline: one image on its way from the untrained network to the finished one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st

from mnist_demo.network.inference import Network
from mnist_demo.network.timeline import Timeline
from mnist_demo.numbers import in_percent, size
from mnist_demo.runs.results import TIMELINE
from mnist_demo.runs.run import Run, RunError
from mnist_demo.texts import say
from mnist_demo.ui import resources, vega
from mnist_demo.ui.answer import component
from mnist_demo.ui.answer.content import Answer, Places, content
from mnist_demo.ui.formulas import as_percent, latex, maths, power_of_e, text
from mnist_demo.ui.markdown import plain
from mnist_demo.ui.names import class_names
from mnist_demo.ui.network_names import network_name
from mnist_demo.ui.state import ANSWER_THEN, EPOCH
from mnist_demo.ui.subject import Subject
from mnist_demo.ui.training import first_layer, specimens

PLACES = Places("timeline", ("st-key-timeline_answer",), bars="st-key-timeline_bars")
MEAN = r"m:\ \text{running mean of } \tfrac{\partial L}{\partial w}"
SQUARE = r"v:\ \text{running mean of its square}"
UPDATES = {
    "sgd": (r"w \leftarrow w - \eta\, \frac{\partial L}{\partial w}",),
    "rmsprop": (r"w \leftarrow w - \frac{\eta}{\sqrt{v}}\, \frac{\partial L}{\partial w}", SQUARE),
    "adam": (r"w \leftarrow w - \eta\, \frac{m}{\sqrt{v}}", MEAN, SQUARE),
}
"""What a step of each optimizer does to a weight, in LaTeX."""


def show(run: Run) -> None:
    """A choice of images, a slider over the stored epochs, and what the network answered at each of them."""
    timeline = _load(run)
    if timeline is None:
        return
    st.caption(say("training.timeline.note"))
    subject = specimens.choose(run)
    if subject is None:
        st.info(say("training.timeline.no_image"))
        return
    networks = dict(timeline)
    epoch = st.select_slider(
        say("training.timeline.slider"),
        list(networks),
        format_func=partial(_name, run),
        **EPOCH.of(run=run.name).widget(),
        persist_state="session",
    )
    st.markdown(_progress(run, epoch))
    _show_answer(run, networks[epoch], subject)
    _show_maths(run, networks[epoch], subject)
    first_layer.show(networks[epoch], run.network)
    _show_way(run, timeline, subject, epoch)


def _load(run: Run) -> Timeline | None:
    """The stored timeline; where there is none that can be used, why, and what to do."""
    try:
        if timeline := resources.timeline_of(run):
            return timeline
        st.info(say("training.timeline.missing", network=plain(run.name), preset=plain(run.config.preset)))
    except RunError as error:
        st.warning(plain(error), icon=":material/broken_image:")
    return None


def _name(run: Run, epoch: int) -> str:
    if epoch:
        return say("training.timeline.epoch", epoch=epoch)
    return say("training.timeline.before") if run.config.start_from else say("training.timeline.untrained")


def _progress(run: Run, epoch: int) -> str:
    """How far the training was then, in a sentence."""
    if not epoch and run.config.start_from:
        return say("training.timeline.before_note", network=plain(network_name(run.config.start_from)))
    if not epoch:
        return say("training.timeline.untrained_note")
    accuracy = in_percent(run.history["val_accuracy"][epoch - 1], 2)
    return say("training.timeline.epoch_note", epoch=epoch, epochs=run.epoch, accuracy=accuracy)


def _show_answer(run: Run, network: Network, subject: Subject) -> None:
    then = replace(run, network=network)
    answers = [Answer.of(then, subject.image)]
    component.show(content(PLACES, [then], answers, digit=subject.label), ANSWER_THEN)


def _show_maths(run: Run, network: Network, subject: Subject) -> None:
    """How the answer comes from the scores, how wrong it is, and how a step changes the weights."""
    scores, shares = network.logits(subject.image)[0], network.predict(subject.image)
    label = int(shares.argmax()) if subject.label is None else int(run.task.labels_of(subject.label))
    name, total = text(run.task.classes[label]), latex(sum(map(power_of_e, scores.tolist())))
    lines = [
        r"p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}, \quad z_k:\ \text{score of class } k",
        rf"p_{{{name}}} = \frac{{e^{{{latex(scores[label])}}}}}{{{total}}} = {as_percent(shares[label])}",
    ]
    if subject.label is not None:
        loss = -float(np.log(max(shares[label], 1e-7)))
        lines.append(rf"\text{{loss}}\ L = -\ln p_{{{name}}} = {latex(loss)}")
    bound = r"\eta = " if run.config.schedule == "constant" else r"\eta\ \text{rises, then falls to 0: at most}\ "
    maths("timeline", *lines, *UPDATES[run.config.optimizer], rf"{bound}{run.config.learning_rate:g}")


def _show_way(run: Run, timeline: Timeline, subject: Subject, now: int) -> None:
    """How confident the network was of the true class, and of each it ever thought likely, over all stored epochs."""
    ways = {_name(run, epoch): network.predict(subject.image) for epoch, network in timeline}
    label = None if subject.label is None else int(run.task.labels_of(subject.label))
    names = class_names(run.task)
    if label is None:
        st.caption(say("training.timeline.way"))
    else:
        st.caption(say("training.timeline.way_of_test_image", index=subject.index, true=plain(names[label])))
    with st.container(key="timeline_way"):
        st.vega_lite_chart(vega.ways(ways, names, _name(run, now), label))
    st.caption(say("training.timeline.on_disk", size=size((run.path / TIMELINE).stat().st_size)))
