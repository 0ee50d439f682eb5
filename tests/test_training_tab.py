"""The views of the Training tab: their figures against scikit-learn's, and what they say if something is missing."""

from __future__ import annotations

import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from components import click, data, has
from page import Sheet, answer_data
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support
from streamlit.testing.v1 import AppTest

from mnist_demo.config import TrainConfig
from mnist_demo.data.dataset import Dataset
from mnist_demo.images.distortion import DISTORTIONS, ROBUSTNESS
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.evaluation import TestResult
from mnist_demo.network.inference import Network
from mnist_demo.runs import store
from mnist_demo.runs.run import Run
from mnist_demo.runs.store import load_run, load_test_result, save_test_result, save_timeline
from mnist_demo.ui import resources, waiting

VIEWS = ("overview", "mistakes", "robustness", "compare", "timeline", "unsure")


@pytest.fixture(scope="module")
def plain_result() -> TestResult:
    """The shipped classic network's answers to the test set."""
    result = load_test_result(load_run("classic"))
    assert result is not None
    return result


@pytest.fixture
def fresh_result(fresh_run: Run, plain_result: TestResult) -> TestResult:
    """Stored with the run: the same with noise added, so that the two differ."""
    noisy = plain_result.probabilities + 0.3 * np.random.default_rng(0).random((10_000, 10), np.float32)
    result = replace(plain_result, probabilities=noisy / noisy.sum(axis=1, keepdims=True))
    save_test_result(fresh_run, result)
    return result


@pytest.fixture
def fresh_timeline(fresh_run: Run) -> list[tuple[int, Network]]:
    """The finished network, and one with other answers, as if it were untrained."""
    network = fresh_run.network
    other = Network([-kernel for kernel in network.kernels], network.biases)
    timeline = [(0, other), (fresh_run.config.epochs, network)]
    save_timeline(fresh_run.path, timeline)
    return timeline


def look(app: AppTest, view: str, run: str = "fresh") -> AppTest:
    app.session_state["tab"], app.session_state["training_view"] = "training", view
    app.run()
    if app.selectbox(key="run").value != run:
        app.selectbox(key="run").select(run).run()
    assert not app.exception
    return app


def formulas(app: AppTest) -> str:
    return "\n".join(element.value for element in app.latex)


def words(app: AppTest) -> str:
    kinds = (app.caption, app.info, app.warning, app.markdown, app.error)
    return "\n".join(element.value for kind in kinds for element in kind)


def rows(app: AppTest, number: int = 0) -> pd.DataFrame:
    """The data of a chart, as a table."""
    chart = app.get("vega_lite_chart")[number].proto
    return pa.ipc.open_stream(chart.data.data).read_pandas()


def shown(app: AppTest, key: str) -> list[int]:
    """The numbers of the test images in a gallery."""
    return [int(picture["id"]) for picture in data(app, key)["pictures"]]


def spoil(run: Run, file: str, **changes: Any) -> None:
    if changes:
        config = json.loads((run.path / file).read_text())
        (run.path / file).write_text(json.dumps({**config, **changes}))
    else:
        (run.path / file).write_bytes(b"junk")


@pytest.mark.parametrize("view", VIEWS)
def test_only_the_open_view_is_there_and_says_what_it_shows(
    app: AppTest, fresh_run: Run, fresh_result: TestResult, fresh_timeline: list[tuple[int, Network]], view: str
) -> None:
    look(app, view)
    charts = {"overview": 2, "mistakes": 1, "robustness": len(ROBUSTNESS), "compare": 3, "timeline": 1, "unsure": 1}
    assert len(app.get("vega_lite_chart")) == charts[view]
    assert bool(app.metric) == (view in ("overview", "compare"))
    assert ("mistakes_true" in {widget.key for widget in app.selectbox}) == (view == "mistakes")
    assert bool(app.select_slider) == (view == "timeline")


def test_overview_tells_apart_runs_of_any_setting(app: AppTest, fresh_run: Run) -> None:
    look(app, "overview", run="classic")
    assert "Trained with all settings of the preset classic" in words(app) and "10 epochs" in words(app)
    changes = {"encoding": "one-hot", "early_stopping": 3, "weight_decay": 0.05, "batch_normalization": True}
    spoil(fresh_run, "config.json", **changes, optimizer="sgd")
    history = (fresh_run.path / "history.csv").read_text().splitlines()
    (fresh_run.path / "history.csv").write_text("\n".join(history[:2]) + "\n")
    spoil(fresh_run, "metrics.json", epoch=1)
    look(app, "overview")
    assert re.search(r"\b1 epoch\b", words(app))
    changed = "encoding one-hot, batch normalization true, optimizer sgd, weight decay 0.05, early stopping 3"
    assert f"Preset classic with {changed}" in words(app)
    table = app.dataframe[-1].value.set_index("run")
    assert dict(table["set_otherwise"]) == {"robust": "", "classic": "", "fresh": changed}


def test_matrix_and_table_agree_with_scikit_learn(app: AppTest, fresh_run: Run, fresh_result: TestResult) -> None:
    look(app, "mistakes")
    labels, predictions = fresh_result.labels, fresh_result.predictions
    cells = rows(app).pivot(index="true", columns="predicted", values="images").to_numpy()
    np.testing.assert_array_equal(cells, confusion_matrix(labels, predictions))
    table = app.dataframe[0].value
    expected = precision_recall_fscore_support(labels, predictions)
    for name, values, scale in zip(("precision", "recall", "f1", "support"), expected, (100, 100, 100, 1), strict=True):
        np.testing.assert_allclose(table[name], scale * values)
    worst = int(np.argmin(expected[2]))
    right, said = cells[worst, worst], cells[:, worst].sum()
    assert rf"{{{right}}}{{{right} + {said - right}}} = {100 * right / said:.2f}\,\%" in formulas(app)
    assert f"{{{(labels == predictions).sum()}}}{{10000}}" in formulas(app)
    assert [button.proto.label for button in app.get("download_button")] == ["Table as CSV"]


def test_the_words_of_the_page_are_explained_on_it(app: AppTest) -> None:
    look(app, "overview", run="robust")
    for word in ("Loss", "Validation", "Parameters", "Doodles", "Drawn digits", "Preset", "F1"):
        assert words(app).count(f"**{word}**: ") >= 2, word  # in the tab and in the sidebar
    helps = {figure.label: figure.proto.help for figure in app.metric}
    assert "how wrong the answers are" in helps["Test loss"] and "held out" in helps["Validation accuracy"]
    assert "weights" in helps["Parameters"] and "right" in helps["Test accuracy"]


def test_that_the_robust_network_reads_noise_worse_is_explained(app: AppTest) -> None:
    look(app, "robustness", run="robust")
    assert "Why does robust read noisy images worse than classic?" in words(app)


def test_mistakes_given_as_answers_are_told_from_those_that_are_not(
    app: AppTest, fresh_run: Run, fresh_result: TestResult
) -> None:
    look(app, "mistakes")
    stored, threshold = load_test_result(fresh_run), fresh_run.threshold  # what is stored is rounded
    assert stored
    confidence, wrong = stored.confidence.astype(float), stored.mistakes()
    given = [int(index) for index in wrong if confidence[index] >= threshold]
    kept = [int(index) for index in wrong if confidence[index] < threshold]
    assert given and kept
    choice = app.button_group(key="mistakes_sure")
    assert [option.content for option in choice.proto.options] == [
        f"All: {len(wrong):,}", f"Answered wrong: {len(given):,}", f"Would say “?”: {len(kept):,}",
    ]  # fmt: skip
    choice.set_value("doubtful").run()
    assert shown(app, "mistakes-fresh-any-any-doubtful") == kept[:24]
    app.button_group(key="mistakes_sure").set_value("confident").run()
    assert shown(app, "mistakes-fresh-any-any-confident") == given[:24]


def test_mistakes_come_worst_first_page_by_page(app: AppTest, fresh_run: Run, fresh_result: TestResult) -> None:
    look(app, "mistakes")
    wrong = np.flatnonzero(fresh_result.predictions != fresh_result.labels)
    confidence = fresh_result.probabilities.max(axis=1)
    listed = shown(app, "mistakes-fresh-any-any-all")
    assert len(listed) == 24 and set(listed) <= set(wrong)
    # Stored with half precision: equal to the third digit.
    np.testing.assert_allclose(confidence[listed], np.sort(confidence[wrong])[::-1][:24], atol=2e-3)
    assert f"{len(wrong):,} images read wrong" in words(app)
    first = data(app, "mistakes-fresh-any-any-all")["pictures"][0]
    true, said = fresh_result.labels[listed[0]], fresh_result.predictions[listed[0]]
    assert f"{true}, read as {said}" in first["description"] and first["caption"].startswith(f"{true}\u00a0→ {said}, ")


def test_filters_list_a_cell_and_the_diagonal_what_was_right(
    app: AppTest, fresh_run: Run, fresh_result: TestResult
) -> None:
    look(app, "mistakes")
    labels, predictions = fresh_result.labels, fresh_result.predictions
    matrix = confusion_matrix(labels, predictions)
    np.fill_diagonal(matrix, 0)
    true, said = map(int, np.unravel_index(matrix.argmax(), matrix.shape))
    app.selectbox(key="mistakes_true").select(true).run()
    app.selectbox(key="mistakes_said").select(said).run()
    found = np.flatnonzero((labels == true) & (predictions == said))
    assert sorted(shown(app, f"mistakes-fresh-{true}-{said}-all")) == sorted(found[:24]) or len(found) > 24
    assert f"{len(found)} images of {true} read as {said}" in words(app)
    chosen = rows(app).query("chosen")
    assert list(zip(chosen["true"], chosen["predicted"], strict=True)) == [(str(true), str(said))]
    app.selectbox(key="mistakes_said").select(true).run()
    right = (labels == true) & (predictions == true)
    assert all(right[index] for index in shown(app, f"mistakes-fresh-{true}-{true}-all"))
    assert f"{right.sum():,} images of {true} read right" in words(app)
    app.button(key="all_mistakes").click().run()
    assert [app.selectbox(key=key).value for key in ("mistakes_true", "mistakes_said")] == ["any", "any"]
    assert "images read wrong" in words(app) and not app.exception


def test_cell_without_images_says_so(app: AppTest, fresh_run: Run, plain_result: TestResult) -> None:
    save_test_result(fresh_run, replace(plain_result, probabilities=np.eye(10, dtype=np.float32)[plain_result.labels]))
    look(app, "mistakes")
    assert "No test image was read wrong" in words(app)
    app.selectbox(key="mistakes_true").select(4).run()
    app.selectbox(key="mistakes_said").select(9).run()
    assert "No test image of 4 was read as 9" in words(app) and not app.exception


def test_a_click_sends_the_image_to_look_inside(app: AppTest, fresh_run: Run, fresh_result: TestResult) -> None:
    look(app, "mistakes")
    index = shown(app, "mistakes-fresh-any-any-all")[3]
    click(app, "mistakes-fresh-any-any-all", str(index))
    assert app.session_state["picked"] == index and app.session_state["tab"] == "inside"


def test_robustness_shows_the_stored_curves(app: AppTest, fresh_run: Run, fresh_result: TestResult) -> None:
    look(app, "robustness")
    for number, kind in enumerate(ROBUSTNESS):
        line = rows(app, number).query("line == 'fresh'")
        np.testing.assert_allclose(line["amount"], DISTORTIONS[kind].levels)
        np.testing.assert_allclose(line["accuracy"], fresh_result.robustness[kind])
    share = fresh_result.robustness["turn"][-1]
    assert rf"\frac{{{round(1000 * share)}}}{{1000}} = {100 * share:.2f}\,\%" in formulas(app)


def test_comparison_holds_figures_images_and_calibration_side_by_side(
    app: AppTest, fresh_result: TestResult, plain_result: TestResult
) -> None:
    other = plain_result
    look(app, "compare")
    assert app.multiselect[0].value == ["fresh", "classic"]
    table = app.dataframe[0].value.set_index("network")
    wrong = {"fresh": (~fresh_result.is_right).sum(), "classic": (~other.is_right).sum()}
    assert dict(table["mistakes"]) == wrong
    assert table["test_accuracy"]["fresh"] == pytest.approx(100 * load_run("fresh").metrics.test_accuracy)
    assert table["mistakes_difference"]["classic"] == wrong["classic"] - wrong["fresh"] and np.isnan(
        table["mistakes_difference"]["fresh"]
    )
    ahead = app.dataframe[0].value.set_index("network").loc["classic"]
    assert ahead["calibration_error_difference"] == pytest.approx(
        100 * (calibration_error(other) - calibration_error(fresh_result)), abs=0.02
    )
    for name, decimals in {"test_accuracy": 2, "calibration_error": 2, "test_loss": 4, "validation": 2}.items():
        seen = [round(table[name][run], decimals) for run in ("fresh", "classic")]
        assert list(table[name]) == seen and ahead[f"{name}_difference"] == seen[1] - seen[0]  # as readers subtract
    assert ahead["test_loss_difference"] == ahead["validation_difference"] == 0
    assert set(rows(app)["images"]) == {"training", "validation"}
    listed = shown(app, "disagreement-fresh-classic")
    assert listed and all(fresh_result.is_right[index] and not other.is_right[index] for index in listed)
    app.selectbox(key="right-fresh-classic").select("classic").run()
    listed = shown(app, "disagreement-classic-fresh")
    assert listed and all(other.is_right[index] and not fresh_result.is_right[index] for index in listed)
    errors = {metric.label: float(metric.value.removesuffix("\u00a0%")) / 100 for metric in app.metric}
    assert errors["Calibration error, fresh"] == pytest.approx(calibration_error(fresh_result), abs=2e-4)
    assert rf"\dots \\[0.8em] &= {100 * errors['Calibration error, fresh']:.2f}\,\%" in formulas(app)
    app.multiselect[0].set_value(["fresh"]).run()
    assert "Choose two networks" in words(app) and not app.exception


def calibration_error(result: TestResult) -> float:
    """Written out as the definition reads: bin by bin."""
    error, confidence = 0.0, result.probabilities.max(axis=1)
    for low in np.arange(15) / 15:
        inside = (confidence >= low) & (confidence < low + 1 / 15) | (confidence == 1) & (low > 0.93)
        if inside.any():
            error += abs(confidence[inside].mean() - result.is_right[inside].mean()) * inside.mean()
    return error


def test_timeline_moves_the_drawing_from_untrained_to_finished(
    app: AppTest,
    sheet: Sheet,
    mnist: Dataset,
    fresh_run: Run,
    fresh_result: TestResult,
    fresh_timeline: list[tuple[int, Network]],
) -> None:
    sheet.draw(3)
    app.run()
    look(app, "timeline")
    drawn = app.session_state["drawn"].image
    first = tiles(app)
    assert data(app, "specimens")["chosen"] == "current" and len(data(app, "specimens")["pictures"]) == 8
    slider = app.select_slider[0]
    assert slider.options == ["untrained", f"epoch {fresh_run.config.epochs}"]
    assert bars(app) == pytest.approx(fresh_timeline[0][1].predict(drawn), abs=0.01)
    assert "Untrained" in words(app)
    slider.set_value(fresh_run.config.epochs).run()
    assert bars(app) == pytest.approx(fresh_run.network.predict(drawn), abs=1e-4)
    assert len(set(first)) == len(first) == 24 and not set(first) & set(tiles(app))
    accuracy = fresh_run.history["val_accuracy"][-1]
    assert f"{100 * accuracy:.2f}\N{NO-BREAK SPACE}%" in words(app)
    way = rows(app).query("answer == '3'")
    assert way["probability"].iloc[-1] == pytest.approx(float(fresh_run.network.predict(drawn)[3]), abs=1e-5)
    worst = data(app, "specimens")["pictures"][1]["id"]
    click(app, "specimens", worst)
    image = scale_pixels(mnist.x_test[int(worst)])
    assert bars(app) == pytest.approx(fresh_run.network.predict(image), abs=1e-4)
    sure = fresh_run.network.predict(image)[mnist.y_test[int(worst)]]
    assert f"{100 * sure:.2f}" in formulas(app) and r"\ln p" in formulas(app) and r"\sqrt{v}" in formulas(app)
    assert set(rows(app).query("marked")["stage"]) == {f"epoch {fresh_run.config.epochs}"}
    assert f"take {(fresh_run.path / 'timeline.npz').stat().st_size / 1e6:.1f}\u00a0MB on disk" in words(app)


def test_timeline_shows_the_true_class_even_where_the_network_never_thought_of_it(
    app: AppTest, mnist: Dataset, fresh_run: Run, plain_result: TestResult, fresh_timeline: list[tuple[int, Network]]
) -> None:
    index = int(np.flatnonzero(mnist.y_test == 9)[0])
    answers = plain_result.probabilities.copy()
    answers[index] = np.eye(10)[4]  # the most confident mistake of all
    save_test_result(fresh_run, replace(plain_result, probabilities=answers))
    surely_four = Network([np.zeros_like(k) for k in fresh_run.network.kernels], [*fresh_run.network.biases])
    surely_four.biases[-1] = np.array([0, 0, 0, 0, 20, 0, 0, 0, 0, 0], np.float32)
    save_timeline(fresh_run.path, [(0, surely_four), (1, surely_four), fresh_timeline[-1]])
    look(app, "timeline")
    click(app, "specimens", str(index))
    assert {"4", "9"} <= set(rows(app)["answer"]) and "the right one, 9" in words(app)
    assert rows(app).query("answer == '9'")["probability"].iloc[0] < 0.01


def tiles(app: AppTest) -> list[str]:
    """The pictures of the weights."""
    html = next(element.proto.body for element in app.get("html") if 'class="tiles"' in element.proto.body)
    return re.findall(r'src="([^"]*)"', html)


def bars(app: AppTest) -> list[float]:
    """The shares that the bars of the timeline show."""
    probabilities: list[float] = answer_data(app, "answer_then")["networks"][0]["probabilities"]
    return probabilities


def test_timeline_without_image_or_weights_says_what_to_do(
    app: AppTest, fresh_run: Run, fresh_timeline: list[tuple[int, Network]]
) -> None:
    (fresh_run.path / "evaluation.npz").unlink(missing_ok=True)
    look(app, "timeline")
    assert "Draw a digit in the Draw tab" in words(app)
    (fresh_run.path / "timeline.npz").unlink()
    look(app, "timeline")
    assert "cannot be computed afterwards" in words(app) and "Retrain with the preset classic" in words(app)


def test_older_run_is_evaluated_at_a_click(app: AppTest, fresh_run: Run, handful: Dataset, handful_path: Path) -> None:
    (fresh_run.path / "evaluation.npz").unlink(missing_ok=True)
    spoil(fresh_run, "config.json", data=str(handful_path))
    look(app, "mistakes")
    assert "is not stored with it" in words(app) and not app.dataframe
    app.button(key="evaluate-fresh").click().run()
    assert not app.exception
    expected = confusion_matrix(handful.y_test, fresh_run.network.predict(scale_pixels(handful.x_test)).argmax(axis=1))
    cells = rows(app).pivot(index="true", columns="predicted", values="images").to_numpy()
    np.testing.assert_array_equal(cells, expected)
    app.selectbox(key="mistakes_true").select(7).run()
    app.selectbox(key="mistakes_said").select(7).run()
    assert len(shown(app, "mistakes-fresh-7-7-all")) == min(24, expected[7, 7])
    assert "which Look inside does not have" in words(app) and "Click on one to look inside" not in words(app)
    for view in ("compare", "robustness"):
        look(app, view)
        assert "tested on other images than fresh" in words(app)
    look(app, "compare", "classic")
    assert "tested on other images" not in words(app)


def test_a_second_click_waits_for_the_first_evaluation_and_is_content_with_it(
    app: AppTest, fresh_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (fresh_run.path / "evaluation.npz").unlink(missing_ok=True)
    look(app, "mistakes")
    begun, joined, done = Event(), Event(), list[str]()
    evaluate, enter = store.evaluate_run, resources.EVALUATIONS._enter

    def slowly(run: Run) -> TestResult:
        done.append(run.name)
        begun.set()
        assert joined.wait(60)
        return evaluate(run)

    def join(*asked: Any) -> Any:
        future = enter(*asked)
        joined.set()
        return future

    monkeypatch.setattr(store, "evaluate_run", slowly)
    with ThreadPoolExecutor() as others:
        other = others.submit(resources.evaluate, fresh_run)
        assert begun.wait(60)
        monkeypatch.setattr(resources.EVALUATIONS, "_enter", join)
        app.button(key="evaluate-fresh").click().run()
        other.result()
    assert done == ["fresh"] and not app.exception and has(app, "mistakes-fresh-any-any-all")


def test_who_waits_for_others_is_told_so(
    app: AppTest, fresh_run: Run, plain_result: TestResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    (fresh_run.path / "evaluation.npz").unlink(missing_ok=True)
    look(app, "mistakes")
    told, others_are_done = list[str](), Event()

    def say(name: str) -> str:
        told.append(name)
        others_are_done.set()
        return name

    def another() -> TestResult:
        assert others_are_done.wait(60)
        return plain_result

    monkeypatch.setattr(waiting, "say", say)
    with ThreadPoolExecutor() as others:
        other = others.submit(resources.EVALUATIONS.result, "another run", another)
        app.button(key="evaluate-fresh").click().run()
        other.result()
    assert set(told) == {"waiting.turn"} and has(app, "mistakes-fresh-any-any-all")


def test_a_run_that_is_deleted_while_it_is_evaluated_is_told_in_a_sentence(
    app: AppTest, fresh_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (fresh_run.path / "evaluation.npz").unlink(missing_ok=True)
    look(app, "mistakes")
    compute = TestResult.of

    def deleted_meanwhile(*parts: Any) -> TestResult:
        resources.run_store().delete(fresh_run)
        return compute(*parts)

    monkeypatch.setattr(TestResult, "of", deleted_meanwhile)
    app.button(key="evaluate-fresh").click().run()
    assert any("fresh was deleted" in warning.value for warning in app.warning) and not app.error and not app.exception
    assert not fresh_run.path.exists() and not list(fresh_run.path.parent.glob(".unfinished*"))


def test_images_of_a_dataset_that_was_rewritten_are_read_again(app: AppTest, handful: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "own.npz"
    for shift in (0, 1):
        np.savez(path, **{**vars(handful), "x_test": np.roll(handful.x_test, shift, axis=2)})
        os.utime(path, (shift, shift))
        images, _ = resources.images_for_testing(TrainConfig(data=str(path)))
        np.testing.assert_array_equal(images, np.roll(handful.x_test, shift, axis=2))


@pytest.mark.parametrize("view", VIEWS)
def test_a_test_on_the_training_images_is_marked_in_every_view(
    app: AppTest, fresh_run: Run, fresh_result: TestResult, fresh_timeline: list[tuple[int, Network]], view: str
) -> None:
    spoil(fresh_run, "config.json", test_on="training", wrong_labels=0.2)
    look(app, view)
    (marked,) = [warning.value for warning in app.warning if "learned from" in warning.value]
    assert marked.startswith("fresh: tested on") and "mistake to look at" in marked and "Wrong labels" in marked
    in_the_list = next(text for text in app.selectbox(key="run").options if text.startswith("fresh"))
    assert in_the_list.endswith("(no test)")
    if view == "overview":
        assert [metric.label for metric in app.metric[:2]] == ["Accuracy (no test)", "Loss (no test)"]
    if view == "compare":
        assert "tested on other images than fresh" in words(app)


def test_one_that_is_compared_is_marked_too(app: AppTest, fresh_run: Run, fresh_result: TestResult) -> None:
    spoil(fresh_run, "config.json", test_on="training")
    app.session_state["compared-classic"] = ["classic", "fresh"]
    look(app, "compare", "classic")
    (marked,) = [warning.value for warning in app.warning if "learned from" in warning.value]
    assert marked.startswith("fresh: tested on") and "Wrong labels" not in marked


def test_a_digit_that_was_left_out_is_told_with_what_it_is_taken_for(
    app: AppTest, fresh_run: Run, plain_result: TestResult
) -> None:
    sevens = plain_result.labels == 7
    answers = plain_result.probabilities.copy()
    answers[sevens] = np.eye(10)[np.where(np.arange(sevens.sum()) < 257, 2, 9)]  # 257 of the 1028 sevens
    save_test_result(fresh_run, replace(plain_result, probabilities=answers))
    spoil(fresh_run, "config.json", leave_out=[7])
    for view in ("overview", "mistakes"):
        look(app, view)
        assert "It never saw the digit 7. Of its images it reads 75\u00a0% as 9, 25\u00a0% as 2." in words(app)
    (fresh_run.path / "evaluation.npz").unlink()
    look(app, "overview")
    assert [info.value for info in app.info] == ["It never saw the digit 7."]
    spoil(fresh_run, "config.json", start_from="robust")
    look(app, "overview")
    assert [info.value for info in app.info] == ["This training did not show it the digit 7."]


def test_the_maths_of_a_class_take_one_that_was_read(app: AppTest, fresh_run: Run, plain_result: TestResult) -> None:
    answers = plain_result.probabilities.copy()
    answers[:, 7] = 0
    save_test_result(fresh_run, replace(plain_result, probabilities=answers))
    look(app, "mistakes")
    formulas = " ".join(element.value for element in app.latex)
    assert "precision of" in formulas and "precision of 7" not in formulas


@pytest.mark.parametrize("view", ["mistakes", "robustness", "compare", "timeline"])
def test_damaged_files_are_named_in_a_box(app: AppTest, fresh_run: Run, view: str) -> None:
    spoil(fresh_run, "evaluation.npz")
    spoil(fresh_run, "timeline.npz")
    look(app, view)
    file = "timeline.npz" if view == "timeline" else "evaluation.npz"
    boxes = [warning.value for warning in app.warning if file in warning.value]
    assert len(boxes) == 1 and "fresh" in boxes[0] and "\n" not in boxes[0]


def test_images_that_are_gone_leave_the_figures(app: AppTest, fresh_run: Run, fresh_result: TestResult) -> None:
    spoil(fresh_run, "config.json", data="/nowhere/data.npz")
    look(app, "mistakes")
    assert "The pictures cannot be shown: /nowhere/data.npz" in words(app)
    assert len(app.dataframe) == 1 and not has(app, "mistakes-fresh-any-any-all")


def test_answers_to_other_images_are_replaced_at_a_click(
    app: AppTest, fresh_run: Run, fresh_result: TestResult
) -> None:
    short = replace(fresh_result, labels=fresh_result.labels[:500], probabilities=fresh_result.probabilities[:500])
    save_test_result(fresh_run, short)
    look(app, "compare")
    assert "tested on other images" in words(app)
    look(app, "mistakes")
    assert "not for the one that MNIST has now" in words(app) and "ten seconds" in words(app)
    app.button(key="evaluate-fresh").click().run()
    assert "cannot be shown" not in words(app) and not app.exception
    result = load_test_result(fresh_run)
    assert result is not None and len(result.labels) == 10_000


def test_evaluation_that_is_impossible_says_why(app: AppTest, fresh_run: Run) -> None:
    (fresh_run.path / "evaluation.npz").unlink(missing_ok=True)
    spoil(fresh_run, "config.json", data="/nowhere/data.npz")
    look(app, "mistakes")
    app.button(key="evaluate-fresh").click().run()
    assert "/nowhere/data.npz" in app.error[0].value and not app.exception
