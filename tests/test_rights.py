"""Who may do what; where somebody may not, the page does not offer it, and the server does not do it."""

from __future__ import annotations

from typing import Any

import pytest
from page import FakeJobs
from streamlit.testing.v1 import AppTest

from mnist_demo.classroom import rights
from mnist_demo.classroom.rights import Action, Role, Visitor
from mnist_demo.config import TrainConfig
from mnist_demo.runs import store
from mnist_demo.runs.run import Run
from mnist_demo.ui import actions, resources


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Action]:
    """Everything is forbidden, though the page offers it; returns what was asked for."""
    asked: list[Action] = []
    monkeypatch.setattr(actions, "is_offered", lambda action, **_: True)
    monkeypatch.setattr(rights, "may", lambda visitor, action, **_: asked.append(action))
    return asked


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What happened that should not have; it does not happen really."""
    done: list[str] = []
    monkeypatch.setattr(store.RunStore, "delete", lambda store, run: done.append(run.name))
    monkeypatch.setattr(store, "evaluate_run", lambda run: done.append(run.name))
    monkeypatch.setattr(resources, "exported", lambda run, kind, tell: done.append(kind))
    monkeypatch.setattr(resources, "page_of", lambda run, name, tell: done.append(name))
    return done


def open_training(app: AppTest, view: str = "overview") -> None:
    app.session_state["tab"], app.session_state["training_view"] = "training", view
    app.run()
    app.selectbox(key="run").select("fresh").run()


@pytest.mark.parametrize("role", [Role.OWNER, Role.TEACHER])
@pytest.mark.parametrize("action", Action)
def test_owners_and_teachers_may_do_everything(role: Role, action: Action) -> None:
    assert rights.may(Visitor(role), action)
    rights.check(Visitor(role), action)


@pytest.mark.parametrize("action", Action)
def test_visitors_may_do_nothing_that_others_notice(action: Action) -> None:
    assert not rights.may(Visitor(), action, is_small=True, is_own=True)


THEIRS: list[tuple[Action, dict[str, bool], bool]] = [
    (Action.START, {"is_small": True}, True),
    (Action.START, {"is_small": False, "is_own": True}, False),
    (Action.CANCEL, {"is_own": True}, True),
    (Action.CANCEL, {"is_own": False, "is_small": True}, False),
    (Action.DELETE, {"is_own": True}, True),
    (Action.DELETE, {"is_own": False, "is_small": True}, False),
    (Action.EVALUATE, {"is_own": True, "is_small": True}, False),
    (Action.EXPORT, {"is_own": True, "is_small": True}, False),
]


@pytest.mark.parametrize(("action", "what", "expected"), THEIRS)
def test_visitors_who_may_train_may_do_it_with_what_is_small_or_theirs(
    action: Action, what: dict[str, bool], expected: bool
) -> None:
    assert rights.may(Visitor(may_train=True), action, **what) == expected


@pytest.mark.parametrize(
    ("preset", "changes", "expected"),
    [
        ("classic", {}, True), ("classic", {"hidden_layers": (32,), "epochs": 2}, True), ("robust", {}, False),
        ("classic", {"epochs": 100}, False), ("classic", {"hidden_layers": (1000, 1000)}, False),
        ("classic", {"strokes": 1000}, False), ("classic", {"batch_size": 1}, False),
    ],
)  # fmt: skip
def test_a_training_of_seconds_is_a_small_one(preset: str, changes: dict[str, Any], expected: bool) -> None:
    assert rights.is_small_training(TrainConfig.from_preset(preset, **changes)) == expected


@pytest.mark.parametrize("action", Action)
def test_every_refusal_is_one_line_that_says_what_to_do(asked: list[Action], action: Action) -> None:
    with pytest.raises(rights.Refused, match=r"^you may not .+; ask your teacher$"):
        rights.check(Visitor(), action)
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


@pytest.mark.parametrize("kind", ["page", "onnx"])
def test_nothing_is_exported(app: AppTest, fresh_run: Run, asked: list[Action], done: list[str], kind: str) -> None:
    open_training(app)
    app.button_group(key="export_format").set_value(kind).run()
    app.button(key="export_make").click().run()
    assert asked == [Action.EXPORT] and done == []
    assert app.error[0].value == "Not made: you may not export networks here; ask your teacher"
