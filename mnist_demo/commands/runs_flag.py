"""The flag `--models-dir`, which each command that reads or writes runs has."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

from mnist_demo.runs.store import RunStore
from mnist_demo.settings import Settings


def add_models_dir(parser: argparse.ArgumentParser) -> None:
    """Let the command line name another folder than the environment does."""
    parser.add_argument("--models-dir", type=Path, metavar="…", help="where runs are kept")


def store_from(arguments: argparse.Namespace) -> RunStore:
    """The runs of the folder that the command line or else the environment names, and the shipped ones."""
    return RunStore.of(settings_from(arguments))


def settings_from(arguments: argparse.Namespace) -> Settings:
    """The settings of the environment, with the folder of runs that the command line names."""
    settings = Settings.from_environment(os.environ)
    return settings if arguments.models_dir is None else replace(settings, models_dir=arguments.models_dir)
