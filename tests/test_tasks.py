"""Questions other than "which digit?", from the command to the page: one that is shipped, and one added by the test."""

from __future__ import annotations

import re
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import components
import keras
import numpy as np
import pyarrow as pa
import pytest
from page import Sheet, answer, answer_data, html
from streamlit.testing.v1 import AppTest

from mnist_demo.commands import train
from mnist_demo.config import DEFAULT_RUN, TASKS, Task
from mnist_demo.data.dataset import Dataset
from mnist_demo.images.preprocessing import canvas_to_image, scale_pixels
from mnist_demo.network.inference import decide
from mnist_demo.runs.run import Run, RunError
from mnist_demo.runs.store import load_run
from mnist_demo.settings import SHIPPED

SEVEN = Task(
    name="seven",
    classes=("not 7", "7"),
    class_of_digit=(0, 0, 0, 0, 0, 0, 0, 1, 0, 0),
    output="softmax",
)


@pytest.fixture(scope="module", params=["parity", "seven"])
def run(request: pytest.FixtureRequest, handful_path: Path, models_dir: Path) -> Iterator[Run]:
    """A run of a task, trained and stored as the command does it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signal, "signal", lambda *handler: None)
        patch.setitem(TASKS, SEVEN.name, SEVEN)
        flags = ["--hidden-layers", "32", "--epochs", "4", "--batch-size", "16", "--data", str(handful_path)]
        assert train.main([*flags, "--task", request.param, "--name", request.param]) == 0
        yield load_run(request.param)
        shutil.rmtree(models_dir / request.param)


def test_stored_run_answers_as_keras_does_and_counts_by_class(run: Run, handful: Dataset) -> None:
    images, labels = scale_pixels(handful.x_test), np.array(run.task.class_of_digit)[handful.y_test]
    expected = keras.models.load_model(run.path / "model.keras").predict(images, verbose=0)
    if run.task.output == "sigmoid":
        expected = np.hstack([1 - expected, expected])
    probabilities = run.network.predict(images)
    np.testing.assert_allclose(probabilities, expected, atol=1e-5)
    right = probabilities.argmax(axis=1) == labels
    assert right.mean() == pytest.approx(run.metrics.test_accuracy) and right.mean() > 0.75
    count = len(run.task.classes)
    assert np.array(run.metrics.confusion_matrix).shape == (count, count)


def test_page_asks_and_answers_in_the_words_of_the_task(run: Run, app: AppTest, sheet: Sheet) -> None:
    app.run()
    app.selectbox(key="run").select(run.name).run()
    for digit in (1, 7, 8):
        sheet.draw(digit)
        app.run()
        image = canvas_to_image(sheet.pixels)
        assert image is not None
        probabilities = run.network.predict(image)
        choice = decide(probabilities, run.threshold)
        assert answer(app) == ("?" if choice is None else run.task.classes[choice])
        assert "runner-up" not in answer_data(app)["words"]["sure"]  # of two classes
        assert tuple(answer_data(app)["classes"]) == run.task.classes
        np.testing.assert_allclose(answer_data(app)["networks"][0]["probabilities"], probabilities, atol=1e-6)
    app.button(key="example").click().run()
    remark = answer_data(app)["networks"][0]["remark"]
    assert re.fullmatch(r"A test image, labelled \d: (right|wrong|no answer)", remark)
    assert not app.exception


def test_only_networks_of_the_same_task_are_compared(run: Run, app: AppTest) -> None:
    app.toggle(key="compare").set_value(True).run()
    assert run.name not in app.selectbox(key="other_run").options
    app.selectbox(key="run").select(run.name).run()
    assert any(run.config.task in caption.value for caption in app.caption) and not app.exception
    assert "other_run" not in [box.key for box in app.selectbox]
    app.session_state["tab"], app.session_state["training_view"] = "training", "compare"
    app.run()
    assert f"another one for this task ({run.config.task})" in app.info[0].value


@pytest.mark.parametrize("view", ["overview", "mistakes", "robustness", "compare", "timeline", "unsure"])
def test_training_tab_speaks_of_the_classes(run: Run, app: AppTest, view: str) -> None:
    app.session_state["tab"], app.session_state["training_view"] = "training", view
    app.selectbox(key="run").select(run.name).run()
    assert not app.exception
    if view == "mistakes":
        assert tuple(app.dataframe[0].value["class"]) == run.task.classes
        assert app.selectbox(key="mistakes_true").options == ["any", *run.task.classes]
        matrix = pa.ipc.open_stream(app.get("vega_lite_chart")[0].proto.data.data).read_pandas()
        cells = matrix.pivot(index="true", columns="predicted", values="images")
        counts = cells.loc[list(run.task.classes), list(run.task.classes)].to_numpy()
        np.testing.assert_array_equal(counts, run.metrics.confusion_matrix)


@pytest.fixture
def look_inside(run: Run, app: AppTest, mnist: Dataset) -> Callable[[str], AppTest]:
    """Opens a view of Look inside with an image that the network predicts as the first class."""
    answers = run.network.predict(scale_pixels(mnist.x_test[:100])).argmax(axis=1)

    def look(view: str) -> AppTest:
        app.session_state["picked"] = int(np.flatnonzero(answers == 0)[0])
        app.session_state["tab"], app.session_state["look"] = "inside", view
        app.selectbox(key="run").select(run.name).run()
        assert not app.exception
        return app

    return look


def test_look_inside_has_an_output_for_each_class(run: Run, look_inside: Callable[[str], AppTest]) -> None:
    app = look_inside("way")
    outputs = components.data(app, "layers")["outputs"]
    assert tuple(output["name"] for output in outputs) == run.task.classes
    assert sum(output["share"] for output in outputs) == pytest.approx(1, abs=1e-4)
    components.click(app, "layers", [1, 0])
    said = " ".join(element.value for element in app.markdown)
    assert ("sigmoid of z" in said) == (run.network.outputs == 1)


def test_neurons_matter_for_the_first_class_too(look_inside: Callable[[str], AppTest]) -> None:
    adds = [picture["caption"] for picture in components.data(look_inside("weights"), "weights")["pictures"]]
    assert adds[0] != "+0.00" and len(set(adds)) > 5


def test_why_explains_each_class_and_quotes_words(run: Run, look_inside: Callable[[str], AppTest]) -> None:
    app = look_inside("why")
    first, second = (name if name.isdecimal() else f"“{name}”" for name in run.task.classes)
    said = " ".join(element.value for element in app.markdown)
    assert f"Why {first} and not {second}?" in said and f"{first} is ahead of {second}" in said
    assert ("sigmoid of z" in said) == (run.network.outputs == 1)
    votes = re.findall(r"pixels (?:for|against)</td><td>([^<]*)<", html(app))
    assert len(votes) == 6 and not {"+0.00", "−0.00"} & set(votes)


def test_what_is_compared_is_a_class_of_the_network_in_use(run: Run, app: AppTest) -> None:
    app.session_state["tab"], app.session_state["look"], app.session_state["picked"] = "inside", "why", 7
    app.run()
    app.selectbox(key="why_for").set_value("3").run()
    app.selectbox(key="run").select(run.name).run()
    assert not app.exception and app.selectbox(key="why_for").value == ""
    assert app.selectbox(key="why_for").options == ["its answer", *run.task.classes]


def test_weights_of_another_task_are_refused(run: Run, tmp_path: Path) -> None:
    shutil.copytree(run.path, tmp_path / "mixed")
    shutil.copy(SHIPPED / DEFAULT_RUN / "weights.npz", tmp_path / "mixed")
    with pytest.raises(RunError, match=rf"weights.npz is damaged \(10 outputs; expected {run.task.outputs}"):
        load_run("mixed", tmp_path)
