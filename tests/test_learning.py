"""Train with our digits: who is learned from, what the run keeps of it, and what is compared before and after."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from databases import picture
from pydantic import ValidationError
from streamlit.testing.v1 import AppTest

from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.class_source import (
    class_of_source,
    never_learned_from,
    people_learned_from,
    source_of_class,
    to_learn_from,
)
from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.drawings import LabelledSet
from mnist_demo.classroom.room import Classroom
from mnist_demo.commands import train
from mnist_demo.commands.extra import load_extra
from mnist_demo.config import TrainConfig
from mnist_demo.data.dataset import Dataset, DatasetError
from mnist_demo.network.inference import Network
from mnist_demo.runs.learned import LEARNED, load_learned, save_learned
from mnist_demo.runs.run import Run, RunError
from mnist_demo.runs.store import RunStore, load_run
from mnist_demo.settings import Settings
from mnist_demo.ui import resources
from mnist_demo.ui.names import settings_of
from mnist_demo.ui.school.before_after import Reading

PEOPLE = 10
NOTHING: frozenset[str] = frozenset()


def fill(room: Classroom, ours: SchoolClass, people: range = range(PEOPLE)) -> LabelledSet:
    for number in people:
        for digit in range(2):
            room.gifts.give(ours.id, f"person {number}", picture(10 * number + digit), digit)
    return room.drawings.arrays(ours.id)


@pytest.mark.parametrize(
    "text", ["", "class:", "class:x", "class:-1", "class:²", "digits.npz", "C:12", "class:9999999999"]
)
def test_other_sources_are_no_class(text: str) -> None:
    assert class_of_source(text) is None and class_of_source(source_of_class(12)) == 12


def test_nobody_is_learned_from_and_tested(room: Classroom, ours: SchoolClass) -> None:
    drawn = fill(room, ours)
    learned = to_learn_from(drawn, seed=1)
    is_new = never_learned_from(drawn, learned.fingerprints.tolist())
    assert len(set(learned.contributors)) == 7 and is_new.sum() == 6
    assert not set(drawn.contributors[is_new]) & set(learned.contributors)


def test_who_comes_later_is_new_and_who_was_learned_from_stays_so(room: Classroom, ours: SchoolClass) -> None:
    first = to_learn_from(fill(room, ours), seed=1)
    known = set(first.fingerprints.tolist())
    room.gifts.give(ours.id, str(first.contributors[0]), picture(500), 3)
    drawn = fill(room, ours, range(PEOPLE, PEOPLE + 5))
    again = to_learn_from(drawn, seed=2, fingerprints=known)  # by other lots, after a training
    assert people_learned_from(drawn, known) <= set(again.contributors.tolist())
    is_new = never_learned_from(drawn, known)
    assert not is_new[drawn.contributors == first.contributors[0]].any()
    assert is_new[np.isin(drawn.contributors, [f"person {PEOPLE + number}" for number in range(5)])].all()


def test_a_class_that_everybody_was_learned_from_needs_somebody_new(room: Classroom, ours: SchoolClass) -> None:
    drawn = fill(room, ours)
    with pytest.raises(ClassroomError, match="nobody is left to test it with"):
        to_learn_from(drawn, 1, drawn.fingerprints.tolist())


def test_what_is_mixed_in_comes_from_the_class_in_the_database(room: Classroom, class_settings: Settings) -> None:
    ours = room.classes.create("8a")
    drawn = fill(room, ours)
    room.drawings.hide(ours.id, int(drawn.ids[0]))
    config = TrainConfig(extra_data=source_of_class(ours.id), seed=4)
    extra = load_extra(config, NOTHING, class_settings, print)
    assert extra is not None
    expected = to_learn_from(room.drawings.arrays(ours.id), 4)
    np.testing.assert_array_equal(extra.images, expected.images)
    np.testing.assert_array_equal(extra.digits, expected.labels)
    assert extra.fingerprints == set(expected.fingerprints)
    assert load_extra(TrainConfig(), NOTHING, class_settings, print) is None


@pytest.mark.parametrize("number", [1, 99])
def test_a_class_without_drawings_is_refused(number: int, class_settings: Settings) -> None:
    room = Classroom.open(class_settings)
    room.classes.create("nobody gave anything")
    with pytest.raises(DatasetError, match=rf"^class:{number}: It takes drawings from two people"):
        load_extra(TrainConfig(extra_data=f"class:{number}"), NOTHING, class_settings, print)
    room.close()


def test_a_trained_network_is_trained_further_with_the_class(
    room: Classroom, class_settings: Settings, handful_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = room.classes.create("9c")
    drawn = fill(room, ours)
    monkeypatch.setenv("MNIST_DRAW_DATABASE", class_settings.database)
    models = class_settings.models_dir
    common = ["--models-dir", str(models), "--data", str(handful_path), "--data-as", "plain"]
    assert train.main([*common, "--epochs", "1", "--hidden-layers", "16", "--name", "first"]) == 0
    further = [*common, "--start-from", "first", "--extra-data", source_of_class(ours.id), "--learning-rate", "1e-6"]
    assert train.main([*further, "--epochs", "1", "--name", "second"]) == 0

    store = RunStore(models)
    first, second = store.load("first"), store.load("second")
    assert second.config.start_from == "first" and second.config.hidden_layers == (16,)
    moved = max(
        np.abs(a - b).max() for a, b in zip(_directions(first.network), _directions(second.network), strict=True)
    )
    assert 0 < moved < 0.02  # with such small steps it is still the first one, which a new network would not be
    assert settings_of(second.config).startswith("first further, with our digits")
    assert load_learned(first) == NOTHING
    assert load_learned(second) == set(to_learn_from(drawn, 1).fingerprints)


def _directions(network: Network) -> list[np.ndarray]:
    """The kernels; that of the last layer without its size, which the calibration changes."""
    return [kernel / np.linalg.norm(kernel) for kernel in network.kernels]


@pytest.mark.parametrize(
    ("flags", "line"),
    [
        (["--start-from", "nobody"], "no run nobody in"),
        (["--start-from", "classic", "--hidden-layers", "64"], "--hidden-layers: classic has 128,128; leave it out"),
        (["--start-from", "classic", "--task", "parity"], "--task: classic has digits; leave it out"),
        (["--start-from", "robust", "--batch-normalization", "true"], "leave it out"),
        (["--extra-data", "/no/such/digits.npz"], "no such file or folder"),
        (["--extra-data", "class:77"], "class:77: It takes drawings from two people"),
        (["--extra-data", "class:99999999999999999999"], "no such file or folder"),
        (["--extra-share", "1"], "--extra-share: expected a number from 0.01 to 0.9, got '1'"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(
    flags: list[str], line: str, room: Classroom, class_settings: Settings, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("MNIST_DRAW_DATABASE", class_settings.database)
    monkeypatch.setenv("MNIST_DRAW_MODELS", str(class_settings.models_dir))
    assert train.main(["--dry-run", *flags]) == 2
    said = capsys.readouterr().err
    assert line in said and said.count("\n") == 1


def test_an_extra_dataset_is_mixed_in_and_never_tested_on(
    handful: Dataset, handful_path: Path, class_settings: Settings
) -> None:
    extra = load_extra(TrainConfig(extra_data=str(handful_path)), NOTHING, class_settings, print)
    assert extra is not None and not extra.fingerprints
    np.testing.assert_array_equal(extra.images, handful.x_train)


def test_extra_images_hold_no_digit_that_is_left_out(
    handful: Dataset, handful_path: Path, room: Classroom, class_settings: Settings
) -> None:
    extra = load_extra(TrainConfig(extra_data=str(handful_path), leave_out=(7,)), NOTHING, class_settings, print)
    assert extra is not None
    np.testing.assert_array_equal(extra.images, handful.x_train[handful.y_train != 7])

    ours = room.classes.create("8b")
    everything = to_learn_from(fill(room, ours), 1)
    missing = int(everything.labels[0])
    config = TrainConfig(extra_data=source_of_class(ours.id), leave_out=(missing,))
    extra = load_extra(config, NOTHING, class_settings, print)
    assert extra is not None
    np.testing.assert_array_equal(extra.digits, everything.labels[everything.labels != missing])
    assert extra.fingerprints == set(everything.fingerprints[everything.labels != missing])


@pytest.mark.parametrize("content", ["{", "[]", '{"fingerprints": ["<b>"]}', '{"fingerprints": 3}'])
def test_a_damaged_list_of_what_was_learned_is_told(content: str, tmp_path: Path) -> None:
    damaged = replace(load_run("classic"), path=tmp_path)
    (tmp_path / LEARNED).write_text(content, "utf-8")
    with pytest.raises(RunError, match=LEARNED):
        load_learned(damaged)


def test_the_page_tells_of_a_damaged_list_and_goes_on(app: AppTest, fresh_run: Run) -> None:
    room = resources.classroom()
    ours = room.classes.create("8b")
    drawn = fill(room, ours)
    config = fresh_run.config.model_copy(update={"extra_data": source_of_class(ours.id)})
    (fresh_run.path / "config.json").write_text(config.model_dump_json(), "utf-8")
    (fresh_run.path / LEARNED).write_text("{", "utf-8")
    app.session_state["class"], app.session_state["tab"] = ours.code, "class"
    app.session_state["class_view"] = "learning"
    assert not app.run().exception
    assert any(LEARNED in warning.value for warning in app.warning)
    save_learned(fresh_run.path, to_learn_from(drawn, 1).fingerprints.tolist())
    assert not app.run().exception and not app.warning
    assert any("People it had never seen" in text.value for text in app.markdown)


def test_a_trained_network_has_no_normalisation_of_its_own() -> None:
    with pytest.raises(ValidationError, match="no batch normalization of its own"):
        TrainConfig(start_from="robust", batch_normalization=True)


def test_what_changed_sides_is_found_among_new_people_only() -> None:
    labels = np.array([0, 1, 2, 3, 4, 5], np.uint8)
    people = np.array(["new", "new", "new", "old", "old", "other"])
    drawn = LabelledSet(np.zeros((6, 28, 28), np.uint8), labels, people, np.arange(6), people)
    before, after = np.array([9, 1, 2, 9, 4, 5]), np.array([0, 1, 9, 3, 4, 5])
    reading = Reading(drawn, before, after, people != "old")
    assert reading.changed_sides().tolist() == [0, 2]  # the gain first
    change = reading.change(reading.is_new)
    assert (change.before, change.after, change.count, change.people) == (0.75, 0.75, 4, 2)
