"""A dataset is looked at before a network is trained on it: what is damaged, turned or inverted is not trained on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from test_data_forms import stored_ways
from test_dataset import npz_with

from mnist_demo.commands import train
from mnist_demo.config import DATA_AS, ROOT
from mnist_demo.data.dataset import Dataset, DatasetError, load_test_images
from mnist_demo.data.inspection import Reader, check_reading, inspect
from mnist_demo.data.strokes.generate import draw_doodles
from mnist_demo.runs.store import load_run


@pytest.fixture(scope="module")
def read() -> Reader:
    return load_run("classic").network.predict


def said(look: Callable[..., None], *arguments: object) -> list[str]:
    lines: list[str] = []
    look("digits.npz", *arguments, lines.append)
    assert all(line.isprintable() and len(line) <= 165 for line in lines)
    return lines


def refused(look: Callable[..., None], *arguments: object) -> str:
    with pytest.raises(DatasetError) as caught:
        said(look, *arguments)
    assert str(caught.value).isprintable() and len(str(caught.value)) <= 165
    return str(caught.value)


def test_real_digits_pass_without_a_word(mnist: Dataset, handful: Dataset, read: Reader) -> None:
    for dataset in (mnist, handful):
        assert said(inspect, dataset) == said(check_reading, dataset, read) == []


def test_a_single_label_is_refused(handful: Dataset) -> None:
    constant = replace(handful, y_train=np.zeros_like(handful.y_train))
    assert "all training labels are 0" in refused(inspect, constant)
    assert "all test labels are 7" in refused(inspect, replace(handful, y_test=np.full_like(handful.y_test, 7)))
    few = replace(handful, x_test=handful.x_test[:1], y_test=handful.y_test[:1])
    assert said(inspect, few) == []


@pytest.mark.parametrize("grey", [0, 255])
def test_blank_images_are_refused_and_some_are_said(handful: Dataset, grey: int) -> None:
    images = handful.x_train.copy()
    images[: len(images) // 20] = grey
    assert said(inspect, replace(handful, x_train=images))[0].endswith("of the training images are blank")
    images[: len(images) // 2 + 10] = grey
    assert "of the training images are blank; expected a digit" in refused(inspect, replace(handful, x_train=images))


def test_equal_images_are_refused(handful: Dataset) -> None:
    equal = np.repeat(handful.x_train[:1], 600, axis=0)
    assert "only 1 different among 500 training images" in refused(inspect, replace(handful, x_train=equal))


@pytest.mark.parametrize("way", DATA_AS)
@pytest.mark.parametrize("count", [50, 200])
def test_images_stored_another_way_are_refused_with_the_flag_that_takes_them(
    mnist: Dataset, read: Reader, way: str, count: int
) -> None:
    train, test = stored_ways(mnist.x_train[:count])[way], stored_ways(mnist.x_test[:count])[way]
    dataset = replace(mnist, x_train=train, y_train=mnist.y_train[:count], x_test=test, y_test=mnist.y_test[:count])
    if way == "plain":
        assert said(check_reading, dataset, read) == []
    elif count == 200:
        assert f"add --data-as {way}, or" in refused(check_reading, dataset, read)
    else:  # of so few images a rotated 0, 1 and 8 may be read as well another way
        assert "--data-as" in refused(check_reading, dataset, read)


def test_only_the_test_images_stored_another_way_are_refused_too(handful: Dataset, read: Reader) -> None:
    other = replace(handful, x_test=handful.x_test.transpose(0, 2, 1))
    message = refused(check_reading, other, read)
    assert "training images look plain, test images transposed" in message


def test_what_is_no_digit_is_trained_on_with_a_line(handful: Dataset, read: Reader) -> None:
    drawn = draw_doodles(800, seed=1, workers=1)
    other = replace(handful, x_train=drawn[:600], x_test=drawn[600:])
    (line,) = said(check_reading, other, read)
    assert "may be no digits" in line


def test_the_command_stops_names_the_flag_and_remembers_it(
    handful: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turned = {name: array.transpose(0, 2, 1) for name, array in vars(handful).items() if name[0] == "x"}
    path = npz_with(tmp_path / "emnist.npz", handful, **{name: array / 255 for name, array in turned.items()})
    flags = ["--data", str(path), "--epochs", "1", "--hidden-layers", "16"]
    flags += ["--name", "mine", "--models-dir", str(tmp_path / "runs")]
    assert train.main(flags) == 2
    stopped = capsys.readouterr()
    assert stopped.out.splitlines() == [f"{path}: pixels from 0 to 1 scaled to 0 to 255"]
    (line,) = stopped.err.splitlines()
    assert "emnist.npz: images look transposed" in line and "add --data-as transposed" in line
    assert train.main([*flags, "--data-as", "transposed", "--progress", "json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"event": "note", "message": f"{path}: pixels from 0 to 1 scaled to 0 to 255"} in events
    config = load_run("mine", tmp_path / "runs").config
    assert config.data_as == "transposed"
    np.testing.assert_array_equal(load_test_images(config.data, config.data_as)[0], handful.x_test)


def test_plain_is_taken_at_its_word_and_a_relative_path_is_stored_whole(
    handful: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npz_with(tmp_path / "dark.npz", handful, x_train=255 - handful.x_train, x_test=255 - handful.x_test)
    monkeypatch.chdir(tmp_path)
    flags = "--data dark.npz --data-as plain --epochs 1 --hidden-layers 16 --name dark --models-dir runs"
    assert train.main(flags.split()) == 0
    assert load_run("dark", tmp_path / "runs").config.data == str(tmp_path / "dark.npz")


def test_a_path_that_is_no_utf_8_gets_one_line(tmp_path: Path) -> None:
    path = b"digits-\xff.npz".decode("utf-8", "surrogateescape")
    command = [sys.executable, str(ROOT / "train.py"), "--data", path, "--models-dir", str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=180)
    assert result.returncode == 2 and "Traceback" not in result.stderr
    (line,) = result.stderr.splitlines()
    assert "not valid UTF-8" in line
