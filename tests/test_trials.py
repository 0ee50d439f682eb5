"""The command that makes an experiment: what it trains, keeps, prints and refuses."""

from __future__ import annotations

import argparse
import csv
import shutil
from pathlib import Path
from typing import Any

import pytest

from mnist_demo.commands import trials
from mnist_demo.commands.cli import main as mnist_draw
from mnist_demo.config import TrainConfig
from mnist_demo.jobs.ready_made import READY_MADE
from mnist_demo.runs.store import RunStore
from mnist_demo.settings import SHIPPED


class Stand:
    """Stands for the training: keeps a copy of classic; `trained` are the settings, `ends` what some raise."""

    def __init__(self) -> None:
        self.trained: list[TrainConfig] = []
        self.ends: dict[int, BaseException] = {}

    def __call__(self, config: TrainConfig, name: str, arguments: argparse.Namespace, *_: Any) -> None:
        if config.images in self.ends:
            raise self.ends[config.images]
        self.trained.append(config)
        with arguments.runs.new(name) as folder:
            shutil.copytree(SHIPPED / "classic", folder, dirs_exist_ok=True)
            (folder / "config.json").write_text(config.model_dump_json())

    @property
    def images(self) -> list[int]:
        return [config.images for config in self.trained]


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Stand:
    stand = Stand()
    monkeypatch.setattr(trials, "train_and_save", stand)
    return stand


@pytest.fixture
def folder(tmp_path: Path) -> list[str]:
    return ["--models-dir", str(tmp_path / "runs")]


def test_it_trains_one_network_for_each_value_and_compares_them(
    folder: list[str], handful_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "table.csv"
    vary = ["--vary", "images=100,300", "--name", "How many?", "--csv", str(table)]
    assert mnist_draw(["experiment", *vary, "--data", str(handful_path), "--epochs", "1", *folder]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("[")] == ["[1/2] images 100, seed 1", "[2/2] images 300, seed 1"]
    title, heading, *rows = lines[-4:]
    assert title == "How many?" and heading.split() == "images training validation test most often wrong".split()
    found = {run.name: run for run in RunStore(tmp_path / "runs").scan()}
    assert list(found) == ["images-100", "images-300"] and [row.split()[0] for row in rows] == ["100", "300"]
    assert all(row.count("%") == 3 and " as " in row for row in rows)
    with table.open(newline="") as file:
        assert [(row["run"], row["state"]) for row in csv.DictReader(file)] == [(name, "finished") for name in found]


def test_what_is_there_is_not_trained_again(
    stand: Stand, folder: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    stand.ends = {300: KeyboardInterrupt()}
    call = ["--vary", "images=100,300,1000", "--seeds", "3", *folder]
    assert trials.main(call) == 130
    stopped = "experiment: stopped; what is trained is kept, and the same command trains what is missing\n"
    assert capsys.readouterr().err == stopped and stand.images == [100] * 3
    stand.ends.clear()
    assert trials.main(call) == 0 and stand.images == [100] * 3 + [300] * 3 + [1000] * 3
    assert trials.main(call) == 0 and len(stand.trained) == 9
    rows = capsys.readouterr().out.splitlines()[-9:]
    assert [row.split()[:2] for row in rows][:4] == [["100", "1"], ["100", "2"], ["100", "3"], ["300", "1"]]
    assert {config.experiment for config in stand.trained} == {"images 100, 300, 1000"}


def test_where_one_fails_the_others_are_trained(
    stand: Stand, folder: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    stand.ends = {100: ValueError("the training diverged")}
    assert trials.main(["--vary", "images=100,300", *folder]) == 1
    assert stand.images == [300] and capsys.readouterr().err == "experiment: the training diverged\n"


@pytest.mark.parametrize("identifier", READY_MADE)
def test_a_ready_made_one_needs_no_values(identifier: str, stand: Stand, folder: list[str]) -> None:
    assert trials.main(["--ready-made", identifier.replace("_", "-"), "--seed", "5", *folder]) == 0
    ready = READY_MADE[identifier]
    assert len(stand.trained) == len(ready.values)
    assert {(config.experiment, config.seed) for config in stand.trained} == {(ready.question, 5)}


def test_flags_set_what_is_not_varied(stand: Stand, folder: list[str]) -> None:
    flags = ["--hidden-layers", "64", "--epochs", "3", "--images", "5000", "--batch-size", "64"]
    assert trials.main(["--vary", "hidden-layers=2;8 8", *flags, *folder]) == 0
    assert [config.hidden_layers for config in stand.trained] == [(2,), (8, 8)]
    assert {(config.epochs, config.images, config.batch_size) for config in stand.trained} == {(3, 5000, 64)}


@pytest.mark.parametrize(
    ("flags", "problem"),
    [
        ([], "expected either --vary or --ready-made; give one of them"),
        (["--vary", "images=100,300", "--ready-made", "examples"], "expected either --vary or --ready-made;"),
        (["--vary", "images=100"], "an experiment needs 2 to 8 different values, and there are 1;"),
        (["--vary", "images"], "an experiment needs 2 to 8 different values, and there are 0;"),
        (["--vary", "images=1,300"], "images: expected 0, or a whole number from 100 to 60000, got '1'"),
        (["--vary", "colour=red,blue"], "colour cannot be varied; expected one of: images,"),
        (["--vary", "images=100,300", "--epochs", "0"], "--epochs: expected a whole number"),
        (["--vary", "images=100,300", "--name", "n" * 61], "experiment: expected a title of up to 60 characters"),
        (["--vary", "images=100,300", "--data", "nowhere.npz"], "nowhere.npz"),
        (["--vary", "images=100,300", "--seeds", "2"], "--seeds"),
        (["--vary", "images=100,300", "--colour", "red"], "--colour"),
    ],
)
def test_bad_input_is_one_line(
    flags: list[str], problem: str, stand: Stand, folder: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = trials.main([*flags, *folder])
    except SystemExit as end:
        code = int(end.code or 0)
    error = capsys.readouterr().err
    assert code == 2 and error.startswith("experiment: ") and problem in error and error.count("\n") == 1
    assert stand.trained == []


def test_a_title_of_other_settings_is_refused(
    stand: Stand, folder: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["--name", "mine", "--vary", "images=100,300", *folder]
    assert trials.main(call) == 0 and trials.main([*call, "--epochs", "3"]) == 2
    problem = "experiment: there is an experiment 'mine' with other settings; choose another --name\n"
    assert capsys.readouterr().err == problem
    assert trials.main(["--name", "mine", "--vary", "images=300,1000", *folder]) == 0  # it goes on
    assert stand.images == [100, 300, 1000]


def test_a_table_that_cannot_be_written_is_one_line(
    stand: Stand, folder: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert trials.main(["--vary", "images=100,300", "--csv", str(tmp_path / "nowhere" / "table.csv"), *folder]) == 1
    error = capsys.readouterr().err
    assert error.startswith("experiment: not saved: ") and error.count("\n") == 1 and stand.images == [100, 300]
