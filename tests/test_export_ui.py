"""The downloads of a network on the Training tab: a web page to take home, and files for other programs."""

from __future__ import annotations

import onnx
import pytest
from streamlit.testing.v1 import AppTest

from mnist_demo.jobs.turns import WhileWaiting
from mnist_demo.network.formats import ExportError
from mnist_demo.runs.run import Run, check_there
from mnist_demo.ui import resources


@pytest.fixture
def training(app: AppTest) -> AppTest:
    app.session_state["tab"] = "training"
    return app.run()


def choose(app: AppTest, kind: str) -> None:
    app.button_group(key="export_format").set_value(kind).run()


def downloads(app: AppTest) -> list[str]:
    return [element.proto.label for element in app.get("download_button") if element.proto.label.startswith("Download")]


def test_a_web_page_is_offered_first_and_made_once(training: AppTest) -> None:
    training.button(key="export_make").click().run()
    assert not training.exception and downloads(training) == ["Download robust.html"]
    run = next(run for run in resources.runs() if run.name == "robust")
    content = resources.page_of(run, "robust")
    assert content.startswith(b"<!doctype html>") and b"<title>MNIST Draw: robust</title>" in content
    assert resources.page_of(run, "robust") is content


def test_a_web_page_of_a_run_that_somebody_deleted_is_told_in_a_sentence(
    fresh_run: Run, training: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    training.selectbox(key="run").select("fresh").run()

    def deleted_meanwhile(run: Run) -> None:
        resources.run_store().delete(fresh_run)
        check_there(run)

    monkeypatch.setattr(resources, "check_there", deleted_meanwhile)
    training.button(key="export_make").click().run()
    assert [warning.value for warning in training.warning] == ["fresh was deleted.  \nrobust is used in its place."]
    assert not training.exception


def test_a_network_is_converted_on_demand_and_once(training: AppTest) -> None:
    choose(training, "onnx")
    assert downloads(training) == []
    training.button(key="export_make").click().run()
    assert not training.exception and downloads(training) == ["Download robust.onnx"]
    assert "export_make" not in [button.key for button in training.button]
    run = next(run for run in resources.runs() if run.name == "robust")
    content = resources.exported(run, "onnx")
    assert onnx.load_from_string(content).graph.name == "robust"
    training.selectbox(key="run").select("classic").run()
    assert downloads(training) == []


def test_what_goes_wrong_is_said_in_a_line(training: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(run: Run, kind: str, while_waiting: WhileWaiting) -> None:
        raise ExportError("ONNX needs the package onnx")

    choose(training, "onnx")
    monkeypatch.setattr(resources, "exported", fail)
    training.button(key="export_make").click().run()
    assert training.error[0].value == "Not made: ONNX needs the package onnx"
    assert downloads(training) == [] and not training.exception
    monkeypatch.undo()
    training.button(key="export_make").click().run()
    assert downloads(training) == ["Download robust.onnx"] and not training.error


def test_a_run_that_somebody_deleted_is_told_in_a_sentence(
    fresh_run: Run, training: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    training.selectbox(key="run").select("fresh").run()
    choose(training, "onnx")

    def deleted_meanwhile(name: str, *_: object) -> bytes:
        resources.run_store().delete(fresh_run)
        raise ExportError(f"no run {name} in /home/somebody/models")

    monkeypatch.setattr(resources, "export_in_a_process", deleted_meanwhile)
    training.button(key="export_make").click().run()
    assert [warning.value for warning in training.warning] == ["fresh was deleted.  \nrobust is used in its place."]
    assert not training.exception
