"""Mixed batches of MNIST, drawn digits and doodles: right proportions, right targets, the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from mnist_demo.config import TrainConfig
from mnist_demo.data.dataset import Dataset
from mnist_demo.data.strokes import draw_digits
from mnist_demo.training.mixture import Source, batch_counts, batches, make_sources

MIXED = TrainConfig(strokes=60, doodles=40, augmentation=1.0, batch_size=64, seed=3)


@pytest.fixture(scope="module")
def sources(handful: Dataset) -> dict[str, Source]:
    drawn: list[int] = []
    sources = make_sources(MIXED, handful.x_train, handful.y_train, drawn.append)
    assert drawn == [60, 100]
    return sources


def test_sources_hold_what_was_asked_for(sources: dict[str, Source], handful: Dataset) -> None:
    assert {name: len(source.images) for name, source in sources.items()} == {
        "mnist": 600,
        "strokes": 60,
        "doodles": 40,
    }
    np.testing.assert_array_equal(sources["mnist"].targets.argmax(axis=1), handful.y_train)
    np.testing.assert_array_equal(sources["strokes"].targets.argmax(axis=1), draw_digits(60, seed=3)[1])
    assert (sources["doodles"].targets == np.float32(0.1)).all()


def test_a_digit_that_is_left_out_is_not_drawn_either(handful: Dataset) -> None:
    config = MIXED.model_copy(update={"leave_out": (0, 7)})
    sources = make_sources(config, handful.x_train, handful.y_train, lambda done: None)
    counts = sources["strokes"].targets.sum(axis=0)
    assert counts[[0, 7]].tolist() == [0, 0] and counts.sum() == 60 and len(set(counts.tolist()) - {0}) <= 2


def test_targets_are_those_of_the_task(handful: Dataset) -> None:
    config = MIXED.model_copy(update={"task": "parity"})
    is_odd = handful.y_train % 2
    sources = make_sources(config, handful.x_train, is_odd, lambda done: None)
    np.testing.assert_array_equal(sources["mnist"].targets, is_odd[:, None].astype(np.float32))
    np.testing.assert_array_equal(sources["strokes"].targets[:, 0], draw_digits(60, seed=3)[1] % 2)
    assert sources["doodles"].targets.shape == (40, 1) and (sources["doodles"].targets == 0.5).all()


def test_batches_are_mixed_augmented_and_repeatable(sources: dict[str, Source]) -> None:
    first, second = ([(x.numpy(), y.numpy()) for x, y in batches(sources, MIXED, 3)] for _ in range(2))
    assert len(first) == 3
    for (images, targets), (again, targets_again) in zip(first, second, strict=True):
        np.testing.assert_array_equal(images, again)
        np.testing.assert_array_equal(targets, targets_again)
        assert images.shape == (64, 28, 28) and images.dtype == np.float32
        assert images.min() >= 0 and images.max() <= 1
        assert (targets.max(axis=1) < 0.5).sum() == batch_counts(list(sources), 64)["doodles"]
        np.testing.assert_allclose(targets.sum(axis=1), 1, atol=1e-6)
    assert not np.array_equal(first[0][0], first[1][0])
    other = next(iter(batches(sources, MIXED.model_copy(update={"seed": 4}), 1)))[0].numpy()
    assert not np.array_equal(first[0][0], other)


def test_without_augmentation_the_images_are_those_of_the_source(handful: Dataset) -> None:
    config = TrainConfig(strokes=20, batch_size=32)
    sources = make_sources(config, handful.x_train, handful.y_train, lambda done: None)
    images, _ = next(iter(batches(sources, config, 1)))
    known = {image.tobytes() for source in sources.values() for image in source.images}
    assert all(np.uint8(np.rint(image * 255)).tobytes() in known for image in images.numpy())


def test_augmentation_falls_to_what_is_left_at_the_end(handful: Dataset) -> None:
    config = TrainConfig(augmentation=1.0, augmentation_end=0.0, batch_size=32)
    sources = make_sources(config, handful.x_train, handful.y_train, lambda done: None)
    known = {image.tobytes() for image in handful.x_train}
    first, *_, last = (
        [np.uint8(np.rint(255 * image)).tobytes() in known for image in images.numpy()]
        for images, _ in batches(sources, config, 40)
    )
    assert not any(first) and all(last)


def test_a_teacher_is_asked_about_images_of_mnist_as_they_have_become(sources: dict[str, Source]) -> None:
    asked: list[tf.Tensor] = []

    def teacher(images: tf.Tensor) -> tf.Tensor:
        tf.py_function(asked.append, [images], [])
        return tf.tile([[0.0] * 9 + [1.0]], [tf.shape(images)[0], 1])

    config = MIXED.model_copy(update={"teacher": 0.25})
    images, targets = next(iter(batches(sources, config, 1, teacher)))
    _, labels = next(iter(batches(sources, config, 1)))
    taught = batch_counts(list(sources), 64)["mnist"]
    np.testing.assert_array_equal(asked[0], images[:taught])
    np.testing.assert_allclose(targets[:taught], 0.75 * labels[:taught] + 0.25 * np.eye(10)[9], atol=1e-6)
    np.testing.assert_array_equal(targets[taught:], labels[taught:])


@pytest.mark.parametrize("size", [1, 7, 64, 512])
@pytest.mark.parametrize("names", [["mnist"], ["mnist", "doodles"], ["mnist", "strokes", "doodles"]])
def test_parts_of_a_batch_add_up(size: int, names: list[str]) -> None:
    counts = batch_counts(names, size)
    assert list(counts) == names and sum(counts.values()) == size


def test_extra_images_have_their_share_of_each_batch(handful: Dataset) -> None:
    extra = (np.full((3, 28, 28), 255, np.uint8), np.array([7, 7, 7], np.uint8))
    config = TrainConfig(extra_data="more.npz", extra_share=0.25, batch_size=64)
    sources = make_sources(config, handful.x_train, handful.y_train, lambda done: None, extra)
    assert batch_counts(list(sources), 64, 0.25) == {"mnist": 48, "extra": 16}
    assert batch_counts(["mnist", "strokes", "extra"], 8, 0.01) == {"mnist": 6, "strokes": 1, "extra": 1}
    images, targets = next(iter(batches(sources, config, 1)))
    np.testing.assert_array_equal(targets[48:].numpy().argmax(axis=1), 7)
    assert (images[48:].numpy().mean(axis=(1, 2)) > 0.5).all()
    plain = np.rint(255 * images[:4].numpy())  # MNIST's stay as they are; only the extra ones are bent and moved
    assert all((handful.x_train == image).all(axis=(1, 2)).any() for image in plain)
