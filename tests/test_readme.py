"""The README says what the code does: flags, commands, files, figures."""

from __future__ import annotations

import re
import shlex
from argparse import ArgumentParser

import pytest

from mnist_demo.commands import export, predict, publish, train, trials
from mnist_demo.commands.runs_flag import settings_from
from mnist_demo.config import PRESETS, ROOT, SHIPPED_RUNS
from mnist_demo.runs.store import RunStore, load_run

README = (ROOT / "README.md").read_text(encoding="utf-8")
FLAG = re.compile(r"`(--[a-z-]+)`")
PARSERS = {
    "Retraining": train.parser(),
    "Pictures from disk": predict.parser(),
    "A page to take home": publish.parser(),
    "Exporting a network": export.parser(),
}


@pytest.mark.parametrize(("title", "parser"), PARSERS.items())
def test_every_flag_is_described_and_exists(title: str, parser: ArgumentParser) -> None:
    section = README.split(f"## {title}\n")[1].split("\n## ")[0]
    described = {flag for row in re.findall(r"^\| (`--.*?) \|", section, re.MULTILINE) for flag in FLAG.findall(row)}
    flags = {option for action in parser._actions for option in action.option_strings if option[:2] == "--"}
    assert described == flags - {"--help"}


def test_flags_of_experiments_are_described_and_exist() -> None:
    section = README.split("## Experiments\n")[1].split("\n## ")[0]
    described = set(re.findall(r"^\| `(--.*?)` \|", section, re.MULTILINE))
    flags, settings = (
        {option for action in parser._actions for option in action.option_strings if option[:2] == "--"}
        for parser in (trials.parser(), train.parser())
    )
    assert described == flags - settings | {"--vary", "--name", "--models-dir"}
    for line in re.findall(r"^mnist-draw experiment ([^#\n]*)", section, re.MULTILINE):
        assert trials.planned_from(trials.parser().parse_args(shlex.split(line)))


def test_commands_shown_are_accepted() -> None:
    lines = re.findall(r"train\.py (--[^#`\n]*)", README)
    assert len(lines) >= 6
    for line in lines:
        arguments = train.parser().parse_args(line.split())
        arguments.runs = RunStore.of(settings_from(arguments))
        train.config_from(arguments)


@pytest.mark.parametrize(
    ("kind", "parser"), [(kind.__name__.split(".")[-1], kind.parser()) for kind in (train, predict, export, publish)]
)
def test_other_commands_shown_are_accepted(kind: str, parser: ArgumentParser) -> None:
    lines = re.findall(rf"(?:python -m mnist_demo|mnist-draw) {kind} ([^#`\n]*)", README)
    assert lines
    for line in lines:
        parser.parse_args(shlex.split(line))


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"make ([a-z-]+)", README)) - {"s"} <= targets


def test_files_named_exist() -> None:
    for path in re.findall(r"\]\(([^)h][^)]*)\)", README):
        assert (ROOT / path).exists(), path


def test_layout_names_every_room() -> None:
    named = re.findall(r"^  ([a-z_]+)/ ", README, re.MULTILINE)
    assert sorted(named) == sorted(path.parent.name for path in (ROOT / "mnist_demo").glob("*/__init__.py"))


@pytest.mark.parametrize("name", SHIPPED_RUNS)
def test_figures_are_those_of_the_shipped_networks(name: str) -> None:
    run = load_run(name)
    row = next(line for line in README.splitlines() if f"`models/{name}`" in line)
    assert f"{100 * run.metrics.test_accuracy:.2f} %" in row
    assert f"{run.metrics.parameters:,}" in row
    seconds = run.metrics.seconds
    assert (f"{seconds / 60:.0f} minutes" if seconds > 120 else f"{seconds:.0f} s") in row


def test_no_figure_is_left_to_fill_in() -> None:
    assert not re.findall(r"\b(?!MNIST_DRAW)[A-Z]{3,}_[A-Z_]+\b", README)


def test_presets_are_named() -> None:
    for preset in PRESETS:
        assert f"`{preset}`" in README


def test_streamlit_options_exist() -> None:
    from streamlit import config

    options = re.findall(r"--((?:server|browser)\.[A-Za-z]+)", README)
    assert options
    for option in options:
        assert option in config.get_config_options()
