"""A damaged folder among the runs is named with its reason, and harms neither the others nor the page."""

from __future__ import annotations

import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from page import Sheet, answer
from streamlit.testing.v1 import AppTest

from mnist_demo.config import HISTORY_KEYS, TrainConfig
from mnist_demo.data.dataset import Dataset
from mnist_demo.images.preprocessing import scale_pixels
from mnist_demo.network.evaluation import TestResult
from mnist_demo.network.inference import Network
from mnist_demo.runs.metrics import Metrics
from mnist_demo.runs.run import Run, RunError
from mnist_demo.runs.store import (
    RunStore,
    damaged_in,
    list_runs,
    load_run,
    load_test_result,
    load_timeline,
    save_test_result,
    save_timeline,
    write_texts,
)
from mnist_demo.settings import SHIPPED
from mnist_demo.ui import address
from mnist_demo.ui.markdown import plain

EPOCHS = 3
Damage = Callable[[Path], None]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, handful: Dataset) -> Path:
    """A small run with all that the page reads."""
    folder = tmp_path_factory.mktemp("good") / "good"
    folder.mkdir()
    rng, sizes = np.random.default_rng(5), [(784, 12), (12, 10)]
    kernels = [rng.normal(0, 0.1, size).astype(np.float32) for size in sizes]
    network = Network(kernels, [np.zeros(outputs, np.float32) for _, outputs in sizes])
    figures: dict[str, Any] = {"temperature": 1.5, "threshold": 0.4, "epoch": EPOCHS, "test_images": 200}
    metrics = Metrics(
        test_accuracy=0.5, test_loss=1.5, validation_accuracy=0.5, parameters=network.parameters, seconds=2.5,
        confusion_matrix=np.eye(10, dtype=int).tolist(), data="bundled", versions={"keras": "3.12"}, **figures,
    )  # fmt: skip
    history = {key: [0.25, 0.5, 0.75] for key in HISTORY_KEYS}
    write_texts(folder, TrainConfig(hidden_layers=(12,), epochs=EPOCHS), metrics, history)
    network.save(folder / "weights.npz")
    save_test_result(folder, TestResult.of(network, scale_pixels(handful.x_test), handful.y_test))
    save_timeline(folder, [(0, network), (2, network), (EPOCHS, network)])
    return folder


@pytest.fixture
def models(tmp_path: Path, good: Path) -> Path:
    shutil.copytree(good, tmp_path / "good")
    shutil.copytree(good, tmp_path / "mine")
    return tmp_path


def values(file: str, **changes: Any) -> Damage:
    """Other values in a JSON file."""

    def damage(folder: Path) -> None:
        path = folder / file
        path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **changes}))

    return damage


def content(file: str, text: str | bytes) -> Damage:
    """Another content of a file."""
    return lambda folder: void((folder / file).write_bytes(text if isinstance(text, bytes) else text.encode()))


def cell(column: str, text: str) -> Damage:
    """Another text in the last row of history.csv."""

    def damage(folder: Path) -> None:
        path = folder / "history.csv"
        lines = [line.split(",") for line in path.read_text().splitlines()]
        lines[-1][lines[0].index(column)] = text
        path.write_text("\n".join(",".join(line) for line in lines))

    return damage


def arrays(file: str, **changes: Callable[[np.ndarray], Any] | None) -> Damage:
    """Other arrays in an .npz, made of what was there; without those that are None."""

    def damage(folder: Path) -> None:
        path = folder / file
        with np.load(path) as stored:
            found: dict[str, Any] = dict(stored)
        for name, change in changes.items():
            found[name] = change(found[name]) if change else None
        np.savez(path, **{name: array for name, array in found.items() if array is not None})

    return damage


def of_type(kind: str) -> Callable[[np.ndarray], np.ndarray]:
    return lambda array: array.astype(kind)


def instead(array: Any) -> Callable[[np.ndarray], Any]:
    return lambda _: array


def classes(count: int) -> Callable[[np.ndarray], np.ndarray]:
    """Probabilities of so many classes."""
    return lambda array: np.full((len(array), count), 1 / count, np.float16)


def all_of(*damages: Damage) -> Damage:
    return lambda folder: void([damage(folder) for damage in damages])


def void(_: object) -> None:
    """For lambdas that return nothing."""


def pipe(file: str) -> Damage:
    """A pipe, at which reading would wait for ever."""

    def damage(folder: Path) -> None:
        (folder / file).unlink()
        os.mkfifo(folder / file)

    return damage


def a_folder(file: str) -> Damage:
    def damage(folder: Path) -> None:
        (folder / file).unlink()
        (folder / file).mkdir()

    return damage


def bomb(file: str) -> Damage:
    """A small file that unpacks to 4 GB, as its directory says."""

    def damage(folder: Path) -> None:
        with zipfile.ZipFile(folder / file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("kernel_0.npy", b"")
            archive.filelist[0].file_size = 2**32 - 1

    return damage


METRICS, CONFIG = partial(values, "metrics.json"), partial(values, "config.json")
WEIGHTS, EVALUATION, TIMELINE = (partial(arrays, f"{name}.npz") for name in ("weights", "evaluation", "timeline"))
FILES = ("config.json", "metrics.json", "history.csv", "weights.npz", "evaluation.npz", "timeline.npz")
HUGE, HALF = 10**19, "\ud800"
FIGURES = ("test_accuracy", "test_loss", "validation_accuracy", "temperature", "threshold", "seconds")
COUNTS = ("epoch", "parameters", "test_images")
SETTINGS = (
    "dropout", "learning_rate", "weight_decay", "batch_size", "epochs", "early_stopping", "strokes", "doodles",
    "augmentation", "augmentation_end", "teacher", "validation_split", "seed",
)  # fmt: skip
NUMBERS = {"huge": HUGE, "below": -HUGE, "nan": float("nan"), "infinite": float("inf")}

UNUSABLE: dict[str, Damage] = {
    **{f"{name} {kind}": METRICS(**{name: v}) for name in (*FIGURES, *COUNTS) for kind, v in NUMBERS.items()},
    **{f"config {name} {kind}": CONFIG(**{name: v}) for name in SETTINGS for kind, v in NUMBERS.items()},
    **{f"loss {text}": cell("loss", text) for text in ("nan", "inf", "1e39", "-1", "", "many")},
    **{f"accuracy {text}": cell("val_accuracy", text) for text in ("nan", "inf", "1e19", "-0.1", "")},
    **{f"weights {kind}": WEIGHTS(kernel_0=of_type(kind)) for kind in ("?", "c8", "i4", "f2", "f8", "U3", "O")},
    "seconds of 5000 digits": content("metrics.json", '{"seconds": ' + "9" * 5000 + "}"),
    "nested deep": content("config.json", "[" * 100_000),
    "huge counts": METRICS(confusion_matrix=[[HUGE] * 10] * 10),
    "matrix of another task": METRICS(confusion_matrix=[[1, 0], [0, 1]]),
    "half a character as date": METRICS(date=HALF),
    "half a character as version": METRICS(versions={"keras": HALF}),
    "half a character as package": METRICS(versions={HALF: "3"}),
    "half a character as data": METRICS(data=HALF),
    "half a character as preset": CONFIG(preset=HALF),
    "half a character as task": CONFIG(task=HALF),
    "half a character as setting": CONFIG(**{HALF: 1}),
    "setting with a long name": CONFIG(**{"x\n" * 5000: 1}),
    "no text in UTF-8": content("metrics.json", b'{"data": "\xff\xfe"}'),
    "NUL in data": CONFIG(data="digits\0.npz"),
    "NUL in preset": CONFIG(preset="classic\0"),
    "long preset": CONFIG(preset="x" * 10_000),
    "task as list": CONFIG(task=["digits"]),
    "date as list": METRICS(date=[2026]),
    "date after the end of time": METRICS(date="10000-01-01"),
    "weights as dates": WEIGHTS(bias_0=lambda bias: np.zeros(bias.shape, "M8[s]")),
    "layer without units": all_of(
        WEIGHTS(kernel_0=lambda kernel: kernel[:, :0], bias_0=lambda bias: bias[:0]),
        WEIGHTS(kernel_1=lambda kernel: kernel[:0]),
    ),
    "layers of other sizes": WEIGHTS(kernel_1=lambda kernel: kernel[:5]),
    "layers of other sizes than set": CONFIG(hidden_layers=[13]),
    "outputs of another task": WEIGHTS(kernel_1=lambda kernel: kernel[:, :7], bias_1=lambda bias: bias[:7]),
    "weights with NaN": WEIGHTS(bias_1=lambda bias: bias * np.nan),
    "weights too large": WEIGHTS(kernel_1=lambda kernel: np.full_like(kernel, 3e38)),
    "weights with a missing array": WEIGHTS(bias_0=None),
    "weights as scalars": WEIGHTS(kernel_0=instead(np.float32(1))),
    "weights as a bomb": bomb("weights.npz"),
    "weights as a pipe": pipe("weights.npz"),
    "config as a pipe": pipe("config.json"),
    "config as a folder": a_folder("config.json"),
    "history as a folder": a_folder("history.csv"),
    "history without end": content("history.csv", "epoch,loss,accuracy,val_loss,val_accuracy\n" + "1,1,1,1,1\n" * 2000),
    "config of 2 MB": content("config.json", " " * 2**21 + "{}"),
}  # fmt: skip
"""What makes a run unusable, by what is damaged."""

UNREADABLE: dict[str, Damage] = {
    **{f"evaluation of {count} classes": EVALUATION(probabilities=classes(count)) for count in (1, 2, 5, 9, 11, 12)},
    **{f"evaluation {kind}": EVALUATION(probabilities=of_type(kind)) for kind in ("?", "c8", "f4", "O")},
    "evaluation with dates": EVALUATION(labels=lambda labels: labels.astype("M8[s]")),
    "evaluation with NaN": EVALUATION(probabilities=lambda shares: shares * np.float16("nan")),
    "evaluation with labels beyond": EVALUATION(labels=lambda labels: labels + np.uint8(9)),
    "evaluation as a bomb": bomb("evaluation.npz"),
    "evaluation as a pipe": pipe("evaluation.npz"),
    "evaluation as a folder": a_folder("evaluation.npz"),
    **{f"timeline {kind}": TIMELINE(kernel_0=of_type(kind)) for kind in ("?", "c8", "f4", "O")},
    **{f"timeline epochs {kind}": TIMELINE(epochs=of_type(kind)) for kind in ("?", "c8", "f4", "M8[s]", "U3", "u4")},
    "timeline of an epoch of 10^18": TIMELINE(epochs=instead(np.array([0, 10**18]))),
    "timeline scales infinite": TIMELINE(scale_1=lambda scale: scale * np.inf),
    "timeline as dates": TIMELINE(bias_0=lambda bias: bias.astype("M8[s]")),
    "timeline without units": TIMELINE(
        kernel_0=lambda kernel: kernel[:, :, :0], scale_0=lambda scale: scale[:, :0], bias_0=lambda bias: bias[:, :0]
    ),
    "timeline without an array": TIMELINE(scale_1=None),
    "timeline as a bomb": bomb("timeline.npz"),
    "timeline as a pipe": pipe("timeline.npz"),
    "timeline as a folder": a_folder("timeline.npz"),
}  # fmt: skip
"""What leaves a run usable, and one of its views without its data."""

ODD_NAMES = (b"a b", b"\xff\xfe", b"zwei\nZeilen", b"x" * 255, b"a__b c", b"a--b c", b"<b>x")
"""Of folders; none can be the name of a run, and the second is no UTF-8."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pipes, and no such names")


@pytest.mark.parametrize("damage", UNUSABLE)
def test_a_damaged_run_is_listed_with_its_reason_beside_the_others(models: Path, damage: str) -> None:
    UNUSABLE[damage](models / "mine")
    assert [run.name for run in list_runs(models)] == ["good"]
    (damaged,) = damaged_in(RunStore(models).scan())
    with pytest.raises(RunError, match="^mine: ") as caught:
        load_run("mine", models)
    assert damaged.name == "mine" and damaged.problem == str(caught.value)
    check_words(damaged.problem, models)


@pytest.mark.parametrize("damage", UNREADABLE)
def test_what_a_damaged_file_held_is_refused_and_the_run_stays(models: Path, damage: str) -> None:
    UNREADABLE[damage](models / "mine")
    assert {run.name for run in list_runs(models)} == {"good", "mine"}
    load: Callable[[Run], object] = load_timeline if damage.startswith("timeline") else load_test_result
    with pytest.raises(RunError, match=rf"^mine: {damage.split()[0]}\.npz is damaged \(") as caught:
        load(load_run("mine", models))
    check_words(str(caught.value), models)


@pytest.mark.parametrize("seed", range(60))
def test_whatever_bytes_change_a_run_loads_or_is_refused_in_a_line(models: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    path = models / "mine" / rng.choice(FILES)
    changed = bytearray(path.read_bytes())
    for place in rng.integers(len(changed), size=rng.choice([1, 3, 30])):
        changed[place] = rng.integers(256)
    path.write_bytes(changed[: rng.integers(len(changed))] if seed % 5 == 0 else changed)
    problems = [damaged.problem for damaged in damaged_in(RunStore(models).scan())]
    loads: tuple[Callable[[Run], object], ...] = (load_test_result, load_timeline)
    for run in list_runs(models):
        for load in loads:
            try:
                load(run)
            except RunError as error:
                problems.append(str(error))
    assert len(problems) <= 1
    for problem in problems:
        check_words(problem, models)


def check_words(problem: str, models: Path) -> None:
    """One line that any page can show, without words of a library, or a path of the server."""
    assert problem.isprintable() and len(problem) < 250 and str(models) not in problem
    assert not [word for word in ("Error", "pickle", "Errno", "codec", "numpy", "array(") if word in problem]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_folder_of_any_name_is_listed_and_can_be_deleted(models: Path, name: bytes) -> None:
    (models / "mine").rename(os.fsdecode(os.fsencode(models) + b"/" + name))
    (damaged,) = damaged_in(RunStore(models).scan())
    assert damaged.name.isprintable() and damaged.problem.isprintable()
    RunStore(models).delete(damaged)
    assert RunStore(models).names() == ["good"]


@pytest.fixture
def everything_damaged(models_dir: Path, good: Path) -> Iterator[list[str]]:
    """All of these folders beside a good run named fresh; the names of those that are unusable, as they are shown."""
    shutil.copytree(good, models_dir / "fresh")
    for number, damage in enumerate(UNUSABLE.values()):
        damage(Path(shutil.copytree(good, models_dir / f"unusable-{number}")))
    for name in ODD_NAMES:
        shutil.copytree(good, os.fsdecode(os.fsencode(models_dir) + b"/" + name))
    yield [run.name for run in damaged_in(RunStore(models_dir, SHIPPED).scan())]
    for folder in filter(Path.is_dir, models_dir.iterdir()):  # not the database of the classes
        shutil.rmtree(folder)


def test_the_page_works_beside_every_damaged_folder(
    everything_damaged: list[str], app: AppTest, sheet: Sheet, canvas_module: object
) -> None:
    assert len(everything_damaged) == len(UNUSABLE) + len(ODD_NAMES)
    assert [option.split()[0] for option in app.selectbox(key="run").options] == ["robust", "classic", "fresh"]
    app.selectbox(key="run").select("fresh")
    app.session_state["compare"] = True
    sheet.draw(7)
    app.run()
    assert not app.exception
    for view in address.TRAINING_VIEWS:
        app.session_state["tab"], app.session_state["training_view"] = "training", view
        app.run()
        assert not app.exception, view
    for view in address.INSIDE_VIEWS:
        app.session_state["tab"], app.session_state["look"] = "inside", view
        app.run()
        assert not app.exception, view
    app.selectbox(key="run").select("robust").run()
    assert answer(app) == "7" and not app.exception
    app.session_state["tab"], app.session_state["training_view"] = "training", "overview"
    app.run()
    assert not app.exception
    warnings = [warning.value for warning in app.warning]
    assert len(warnings) == len(everything_damaged)
    assert all(any(plain(name) in warning for warning in warnings) for name in everything_damaged)


SEEN = (
    "evaluation of 2 classes",
    "evaluation of 12 classes",
    "evaluation as a pipe",
    "timeline ?",
    "timeline as a folder",
)
"""Of UNREADABLE, a few on the page: each is refused in one place."""


@pytest.mark.parametrize("damage", SEEN)
def test_every_view_works_with_a_damaged_file(app: AppTest, models_dir: Path, good: Path, damage: str) -> None:
    folder = Path(shutil.copytree(good, models_dir / "fresh"))
    try:
        UNREADABLE[damage](folder)
        for view in ("mistakes", "robustness", "compare", "timeline", "unsure"):
            app.session_state["tab"], app.session_state["training_view"] = "training", view
            app.run()
            if app.selectbox(key="run").value != "fresh":
                app.selectbox(key="run").select("fresh").run()
            boxes = [warning.value for warning in app.warning if "is damaged" in warning.value]
            assert not app.exception and len(boxes) == (damage.startswith("timeline") == (view == "timeline"))
    finally:
        shutil.rmtree(folder)
