"""Changes of the data: how many images, which digits, which labels, which writing, and what is tested on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mnist_demo.config import TASKS, TrainConfig
from mnist_demo.data import experiments
from mnist_demo.data.dataset import Dataset, DatasetError
from mnist_demo.data.experiments import changed, fewer, load_tested, of_one_writing, with_wrong_labels, without_digits
from mnist_demo.data.split import split
from mnist_demo.data.writing import thickness, tilt


def in_order(digits: np.ndarray) -> Dataset:
    """A set whose images can be told apart by their first pixels, which hold their numbers."""
    images = np.zeros((len(digits), 28, 28), np.uint8)
    images[:, 0, :2] = np.stack(np.divmod(np.arange(len(digits)), 256), axis=1)
    return Dataset(images, digits.astype(np.uint8), images[:5], digits[:5].astype(np.uint8))


def numbers(images: np.ndarray) -> np.ndarray:
    """The numbers of these images, int64 (N,)."""
    found: np.ndarray = images[:, 0, 0].astype(int) * 256 + images[:, 0, 1]
    return found


UNEVEN = in_order(np.repeat(np.arange(10), [400, 100, 100, 100, 50, 50, 50, 50, 50, 50]))


def test_settings_that_change_nothing_leave_the_dataset_alone(handful: Dataset) -> None:
    assert changed(handful, TrainConfig()) is handful


def test_as_many_images_as_were_asked_for_every_digit_in_proportion() -> None:
    few = fewer(UNEVEN, TrainConfig(images=100))
    np.testing.assert_array_equal(np.bincount(few.y_train), [40, 10, 10, 10, 5, 5, 5, 5, 5, 5])
    at = numbers(few.x_train)
    np.testing.assert_array_equal(UNEVEN.y_train[at], few.y_train)
    assert len(set(at.tolist())) == 100
    assert few.x_test is UNEVEN.x_test


def test_the_seed_decides_which_images_and_more_of_them_hold_the_fewer() -> None:
    first, again, more, other = (
        set(numbers(fewer(UNEVEN, TrainConfig(images=count, seed=seed)).x_train).tolist())
        for count, seed in [(100, 1), (100, 1), (137, 1), (100, 2)]
    )
    assert first == again != other and first < more


def test_proportions_hold_within_an_image_on_mnist(mnist: Dataset) -> None:
    counts = np.bincount(fewer(mnist, TrainConfig(images=1000)).y_train)
    assert counts.sum() == 1000
    assert np.abs(counts - np.bincount(mnist.y_train) / 60).max() <= 1


def test_where_there_are_not_more_all_are_taken(handful: Dataset) -> None:
    assert fewer(handful, TrainConfig(images=len(handful.y_train))) is handful
    assert fewer(handful, TrainConfig(images=60_000)) is handful


def test_a_digit_that_is_left_out_is_still_tested(handful: Dataset) -> None:
    without = changed(handful, TrainConfig(leave_out=(7, 3, 7)))
    expected = np.bincount(handful.y_train, minlength=10)
    expected[[3, 7]] = 0
    np.testing.assert_array_equal(np.bincount(without.y_train, minlength=10), expected)
    assert without.y_test is handful.y_test and {3, 7} <= set(handful.y_test.tolist())


def test_a_set_of_which_one_class_is_left_is_refused() -> None:
    ones_and_twos = in_order(np.repeat([1, 2], 50))
    with pytest.raises(DatasetError, match="bundled: fewer than two classes are left"):
        without_digits(ones_and_twos, TrainConfig(leave_out=(2,)))


@pytest.mark.parametrize("seed", [1, 2])
def test_wrong_labels_are_in_the_training_part_alone_and_all_wrong(handful: Dataset, seed: int) -> None:
    config = TrainConfig(wrong_labels=0.2, seed=seed)
    spoiled = with_wrong_labels(handful, config)
    fit, validation = split(config, len(handful.y_train))
    is_other = spoiled.y_train != handful.y_train
    assert is_other[fit].sum() == round(0.2 * len(fit)) and not is_other[validation].any()
    np.testing.assert_array_equal(spoiled.x_train, handful.x_train)
    np.testing.assert_array_equal(spoiled.y_train, with_wrong_labels(handful, config).y_train)


def test_wrong_labels_are_spread_over_all_other_digits(mnist: Dataset) -> None:
    spoiled = with_wrong_labels(mnist, TrainConfig(wrong_labels=1.0))
    fit, _ = split(TrainConfig(), 60_000)
    pairs = np.bincount(mnist.y_train[fit] * 10 + spoiled.y_train[fit], minlength=100).reshape(10, 10)
    assert not np.diag(pairs).any()
    shares = pairs / pairs.sum(axis=1, keepdims=True)
    assert shares[~np.eye(10, dtype=bool)] == pytest.approx(np.full(90, 1 / 9), abs=0.03)


def test_wrong_labels_of_even_or_odd_are_of_the_other_class(handful: Dataset) -> None:
    config = TrainConfig(task="parity", wrong_labels=0.3)
    before, after = (
        TASKS["parity"].labels_of(y) for y in (handful.y_train, with_wrong_labels(handful, config).y_train)
    )
    fit, _ = split(config, len(before))
    assert (before != after).sum() == round(0.3 * len(fit))


def test_a_wrong_label_is_never_a_digit_that_is_left_out(handful: Dataset) -> None:
    spoiled = changed(handful, TrainConfig(leave_out=(7,), wrong_labels=1.0))
    assert 7 not in spoiled.y_train
    alone = in_order(np.full(50, 4))
    np.testing.assert_array_equal(with_wrong_labels(alone, TrainConfig(wrong_labels=0.5)).y_train, alone.y_train)


@pytest.mark.parametrize(("kind", "measure"), [("thin", thickness), ("upright", tilt)])
def test_a_biased_sample_is_the_third_of_each_digit_that_is_most_so(handful: Dataset, kind: Any, measure: Any) -> None:
    sample = of_one_writing(handful, TrainConfig(writing=kind))
    for digit in range(10):
        everything = measure(handful.x_train[handful.y_train == digit])
        chosen = measure(sample.x_train[sample.y_train == digit])
        assert len(chosen) == round(len(everything) / 3)
        np.testing.assert_allclose(np.sort(chosen), np.sort(everything)[: len(chosen)], rtol=1e-5)


def test_testing_on_the_training_images_tests_on_all_that_are_learned_from(handful: Dataset) -> None:
    config = TrainConfig(test_on="training", wrong_labels=0.5, images=200, leave_out=(7,))
    tested = changed(handful, config)
    fit, validation = split(config, len(tested.y_train))
    assert (len(tested.y_train), len(tested.y_test), len(validation)) == (200, 180, 20)
    np.testing.assert_array_equal(tested.x_test, tested.x_train[fit])
    np.testing.assert_array_equal(tested.y_test, tested.y_train[fit])
    assert experiments.tested_on_training(handful, TrainConfig()) is handful


def test_all_changes_together_can_be_counted_by_hand(mnist: Dataset) -> None:
    config = TrainConfig(leave_out=(0, 7), writing="thin", images=3000)
    made = changed(mnist, config)
    thirds = np.array([round(count / 3) for count in np.bincount(mnist.y_train)])
    thirds[[0, 7]] = 0
    expected = 3000 * thirds / thirds.sum()
    assert np.abs(np.bincount(made.y_train, minlength=10) - expected).max() <= 1
    thickest = {d: np.sort(thickness(mnist.x_train[mnist.y_train == d]))[thirds[d] - 1] for d in (1, 8)}
    for digit, width in thickest.items():
        assert thickness(made.x_train[made.y_train == digit]).max() <= width * 1.00001


def test_the_same_images_are_tested_on_again(handful: Dataset, handful_path: Any) -> None:
    config = TrainConfig(data=str(handful_path), test_on="training", wrong_labels=0.5, images=200)
    images, digits = load_tested(config)
    made = changed(handful, config)
    np.testing.assert_array_equal(images, made.x_test)
    np.testing.assert_array_equal(digits, made.y_test)
    np.testing.assert_array_equal(load_tested(TrainConfig(data=str(handful_path)))[0], handful.x_test)


def test_settings_with_the_same_name_are_tested_on_the_same_images() -> None:
    plain, small = TrainConfig(), TrainConfig(images=300, leave_out=(7,), wrong_labels=0.1, epochs=3)
    assert plain.tested_on == small.tested_on
    learned = TrainConfig(test_on="training")
    assert plain.tested_on != learned.tested_on == TrainConfig(test_on="training", epochs=3).tested_on
    changes: list[dict[str, Any]] = [{"images": 300}, {"leave_out": (7,)}, {"wrong_labels": 0.1}, {"seed": 2}]
    assert len({TrainConfig(test_on="training", **change).tested_on for change in changes} | {learned.tested_on}) == 5
