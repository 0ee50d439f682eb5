"""What pages make of experiments: who may start and delete one, and that their runs crowd nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from page import SECONDS, FakeJobs
from streamlit.testing.v1 import AppTest

from mnist_demo.classroom.rights import Refused, Role, Visitor
from mnist_demo.config import ROOT, TrainConfig
from mnist_demo.jobs.experiment import Experiment, experiments_in
from mnist_demo.jobs.interface import JobError
from mnist_demo.jobs.plan import plan
from mnist_demo.runs.run import RunError
from mnist_demo.runs.store import RunStore, list_runs
from mnist_demo.settings import SHIPPED
from mnist_demo.ui import actions, resources
from mnist_demo.ui.tab_memory import component as tab_memory

PLANNED = plan(TrainConfig(), "How many?", "images", [100, 300, 1000, 3000])


@pytest.fixture
def trained(models_dir: Path) -> Iterator[None]:
    """The first two trainings have ended as runs."""
    for config in PLANNED[:2]:
        folder = shutil.copytree(SHIPPED / "classic", models_dir / f"images-{config.images}")
        (folder / "config.json").write_text(config.model_dump_json())
    yield
    for config in PLANNED[:2]:
        shutil.rmtree(models_dir / f"images-{config.images}", ignore_errors=True)


@pytest.fixture
def teacher(monkeypatch: pytest.MonkeyPatch, models_dir: Path) -> None:
    """Whoever acts here."""
    monkeypatch.setattr(actions, "visitor", lambda: Visitor(Role.TEACHER))
    monkeypatch.setattr(tab_memory, "token", lambda: "me")
    monkeypatch.setattr(resources, "run_store", lambda: RunStore(models_dir, SHIPPED))


def current(jobs: FakeJobs) -> Experiment:
    (found,) = experiments_in(list_runs(), [*jobs.queue(), *jobs.ended()])
    return found


def test_a_teacher_starts_an_experiment(teacher: None, jobs: FakeJobs) -> None:
    asked = actions.start_experiment(PLANNED)
    assert [status.asked_by for status in asked] == ["me"] * 4
    assert current(jobs).values == (100, 300, 1000, 3000) and current(jobs).is_active


@pytest.mark.parametrize("visitor", [Visitor(), Visitor(may_train=True)])
def test_a_pupil_neither_starts_nor_deletes_one(
    visitor: Visitor, teacher: None, trained: None, jobs: FakeJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "visitor", lambda: visitor)
    for act in (lambda: actions.start_experiment(PLANNED), lambda: actions.delete_experiment(current(jobs))):
        with pytest.raises(Refused, match="^you may not start or delete experiments here; ask your teacher$"):
            act()
    assert jobs.queue() == () and len(current(jobs).runs) == 2


def test_an_experiment_is_deleted_whole(teacher: None, trained: None, jobs: FakeJobs) -> None:
    actions.start_experiment(PLANNED[2:])
    jobs.report(state="failed", message="no memory")
    assert [trial.state for trial in current(jobs).trials] == ["finished", "finished", "failed", "running"]
    assert actions.delete_experiment(current(jobs)) == ()
    assert jobs.cancelled and not [run for run in list_runs() if run.config.experiment]
    jobs.report(state="cancelled")
    assert experiments_in(list_runs(), [*jobs.queue(), *jobs.ended()]) == ()


def test_what_cannot_be_deleted_is_told_and_the_rest_goes(
    teacher: None, trained: None, jobs: FakeJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.start_experiment(PLANNED[2:])
    really = RunStore.delete

    def refuse(number: int) -> None:
        raise JobError("the queue is gone")

    def delete(store: RunStore, run: object) -> None:
        if getattr(run, "name", "") == "images-100":
            raise RunError("images-100 is gone already")
        really(store, run)  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "cancel", refuse)
    monkeypatch.setattr(RunStore, "delete", delete)
    problems = ("the queue is gone", "the queue is gone", "images-100 is gone already")
    assert actions.delete_experiment(current(jobs)) == problems
    assert [run.name for run in current(jobs).runs] == ["images-100"]


def test_its_networks_are_not_in_the_choice_unless_one_is_in_use(trained: None, app: AppTest) -> None:
    assert app.selectbox(key="run").options and not [
        option for option in app.selectbox(key="run").options if option.startswith("images-")
    ]
    assert [run.name for run in resources.runs_to_choose("images-300")][-1] == "images-300"
    assert [run.name for run in resources.runs_like(resources.runs()[0])] == ["robust", "classic"]
    visit = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
    visit.query_params["run"] = "images-300"
    assert visit.run().selectbox(key="run").value == "images-300" and not visit.exception
    assert [option.split()[0] for option in visit.selectbox(key="run").options] == ["robust", "classic", "images-300"]


def test_no_page_switches_to_its_networks_nor_tells_of_them(trained: None, jobs: FakeJobs, app: AppTest) -> None:
    jobs.start_all(PLANNED)
    app.run()
    before, boxes = app.selectbox(key="run").value, len(app.info) + len(app.success)
    jobs.report(state="finished", test_accuracy=0.9)
    app.run()
    assert app.selectbox(key="run").value == before and len(app.info) + len(app.success) == boxes
    jobs.report(state="failed", message="no memory")
    app.run()
    assert not app.error and not app.exception
