"""How optimizer, label encoding and task affect the classic preset's accuracy and time: `make variants`."""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

from benchmarks import table
from mnist_demo.config import LEARNING_RATES, PLAIN_RUN, TASKS, TrainConfig
from mnist_demo.data.dataset import Dataset, load_dataset
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.training.fit import train_network

VARIANTS = {
    "digits, integer labels": {"task": "digits", "encoding": "integer"},
    "digits, one-hot labels": {"task": "digits", "encoding": "one-hot"},
    "even or odd, integer labels": {"task": "parity"},
}
NAMES = {"adam": "Adam", "rmsprop": "RMSprop", "sgd": "SGD"}


def main() -> None:
    dataset = load_dataset()
    table.heading("task and labels", "loss", *(f"{NAMES[name]}, {rate:g}" for name, rate in LEARNING_RATES.items()))
    for title, changes in VARIANTS.items():
        configs = [TrainConfig.from_preset(PLAIN_RUN, optimizer=name, **changes) for name in LEARNING_RATES]
        table.row(title, f"`{configs[0].loss}`", *(_measure(config, dataset) for config in configs))


def _measure(config: TrainConfig, dataset: Dataset) -> str:
    """Accuracy on the test set, and the training time in seconds."""
    result = train_network(config, dataset)
    answers = result.network.predict(scale_pixels(dataset.x_test)).argmax(axis=1)
    accuracy = (answers == TASKS[config.task].labels_of(dataset.y_test)).mean()
    return f"{100 * accuracy:.2f} % in {result.seconds:.0f} s"


if __name__ == "__main__":
    main()
