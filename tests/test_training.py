"""Training from end to end on a handful of digits: it learns, reports, stops, and is reproducible."""

from __future__ import annotations

import time
from typing import Any, ClassVar

import keras
import numpy as np
import pytest

from mnist_demo.config import DEFAULT_RUN, TrainConfig
from mnist_demo.data.dataset import Dataset
from mnist_demo.data.strokes import draw_doodles
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.inference import Network, softmax, stands_out
from mnist_demo.network.progress import Progress, TrainingStopped
from mnist_demo.network.timeline import epochs_to_keep
from mnist_demo.runs.store import load_run
from mnist_demo.training import fit
from mnist_demo.training import model as model_module
from mnist_demo.training.callbacks import Keeper
from mnist_demo.training.conversion import network_of, plain_model
from mnist_demo.training.fit import split_validation, train_network
from mnist_demo.training.model import build_mlp, compile_mlp

SMALL = TrainConfig(hidden_layers=(32,), epochs=4, batch_size=16)


@pytest.fixture(autouse=True)
def _few_doodles_to_validate_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """As few as the digits here: to draw all takes longer than to train."""
    monkeypatch.setattr(fit, "VALIDATION_DOODLES", 200)


def test_classic_preset_is_the_network_of_the_first_lesson() -> None:
    model = build_mlp(TrainConfig.from_preset("classic"))
    units = [layer.units for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    assert units == [128, 128, 10] and model.count_params() == 118_282
    assert model.input_shape == (None, 28, 28)


def test_it_learns_and_gives_the_history_in_keras_words(handful: Dataset) -> None:
    result = train_network(SMALL, handful)
    assert {key: len(values) for key, values in result.history.items()} == dict.fromkeys(
        ("loss", "accuracy", "val_loss", "val_accuracy"), 4
    )
    assert result.history["loss"][-1] < result.history["loss"][0]
    assert (result.network.predict(scale_pixels(handful.x_test)).argmax(axis=1) == handful.y_test).mean() > 0.6


def test_same_seed_same_weights_other_seed_others(handful: Dataset) -> None:
    first, second, other = (
        train_network(SMALL.model_copy(update={"seed": seed}), handful).network for seed in (5, 5, 6)
    )
    for a, b in zip(first.kernels, second.kernels, strict=True):
        np.testing.assert_array_equal(a, b)
    assert not np.array_equal(first.kernels[0], other.kernels[0])


@pytest.mark.parametrize(
    "change",
    [
        {"dropout": 0.3},
        {"optimizer": "sgd", "schedule": "constant"},
        {"optimizer": "rmsprop", "activation": "sigmoid"},
        {"activation": "tanh", "batch_normalization": True},
        {"task": "parity"},
        {"hidden_layers": ()},
    ],
)
def test_network_in_numpy_is_the_one_in_keras(handful: Dataset, change: dict[str, Any]) -> None:
    result = train_network(TrainConfig(**{"hidden_layers": (32,), "epochs": 1, "batch_size": 16, **change}), handful)
    images = scale_pixels(handful.x_test)
    expected = result.model.predict(images, verbose=0)
    if expected.shape[1] == 1:
        expected = np.hstack([1 - expected, expected])
    np.testing.assert_allclose(result.network.predict(images), expected, atol=1e-5)


def test_integers_and_one_hot_vectors_give_the_same_network(handful: Dataset) -> None:
    integer, one_hot = (SMALL.model_copy(update={"encoding": encoding}) for encoding in ("integer", "one-hot"))
    model = build_mlp(integer)
    losses = []
    for config in (integer, one_hot):
        compile_mlp(model, config, steps=1)
        losses.append(model.loss)
    assert losses == ["sparse_categorical_crossentropy", "categorical_crossentropy"]
    first, second = (train_network(config, handful) for config in (integer, one_hot))
    for a, b in zip(first.network.kernels, second.network.kernels, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-4)
    assert first.history["val_accuracy"] == second.history["val_accuracy"]


def test_even_or_odd_is_learned_with_one_output(handful: Dataset) -> None:
    result = train_network(SMALL.model_copy(update={"task": "parity"}), handful)
    assert result.model.output_shape == (None, 1) and result.model.layers[-1].activation is keras.activations.sigmoid
    images, is_odd = scale_pixels(handful.x_test), handful.y_test % 2
    probabilities = result.network.predict(images)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-6)
    accuracy = (probabilities.argmax(axis=1) == is_odd).mean()
    assert accuracy > 0.75 and result.model.evaluate(images, is_odd, verbose=0)[1] == pytest.approx(accuracy)


def test_early_stopping_ends_and_goes_back_to_the_best_epoch(handful: Dataset) -> None:
    restless = {"schedule": "constant", "learning_rate": 0.02, "epochs": 50, "early_stopping": 2}
    seen: list[Progress] = []
    result = train_network(SMALL.model_copy(update=restless), handful, seen.append)
    losses = result.history["val_loss"]
    assert len(losses) == result.epoch + 2 < 50 and losses[result.epoch - 1] == min(losses)
    assert len(seen[-1].history["loss"]) == len(losses) and seen[-1].is_trained
    assert result.timeline[-1] == (result.epoch, result.network)
    assert [epoch for epoch, _ in result.timeline] == sorted({epoch for epoch, _ in result.timeline})
    images, labels = split_validation(SMALL, handful)[1]
    accuracy = (result.network.predict(images).argmax(axis=1) == labels).mean()
    assert accuracy == pytest.approx(result.history["val_accuracy"][result.epoch - 1])


def test_schedules_change_the_learning_rate_or_leave_it() -> None:
    rates = {}
    for schedule in ("cosine", "constant"):
        config = TrainConfig(schedule=schedule, learning_rate=0.25)
        model = build_mlp(config)
        compile_mlp(model, config, steps=100)
        rate = model.optimizer._learning_rate
        rates[schedule] = [float(rate(step) if callable(rate) else rate.value) for step in (5, 50, 100)]
    assert rates["constant"] == [0.25] * 3
    assert rates["cosine"] == pytest.approx([0.25, 0.135, 0], abs=0.01)


MIXED = SMALL.model_copy(
    update={"batch_normalization": True, "strokes": 300, "doodles": 100, "augmentation": 1.0, "batch_size": 64}
)


def test_robust_preset_stays_within_its_bounds() -> None:
    config = TrainConfig.from_preset("robust")
    model = build_mlp(config)
    assert model.count_params() <= 3_000_000
    kinds = {type(layer).__name__ for layer in model.layers}
    assert kinds <= {"Flatten", "Dense", "BatchNormalization", "Activation", "Dropout"}


def test_mixed_training_learns_repeats_itself_and_can_doubt(handful: Dataset) -> None:
    first, second = (train_network(MIXED.model_copy(update={"epochs": 8}), handful) for _ in range(2))
    np.testing.assert_array_equal(first.network.kernels[0], second.network.kernels[0])
    assert 0 < first.threshold < 1 and first.temperature > 0
    probabilities = first.network.predict(scale_pixels(handful.x_test))
    assert (probabilities.argmax(axis=1) == handful.y_test).mean() > 0.6
    np.testing.assert_allclose(probabilities, first.model.predict(scale_pixels(handful.x_test), verbose=0), atol=1e-5)
    assert first.history["accuracy"][-1] > 0.5, "doodles must not count in the accuracy"


def test_mixed_training_for_even_or_odd(handful: Dataset) -> None:
    result = train_network(MIXED.model_copy(update={"task": "parity", "epochs": 4}), handful)
    right = result.network.predict(scale_pixels(handful.x_test)).argmax(axis=1) == handful.y_test % 2
    assert right.mean() > 0.7 and 0.5 <= result.threshold < 1
    assert result.history["accuracy"][-1] > 0.6, "doodles must not count in the accuracy"


def test_normalisation_folds_into_the_dense_layers() -> None:
    model = build_mlp(TrainConfig(hidden_layers=(20, 15), batch_normalization=True))
    rng = np.random.default_rng(0)
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.set_weights([rng.uniform(0.5, 2, weight.shape) for weight in layer.get_weights()])
    images = rng.random((50, 28, 28), np.float32)
    expected = model.predict(images, verbose=0)
    network = network_of(model)
    np.testing.assert_allclose(network.predict(images), expected, atol=1e-5)
    np.testing.assert_allclose(plain_model(network).predict(images, verbose=0), expected, atol=1e-5)


@pytest.mark.parametrize("batch_size", [7, 100, 600])
@pytest.mark.parametrize("augmentation", [0, 0.5])
def test_the_learning_rate_falls_to_zero_with_the_last_of_all_steps(
    handful: Dataset, monkeypatch: pytest.MonkeyPatch, batch_size: int, augmentation: float
) -> None:
    monkeypatch.setattr(model_module, "IMAGES_PER_CALL", 100)  # an epoch takes several calls
    config = SMALL.model_copy(update={"batch_size": batch_size, "augmentation": augmentation, "epochs": 3})
    steps: list[int] = []
    rates: list[float] = []
    monkeypatch.setattr(fit, "Keeper", lambda epochs: Watch(steps, rates))
    train_network(config, handful)
    whole = 540 / batch_size
    assert steps[2] / 3 == steps[1] / 2 == steps[0] and whole <= steps[0] <= max(1.2 * whole, whole + 1)
    assert rates[-1] == pytest.approx(0, abs=1e-9) and rates[1] > 1e-5


class Watch(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types
    """Records the number of steps, and the learning rate, after each epoch."""

    timeline: ClassVar[list[tuple[int, Network]]] = []

    def __init__(self, steps: list[int], rates: list[float]) -> None:
        super().__init__()
        self.steps, self.rates = steps, rates

    def on_epoch_end(self, epoch: int, logs: object = None) -> None:
        self.steps.append(int(self.model.optimizer.iterations))
        self.rates.append(float(self.model.optimizer.learning_rate))


def test_calibration_keeps_the_answers_and_scales_the_logits(handful: Dataset) -> None:
    network = train_network(SMALL.model_copy(update={"epochs": 1}), handful).network
    images = scale_pixels(handful.x_test)
    softer = network.calibrated(2.0)
    np.testing.assert_allclose(softer.activations(images)[-1], network.activations(images)[-1] / 2, atol=1e-5)


@pytest.mark.parametrize("change", [{}, {"batch_normalization": True, "dropout": 0.1}])
def test_kept_networks_are_those_that_keras_had_at_these_epochs(handful: Dataset, change: dict[str, Any]) -> None:
    config = SMALL.model_copy(update={"epochs": 14, **change})
    model, images, expected = build_mlp(config), scale_pixels(handful.x_test), {}
    compile_mlp(model, config, steps=14 * 10)

    def predict(epoch: int, logs: object = None) -> None:
        expected[epoch + 1] = np.asarray(model(images, training=False))

    predict(-1)
    keeper = Keeper(config.epochs)
    watch = keras.callbacks.LambdaCallback(on_epoch_end=predict)
    model.fit(scale_pixels(handful.x_train[:160]), handful.y_train[:160], 16, 14, verbose=0, callbacks=[keeper, watch])
    assert [epoch for epoch, _ in keeper.timeline] == epochs_to_keep(14) and len(keeper.timeline) == 12
    for epoch, network in keeper.timeline:
        np.testing.assert_allclose(network.predict(images), expected[epoch], atol=1e-4)


def test_timeline_leads_from_chance_to_the_finished_network(handful: Dataset) -> None:
    result = train_network(SMALL, handful)
    epochs, networks = zip(*result.timeline, strict=True)
    assert epochs == (0, 1, 2, 3, 4) and networks[-1] is result.network
    images, labels = scale_pixels(handful.x_test), handful.y_test
    accuracies = [(network.predict(images).argmax(axis=1) == labels).mean() for network in networks]
    assert accuracies[0] < 0.3 and accuracies[-1] > accuracies[0] + 0.2
    keras.utils.set_random_seed(SMALL.seed)
    untrained = np.log(build_mlp(SMALL).predict(images, verbose=0)) / result.temperature
    np.testing.assert_allclose(networks[0].predict(images), softmax(untrained), atol=1e-5)


def test_drawing_the_pictures_is_reported_and_can_be_stopped(handful: Dataset) -> None:
    seen: list[Progress] = []
    train_network(MIXED.model_copy(update={"epochs": 1}), handful, seen.append)
    assert [(p.step, p.steps) for p in seen if p.epoch == 0] == [(300, 400), (400, 400)]
    with pytest.raises(TrainingStopped):
        train_network(MIXED, handful, should_stop=lambda: True)


def test_progress_comes_within_epochs_and_ends_complete(mnist: Dataset) -> None:
    seen: list[Progress] = []
    config = TrainConfig(hidden_layers=(256, 256), epochs=2)
    half = Dataset(mnist.x_train[::2], mnist.y_train[::2], mnist.x_test[:100], mnist.y_test[:100])
    train_network(config, half, seen.append)
    steps = [progress.step for progress in seen]
    assert steps == sorted(steps) and seen[-1].is_trained
    assert seen[0].accuracy is None and all(progress.accuracy for progress in seen if progress.step)
    assert len(seen[-1].history["val_accuracy"]) == 2
    assert len([progress for progress in seen if progress.epoch == 1 and progress.step < progress.steps]) >= 2
    assert any(progress.seconds_left for progress in seen)


def test_stopping_takes_effect_within_a_second(mnist: Dataset) -> None:
    asked_at: list[float] = []

    def should_stop() -> bool:
        if not asked_at and running:
            asked_at.append(time.monotonic())
        return bool(asked_at)

    running: list[int] = []
    with pytest.raises(TrainingStopped):
        train_network(
            TrainConfig(), mnist, lambda progress: running.append(progress.step) if progress.step else None, should_stop
        )
    assert time.monotonic() - asked_at[0] < 1


def test_validation_images_are_never_trained_on(handful: Dataset) -> None:
    (fit, _), (validation, labels) = split_validation(SMALL, handful)
    assert len(fit) == 540 and len(validation) == len(labels) == 60
    restored = np.rint(validation * 255).astype(np.uint8)
    assert not {image.tobytes() for image in fit} & {image.tobytes() for image in restored}


def test_most_doodles_are_no_digit_and_hardly_any_digit_is_a_doodle(mnist: Dataset) -> None:
    """On the images that the default network was validated on."""
    run = load_run(DEFAULT_RUN)
    _, (digits, _) = split_validation(run.config, mnist)
    doodles = scale_pixels(draw_doodles(500, run.config.seed + 1))
    known, unknown = (
        np.mean([stands_out(shares, run.threshold) for shares in run.network.predict(images)])
        for images in (digits, doodles)
    )
    assert known >= 0.999 and unknown <= 0.1
