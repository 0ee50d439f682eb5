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
    settings = Settings.from_environment(os.environ)
    if arguments.models_dir is not None:
        settings = replace(settings, models_dir=arguments.models_dir)
    return RunStore.of(settings)
