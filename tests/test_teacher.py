"""The teacher: kept in a file, asked in the terms of a task, and only where it knows what is learned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from mnist_demo.config import TASKS, TrainConfig
from mnist_demo.data.dataset import Dataset
from mnist_demo.data.split import split
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.training import fit
from mnist_demo.training.fit import train_network
from mnist_demo.training.make_teacher import SETTINGS, train_teacher
from mnist_demo.training.teacher import TEMPERATURE, build_teacher, load_teacher, save_teacher

TAUGHT = {"teacher": 0.9, "augmentation": 0.5, "epochs": 3, "hidden_layers": (32,), "batch_size": 64}


@pytest.fixture(scope="module")
def teacher() -> keras.Sequential:
    """One that has learned nothing, but answers each picture in its own way."""
    keras.utils.set_random_seed(1)
    return build_teacher()


@pytest.fixture
def path(teacher: keras.Sequential, tmp_path: Path) -> Path:
    save_teacher(teacher, tmp_path / "teacher.npz")
    return tmp_path / "teacher.npz"


def test_its_answers_are_softened_and_come_back_from_its_file(
    teacher: keras.Sequential, path: Path, handful: Dataset
) -> None:
    images = scale_pixels(handful.x_test[:50])
    sharp = teacher.predict(images, verbose=0).astype(np.float64) ** (1 / TEMPERATURE)
    soft = load_teacher(TASKS["digits"], path)(images).numpy()
    np.testing.assert_allclose(soft, sharp / sharp.sum(axis=1, keepdims=True), atol=2e-3)
    odd = load_teacher(TASKS["parity"], path)(images).numpy()
    np.testing.assert_allclose(odd[:, 0], soft[:, 1::2].sum(axis=1), atol=1e-6)


def test_without_its_file_the_message_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="make teacher"):
        load_teacher(TASKS["digits"], tmp_path / "teacher.npz")


def test_a_teacher_learns_digits(handful: Dataset) -> None:
    model, accuracy = train_teacher(handful, epochs=8, batch_size=32)
    assert model.output_shape == (None, 10) and accuracy > 0.4


def test_a_network_learns_from_answers(handful: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "load_teacher", lambda task: lambda images: tf.one_hot(tf.fill([len(images)], 7), 10))
    taught = train_network(TrainConfig(**TAUGHT | {"teacher": 1.0}), handful)
    assert set(taught.network.predict(scale_pixels(handful.x_test)).argmax(axis=1)) == {7}


@pytest.mark.parametrize(
    ("changes", "is_taught"),
    [
        ({}, True),
        ({"teacher": 0.0}, False),
        ({"task": "parity"}, True),
        ({"data": "digits.npz"}, False),
        ({"leave_out": (7,)}, False),
        ({"images": 1000}, False),
        ({"images": 60_000}, True),
        ({"writing": "thin"}, False),
        ({"wrong_labels": 0.1}, False),
    ],
)
def test_it_is_asked_only_about_the_whole_mnist(changes: dict[str, Any], is_taught: bool) -> None:
    assert TrainConfig(**TAUGHT | changes).is_taught == is_taught


def test_nobody_is_validated_on_images_that_their_teacher_has_learned_from() -> None:
    """Whatever the seed of the training, which still decides everything else."""
    learned, _ = split(TrainConfig(**SETTINGS), 600)
    for seed in (1, 2, 3):
        _, validation = split(TrainConfig(**TAUGHT | {"seed": seed}), 600)
        assert not set(validation) & set(learned)
    own = [split(TrainConfig(**TAUGHT | {"teacher": 0.0, "seed": seed}), 600)[1].tolist() for seed in (2, 3)]
    assert own[0] != own[1]
