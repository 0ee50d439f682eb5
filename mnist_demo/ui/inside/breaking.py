"""Break it: change the image and switch neurons off, and see what becomes of the answer."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mnist_demo.images.distortion import DISTORTIONS, distort
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui.inside import breaking_maths
from mnist_demo.ui.inside.scene import Place, Scene
from mnist_demo.ui.state import AMOUNTS, RESEED, RESTORE, SEED, SILENT, SILENT_SHARE
from mnist_demo.ui.subject import Subject

STEPS = {"turn": 1.0, "shift_x": 1.0, "shift_y": 1.0, "scale": 0.05, "thickness": 0.1, "blur": 0.1, "noise": 0.05}
UNITS = {"turn": "°", "scale": "×"}


def scene(run: Run, subject: Subject) -> Scene:
    """The subject in the run's network, both changed as the controls say."""
    image = distort(subject.image[None], _amounts(), SEED.get())[0]
    silent = _silent(run)
    network = (run.network.silenced(silent) if silent else run.network).as_softmax()
    return Scene(run, subject, image, network, frozenset(silent))


def show(scene: Scene) -> None:
    """The controls, folded away until somebody wants them, and the button that undoes everything."""
    st.button(
        say("inside.break.restore"), **RESTORE.widget(), icon=":material/healing:", on_click=restore, width="stretch",
        disabled=not scene.is_changed,
    )  # fmt: skip
    with st.expander(say("inside.break.title"), icon=":material/handyman:"):
        st.caption(say("inside.break.note"))
        with st.container(key="break_sliders"):
            for kind, step in STEPS.items():
                _slider(kind, step)
        if scene.run.network.hidden_layers:
            st.slider(
                say("inside.break.share"), 0, 95, step=5, format="%d %%", **SILENT_SHARE.widget(), persist_state="page",
                help=say("inside.break.share_help"),
            )  # fmt: skip
        st.button(
            say("inside.break.reseed"),
            **RESEED.widget(),
            icon=":material/casino:",
            on_click=SEED.set,
            args=(SEED.get() + 1,),
        )
        breaking_maths.show(_amounts(), len(scene.silent), sum(scene.run.network.hidden_layers))


def restore() -> None:
    """The image and the network as they were; for callbacks."""
    for amount in AMOUNTS.values():
        amount.set(amount.default)
    SILENT_SHARE.set(SILENT_SHARE.default)
    SILENT.set(SILENT.default)


def switch(scene: Scene, place: Place, *, off: bool) -> None:
    """Switch one hidden neuron off, or on again; for callbacks."""
    change = frozenset.union if off else frozenset.difference
    SILENT.set(change(SILENT.get(), {(scene.run.name, place)}))


def is_picked(scene: Scene, place: Place) -> bool:
    """Whether a neuron was switched off by itself, and not as one of a share."""
    return (scene.run.name, place) in SILENT.get()


def _amounts() -> dict[str, float]:
    """How much the image is changed in each way."""
    return {kind: amount.get() for kind, amount in AMOUNTS.items()}


def _slider(kind: str, step: float) -> None:
    distortion = DISTORTIONS[kind]
    AMOUNTS[kind].settle()
    digits = "%.0f" if step >= 1 else "%.2f" if step < 0.1 else "%.1f"
    st.slider(
        say(f"distortion.{kind}.label"), distortion.levels[0], distortion.levels[-1], step=step,
        format=digits + UNITS.get(kind, ""), **AMOUNTS[kind].widget(), persist_state="page",
    )  # fmt: skip


def _silent(run: Run) -> set[Place]:
    """The hidden neurons that are off: those picked one by one, and the share. More of a share takes more away."""
    places = [(layer, unit) for layer, units in enumerate(run.network.hidden_layers) for unit in range(units)]
    count = round(SILENT_SHARE.get() / 100 * len(places))
    order = np.random.default_rng(SEED.get()).permutation(len(places))
    picked = {place for name, place in SILENT.get() if name == run.name}
    return (picked & set(places)) | {places[i] for i in order[:count]}
