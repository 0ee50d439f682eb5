"""The downloads of exported networks on the Training tab."""

from __future__ import annotations

import onnx
import pytest
from streamlit.testing.v1 import AppTest

from mnist_demo.jobs.turns import WhileWaiting
from mnist_demo.network.formats import ExportError
from mnist_demo.runs.run import Run
from mnist_demo.ui import resources


@pytest.fixture
def training(app: AppTest) -> AppTest:
    app.session_state["tab"] = "training"
    return app.run()


def downloads(app: AppTest) -> list[str]:
    return [element.proto.label for element in app.get("download_button") if element.proto.label.startswith("Download")]


def test_a_network_is_converted_on_demand_and_once(training: AppTest) -> None:
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

    monkeypatch.setattr(resources, "exported", fail)
    training.button(key="export_make").click().run()
    assert training.error[0].value == "Not converted: ONNX needs the package onnx"
    assert downloads(training) == [] and not training.exception
    monkeypatch.undo()
    training.button(key="export_make").click().run()
    assert downloads(training) == ["Download robust.onnx"] and not training.error


def test_a_run_that_somebody_deleted_is_told_in_a_sentence(
    fresh_run: Run, training: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    training.selectbox(key="run").select("fresh").run()

    def deleted_meanwhile(name: str, *_: object) -> bytes:
        resources.run_store().delete(fresh_run)
        raise ExportError(f"no run {name} in /home/somebody/models")

    monkeypatch.setattr(resources, "export_in_a_process", deleted_meanwhile)
    training.button(key="export_make").click().run()
    assert [warning.value for warning in training.warning] == ["fresh was deleted.  \nrobust is used in its place."]
    assert not training.exception
