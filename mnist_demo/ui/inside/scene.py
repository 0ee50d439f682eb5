"""What every view of the tab looks at: one image and one network, as they are after all changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mnist_demo.network.explanation import relevance
from mnist_demo.network.inference import Network, softmax
from mnist_demo.runs.run import Run
from mnist_demo.texts import say
from mnist_demo.ui import names
from mnist_demo.ui.state import NEURON
from mnist_demo.ui.subject import Subject

Place = tuple[int, int]
"""A neuron: its layer, from 0, and its number in it, from 0; the layer after the hidden ones holds the outputs."""


@dataclass(frozen=True, eq=False)
class Scene:
    """One image, float32 (28, 28) in [0, 1], in one network, both changed as `breaking` was asked to.

    The network has an output for each class. `subject` and `run` are what they were made from; `silent` holds the
    hidden neurons that are switched off.
    """

    run: Run
    subject: Subject
    image: np.ndarray
    network: Network
    silent: frozenset[Place] = frozenset()

    @cached_property
    def activations(self) -> list[np.ndarray]:
        """The outputs of each hidden layer, (units,), then the logits, (C,)."""
        return [layer[0] for layer in self.network.activations(self.image)]

    @property
    def logits(self) -> np.ndarray:
        """The score of each class, float32 (C,)."""
        return self.activations[-1]

    @cached_property
    def probabilities(self) -> np.ndarray:
        """The answer, float32 (C,)."""
        probabilities: np.ndarray = softmax(self.logits[None])[0]
        return probabilities

    @property
    def classes(self) -> tuple[str, ...]:
        """What the classes are called."""
        return names.class_names(self.run.task)

    @cached_property
    def ranking(self) -> list[int]:
        """The classes, the most probable first."""
        ranking: list[int] = np.argsort(-self.probabilities, kind="stable").tolist()
        return ranking

    @cached_property
    def relevance(self) -> np.ndarray:
        """What each unit of the first layer adds to the score of the answer, (units,)."""
        return relevance(self.network, self.image, self.ranking[0])

    @cached_property
    def whole(self) -> Network:
        """The network as it was trained, with an output for each class."""
        return self.run.network.as_softmax()

    def network_with(self, place: Place) -> Network:
        """The network with this neuron on: what one that is off would do."""
        if place not in self.silent:
            return self.network
        return self.run.network.silenced(self.silent - {place}).as_softmax()

    @property
    def is_changed(self) -> bool:
        return bool(self.silent) or not np.array_equal(self.image, self.subject.image)

    @property
    def chosen(self) -> Place:
        """The neuron that somebody clicked on in this network, else the one that matters most in the first layer."""
        name, place = NEURON.get()
        if name == self.run.name and self.has(place):
            return place
        return 0, int(np.abs(self.relevance).argmax())

    def has(self, place: Place) -> bool:
        """Whether the network has such a neuron."""
        layer, unit = place
        return 0 <= layer < len(self.activations) and 0 <= unit < len(self.activations[layer])

    def choose(self, place: Place) -> None:
        """Look at another neuron; for callbacks."""
        NEURON.set((self.run.name, place))

    def is_output(self, layer: int) -> bool:
        """Whether a layer is the last."""
        return layer == len(self.activations) - 1

    def called(self, number: int) -> str:
        """What a class is called in a sentence."""
        return names.in_sentence(self.classes[number])

    def name(self, place: Place) -> str:
        """What a neuron is called, as a caption; people count from 1."""
        layer, unit = place
        if self.is_output(layer):
            return say("inside.output_name", class_name=self.called(unit))
        return say("inside.neuron_name", unit=unit + 1, layer=layer + 1)

    @property
    def note_on_outputs(self) -> str:
        """Why there are two scores where the network has one output, in a sentence; else nothing."""
        if self.run.network.outputs > 1:
            return ""
        first, second = (self.called(number) for number in range(2))
        return say("inside.single_output", first=first, second=second)
