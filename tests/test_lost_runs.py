"""A run that somebody deletes or damages while it is looked at: the page says so, and goes on with another."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from page import SECONDS, FakeJobs, Sheet
from streamlit.testing.v1 import AppTest

from mnist_demo.config import ROOT
from mnist_demo.jobs.turns import WhileWaiting
from mnist_demo.network.formats import ExportError
from mnist_demo.runs.run import Run, RunError
from mnist_demo.ui import actions, address

DELETED = "fresh was deleted."
DAMAGED = "No longer usable: fresh: weights.npz is damaged"
INSTEAD = "robust is used in its place."


def delete(folder: Path) -> None:
    shutil.rmtree(folder)


def damage(folder: Path) -> None:
    (folder / "weights.npz").write_bytes(b"junk")


LOSSES = [(delete, DELETED), (damage, DAMAGED)]
Lose = Callable[[Path], None]


def warnings(app: AppTest) -> str:
    return "\n".join(warning.value.replace("\u2060", "") for warning in app.warning)


def everything(app: AppTest) -> str:
    kinds = (app.caption, app.info, app.warning, app.markdown, app.error, app.toast, app.success)
    return "\n".join(element.value for kind in kinds for element in kind)


def said(app: AppTest, words: str) -> bool:
    return words in warnings(app).replace("\\", "")


@pytest.fixture
def in_use(app: AppTest, fresh_run: Run) -> AppTest:
    app.run()
    app.selectbox(key="run").select("fresh").run()
    assert not app.warning
    return app


@pytest.mark.parametrize(("lose", "words"), LOSSES)
@pytest.mark.parametrize("view", address.TRAINING_VIEWS)
def test_a_run_lost_while_in_use_is_replaced_with_a_word(
    in_use: AppTest, fresh_run: Run, models_dir: Path, lose: Lose, words: str, view: str
) -> None:
    in_use.session_state["tab"], in_use.session_state["training_view"] = "training", view
    in_use.run()
    lose(fresh_run.path)
    in_use.run()
    assert in_use.selectbox(key="run").value == "robust" and not in_use.exception
    assert said(in_use, words) and said(in_use, INSTEAD)
    assert str(models_dir) not in everything(in_use) and "not stored with it" not in everything(in_use)
    assert "No weights were kept" not in everything(in_use)
    in_use.run()
    assert said(in_use, INSTEAD)  # until another one is chosen
    in_use.selectbox(key="run").select("classic").run()
    assert not said(in_use, INSTEAD)


def test_what_this_page_deleted_itself_needs_no_warning(in_use: AppTest, fresh_run: Run) -> None:
    in_use.session_state["tab"] = "training"
    in_use.run()
    in_use.button(key="delete").click().run()
    assert not fresh_run.path.exists() and not in_use.warning and not in_use.exception


@pytest.mark.parametrize(("lose", "words"), LOSSES)
def test_a_run_lost_during_its_evaluation_is_no_failed_evaluation(
    in_use: AppTest, fresh_run: Run, lose: Lose, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (fresh_run.path / "evaluation.npz").unlink()
    in_use.session_state["tab"], in_use.session_state["training_view"] = "training", "mistakes"
    in_use.run()

    def fail(run: Run, while_waiting: WhileWaiting) -> None:
        lose(fresh_run.path)
        raise RunError("fresh: evaluation.npz cannot be written")

    monkeypatch.setattr(actions, "evaluate", fail)
    in_use.button(key="evaluate-fresh").click().run()
    assert said(in_use, words) and said(in_use, INSTEAD) and not in_use.error


def test_a_run_lost_during_its_export_is_no_failed_export(
    in_use: AppTest, fresh_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_use.session_state["tab"] = "training"
    in_use.run()
    in_use.button_group(key="export_format").set_value("onnx").run()

    def fail(run: Run, kind: str, while_waiting: WhileWaiting) -> bytes:
        delete(fresh_run.path)
        raise ExportError(f"no run fresh in {fresh_run.path.parent}")

    monkeypatch.setattr(actions, "export_file", fail)
    in_use.button(key="export_make").click().run()
    assert said(in_use, DELETED) and said(in_use, INSTEAD) and not in_use.error


@pytest.mark.parametrize(("lose", "words"), LOSSES)
def test_the_second_network_of_a_comparison_is_replaced_with_a_word(
    app: AppTest, sheet: Sheet, fresh_run: Run, lose: Lose, words: str
) -> None:
    app.session_state["compare"] = True
    app.run()
    app.selectbox(key="other_run").select("fresh").run()
    lose(fresh_run.path)
    app.run()
    assert app.selectbox(key="other_run").value == "classic" and not app.exception
    assert said(app, words) and said(app, "classic is used in its place.")


@pytest.mark.parametrize(("lose", "words"), LOSSES)
def test_a_compared_run_that_is_lost_is_named(app: AppTest, fresh_run: Run, lose: Lose, words: str) -> None:
    app.session_state["tab"], app.session_state["training_view"] = "training", "compare"
    app.run()
    app.multiselect[0].set_value(["robust", "classic", "fresh"]).run()
    lose(fresh_run.path)
    app.run()
    assert app.multiselect[0].value == ["robust", "classic"] and said(app, words) and not app.exception
    app.run()
    assert said(app, words)
    app.multiselect[0].set_value(["robust"]).run()
    assert not said(app, words)


@pytest.mark.parametrize(
    ("lose", "words"), [(delete, "There is no network `fresh` here, or it was deleted"), LOSSES[1]]
)
def test_an_address_that_names_a_lost_run_is_answered_once(
    sheet: Sheet, jobs: FakeJobs, fresh_run: Run, lose: Lose, words: str
) -> None:
    lose(fresh_run.path)
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
    app.query_params["run"] = "fresh"
    app.run()
    assert app.selectbox(key="run").value == "robust" and not app.exception
    assert said(app, words) and len(app.warning) == 1


def test_errors_of_the_system_name_no_path(in_use: AppTest, fresh_run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(run: Run) -> None:
        raise PermissionError(13, "Permission denied", str(fresh_run.path))

    in_use.session_state["tab"] = "training"
    in_use.run()
    monkeypatch.setattr(actions, "delete", fail)
    in_use.button(key="delete").click().run()
    (toast,) = in_use.toast
    assert "Permission denied" in toast.value and str(fresh_run.path) not in toast.value
