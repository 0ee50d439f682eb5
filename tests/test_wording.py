"""Settings in words: in the help, in the message about a wrong value, in the list of what was changed."""

from __future__ import annotations

import math
from typing import Any

import pytest
from pydantic import ValidationError

from mnist_demo.commands import train
from mnist_demo.config import PRESETS, ROOT, SHIPPED_RUNS, TrainConfig
from mnist_demo.runs.store import load_run
from mnist_demo.wording import FIELDS, allowed_values, as_text, default, differences, first_problem

CHANGES = {
    "task": "parity", "hidden_layers": (), "activation": "tanh", "dropout": 0.25, "batch_normalization": True,
    "optimizer": "sgd", "learning_rate": 0.00005, "schedule": "constant", "weight_decay": 0.5, "batch_size": 100,
    "epochs": 3, "early_stopping": 4, "strokes": 500, "doodles": 200, "augmentation": 2.0,
    "augmentation_end": 0.5, "teacher": 0.5, "validation_split": 0.2,
    "images": 300, "leave_out": (4, 7), "wrong_labels": 0.2, "writing": "thin", "test_on": "training",
    "seed": 7, "data": str(ROOT / "digits.npz"), "data_as": "inverted-transposed",
}  # fmt: skip


@pytest.mark.parametrize("preset", PRESETS)
def test_values_come_back_from_their_text(preset: str) -> None:
    config = TrainConfig.from_preset(preset, **CHANGES)
    flags = [f"--{name.replace('_', '-')}={as_text(getattr(config, name))}" for name in FIELDS]
    assert train.config_from(train.parser().parse_args(flags)) == config


def test_what_differs_from_the_preset_is_found() -> None:
    assert all(differences(load_run(name).config) == {} for name in SHIPPED_RUNS)
    found = differences(TrainConfig.from_preset("classic", **CHANGES))
    assert found == {name: as_text(value) for name, value in CHANGES.items()}
    assert found["hidden_layers"] == "none" and found["augmentation"] == "2"
    assert differences(TrainConfig(preset="my own", encoding="one-hot")) == {"encoding": "one-hot"}


def test_a_name_that_ends_like_a_number_stays_as_it_is() -> None:
    assert as_text("mnist-2.0") == "mnist-2.0" and as_text(2.0) == "2"


def test_help_names_values_and_defaults(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    with pytest.raises(SystemExit):
        train.parser().parse_args(["--help"])
    entries = [" ".join(entry.split()) for entry in capsys.readouterr().out.split("\n  --")]
    lines = {entry.split()[0]: entry for entry in entries}
    for name, field in FIELDS.items():
        line = lines[name.replace("_", "-")]
        assert f"{allowed_values(name)}; default: {default(name)}" in line and all(
            choice in line for choice in field.get("enum", ())
        )
    assert "classic or robust" in lines["preset"] and "digits or parity" in lines["task"]
    assert "10 in classic, 180 in robust" in lines["epochs"]


WRONG = [
    ({"task": "letters"}, "task: expected digits or parity, got 'letters'"),
    ({"activation": "step"}, "activation: expected relu, tanh or sigmoid, got 'step'"),
    ({"hidden_layers": ["64; 32"]}, "whole numbers from 1 to 4096, as in 128,128, or none, got '64; 32'"),
    ({"hidden_layers": [1] * 9}, "hidden_layers: expected up to 8 whole numbers"),
    ({"hidden_layers": [4000, 4000]}, "hidden_layers: 19,184,010 parameters are too many"),
    ({"learning_rate": math.nan}, "learning_rate: expected a number from 1e-06 to 10, got nan"),
    ({"learning_rate": "much"}, "learning_rate: expected a number from 1e-06 to 10, got 'much'"),
    ({"batch_normalization": "maybe"}, "batch_normalization: expected true or false, got 'maybe'"),
    ({"epochs": 3.5}, "epochs: expected a whole number from 1 to 1000, got 3.5"),
    ({"dropout": 1}, "dropout: expected a number from 0 to below 1, got 1"),
    ({"validation_split": 0.000001}, "validation_split: expected a number from 0.01 to below 1, got 1e-06"),
    ({"data": ""}, "data: expected bundled, keras or a path, got ''"),
    ({"task": "parity", "encoding": "one-hot"}, "encoding: one-hot needs an output for each class, and parity has"),
    ({"data_as": "inverted"}, "data_as: bundled is MNIST as it should be; use plain"),
    ({"data": "x.npz", "data_as": "up"}, "data_as: expected plain, transposed, mirrored"),
    ({"images": 99}, "images: expected 0, or a whole number from 100 to 60000, got 99"),
    ({"images": 60_001}, "images: expected 0, or a whole number from 100 to 60000, got 60001"),
    ({"leave_out": (10,)}, "leave_out: expected up to 8 digits, as in 4,7, or none, got 10"),
    ({"leave_out": range(9)}, "leave_out: expected up to 8 digits, as in 4,7, or none"),
    ({"task": "parity", "leave_out": (1, 3, 5, 7, 9)}, "leave_out: a single class of parity is left"),
    ({"wrong_labels": 1.5}, "wrong_labels: expected a number from 0 to 1, got 1.5"),
    ({"writing": "thick"}, "writing: expected all, thin or upright, got 'thick'"),
    ({"test_on": "luck"}, "test_on: expected test or training, got 'luck'"),
    ({"colour": "red"}, "colour: there is no such setting"),
]


@pytest.mark.parametrize(("changes", "words"), WRONG)
def test_settings_that_do_not_fit_are_explained_in_one_plain_line(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as error:
        TrainConfig(**changes)
    problem = first_problem(error.value)
    assert words in problem and "\n" not in problem and len(problem) < 150
