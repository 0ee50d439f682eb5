"""Several pages and one training: whose it is, who was faster, and who ended it."""

from __future__ import annotations

import json
import re

import components
import pytest
from page import SECONDS, FakeJobs, press
from streamlit.testing.v1 import AppTest

from mnist_demo.config import DEFAULT_RUN, ROOT, TrainConfig
from mnist_demo.runs.run import Run


def opened() -> AppTest:
    return AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS).run()


def warnings(app: AppTest) -> str:
    return " ".join(warning.value for warning in app.warning)


def captions(app: AppTest) -> set[str]:
    return {caption.value for caption in app.caption}


def loaded_anew(app: AppTest) -> AppTest:
    """Another session, in the tab that keeps what `app` gave it."""
    token = components.data(app, "tab_memory")["token"]
    fresh = opened()
    assert components.data(fresh, "tab_memory")["token"] is None
    return components.send(fresh, "tab_memory", "token", token)


def test_who_asks_while_another_training_runs_waits_for_its_end(app: AppTest, jobs: FakeJobs, fresh_run: Run) -> None:
    jobs.start(TrainConfig.from_preset("classic", epochs=2), "theirs")
    app.run()
    app.button(key="retrain").click().run()
    assert not app.error and [(status.number, status.place) for status in jobs.queue()] == [(1, 0), (2, 1)]
    jobs.report(state="cancelled")
    app.run()
    assert jobs.state.number == 2 and "Somebody else started this training." not in captions(app)
    jobs.report(state="finished", test_accuracy=0.9805)
    assert app.run().selectbox(key="run").value == "fresh" and not app.warning


def waiting(app: AppTest) -> str:
    return " ".join(info.value for info in app.sidebar.info).replace("\u00a0", " ")


def entries(app: AppTest) -> list[str]:
    return [text.value.replace("\u00a0", " ") for text in app.sidebar.markdown if re.match(r"\d+\\?\. ", text.value)]


def with_open_queue(app: AppTest) -> AppTest:
    """The list of those that wait is sent to pages alone that have opened it."""
    app.session_state["queue_open"] = True
    return app.run()


def test_everyone_sees_the_queue_and_who_asked_where_theirs_stands(app: AppTest, jobs: FakeJobs) -> None:
    for epochs in (2, 3):
        jobs.start(TrainConfig.from_preset("classic", epochs=epochs), f"classic-20260131-14250{epochs}")
    press(app, "retrain")
    with_open_queue(app)
    assert waiting(app) == "Your training is number 2 in the queue: it begins in about 40 s."
    assert app.expander[-1].label == "Queue: 2 trainings wait"
    other = with_open_queue(opened())
    assert waiting(other) == "" and len(entries(other)) == 2
    assert entries(other)[0] == "1. classic, 3 epochs, in about 20 s" and "yours" not in entries(other)[1]
    assert entries(app)[1].endswith("in about 40 s · yours")


def test_what_waits_is_taken_out_and_goes_first(app: AppTest, jobs: FakeJobs) -> None:
    for number in range(3):
        jobs.start(TrainConfig(), f"run{number}")
    press(with_open_queue(app), "move_up-3")
    assert [status.number for status in jobs.queue()] == [1, 3, 2]
    press(app, "take_out-2")
    assert [status.number for status in jobs.queue()] == [1, 3] and jobs.status(2).state == "cancelled"
    assert not app.warning and not app.info


def test_who_asked_is_told_when_somebody_else_took_it_out(app: AppTest, jobs: FakeJobs) -> None:
    jobs.start(TrainConfig(), "theirs")
    press(app, "retrain")
    press(with_open_queue(opened()), "take_out-2")
    assert "Somebody else cancelled your training" in warnings(app.run())


def test_a_long_queue_is_cut_but_for_ones_own(app: AppTest, jobs: FakeJobs) -> None:
    for number in range(13):
        jobs.start(TrainConfig(), f"run{number}")
    press(with_open_queue(app), "retrain")
    assert len(entries(app)) == 11 and entries(app)[-1].startswith("13. ") and "… and 2 more" in captions(app)


def test_who_started_it_is_no_stranger(app: AppTest, jobs: FakeJobs) -> None:
    app.button(key="retrain").click().run()
    assert "Somebody else started this training." not in captions(app)
    assert jobs.state.number == 1


def test_a_page_loaded_anew_is_known_as_the_one_that_started_the_training(
    app: AppTest, jobs: FakeJobs, fresh_run: Run
) -> None:
    app.button(key="retrain").click().run()
    mine, other = loaded_anew(app), opened()
    assert "Somebody else started this training." not in captions(mine)
    assert "Somebody else started this training." in captions(other)
    again = loaded_anew(mine)
    jobs.report(state="finished", test_accuracy=0.9805)
    assert again.run().selectbox(key="run").value == "fresh"
    assert other.run().selectbox(key="run").value == DEFAULT_RUN
    assert not components.send(opened(), "tab_memory", "token", "made up").info


def test_a_training_that_ended_while_the_page_was_loaded_is_told_once(
    app: AppTest, jobs: FakeJobs, fresh_run: Run
) -> None:
    app.button(key="retrain").click().run()
    jobs.report(state="finished", test_accuracy=0.9805)
    mine = loaded_anew(app)
    assert mine.selectbox(key="run").value == "fresh" and mine.info
    assert not loaded_anew(mine).info


@pytest.mark.parametrize("sent", [None, 7, ["x"], {"a": 1}, "x" * 100_000])
def test_a_page_may_send_any_token(app: AppTest, sent: object) -> None:
    assert not components.send(app, "tab_memory", "token", sent).exception


def test_a_training_that_others_cancelled_was_not_cancelled_here(app: AppTest, jobs: FakeJobs) -> None:
    app.button(key="retrain").click().run()
    other = opened()
    other.button(key="cancel").click().run()
    jobs.report(state="cancelled")
    assert "Somebody else cancelled your training" in warnings(app.run())
    assert {info.value for info in other.run().info} == {"You cancelled somebody else's training; nothing was changed."}
    assert not opened().info


@pytest.fixture
def guessing_run(fresh_run: Run) -> Run:
    """A network that gives one answer whatever it is shown, as after a learning rate of 10."""
    config = json.loads((fresh_run.path / "config.json").read_text())
    metrics = json.loads((fresh_run.path / "metrics.json").read_text())
    metrics |= {"test_accuracy": 0.1135, "threshold": 0.1}
    (fresh_run.path / "config.json").write_text(json.dumps({**config, "learning_rate": 10.0}))
    (fresh_run.path / "metrics.json").write_text(json.dumps(metrics))
    return fresh_run


def test_a_network_that_only_guesses_does_not_take_over_but_may_be_used(
    app: AppTest, jobs: FakeJobs, guessing_run: Run
) -> None:
    other = opened()
    app.button(key="retrain").click().run()
    jobs.report(state="finished", test_accuracy=0.1135)
    for page in (app, other):
        page.run()
        assert page.selectbox(key="run").value == DEFAULT_RUN and not page.exception
        said = warnings(page).replace("\u00a0", " ")
        assert "robust stays in use" in said and "11.35 % of the test images" in said and "11.35 %, so" in said
        assert "learning rate of 10 is probably too high: 0.004 is usual for adam" in said
    app.button(key="use_new-sidebar").click().run()
    assert app.selectbox(key="run").value == "fresh"
    assert "The new network is in use" in warnings(app) and "next to nothing" in warnings(app)


def test_news_above_the_tabs_go_when_they_are_read(app: AppTest, jobs: FakeJobs, fresh_run: Run) -> None:
    jobs.start(TrainConfig(), "fresh")
    app.run()
    jobs.report(state="finished", test_accuracy=0.9805)
    app.run()
    assert len(app.main.info) == 1 and app.main.button(key="use_new-tabs")
    app.main.button(key="news_read").click().run()
    assert not app.info


def test_what_was_deleted_is_said(app: AppTest, fresh_run: Run) -> None:
    app.session_state["tab"] = "training"
    app.run()
    app.selectbox(key="run").select("fresh").run()
    app.button(key="delete").click().run()
    assert [toast.value for toast in app.toast] == ["fresh was deleted; robust is in use now."]
    assert not app.run().toast
