"""Train a network on MNIST and save it as a run: `mnist-draw train`, `python train.py`; `--help` lists the flags."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from mnist_demo import __version__
from mnist_demo.classroom.class_source import is_class
from mnist_demo.commands.console import BAD_INPUT, NOT_SAVED, STOPPED, Parser, not_saved, set_up_keras
from mnist_demo.commands.extra import load_extra
from mnist_demo.commands.output import set_up_output
from mnist_demo.commands.reporting import JsonReporter, Reporter, reporter_for_people
from mnist_demo.commands.runs_flag import add_models_dir, settings_from
from mnist_demo.commands.stopping import StopRequest
from mnist_demo.config import BUILT_IN_DATA, PLAIN_RUN, TASKS, TrainConfig
from mnist_demo.data.dataset import Dataset, DatasetError, absolute_source, check_source, load_dataset
from mnist_demo.data.experiments import changed
from mnist_demo.data.inspection import check_reading, inspect
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.evaluation import TestResult
from mnist_demo.network.progress import TrainingStopped
from mnist_demo.runs import store
from mnist_demo.runs.learned import load_learned, save_learned
from mnist_demo.runs.metrics import Metrics
from mnist_demo.runs.run import Run, RunError
from mnist_demo.runs.store import RunStore
from mnist_demo.wording import OPTIONAL, allowed_values, as_text, default, first_problem

if TYPE_CHECKING:  # it loads Keras
    from mnist_demo.training.fit import TrainingResult

DRY_RUN_IMAGES = 512
DRY_RUN = {"epochs": 1, "strokes": 0, "doodles": 0}


def main(argv: list[str] | None = None, call: str = "mnist-draw train") -> int:
    """Run the command; returns its exit code: 0, 1 not saved, 2 bad input, 130 stopped.

    `call` is how people started it, which errors and --help repeat.
    """
    set_up_output()
    arguments = parser(call).parse_args(argv)
    arguments.settings = settings_from(arguments)
    arguments.runs = RunStore.of(arguments.settings)
    is_for_program = arguments.progress == "json"
    reporter: Reporter = JsonReporter() if is_for_program else reporter_for_people(_short(call))
    stop = StopRequest(watch_parent=is_for_program)
    try:
        config = config_from(arguments)
        check_sources(config)
        with reserved_name(config, arguments) as name:
            train_and_save(config, name, arguments, reporter, stop)
    except store.NotShared as error:
        reporter.failed(f"not saved: {error}")
        return NOT_SAVED
    except (DatasetError, RunError, ValueError) as error:
        reporter.failed(str(error))
        return BAD_INPUT
    except OSError as error:
        reporter.failed(not_saved(error, arguments.runs.models_dir))
        return NOT_SAVED
    except KeyboardInterrupt:
        reporter.failed("stopped; nothing was saved")
        return STOPPED
    return 0


def check_sources(config: TrainConfig) -> None:
    """DatasetError where a file that is to be learned from is not there, which is better known before all else."""
    check_source(config.data)
    if config.extra_data and not is_class(config.extra_data):
        check_source(config.extra_data)


@contextmanager
def reserved_name(config: TrainConfig, arguments: argparse.Namespace) -> Iterator[str | None]:
    """Keep the run's name until it is written (RunError, OSError as `RunStore.reserved`); None for a dry run."""
    if arguments.dry_run:
        yield None
        return
    is_chosen = arguments.name is not None
    wanted = arguments.name if is_chosen else store.default_name(config)
    is_numbered = arguments.numbered or not is_chosen
    with arguments.runs.reserved(wanted, overwrite=arguments.overwrite and is_chosen, is_numbered=is_numbered) as name:
        yield name


def train_and_save(
    config: TrainConfig, name: str | None, arguments: argparse.Namespace, reporter: Reporter, stop: StopRequest
) -> None:
    """Dataset, training, evaluation, saving, report; without a name nothing is saved."""
    reporter.preparing(name)
    start = arguments.runs.load(config.start_from) if config.start_from else None
    learned = load_learned(start) if start else frozenset()
    extra = load_extra(config, learned, arguments.settings, reporter.note)
    set_up_keras()
    from mnist_demo.training.fit import train_network  # takes seconds: after all that can fail fast

    if arguments.dry_run:
        config = config.model_copy(update=DRY_RUN)
    dataset = dataset_for(config, arguments, reporter)
    try:
        stop.is_polled = True
        network = start.network if start else None
        more = (extra.images, extra.digits) if extra else None
        result = train_network(config, dataset, reporter.progress, stop, network, more)
    except TrainingStopped as error:
        raise KeyboardInterrupt from error
    finally:
        stop.is_polled = False
    if stop():  # received after the last batch
        raise KeyboardInterrupt
    labels = TASKS[config.task].labels_of(dataset.y_test)
    answers = TestResult.of(result.network, scale_pixels(dataset.x_test), labels)
    metrics = measure(config, result, answers)
    learned = extra.fingerprints if extra else learned
    path = name and save_run(config, name, arguments, result, metrics, answers, learned)
    if not config.has_test:
        reporter.note("tested on the images that it learned from, a mistake to look at: it will read others worse")
    reporter.finished(metrics, path or None)


def dataset_for(config: TrainConfig, arguments: argparse.Namespace, reporter: Reporter) -> Dataset:
    """The dataset, looked at and then changed as the settings want it; a dry run's is short (DatasetError)."""
    dataset = load_dataset(config.data, config.data_as, reporter.note)
    if config.data not in BUILT_IN_DATA:
        look_at(config.data, dataset, reporter, is_told=arguments.data_as is not None)
    dataset = changed(shortened(dataset) if arguments.dry_run else dataset, config)
    if len(dataset.y_train) < config.images and not arguments.dry_run:
        reporter.note(f"trains on {len(dataset.y_train):,} images: there are no more of that kind")
    return dataset


def look_at(source: str, dataset: Dataset, reporter: Reporter, *, is_told: bool) -> None:
    """DatasetError for a dataset that should not be trained on as it is; `is_told`: --data-as says how it is stored."""
    inspect(source, dataset, reporter.note)
    if is_told:
        return
    try:
        network = store.load_run(PLAIN_RUN).network  # the other one has seen digits in a mirror
    except RunError:  # a folder of runs without the shipped ones
        reporter.note(f"no run {PLAIN_RUN} to read these images with: not looked whether they are turned or inverted")
        return
    check_reading(source, dataset, network.predict, reporter.note)


def measure(config: TrainConfig, result: TrainingResult, answers: TestResult) -> Metrics:
    """What `metrics.json` will hold."""
    return Metrics(
        test_accuracy=answers.accuracy,
        test_loss=answers.loss,
        validation_accuracy=result.history["val_accuracy"][result.epoch - 1],
        epoch=result.epoch,
        temperature=result.temperature,
        threshold=result.threshold,
        parameters=result.network.parameters,
        seconds=round(result.seconds, 1),
        test_images=len(answers.labels),
        confusion_matrix=answers.confusion_matrix.tolist(),
        data=config.data,
        date=datetime.now().astimezone().replace(microsecond=0),
        versions={
            "mnist-draw": __version__,
            "python": platform.python_version(),
            **{package: version(package) for package in ("keras", "numpy")},
            "tensorflow": sys.modules["tensorflow"].__version__,
        },
    )


def save_run(
    config: TrainConfig,
    name: str,
    arguments: argparse.Namespace,
    result: TrainingResult,
    metrics: Metrics,
    answers: TestResult,
    learned: frozenset[str],
) -> Path:
    """Write the run; the folder appears when it is complete."""
    from mnist_demo.training.curves import save_curves
    from mnist_demo.training.keras_file import save_model

    with arguments.runs.new(name, overwrite=arguments.overwrite) as folder:
        store.write_texts(folder, config, metrics, result.history)
        store.save_test_result(folder, answers)
        store.save_timeline(folder, result.timeline)
        save_learned(folder, learned)
        save_curves(result.history, folder / "curves.png")
        result.network.save(folder / "weights.npz")
        save_model(result.model, folder / "model.keras")
    saved: Path = arguments.runs.path(name)
    return saved


def shortened(dataset: Dataset) -> Dataset:
    """The first few images of each part: enough to see that everything works."""
    arrays = (dataset.x_train, dataset.y_train, dataset.x_test, dataset.y_test)
    return Dataset(*(array[:DRY_RUN_IMAGES] for array in arrays))


def config_from(arguments: argparse.Namespace) -> TrainConfig:
    """The preset, or the settings to train a run further, with the flags that were given.

    Raises:
        ValueError: a value is wrong; in one line.
        RunError: the run to start from cannot be used.
    """
    names = set(TrainConfig.model_fields) - {"preset"}
    given = {name: value for name, value in vars(arguments).items() if name in names and value is not None}
    changes = {name: "" if name in OPTIONAL and value == "none" else value for name, value in given.items()}
    for name in ("data", "extra_data"):
        if changes.get(name) and not is_class(changes[name]):
            changes[name] = absolute_source(changes[name])  # the run may be looked at from another folder
    try:
        if changes.get("start_from"):
            return further(arguments.runs.load(changes["start_from"]), changes)
        return TrainConfig.from_preset(arguments.preset or default("preset"), **changes)
    except ValidationError as error:
        name, _, problem = first_problem(error).partition(":")
        raise ValueError(f"--{name.replace('_', '-')}:{problem}") from error


def further(run: Run, changes: dict[str, str]) -> TrainConfig:
    """The settings to train a run further (ValidationError; ValueError where its network has other layers)."""
    config = TrainConfig(**run.config.continued(run.name).model_dump() | changes)
    for name in ("task", "hidden_layers", "activation"):
        if getattr(config, name) != (given := getattr(run.config, name)):
            raise ValueError(f"--{name.replace('_', '-')}: {run.name} has {as_text(given)}; leave it out")
    return config


def parser(call: str = "mnist-draw train") -> Parser:
    """One flag for each field of TrainConfig, and those about the command itself."""
    result = Parser(_short(call), call, "Train a network on MNIST and save it as a run.")
    add_settings(result)
    result.add_argument("--name", metavar="…", help="the run's name (default: preset, date and time)")
    result.add_argument("--numbered", action="store_true", help="call it NAME-2, NAME-3, … where the name is taken")
    add_models_dir(result)
    result.add_argument("--overwrite", action="store_true", help="replace the run of that name")
    result.add_argument("--dry-run", action="store_true", help="a few batches, nothing saved")
    result.add_argument(
        "--progress",
        choices=("bar", "json"),
        default="bar",
        help="for people, or for programs (a line of JSON an event; ends with the program that started it)",
    )
    return result


def add_settings(parser: Parser, without: Collection[str] = ()) -> None:
    """A flag for each field of TrainConfig but some, None where it is not given."""
    for name, field in TrainConfig.model_fields.items():
        if name in without:
            continue
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            type=listed if name in ("hidden_layers", "leave_out") else str,
            default=None,
            metavar="…",
            help=f"{field.description} ({allowed_values(name)}; default: {default(name)})",
        )


def listed(text: str) -> list[str]:
    """The parts of "128,64"; "none" for no layer, or no digit. TrainConfig checks them."""
    return [] if text == "none" else text.split(",")


def _short(call: str) -> str:
    """The last word of a call, which errors begin with: "train" or "train.py"."""
    return call.split()[-1]
