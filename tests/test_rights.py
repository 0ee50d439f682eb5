"""Where a visitor may not do something, nothing happens and a sentence says so."""

from __future__ import annotations

import pytest
from page import FakeJobs
from streamlit.testing.v1 import AppTest

from mnist_demo.classroom import rights
from mnist_demo.classroom.rights import Action
from mnist_demo.config import TrainConfig
from mnist_demo.runs import store
from mnist_demo.runs.run import Run
from mnist_demo.ui import resources


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Action]:
    """Everything is forbidden; returns what was asked for."""
    asked: list[Action] = []
    monkeypatch.setattr(rights, "may", lambda visitor, action: asked.append(action))
    return asked


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What happened that should not have; it does not happen really."""
    done: list[str] = []
    monkeypatch.setattr(store.RunStore, "delete", lambda store, run: done.append(run.name))
    monkeypatch.setattr(store, "evaluate_run", lambda run: done.append(run.name))
    monkeypatch.setattr(resources, "exported", lambda run, kind, tell: done.append(kind))
    return done


def open_training(app: AppTest, view: str = "overview") -> None:
    app.session_state["tab"], app.session_state["training_view"] = "training", view
    app.run()
    app.selectbox(key="run").select("fresh").run()


def test_today_everybody_may_do_everything() -> None:
    visitor = rights.Visitor()
    for action in Action:
        assert rights.may(visitor, action)
        rights.check(visitor, action)


@pytest.mark.parametrize("action", Action)
def test_every_refusal_is_one_line_that_says_what_to_do(asked: list[Action], action: Action) -> None:
    with pytest.raises(rights.Refused, match=r"^you may not .+; ask your teacher$"):
        rights.check(rights.Visitor(), action)
    assert asked == [action]


def test_no_training_is_started(app: AppTest, jobs: FakeJobs, asked: list[Action]) -> None:
    app.button(key="retrain").click().run()
    assert asked == [Action.START] and jobs.state.number == 0
    assert app.error[0].value == "Not started: you may not start a training here; ask your teacher"


def test_no_training_is_cancelled(app: AppTest, jobs: FakeJobs, asked: list[Action]) -> None:
    jobs.start(TrainConfig(), "fresh")
    app.run()
    app.button(key="cancel").click().run()
    assert asked == [Action.CANCEL] and jobs.cancelled == []
    assert app.toast[0].value == "Not cancelled: you may not stop this training; ask your teacher"


def test_nothing_is_deleted(app: AppTest, fresh_run: Run, asked: list[Action], done: list[str]) -> None:
    open_training(app)
    app.button(key="delete").click().run()
    assert asked == [Action.DELETE] and done == [] and app.selectbox(key="run").value == "fresh"
    assert app.toast[0].value == "Not deleted: you may not delete networks here; ask your teacher"


def test_nothing_is_evaluated(app: AppTest, fresh_run: Run, asked: list[Action], done: list[str]) -> None:
    (fresh_run.path / "evaluation.npz").unlink()
    open_training(app, "mistakes")
    app.button(key="evaluate-fresh").click().run()
    assert asked == [Action.EVALUATE] and done == []
    assert app.error[0].value == "Not evaluated: you may not evaluate networks here; ask your teacher"


def test_nothing_is_exported(app: AppTest, fresh_run: Run, asked: list[Action], done: list[str]) -> None:
    open_training(app)
    app.button(key="export_make").click().run()
    assert asked == [Action.EXPORT] and done == []
    assert app.error[0].value == "Not converted: you may not export networks here; ask your teacher"
