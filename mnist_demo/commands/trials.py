"""Train a network for each value of a setting and compare them: `mnist-draw experiment`; `--help` lists the flags."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from mnist_demo.commands.console import BAD_INPUT, NOT_SAVED, STOPPED, Parser, not_saved
from mnist_demo.commands.output import set_up_output, tell
from mnist_demo.commands.reporting import reporter_for_people
from mnist_demo.commands.runs_flag import add_models_dir, settings_from
from mnist_demo.commands.stopping import StopRequest
from mnist_demo.commands.train import add_settings, check_sources, config_from, reserved_name, train_and_save
from mnist_demo.commands.trials_table import table_of
from mnist_demo.config import LONGEST_TITLE, TrainConfig
from mnist_demo.data.dataset import DatasetError
from mnist_demo.files import written_whole
from mnist_demo.jobs.experiment import Experiment, SettingValue, experiments_in, find_experiment
from mnist_demo.jobs.experiment_csv import as_csv
from mnist_demo.jobs.plan import SEEDS, parse_values, plan
from mnist_demo.jobs.ready_made import READY_MADE
from mnist_demo.runs.run import RunError
from mnist_demo.runs.store import NotShared, RunStore, in_order
from mnist_demo.wording import BELONGING, as_text

NAME = "experiment"
"""Errors begin with it."""


def main(argv: list[str] | None = None) -> int:
    """Run the command; returns its exit code: 0, 1 not all trained or saved, 2 bad input, 130 stopped."""
    set_up_output()
    arguments = parser().parse_args(argv)
    arguments.settings = settings_from(arguments)
    arguments.runs = RunStore.of(arguments.settings)
    stop = StopRequest(watch_parent=False)
    try:
        return _run(arguments, stop)
    except KeyboardInterrupt:
        tell(f"{NAME}: stopped; what is trained is kept, and the same command trains what is missing")
        return STOPPED
    except NotShared as error:
        tell(f"{NAME}: not saved: {error}")
        return NOT_SAVED
    except (DatasetError, RunError, ValueError) as error:
        tell(f"{NAME}: {error}")
        return BAD_INPUT
    except OSError as error:
        tell(f"{NAME}: {not_saved(error, arguments.runs.models_dir)}")
        return NOT_SAVED


def _run(arguments: argparse.Namespace, stop: StopRequest) -> int:
    """Train what is missing, then show the experiment, and write its table; the exit code."""
    planned = planned_from(arguments)
    check_sources(planned[0])
    there = _experiment(arguments.runs, planned[0])
    _check_same(there, planned[0])
    missing = [config for config in planned if config not in {trial.config for trial in there.trials}]
    are_trained = [
        _train(config, f"{number}/{len(missing)}", arguments, stop) for number, config in enumerate(missing, 1)
    ]
    experiment = _experiment(arguments.runs, planned[0])
    print("\n".join(["", experiment.name, *table_of(experiment)]))
    is_written = not arguments.csv or _write(experiment, arguments.csv)
    return 0 if all(are_trained) and is_written else NOT_SAVED


def planned_from(arguments: argparse.Namespace) -> tuple[TrainConfig, ...]:
    """The settings of all trainings that the command line asks for (ValueError, RunError of one line)."""
    ready = READY_MADE.get((arguments.ready_made or "").replace("-", "_"))
    if bool(ready) == bool(arguments.values):
        raise ValueError("expected either --vary or --ready-made; give one of them")
    if ready:
        for name, value in ready.changes.items():
            setattr(arguments, name, value if getattr(arguments, name) is None else getattr(arguments, name))
        return plan(
            config_from(arguments), arguments.title or ready.question, ready.setting, ready.values, arguments.seeds
        )
    setting, _, text = arguments.values.partition("=")
    setting = setting.strip().replace("-", "_")
    values = parse_values(setting, text)
    return plan(config_from(arguments), arguments.title or _title(setting, values), setting, values, arguments.seeds)


def _title(setting: str, values: Sequence[SettingValue]) -> str:
    return f"{setting.replace('_', ' ')} {', '.join(map(as_text, values))}"[:LONGEST_TITLE].rstrip(", ")


def _experiment(runs: RunStore, config: TrainConfig) -> Experiment:
    """What is trained already of the experiment that a training is one of."""
    runs.refresh()
    found = experiments_in(in_order(runs.scan()), [])
    return find_experiment(config.experiment, found) or Experiment(config.experiment, config.vary, ())


def _check_same(there: Experiment, config: TrainConfig) -> None:
    """ValueError where the title is that of another experiment: its trainings could not be compared."""
    differing = {there.setting, "seed"} | ({"learning_rate"} if there.setting == "optimizer" else set())
    kept = config.model_dump(exclude=differing)
    if any(trial.config.model_dump(exclude=differing) != kept for trial in there.trials):
        raise ValueError(f"there is an experiment {there.name!r} with other settings; choose another --name")


def _train(config: TrainConfig, place: str, arguments: argparse.Namespace, stop: StopRequest) -> bool:
    """Train one network and keep it; False where the training failed, as at a learning rate that is too high."""
    reporter = reporter_for_people(NAME)
    reporter.note(
        f"[{place}] {config.vary.replace('_', ' ')} {as_text(getattr(config, config.vary))}, seed {config.seed}"
    )
    try:
        with reserved_name(config, arguments) as name:
            train_and_save(config, name, arguments, reporter, stop)
    except (DatasetError, RunError, KeyboardInterrupt):
        reporter.stopped()
        raise
    except ValueError as error:
        reporter.failed(str(error))
        return False
    return True


def _write(experiment: Experiment, path: Path) -> bool:
    try:
        with written_whole(path) as file:
            file.write_text(as_csv(experiment), encoding="utf-8")
    except OSError as error:
        tell(f"{NAME}: {not_saved(error, path.parent)}")
        return False
    return True


def parser() -> Parser:
    """What is varied, and one flag for each other setting, as `mnist-draw train` has them."""
    result = Parser(NAME, "mnist-draw experiment", "Train a network for each value of a setting, and compare them.")
    result.add_argument(
        "--vary", dest="values", metavar="…", help="a setting and 2 to 8 values, as images=100,300,1000"
    )
    names = [name.replace("_", "-") for name in READY_MADE]
    result.add_argument("--ready-made", choices=names, help="an experiment that has values and a question already")
    result.add_argument("--seeds", type=int, choices=SEEDS, default=1, help="with how many seeds each is trained")
    result.add_argument("--name", dest="title", metavar="…", help="the experiment's title (default: what is varied)")
    result.add_argument("--csv", type=Path, metavar="…", help="write its figures to this file, too")
    add_settings(result, without=BELONGING)
    add_models_dir(result)
    result.set_defaults(name=None, numbered=False, overwrite=False, dry_run=False)
    return result
