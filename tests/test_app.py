"""The page by behaviour, with Streamlit's AppTest: what a visitor sees in each state."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import numpy as np
import pyarrow
import pytest
import streamlit as st
from page import SECONDS, FakeJobs, Sheet, answer, answer_data, answers
from PIL import ImageDraw
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from mnist_demo.config import DEFAULT_RUN, LEARNING_RATES, PLAIN_RUN, PRESETS, ROOT, TrainConfig
from mnist_demo.images.preprocessing import canvas_to_image
from mnist_demo.jobs.interface import JobStatus
from mnist_demo.network.progress import Progress
from mnist_demo.runs.run import Run
from mnist_demo.runs.store import RunStore, load_run
from mnist_demo.ui import resources, vega


@pytest.mark.parametrize("is_sent", [False, True])
def test_empty_canvas_asks_for_a_digit_and_shows_no_answer(app: AppTest, sheet: Sheet, is_sent: bool) -> None:
    if is_sent:
        sheet.leave_blank()
    app.run()
    assert answer(app) == "?" and answer_data(app)["isEmpty"] and answer_data(app)["image"] is None
    assert answer_data(app)["words"]["empty"] == "Draw a digit"


@pytest.mark.parametrize("digit", range(10))
def test_drawing_is_answered_without_a_button(app: AppTest, sheet: Sheet, digit: int) -> None:
    sheet.draw(digit)
    app.run()
    assert answer(app) == str(digit)
    image = canvas_to_image(sheet.pixels)
    assert image is not None
    expected = load_run(DEFAULT_RUN).network.predict(image)
    np.testing.assert_allclose(answer_data(app)["networks"][0]["probabilities"], expected, atol=1e-6)
    picture = np.frombuffer(base64.b64decode(answer_data(app)["image"]), np.uint8).reshape(28, 28)
    np.testing.assert_allclose(picture / 255, image, atol=0.5 / 255 + 1e-6)


def test_not_sure_below_the_threshold(app: AppTest, sheet: Sheet, fresh_run: Run) -> None:
    metrics = json.loads((fresh_run.path / "metrics.json").read_text())
    (fresh_run.path / "metrics.json").write_text(json.dumps({**metrics, "threshold": 1.1}))
    sheet.draw(4)
    app.run()
    app.selectbox(key="run").select("fresh").run()
    assert answer(app) == "?" and not answer_data(app)["isEmpty"]
    assert int(np.argmax(answer_data(app)["networks"][0]["probabilities"])) == 4


def test_same_drawing_through_two_networks(app: AppTest, sheet: Sheet, fresh_run: Run) -> None:
    app.run()
    sheet.draw(3)
    app.toggle(key="compare").set_value(True).run()
    assert app.selectbox(key="other_run").value == PLAIN_RUN
    assert names(app) == [DEFAULT_RUN, PLAIN_RUN] and answers(app) == ["3", "3"]
    first, second = (network["probabilities"] for network in answer_data(app)["networks"])
    assert len(first) == len(second) == 10 and first != second
    app.selectbox(key="other_run").select("fresh").run()
    assert names(app) == [DEFAULT_RUN, "fresh"]
    app.selectbox(key="run").select("fresh").run()
    assert app.selectbox(key="other_run").value == PLAIN_RUN  # never a network beside itself
    app.button(key="clear").click().run()
    assert answers(app) == ["?", "?"] and answer_data(app)["isEmpty"] and not app.exception


def names(app: AppTest) -> list[str]:
    return [network["name"] for network in answer_data(app)["networks"]]


def test_brush_size_reaches_the_canvas(app: AppTest, sheet: Sheet) -> None:
    app.slider(key="brush").set_value(40).run()
    app.run()
    assert sheet.options["stroke_width"] == 40


def test_clear_gives_a_fresh_sheet(app: AppTest, sheet: Sheet) -> None:
    sheet.draw(7)
    app.run()
    before = sheet.keys[-1]
    app.button(key="clear").click().run()
    assert sheet.keys[-1] != before and answer(app) == "?"


def test_show_me_one_names_the_true_label_until_somebody_draws(app: AppTest, sheet: Sheet) -> None:
    app.button(key="example").click().run()
    read = answer_data(app)["networks"][0]
    remark = re.fullmatch(r"A test image, labelled (\d): (right|wrong|no answer)", read["remark"])
    assert remark
    label, verdict = remark.groups()
    assert verdict == {"?": "no answer", label: "right"}.get(answer(app), "wrong")
    said = [element.value for kind in (app.markdown, app.caption) for element in kind]
    assert "A test image: it makes way when you draw" in said
    sheet.draw(2)
    app.run()
    assert not answer_data(app)["networks"][0]["remark"] and answer(app) == "2"
    app.button(key="example").click().run()
    app.button(key="clear").click().run()
    assert answer(app) == "?"


def test_a_sheet_that_was_drawn_on_and_emptied_shows_no_test_image(app: AppTest, sheet: Sheet) -> None:
    app.button(key="example").click().run()
    sheet.leave_blank()
    app.run()
    app.run()  # the stand-in sends what is on it while the page is made
    assert answer(app) == "?" and not answer_data(app)["networks"][0]["remark"] and answer_data(app)["isEmpty"]
    said = [element.value for element in app.markdown]
    assert "Draw a digit from 0 to 9" in said


def test_a_dot_is_called_too_small(app: AppTest, sheet: Sheet) -> None:
    sheet.leave_blank()
    app.run()
    assert not answer_data(app)["isTooSmall"]
    ImageDraw.Draw(sheet.pictures[sheet.keys[-1]]).ellipse((190, 190, 214, 214), fill="black")
    app.run()
    assert answer_data(app)["isTooSmall"] and answer_data(app)["words"]["tooSmall"].startswith("Too small")


def test_training_tab_shows_the_stored_figures(app: AppTest) -> None:
    app.session_state["tab"] = "training"
    app.run()
    shown = {metric.label: metric.value for metric in app.metric}
    metrics = load_run(DEFAULT_RUN).metrics
    assert shown["Test accuracy"] == f"{100 * metrics.test_accuracy:.2f}\N{NO-BREAK SPACE}%"
    assert shown["Parameters"] == f"{metrics.parameters:,}"
    assert DEFAULT_RUN in list(app.dataframe[-1].value["run"])
    assert labels(app.get("download_button")) == {"Curves as a picture", "Network for Keras"}


def labels(elements: Iterable[Element | Block]) -> set[str]:
    """The labels of those that have one."""
    return {element.label for element in elements if isinstance(element, Element) and hasattr(element, "label")}


def test_heavy_tab_is_not_built_while_drawing(app: AppTest) -> None:
    assert not app.metric and not app.dataframe


def test_shipped_run_cannot_be_deleted_and_own_run_can(app: AppTest, fresh_run: Run) -> None:
    app.session_state["tab"] = "training"
    app.run()
    assert not [button for button in app.button if button.key == "delete"]
    app.selectbox(key="run").select("fresh").run()
    app.button(key="delete").click().run()
    assert not fresh_run.path.exists()
    assert app.selectbox(key="run").value == DEFAULT_RUN
    assert not app.exception


def test_damaged_run_is_named_and_the_rest_works(app: AppTest, sheet: Sheet, fresh_run: Run) -> None:
    (fresh_run.path / "weights.npz").write_bytes(b"junk")
    app.session_state["tab"] = "training"
    app.run()
    assert any("fresh" in warning.value and "weights.npz" in warning.value for warning in app.warning)
    assert "fresh" not in app.selectbox(key="run").options
    sheet.draw(7)
    app.run()
    assert answer(app) == "7"


def test_without_any_network_the_page_says_what_to_do(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "run_store", lambda: RunStore(tmp_path))
    app.run()
    assert not app.exception
    assert "python train.py" in app.error[0].value and str(tmp_path) not in app.error[0].value
    assert app.button(key="retrain")


def settings(app: AppTest, name: str) -> Any:
    """The widget of a setting; its key carries the preset."""
    kinds = ("text_input", "number_input", "selectbox", "toggle", "button_group")
    widgets = {widget.key: widget for kind in kinds for widget in app.get(kind) if widget.key}
    return next(widget for key, widget in widgets.items() if key == name or key.startswith(f"{name}-"))


def started(jobs: FakeJobs) -> TrainConfig:
    """The settings of the training that was started last."""
    assert jobs.state.config
    return jobs.state.config


NOT_IN_THE_FORM = {"data", "data_as", "start_from", "extra_data", "extra_share", "experiment", "vary"}
CHOSEN = {
    "task": "digits", "epochs": 3, "hidden_layers": (64, 32), "activation": "tanh", "dropout": 0.2,
    "batch_normalization": True, "optimizer": "rmsprop", "learning_rate": 0.02, "schedule": "constant",
    "weight_decay": 0.05, "batch_size": 100, "early_stopping": 4, "encoding": "one-hot", "strokes": 5000,
    "doodles": 2000, "augmentation": 0.5, "augmentation_end": 0.5, "teacher": 0.5, "validation_split": 0.2, "seed": 7,
    "images": 300, "leave_out": (7,), "wrong_labels": 0.2, "writing": "thin", "test_on": "training",
}  # fmt: skip


def test_retrain_starts_with_the_settings_on_the_page(app: AppTest, jobs: FakeJobs) -> None:
    app.selectbox(key="preset").select("classic").run()
    for name, value in CHOSEN.items():
        settings(app, name).set_value("64, 32" if name == "hidden_layers" else value).run()
    app.text_input(key="name").set_value("mine").run()
    app.button(key="retrain").click().run()
    assert started(jobs) == TrainConfig(preset="classic", **CHOSEN)
    assert set(TrainConfig.model_fields) - {"preset", *CHOSEN} == NOT_IN_THE_FORM
    assert "mine" in app.get("progress")[0].proto.text
    assert app.button(key="retrain")  # the next one would wait
    assert app.text_input(key="name").value == ""  # the next training cannot use it again


def test_a_beginner_sees_three_settings_and_the_rest_is_folded(app: AppTest) -> None:
    more = next(each for each in app.sidebar.expander if each.label == "More settings")
    folded = labels(more.children.values())
    kinds = ("text_input", "number_input", "selectbox", "toggle", "button_group")
    shown = {label for kind in kinds for label in labels(app.sidebar.get(kind))} - folded
    assert shown == {"Trained network", "Preset", "Task", "Epochs"}
    settings_of_all = {
        name.replace("_", " ").capitalize() for name in TrainConfig.model_fields if name not in NOT_IN_THE_FORM
    }
    in_other_words = {
        "Teacher": "Answers of a convolutional network",
        "Strokes": "Drawn digits",
        "Doodles": "Doodles (no digits)",
        "Images": "Images (0 for all)",
    }
    expected = {in_other_words.get(label, label) for label in settings_of_all}
    assert folded | shown == expected | {"Trained network", "Name"}


def test_learning_rate_follows_the_optimizer(app: AppTest, jobs: FakeJobs) -> None:
    app.selectbox(key="preset").select("classic").run()
    assert settings(app, "learning_rate").value == PRESETS["classic"]["learning_rate"]
    settings(app, "optimizer").select("sgd").run()
    assert settings(app, "learning_rate").value == LEARNING_RATES["sgd"]
    app.button(key="retrain").click().run()
    assert started(jobs).learning_rate == LEARNING_RATES["sgd"]


def test_even_or_odd_can_be_trained_and_leaves_no_choice_of_encoding(app: AppTest, jobs: FakeJobs) -> None:
    app.selectbox(key="preset").select("classic").run()
    settings(app, "encoding").select("one-hot").run()
    app.selectbox(key="task").select("parity").run()
    encoding = settings(app, "encoding")
    assert encoding.disabled and encoding.value == "integer" and "a single output" in encoding.help
    app.selectbox(key="task").select("digits").run()
    assert settings(app, "encoding").value == "one-hot" and not settings(app, "encoding").disabled
    app.selectbox(key="task").select("parity").run()
    app.button(key="retrain").click().run()
    assert (started(jobs).task, started(jobs).encoding) == ("parity", "integer")


def test_what_was_set_for_a_preset_is_there_again(app: AppTest) -> None:
    app.selectbox(key="preset").select("classic").run()
    settings(app, "epochs").set_value(3).run()
    settings(app, "dropout").set_value(0.2).run()
    app.selectbox(key="preset").select("robust").run()
    assert settings(app, "epochs").value == PRESETS["robust"]["epochs"]
    app.selectbox(key="preset").select("classic").run()
    assert (settings(app, "epochs").value, settings(app, "dropout").value) == (3, 0.2)


def test_numbers_cannot_be_set_to_what_is_refused(app: AppTest, jobs: FakeJobs) -> None:
    app.selectbox(key="preset").select("classic").run()
    for optimizer, step in (("sgd", 0.1), ("adam", 0.001)):
        settings(app, "optimizer").select(optimizer).run()
        assert settings(app, "learning_rate").step == step
    numbers = [widget for widget in app.sidebar.number_input if (widget.key or "").endswith(("-classic", "-adam"))]
    assert len(numbers) == 15
    for end in ("min", "max"):
        for number in numbers:
            number.set_value(getattr(number, end))
        app.run()
        app.button(key="retrain").click().run()
        assert jobs.state.is_active and not app.error
        jobs.report(state="cancelled")
        app.run()


@pytest.mark.parametrize("layers", ["many", "0", "128;128", "-5", "9999999"])
def test_impossible_settings_get_one_clear_sentence(app: AppTest, jobs: FakeJobs, layers: str) -> None:
    settings(app, "hidden_layers").set_value(layers).run()
    app.button(key="retrain").click().run()
    assert "Hidden layers" in app.error[0].value and jobs.state.number == 0
    assert not app.exception


def test_second_click_elsewhere_is_refused_kindly(app: AppTest, jobs: FakeJobs) -> None:
    jobs.refuse = "classic-1 is being trained; wait for it, or cancel it"
    app.button(key="retrain").click().run()
    assert "Not started: classic-1 is being trained" in app.error[0].value


RUNNING = Progress(
    epoch=3, epochs=10, step=1000, steps=4220, accuracy=0.971, seconds_left=12.3,
    history={"loss": [0.3, 0.1], "accuracy": [0.91, 0.96], "val_loss": [0.2, 0.1], "val_accuracy": [0.94, 0.96]},
)  # fmt: skip


def test_every_visitor_sees_the_training_and_can_cancel_it(app: AppTest, jobs: FakeJobs) -> None:
    jobs.state = JobStatus(1, "running", "fresh", TrainConfig())
    app.run()
    assert "Starting" in app.get("progress")[0].proto.text
    jobs.report(progress=RUNNING)
    app.run()
    bar = app.get("progress")[0].proto
    assert bar.text == "Epoch 3 of 10 · training accuracy 97.1\u00a0% · 12\u00a0s left"
    assert bar.value == 23
    assert app.get("vega_lite_chart")
    app.button(key="cancel").click().run()
    assert jobs.cancelled == [1]
    app.run()
    assert app.button(key="cancel").disabled


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"epoch": 1, "step": 0, "accuracy": None, "seconds_left": None}, "Epoch 1 of 10"),
        (
            {"epoch": 10, "step": 4219, "seconds_left": 0.01},
            "Epoch 10 of 10 · training accuracy 97.1\u00a0% · 1\u00a0s left",
        ),
        ({"epoch": 10, "step": 4220, "seconds_left": 0.0}, "Testing and saving fresh…"),
    ],
)
def test_progress_tells_no_figure_that_is_not_there(
    app: AppTest, jobs: FakeJobs, changes: dict[str, Any], words: str
) -> None:
    jobs.state = JobStatus(1, "running", "fresh", TrainConfig(), replace(RUNNING, **changes))
    app.run()
    assert {bar.proto.text for bar in app.get("progress")} == {words}


def epochs_drawn(app: AppTest) -> int:
    """The last epoch in the curve beside the progress of a training."""
    rows = pyarrow.ipc.open_stream(app.get("vega_lite_chart")[0].proto.data.data).read_all().to_pylist()
    return int(max(row["epoch"] for row in rows))


def test_the_curve_grows_and_is_made_once_for_all_who_watch(
    app: AppTest, jobs: FakeJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Mock(wraps=vega.training_curves)
    monkeypatch.setattr(vega, "training_curves", made)
    for epochs in (1, 2):
        history = {name: values[:epochs] for name, values in RUNNING.history.items()}
        jobs.state = JobStatus(77, "running", "fresh", TrainConfig(), replace(RUNNING, history=history))
        for page in (app, AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)):
            assert epochs_drawn(page.run()) == epochs
        assert made.call_count == epochs


def test_a_page_asks_less_often_where_less_happens(
    app: AppTest, jobs: FakeJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    fragment = st.fragment

    def noting(function: Callable[..., None], *, run_every: float | None = None) -> Callable[..., None]:
        if function.__name__ == "_follow":
            asked.append(run_every or 99)
        return fragment(function, run_every=run_every)

    monkeypatch.setattr(st, "fragment", noting)
    app.run()
    jobs.state = JobStatus(1, "running", "fresh", TrainConfig())
    app.run()  # another page's
    jobs.report(state="finished")
    app.run().button(key="retrain").click().run()
    before, others, _, *mine = asked
    assert max(mine) <= 1 < others <= 2 < before <= 5


def test_page_that_started_the_training_switches_and_says_what_changed(
    app: AppTest, jobs: FakeJobs, fresh_run: Run
) -> None:
    app.button(key="retrain").click().run()
    jobs.report(state="finished", test_accuracy=0.9805)
    app.run()
    before = f"{100 * load_run(DEFAULT_RUN).metrics.test_accuracy:.2f}\u00a0%"
    assert (
        f"Test accuracy **{before} → 98.05\u00a0%**" in app.info[0].value
    )  # worse than the robust one: no reason to cheer
    assert app.selectbox(key="run").value == "fresh"
    assert app.button(key="retrain")


def test_an_accuracy_without_a_test_is_not_held_against_one_with_a_test(
    app: AppTest, jobs: FakeJobs, fresh_run: Run
) -> None:
    settings(app, "test_on").select("training").run()
    app.button(key="retrain").click().run()
    jobs.report(state="finished", test_accuracy=0.9999)
    app.run()
    assert "Test accuracy **99.99\u00a0% (no test)**" in app.success[0].value


def test_other_page_learns_of_the_new_network_and_may_use_it(app: AppTest, jobs: FakeJobs, fresh_run: Run) -> None:
    jobs.state = JobStatus(1, "running", "fresh", TrainConfig())
    app.run()
    jobs.report(state="finished", test_accuracy=0.9805)
    app.run()
    assert "new network, fresh" in app.info[0].value and app.selectbox(key="run").value == DEFAULT_RUN
    app.button(key="use_new-sidebar").click().run()
    assert app.selectbox(key="run").value == "fresh" and not app.info


def test_accuracies_of_different_tasks_are_not_compared(app: AppTest, jobs: FakeJobs, fresh_run: Run) -> None:
    app.selectbox(key="task").select("parity").run()
    app.button(key="retrain").click().run()
    jobs.report(state="finished", test_accuracy=0.9905)
    app.run()
    assert "→" not in app.success[0].value and "99.05\u00a0%" in app.success[0].value


def test_page_opened_after_the_training_is_not_bothered(sheet: Sheet, jobs: FakeJobs, fresh_run: Run) -> None:
    jobs.start(TrainConfig(), "fresh")
    jobs.report(state="finished", test_accuracy=0.98)
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS).run()
    assert not app.info and not app.success and "fresh" in str(app.selectbox(key="run").options)


def test_failed_training_keeps_the_old_network_and_shows_its_log_on_demand(
    app: AppTest, jobs: FakeJobs, sheet: Sheet
) -> None:
    app.button(key="retrain").click().run()
    jobs.report(state="failed", message="data.npz: no such file or folder", log="line of the log")
    app.run()
    assert "data.npz: no such file" in app.error[0].value
    assert app.code[0].value == "line of the log"
    assert app.selectbox(key="run").value == DEFAULT_RUN
    sheet.draw(1)
    app.run()
    assert answer(app) == "1"


def test_cancelled_training_changes_nothing(app: AppTest, jobs: FakeJobs) -> None:
    app.button(key="retrain").click().run()
    app.button(key="cancel").click().run()
    jobs.report(state="cancelled")
    app.run()
    assert (
        "Training cancelled; nothing was changed" in app.info[0].value and app.selectbox(key="run").value == DEFAULT_RUN
    )


def test_python_alone_says_how_to_open_the_page() -> None:
    command = [sys.executable, str(ROOT / "streamlit_app.py")]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    (line,) = result.stderr.splitlines()
    assert result.returncode == 1 and line.endswith("open it with: streamlit run streamlit_app.py")
