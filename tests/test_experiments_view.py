"""The view Experiments: started with a click, its chart holds the runs' figures, and names are text."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import components
import pandas as pd
import pyarrow
import pytest
from page import SECONDS, FakeJobs, Sheet, html, press
from streamlit.testing.v1 import AppTest

from mnist_demo.classroom.rights import Visitor
from mnist_demo.config import ROOT, TrainConfig
from mnist_demo.jobs.experiment_csv import as_csv
from mnist_demo.jobs.plan import plan
from mnist_demo.jobs.ready_made import READY_MADE
from mnist_demo.settings import SHIPPED
from mnist_demo.ui import resources, seat

NAME = "<b>How many?</b> **really**"
VALUES = [100, 1000, 10_000]
ACCURACIES = {100: (0.99, 0.6, 0.5), 1000: (0.97, 0.8, 0.75), 10_000: (0.96, 0.93, 0.9)}
"""Of training, validation and test."""


def planned(name: str = NAME, seeds: int = 1) -> tuple[TrainConfig, ...]:
    return plan(TrainConfig(), name, "images", VALUES, seeds)


def leave(models_dir: Path, config: TrainConfig) -> Path:
    """A run as a training of these settings might leave it."""
    training, validation, test = ACCURACIES[config.images]
    folder = models_dir / f"trial-{len(list(models_dir.iterdir()))}-{config.images}-{config.seed}"
    shutil.copytree(SHIPPED / "classic", folder)
    (folder / "config.json").write_text(config.model_dump_json(), encoding="utf-8")
    metrics = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    metrics |= {"validation_accuracy": validation, "test_accuracy": test + config.seed / 1000}
    (folder / "metrics.json").write_text(json.dumps(metrics), encoding="utf-8")
    history = pd.read_csv(folder / "history.csv")
    history.loc[len(history) - 1, "accuracy"] = training
    history.to_csv(folder / "history.csv", index=False)
    return folder


@pytest.fixture
def empty(models_dir: Path) -> Iterator[Path]:
    yield models_dir
    for folder in models_dir.glob("trial-*"):
        shutil.rmtree(folder)


def open_view(**parameters: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
    app.query_params.update({"tab": "training", "training_view": "experiments", **parameters})
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return "\n".join(each.value for each in (*app.markdown, *app.caption, *app.info)).replace("\u00a0", " ")


def points(app: AppTest) -> list[dict[str, Any]]:
    """The rows of the chart."""
    (chart,) = app.get("vega_lite_chart")
    with pyarrow.ipc.open_stream(chart.proto.data.data) as stream:
        found: list[dict[str, Any]] = stream.read_all().to_pylist()
    return found


def progress(app: AppTest) -> str:
    """What the bar of the view says; the training that runs has one of its own."""
    (text,) = [str(bar.proto.text) for bar in app.get("progress") if "have ended" in bar.proto.text]
    return text.replace("\u00a0", " ")


def test_a_ready_made_one_starts_its_trainings_and_is_shown(empty: Path, jobs: FakeJobs, sheet: Sheet) -> None:
    app = open_view()
    for ready in READY_MADE.values():
        assert ready.question in words(app) and ready.hint in words(app)
    press(app, "start_ready_made-examples")
    assert len(jobs.queue()) == len(READY_MADE["examples"].values) == 6
    assert app.selectbox(key="experiment").value == READY_MADE["examples"].question
    assert progress(app).startswith("0 of 6 trainings have ended; about ")
    press(app, "cancel_rest")
    assert [status.state for status in jobs.queue()] == ["cancelling"] and len(jobs.cancelled) == 1


def test_ones_own_is_checked_while_it_is_typed(empty: Path, jobs: FakeJobs, sheet: Sheet) -> None:
    app = open_view()
    app.selectbox(key="varied_setting").set_value("hidden_layers").run()
    field = app.text_input(key="values-hidden_layers")
    assert field.value and not app.button(key="start_own").disabled
    for text, problem in (("8", "2 to 8 different values"), ("8; x", "hidden"), ("8; 8", "twice")):
        app.text_input(key="values-hidden_layers").set_value(text).run()
        assert problem in app.warning[0].value and app.button(key="start_own").disabled
    app.text_input(key="values-hidden_layers").set_value("8; 32 32").run()
    app.toggle(key="three_seeds").set_value(True)
    app.text_input(key="experiment_name").set_value("Small and large").run()
    assert "6 trainings, about" in words(app)
    press(app, "start_own")
    asked = [status.config for status in jobs.queue() if status.config]
    assert [(config.hidden_layers, config.seed) for config in asked] == [
        (layers, seed) for layers in ((8,), (32, 32)) for seed in (1, 2, 3)
    ]
    assert {config.experiment for config in asked} == {"Small and large"}
    assert app.query_params["experiment"] == "Small and large"


def test_what_is_refused_is_said(empty: Path, jobs: FakeJobs, sheet: Sheet) -> None:
    jobs.refuse = "the disk is full"
    app = open_view()
    press(app, "start_ready_made-examples")
    assert "the disk is full" in app.error[0].value and not jobs.queue()


def test_the_chart_holds_the_figures_of_the_runs(empty: Path, jobs: FakeJobs, sheet: Sheet) -> None:
    configs = planned(seeds=3)
    for config in configs[:6]:
        leave(empty, config)
    jobs.start_all(configs[6:])
    app = open_view()
    rows = points(app)
    assert len(rows) == 18
    for config in configs[:6]:
        training, validation, test = ACCURACIES[config.images]
        own = {
            row["line"]: row["accuracy"] for row in rows if (row["value"], row["seed"]) == (config.images, config.seed)
        }
        assert own == pytest.approx({"training": training, "validation": validation, "test": test + config.seed / 1000})
    assert progress(app).startswith("6 of 9 trainings have ended")
    cells = html(app)
    assert "1,000" in cells and "50.20" in cells and "10,000</th>" not in cells  # the middle one of three
    leave(empty, configs[6])
    app.run()
    assert len(points(app)) == 21


def test_names_are_text_and_the_table_can_be_taken_along(empty: Path, jobs: FakeJobs, sheet: Sheet) -> None:
    for config in planned():
        leave(empty, config)
    for config in planned("=Other"):
        leave(empty, config)
    app = open_view(experiment=NAME)
    assert app.selectbox(key="experiment").value == NAME and NAME not in html(app)
    app.selectbox(key="other_experiment").set_value("=Other").run()
    assert len(points(app)) == 12 and sum(row["beside"] for row in points(app)) == 3
    (found,) = [each for each in resources.all_experiments() if each.name == NAME]
    table = list(csv.DictReader(io.StringIO(as_csv(found))))
    assert [float(row["test_accuracy"]) for row in table] == [ACCURACIES[value][2] + 0.001 for value in VALUES]


def test_an_experiment_is_deleted_as_one(empty: Path, jobs: FakeJobs, sheet: Sheet) -> None:
    for config in planned()[:2]:
        leave(empty, config)
    app = open_view()
    assert "2 networks" in words(app)
    press(app, "delete_experiment")
    assert not list(empty.glob("trial-*")) and "start_own" in {button.key for button in app.button}


def test_the_drawing_is_read_by_all_and_one_can_be_used(
    empty: Path, jobs: FakeJobs, app: AppTest, sheet: Sheet
) -> None:
    folders = [leave(empty, config) for config in planned()]
    app.session_state["tab"], app.session_state["training_view"] = "training", "experiments"
    app.run()
    assert "Draw a digit in the Draw tab" in words(app)
    sheet.draw(3)
    app.run()
    for folder in folders:
        answer = components.data(app, f"answer_of-{folder.name}")["answer"]
        assert len(answer["networks"][0]["probabilities"]) == 10
    press(app, f"use_trial-{folders[1].name}")
    assert app.selectbox(key="run").value == folders[1].name and not app.exception


def test_a_pupil_sees_it_and_starts_nothing(
    empty: Path, jobs: FakeJobs, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seat, "visitor", Visitor)
    monkeypatch.setattr("mnist_demo.ui.actions.visitor", Visitor)
    app = open_view()
    assert not {"start_own", "start_ready_made-examples"} & {button.key for button in app.button}
    for config in planned():
        leave(empty, config)
    app = open_view()
    assert len(points(app)) == 9
    assert not {"new_experiment", "delete_experiment", "cancel_rest"} & {button.key for button in app.button}


def test_an_address_without_such_an_experiment_says_so(empty: Path, jobs: FakeJobs, sheet: Sheet) -> None:
    app = open_view(experiment="no such")
    assert any("There is no experiment" in box.value for box in app.warning)
