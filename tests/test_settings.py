"""Where runs are kept, by what the environment says."""

from __future__ import annotations

from pathlib import Path

import pytest

from mnist_demo.config import ROOT
from mnist_demo.runs.run import Run
from mnist_demo.runs.store import list_runs, load_run
from mnist_demo.settings import Settings


def test_a_checkout_keeps_its_runs_beside_those_that_are_shipped() -> None:
    for environment in ({}, {"MNIST_DRAW_MODELS": ""}):
        assert Settings.from_environment(environment) == Settings(ROOT / "models", ROOT / "models")


def test_the_environment_names_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.from_environment({"MNIST_DRAW_MODELS": "~/networks"})
    assert settings == Settings(Path("~/networks").expanduser(), ROOT / "models")
    monkeypatch.chdir(tmp_path)
    assert Settings.from_environment({"MNIST_DRAW_MODELS": "here"}).models_dir == (tmp_path / "here").resolve()


def test_the_environment_names_the_database_and_how_long_classes_are_kept() -> None:
    settings = Settings.from_environment({"MNIST_DRAW_DATABASE": "sqlite:////a/b", "MNIST_DRAW_KEEP_DAYS": "7"})
    assert (settings.database, settings.keep_days) == ("sqlite:////a/b", "7")
    assert Settings.from_environment({"MNIST_DRAW_DATABASE": "", "MNIST_DRAW_KEEP_DAYS": ""}).keep_days == "30"


def test_the_environment_is_read_when_runs_are_asked_for(
    models_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_run: Run
) -> None:
    assert load_run("fresh").path == models_dir / "fresh"
    monkeypatch.setenv("MNIST_DRAW_MODELS", str(tmp_path))
    assert [run.name for run in list_runs()] == ["robust", "classic"]
    assert load_run("classic").path == ROOT / "models" / "classic"
