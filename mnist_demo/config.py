"""Constants of the whole project, the tasks, the settings of one training, and the presets to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from mnist_demo.texts import say

IMAGE_SIZE = 28
NUM_CLASSES = 10
HISTORY_KEYS = ("loss", "accuracy", "val_loss", "val_accuracy")
CURVE_COLOURS = {"training": "#94a3b8", "validation": "#6366f1"}
"""Of the training curves, on the page and in `curves.png`."""

MAX_PARAMETERS = 5_000_000
MOST_EPOCHS = 1000
MNIST_IMAGES = 60_000
"""To train with, before some are held out for validation."""
FEWEST_IMAGES = 100
"""That a training may be asked to take."""
SAMPLE_SHARE = 1 / 3
"""Of the images of each digit, those that are taken where only one kind of writing is."""
STEP_WORK = 2.5e7
"""What a step costs whatever its size, in the unit of `TrainConfig.work`: measured with both presets."""
TEACHER_SEED = 1
"""By which the images were chosen that the teacher has not learned from."""
TEACHER_WORK = 500_000
"""What the teacher costs for each image of mixed batches, in parameters of a network that learns from it."""
ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds the package: a checkout, or that of all installed packages."""
SHIPPED_RUNS = ("robust", "classic")
DEFAULT_RUN = "robust"
PLAIN_RUN = "classic"
"""What the default is compared with."""

BUILT_IN_DATA = ("bundled", "keras")
"""What is trained on where no path is given: MNIST, from here or from Keras's download."""
DEFAULT_TASK = "digits"
LEARNING_RATES = {"adam": 0.004, "rmsprop": 0.004, "sgd": 0.5}
"""What each optimizer begins with by default: the best of a few on held-out images, after five epochs."""

LYING = ("plain", "transposed", "mirrored", "flipped", "rotated-left", "rotated-right", "rotated-180", "antitransposed")
"""How images may lie: all symmetries of a square."""
INVERTED = "inverted"
DATA_AS = (*LYING, INVERTED, *(f"{INVERTED}-{way}" for way in LYING[1:]))
"""How the images of a dataset may be stored: as MNIST's, lying another way, dark on light paper, or both."""

Scale = Literal["log", "number", "word"]
"""How values lie on an axis: each ten times the one before as far apart, by size, or one after the other."""
VARIED: dict[str, Scale] = {
    "images": "log", "hidden_layers": "word", "epochs": "log", "learning_rate": "log", "batch_size": "log",
    "dropout": "number", "weight_decay": "number", "augmentation": "number", "augmentation_end": "number",
    "teacher": "number", "wrong_labels": "number",
    "validation_split": "number", "strokes": "number", "doodles": "number", "early_stopping": "number",
    "leave_out": "word", "writing": "word", "activation": "word", "optimizer": "word", "schedule": "word",
    "batch_normalization": "word", "encoding": "word", "test_on": "word",
}  # fmt: skip
"""The settings that an experiment can vary, and how their values lie on an axis; those on a log axis are above 0."""
LONGEST_TITLE = 60
"""Of an experiment, in characters."""

LayerSize = Annotated[int, Field(ge=1, le=4096)]
Digit = Annotated[int, Field(ge=0, lt=NUM_CLASSES)]


@dataclass(frozen=True)
class Task:
    """A question about a picture of a digit; the last layer, the loss and everything shown follow from it.

    Args:
        name: its id; what people read of it stands in `texts`.
        classes: the ids of the possible answers, digits or words.
        class_of_digit: for each of the digits 0 to 9 the index of its class.
        output: what the last layer outputs: "softmax", a probability for each class; or "sigmoid", that of the
            second of two classes alone.

    Raises:
        ValueError: classes, digits and output do not fit together.
    """

    name: str
    classes: tuple[str, ...]
    class_of_digit: tuple[int, ...]
    output: Literal["softmax", "sigmoid"]

    def __post_init__(self) -> None:
        if len(self.class_of_digit) != NUM_CLASSES or set(self.class_of_digit) != set(range(len(self.classes))):
            raise ValueError(f"task {self.name}: expected a class for each of ten digits, and a digit for each class")
        if self.output == "sigmoid" and len(self.classes) != 2:
            raise ValueError(f"task {self.name}: a sigmoid output tells two classes apart, not {len(self.classes)}")

    @property
    def outputs(self) -> int:
        """Units of the last layer."""
        return 1 if self.output == "sigmoid" else len(self.classes)

    def labels_of(self, digits: np.ndarray | int) -> np.ndarray:
        """The class, uint8 (N,), of each digit, integers (N,); or uint8 () of one."""
        labels: np.ndarray = np.array(self.class_of_digit, np.uint8)[digits]
        return labels

    def targets_of(self, labels: np.ndarray) -> np.ndarray:
        """What the outputs should be, float32 (N, outputs), for labels (N,): one-hot, or the second class's column."""
        one_hot: np.ndarray = np.eye(len(self.classes), dtype=np.float32)[labels]
        return one_hot[:, 1:] if self.output == "sigmoid" else one_hot


TASKS = {
    task.name: task
    for task in (
        Task(
            name="digits",
            classes=("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
            class_of_digit=(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
            output="softmax",
        ),
        Task(
            name="parity",
            classes=("even", "odd"),
            class_of_digit=(0, 1, 0, 1, 0, 1, 0, 1, 0, 1),
            output="sigmoid",
        ),
    )
}
"""Another task is one more entry, and its texts under `task` in each language."""


class TrainConfig(BaseModel):
    """Everything that decides how a network is trained; frozen, and checked on construction (ValidationError).

    The same settings on the same machine give the same weights.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    preset: str = Field("classic", max_length=100, description=say("setting.preset.description"))
    task: str = Field(DEFAULT_TASK, description=say("setting.task.description"))
    encoding: Literal["integer", "one-hot"] = Field("integer", description=say("setting.encoding.description"))
    hidden_layers: tuple[LayerSize, ...] = Field(
        (128, 128), max_length=8, description=say("setting.hidden_layers.description")
    )
    activation: Literal["relu", "tanh", "sigmoid"] = Field("relu", description=say("setting.activation.description"))
    dropout: float = Field(0.0, ge=0, lt=1, description=say("setting.dropout.description"))
    batch_normalization: bool = Field(False, description=say("setting.batch_normalization.description"))
    optimizer: Literal["adam", "rmsprop", "sgd"] = Field("adam", description=say("setting.optimizer.description"))
    learning_rate: float = Field(
        None,
        validate_default=True,
        ge=1e-6,
        le=10,
        description=say("setting.learning_rate.description"),
    )
    schedule: Literal["cosine", "constant"] = Field("cosine", description=say("setting.schedule.description"))
    weight_decay: float = Field(0.0, ge=0, le=1, description=say("setting.weight_decay.description"))
    batch_size: int = Field(256, ge=1, le=60_000, description=say("setting.batch_size.description"))
    epochs: int = Field(10, ge=1, le=MOST_EPOCHS, description=say("setting.epochs.description"))
    early_stopping: int = Field(0, ge=0, le=MOST_EPOCHS, description=say("setting.early_stopping.description"))
    strokes: int = Field(0, ge=0, le=1_000_000, description=say("setting.strokes.description"))
    doodles: int = Field(0, ge=0, le=1_000_000, description=say("setting.doodles.description"))
    augmentation: float = Field(0.0, ge=0, le=3, description=say("setting.augmentation.description"))
    augmentation_end: float = Field(1.0, ge=0, le=1, description=say("setting.augmentation_end.description"))
    teacher: float = Field(0.0, ge=0, le=1, description=say("setting.teacher.description"))
    validation_split: float = Field(0.1, ge=0.01, lt=1, description=say("setting.validation_split.description"))
    seed: int = Field(1, ge=0, le=2**31 - 1, description=say("setting.seed.description"))
    data: str = Field("bundled", min_length=1, max_length=4096, description=say("setting.data.description"))
    data_as: str = Field("plain", description=say("setting.data_as.description"))
    start_from: str = Field("", max_length=64, description=say("setting.start_from.description"))
    extra_data: str = Field("", max_length=4096, description=say("setting.extra_data.description"))
    extra_share: float = Field(0.25, ge=0.01, le=0.9, description=say("setting.extra_share.description"))
    images: int = Field(0, ge=0, le=MNIST_IMAGES, description=say("setting.images.description"))
    leave_out: tuple[Digit, ...] = Field(
        (), max_length=NUM_CLASSES - 2, description=say("setting.leave_out.description")
    )
    wrong_labels: float = Field(0.0, ge=0, le=1, description=say("setting.wrong_labels.description"))
    writing: Literal["all", "thin", "upright"] = Field("all", description=say("setting.writing.description"))
    test_on: Literal["test", "training"] = Field("test", description=say("setting.test_on.description"))
    experiment: str = Field("", max_length=LONGEST_TITLE, description=say("setting.experiment.description"))
    vary: str = Field("", description=say("setting.vary.description"))

    @field_validator("task", "data_as")
    @classmethod
    def _check_choice(cls, value: str, info: ValidationInfo) -> str:
        """Choices that are tables of this module, where a Literal would write them down again."""
        if value not in (TASKS if info.field_name == "task" else DATA_AS):
            raise PydanticCustomError("choice", "no such choice")
        return value

    @field_validator("preset", "data", "start_from", "extra_data")
    @classmethod
    def _check_text(cls, value: str) -> str:
        """A NUL ends a name for the system, so no path can hold one."""
        if "\0" in value:
            raise PydanticCustomError("text", "a NUL is no letter")
        return value

    @field_validator("images")
    @classmethod
    def _check_images(cls, images: int) -> int:
        if 0 < images < FEWEST_IMAGES:
            raise PydanticCustomError("images", "too few images")
        return images

    @field_validator("leave_out")
    @classmethod
    def _in_order(cls, digits: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(set(digits)))

    @field_validator("learning_rate", mode="before")
    @classmethod
    def _fill_in_learning_rate(cls, learning_rate: Any, info: ValidationInfo) -> Any:
        """None stands for the optimizer's default."""
        return LEARNING_RATES[info.data.get("optimizer", "adam")] if learning_rate is None else learning_rate

    @field_validator("experiment", mode="before")
    @classmethod
    def _check_title(cls, title: Any) -> Any:
        """One line; "none" is how flags say that there is none."""
        if not isinstance(title, str):
            return title
        title = " ".join(title.split())
        if title == "none" or not title.isprintable():
            raise PydanticCustomError("experiment", "no title")
        return title

    @field_validator("vary")
    @classmethod
    def _check_varied(cls, name: str) -> str:
        if name and name not in VARIED:
            raise PydanticCustomError("vary", "no such setting to vary")
        return name

    @model_validator(mode="after")
    def _check_experiment(self) -> TrainConfig:
        if bool(self.experiment) != bool(self.vary):
            raise PydanticCustomError("experiment", "experiment: its title and vary go together; give both or neither")
        return self

    @model_validator(mode="after")
    def _check_encoding(self) -> TrainConfig:
        if self.encoding == "one-hot" and TASKS[self.task].output == "sigmoid":
            raise PydanticCustomError(
                "encoding",
                "encoding: one-hot needs an output for each class, and {task} has a single one; use integer",
                {"task": self.task},
            )
        return self

    @model_validator(mode="after")
    def _check_what_is_left(self) -> TrainConfig:
        classes = TASKS[self.task].class_of_digit
        if len({classes[digit] for digit in range(NUM_CLASSES) if digit not in self.leave_out}) < 2:
            raise PydanticCustomError(
                "leave_out",
                "leave_out: a single class of {task} is left, and nothing to tell apart; leave fewer digits out",
                {"task": self.task},
            )
        return self

    @model_validator(mode="after")
    def _check_built_in_data(self) -> TrainConfig:
        if self.data in BUILT_IN_DATA and self.data_as != "plain":
            raise PydanticCustomError(
                "data_as", "data_as: {data} is MNIST as it should be; use plain", {"data": self.data}
            )
        return self

    @model_validator(mode="after")
    def _check_start(self) -> TrainConfig:
        """A run holds its normalisation folded into the layers."""
        if self.start_from and self.batch_normalization:
            raise PydanticCustomError(
                "start_from", "start_from: a trained network has no batch normalization of its own; leave it out"
            )
        return self

    @model_validator(mode="after")
    def _check_size(self) -> TrainConfig:
        """A network must leave room on the server for others."""
        if self.parameters > MAX_PARAMETERS:
            raise PydanticCustomError(
                "size",
                "hidden_layers: {count} parameters are too many, the most is {most}; take fewer units",
                {"count": f"{self.parameters:,}", "most": f"{MAX_PARAMETERS:,}"},
            )
        return self

    @property
    def parameters(self) -> int:
        """Weights and biases of the network."""
        sizes = (IMAGE_SIZE**2, *self.hidden_layers, TASKS[self.task].outputs)
        return sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes))

    @property
    def work(self) -> float:
        """What the training costs: images × parameters × epochs, and something for each step.

        Other datasets are taken to be as large as MNIST: they are read only when it begins.
        """
        images = self._images_left * (1 - self.validation_split)
        steps = max(1.0, images / self.batch_size)
        each = self.parameters + (TEACHER_WORK if self.is_taught else 0)
        return self.epochs * (images * each + steps * STEP_WORK)

    @property
    def _images_left(self) -> float:
        """Of MNIST, when digits, writing and number have been chosen; its digits are about equally frequent."""
        share = 1.0 if self.writing == "all" else SAMPLE_SHARE
        left = MNIST_IMAGES * share * (1 - len(self.leave_out) / NUM_CLASSES)
        return min(left, self.images or left)

    @property
    def has_test(self) -> bool:
        """Whether the network is tested on images that it has not learned from."""
        return self.test_on == "test"

    @property
    def tested_on(self) -> tuple[str, ...]:
        """Names the images that the network is tested on: where two settings have the same name, the same images."""
        source = (self.data, self.data_as)
        if self.has_test:
            return source
        chosen = {"task", "seed", "teacher", "validation_split", "images", "leave_out", "wrong_labels", "writing"}
        return (*source, self.model_dump_json(include=chosen))

    @property
    def is_mixed(self) -> bool:
        """Whether the training batches are drawn at random from several sources, or augmented."""
        return bool(self.strokes or self.doodles or self.augmentation or self.extra_data or self.is_taught)

    @property
    def is_taught(self) -> bool:
        """Whether the teacher is asked: it knows the whole MNIST with its right labels, and nothing else."""
        is_whole = self.data in BUILT_IN_DATA and self._images_left == MNIST_IMAGES
        return bool(self.teacher) and is_whole and not self.wrong_labels

    @property
    def has_targets(self) -> bool:
        """Whether training compares with targets, float32 (N, outputs), rather than integer labels (N,).

        Mixed data always does, since the target of a doodle is uniform.
        """
        return self.is_mixed or self.encoding == "one-hot"

    @property
    def loss(self) -> str:
        """Keras's name for the loss that fits the task's output and the labels."""
        if TASKS[self.task].output == "sigmoid":
            return "binary_crossentropy"
        return "categorical_crossentropy" if self.has_targets else "sparse_categorical_crossentropy"

    @classmethod
    def from_preset(cls, preset: str, **changes: Any) -> TrainConfig:
        """The settings of a preset with some of them changed (ValueError if there is no such preset).

        The preset's learning rate is for its own optimizer; another optimizer starts from its own default.
        """
        if preset not in PRESETS:
            raise ValueError(f"there is no preset {preset!r}; expected one of: {', '.join(PRESETS)}")
        settings = {"preset": preset, **PRESETS[preset]}
        if changes.get("optimizer", settings["optimizer"]) != settings["optimizer"]:
            del settings["learning_rate"]
        return cls(**{**settings, **changes})

    def continued(self, name: str) -> TrainConfig:
        """The settings to train a run of these settings, called `name`, further: a few gentle epochs.

        They were tried on the digits of a pocket calculator, see `benchmarks/class_training.py`. What was
        changed in the data stays so; a test on the training images is not taken over, nor is the experiment.
        """
        fewer = {"strokes": min(self.strokes, FURTHER_DRAWN), "doodles": min(self.doodles, FURTHER_DRAWN)}
        kept = self.model_dump(exclude=NOT_CONTINUED)
        return TrainConfig(**kept | FURTHER | fewer | {"start_from": name})


FURTHER = {"batch_normalization": False, "optimizer": "adam", "learning_rate": 0.0005, "epochs": 4, "teacher": 0.0}
"""How a network is trained further."""
NOT_CONTINUED = {"early_stopping", "extra_data", "extra_share", "test_on", "experiment", "vary"}
FURTHER_DRAWN = 20_000
"""So many of each kind of drawings at most, which take three seconds."""

PRESETS: dict[str, dict[str, Any]] = {
    # 784-128-128-10, 118,282 parameters: the network of every first lesson.
    # Batches of 256 rather than 128: on a CPU an epoch takes a quarter to a third less time, and validation is as good.
    "classic": {
        "hidden_layers": (128, 128),
        "optimizer": "adam",
        "learning_rate": 0.004,
        "batch_size": 256,
        "epochs": 10,
    },
    # Still an MLP; its training data makes the difference: MNIST augmented, drawn digits, and doodles to be unsure of.
    # What it says of MNIST's images it learns from a teacher, while the augmentation weakens: each alone helps.
    "robust": {
        "hidden_layers": (1200, 800, 400),
        "batch_normalization": True,
        "optimizer": "adam",
        "learning_rate": 0.002,
        "weight_decay": 0.01,
        "batch_size": 512,
        "epochs": 180,
        "strokes": 120_000,
        "doodles": 40_000,
        "augmentation": 1.5,
        "augmentation_end": 0.0,
        "teacher": 1.0,
    },
}
