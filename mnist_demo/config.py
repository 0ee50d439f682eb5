"""Constants that hold everywhere, the settings of one training, and the presets to choose from."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

IMAGE_SIZE = 28
NUM_CLASSES = 10
HISTORY_KEYS = ("loss", "accuracy", "val_loss", "val_accuracy")
MAX_PARAMETERS = 5_000_000
ROOT = Path(__file__).resolve().parent.parent
MODELS_DIR = Path(os.environ.get("MNIST_DRAW_MODELS") or ROOT / "models").expanduser().resolve()
SHIPPED_RUNS = ("robust", "classic")
DEFAULT_RUN = "robust"
PLAIN_RUN = "classic"
"""What the default is compared with."""

LayerSize = Annotated[int, Field(ge=1, le=4096)]


class TrainConfig(BaseModel):
    """All that decides how a network is trained; frozen, and checked on construction (pydantic's ValidationError).

    The same settings and the same machine give the same weights.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    preset: str = Field("classic", description="the preset that these settings began with")
    hidden_layers: tuple[LayerSize, ...] = Field(
        (128, 128), max_length=8, description="units of each hidden Dense layer, as in 128,128"
    )
    dropout: float = Field(0.0, ge=0, lt=1, description="share of hidden units switched off at each step")
    batch_normalization: bool = Field(False, description="normalise what each hidden layer puts out, over the batch")
    optimizer: Literal["adam", "rmsprop", "sgd"] = Field("adam", description="rule that moves the weights")
    learning_rate: float = Field(
        0.004, gt=0, le=10, description="size of the optimizer's first steps; it falls to 0 towards the end"
    )
    weight_decay: float = Field(0.0, ge=0, le=1, description="pull of the weights towards 0 at each step")
    batch_size: int = Field(256, ge=1, le=60_000, description="images in each step")
    epochs: int = Field(10, ge=1, le=1000, description="passes over the training images")
    strokes: int = Field(0, ge=0, le=1_000_000, description="digits drawn as pen strokes to train on beside the images")
    doodles: int = Field(0, ge=0, le=1_000_000, description="drawings that are no digit, to learn doubt from")
    augmentation: float = Field(0.0, ge=0, le=3, description="how strongly images are bent and moved; 0 is not at all")
    validation_split: float = Field(
        0.1, gt=0, lt=1, description="share of the training images kept aside to watch the training"
    )
    seed: int = Field(1, ge=0, le=2**31 - 1, description="start of all random numbers")
    data: str = Field("bundled", min_length=1, description="bundled, keras, or the path of a dataset")

    @model_validator(mode="after")
    def _check_size(self) -> TrainConfig:
        """A network must leave the server room for others."""
        sizes = (IMAGE_SIZE**2, *self.hidden_layers, NUM_CLASSES)
        parameters = sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes))
        if parameters > MAX_PARAMETERS:
            raise PydanticCustomError(
                "size",
                "Hidden layers: {count} parameters are too many, the most is {most}",
                {"count": f"{parameters:,}", "most": f"{MAX_PARAMETERS:,}"},
            )
        return self

    @property
    def is_mixed(self) -> bool:
        """Whether the training batches are drawn at random from several sources, or varied."""
        return bool(self.strokes or self.doodles or self.augmentation)

    @classmethod
    def from_preset(cls, preset: str, **changes: Any) -> TrainConfig:
        """The settings of a preset with some of them changed (ValueError where there is no such preset)."""
        if preset not in PRESETS:
            raise ValueError(f"there is no preset {preset!r}; expected one of: {', '.join(PRESETS)}")
        return cls(**{"preset": preset, **PRESETS[preset], **changes})


PRESETS: dict[str, dict[str, Any]] = {
    # 784-128-128-10, 118,282 parameters: the network of every first lesson.
    # Batches of 256 in place of 128: on a CPU the epochs take a quarter to a third less, and validation is as good.
    "classic": {
        "hidden_layers": (128, 128),
        "optimizer": "adam",
        "learning_rate": 0.004,
        "batch_size": 256,
        "epochs": 10,
    },
    # Still an MLP; what it is shown makes the difference: MNIST bent and moved, drawn digits, doodles to doubt.
    "robust": {
        "hidden_layers": (1024, 512),
        "batch_normalization": True,
        "learning_rate": 0.002,
        "weight_decay": 0.01,
        "batch_size": 512,
        "epochs": 150,
        "strokes": 120_000,
        "doodles": 40_000,
        "augmentation": 1.0,
    },
}


def first_problem(error: ValidationError) -> str:
    """The first thing wrong with the settings, in one line: field, fact, what was given."""
    problem = error.errors()[0]
    if not problem["loc"]:  # about several settings together
        return problem["msg"]
    name = str(problem["loc"][0])
    return f"{name}: {problem['msg'].lower()}, got {problem['input']!r}"
