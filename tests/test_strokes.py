"""Synthetic handwriting: what it promises to whoever trains on it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mnist_demo.data import strokes
from mnist_demo.data.strokes import generate, raster
from mnist_demo.data.strokes.children import MIRRORED_STYLES, TAUGHT_STYLES
from mnist_demo.data.strokes.scribbles import SCRIBBLES
from mnist_demo.data.strokes.shapes import parse
from mnist_demo.data.strokes.workers import map_in_processes
from mnist_demo.images.preprocessing import canvas_to_image

DIGIT_STYLES = sorted(strokes.ALL_STYLES)
DOODLE_KINDS = sorted(strokes.ALL_DOODLES)


def _ink(image: np.ndarray) -> float:
    """The total ink of a 28x28 image, in pixels."""
    return float(image.sum()) / 255


def _source(kind: str) -> generate.Motif:
    return kind if kind in SCRIBBLES else strokes.DOODLES[kind]


def test_digits_have_the_promised_shapes_and_balance() -> None:
    images, labels = strokes.draw_digits(205, seed=3)
    assert images.shape == (205, 28, 28)
    assert images.dtype == np.uint8
    assert labels.shape == (205,)
    assert labels.dtype == np.uint8
    counts = np.bincount(labels, minlength=10)
    assert counts.min() == 20
    assert counts.max() == 21


def test_labels_come_in_no_order() -> None:
    _, labels = strokes.draw_digits(100, seed=0)
    assert len(set(labels[:20].tolist())) > 5
    assert not np.array_equal(labels, np.arange(100) % 10)


def test_same_seed_same_drawings_whatever_the_workers() -> None:
    alone = strokes.draw_digits(1100, seed=5, workers=1)
    together = strokes.draw_digits(1100, seed=5, workers=2)
    assert np.array_equal(alone[0], together[0])
    assert np.array_equal(alone[1], together[1])


def test_processes_that_share_the_work_have_a_thread_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    (threads,) = map_in_processes(os.getenv, ["OPENBLAS_NUM_THREADS"], 2)
    assert threads == "1"


def test_seeds_and_drawings_differ() -> None:
    first, _ = strokes.draw_digits(40, seed=1)
    second, _ = strokes.draw_digits(40, seed=2)
    assert not np.array_equal(first, second)
    assert len({image.tobytes() for image in first}) == 40


def test_nothing_to_draw() -> None:
    images, labels = strokes.draw_digits(0, seed=1)
    assert images.shape == (0, 28, 28)
    assert labels.shape == (0,)
    assert strokes.draw_doodles(0, seed=1).shape == (0, 28, 28)


def test_only_the_chosen_styles_are_drawn() -> None:
    _, labels = strokes.draw_digits(20, seed=1, styles=[(4, "open"), (9, "slanted")])
    assert Counter(labels.tolist()) == {4: 10, 9: 10}
    with pytest.raises(ValueError, match="no styles"):
        strokes.draw_digits(5, seed=1, styles=[])
    with pytest.raises(ValueError, match="no kinds"):
        strokes.draw_doodles(5, seed=1, kinds=[])


def test_held_out_styles_are_not_drawn_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[generate.Motif] = []

    def spy(source: generate.Motif, _: np.random.Generator) -> np.ndarray:
        drawn.append(source)
        return np.zeros((28, 28), np.uint8)

    monkeypatch.setattr(generate, "image_of", spy)
    strokes.draw_digits(3000, seed=1, workers=1)
    strokes.draw_doodles(2000, seed=1, workers=1)
    held_out = [strokes.STYLES[digit][name] for digit, name in strokes.HELD_OUT_STYLES | strokes.MISREAD_STYLES]
    held_out_doodles = [_source(kind) for kind in strokes.HELD_OUT_DOODLES]
    shapes = [source.shapes if isinstance(source, strokes.ByChild) else source for source in drawn]
    assert not any(source in shapes for source in held_out + held_out_doodles)
    kept = [strokes.STYLES[digit][name] for digit, name in strokes.TRAINING_STYLES]
    assert all(source in drawn for source in kept)


def test_every_digit_keeps_a_style_to_report_on() -> None:
    assert sorted(digit for digit, _ in strokes.HELD_OUT_STYLES) == list(range(10))
    assert strokes.HELD_OUT_STYLES | strokes.MISREAD_STYLES < strokes.ALL_STYLES
    assert not strokes.HELD_OUT_STYLES & strokes.MISREAD_STYLES
    assert strokes.HELD_OUT_DOODLES < strokes.ALL_DOODLES


@pytest.mark.parametrize(("digit", "name"), DIGIT_STYLES)
def test_every_style_gives_a_digit_of_ink(digit: int, name: str) -> None:
    rng = np.random.default_rng(digit)
    for _ in range(2):
        image = strokes.image_of(strokes.STYLES[digit][name], rng)
        rows = np.flatnonzero(image.max(axis=1) > 60)
        columns = np.flatnonzero(image.max(axis=0) > 60)
        assert 10 < _ink(image) < 330
        assert max(np.ptp(rows), np.ptp(columns)) >= 15


def test_children_write_every_digit_and_mirror_those_that_stay_readable() -> None:
    assert {digit for digit, _ in TAUGHT_STYLES} == set(range(10))
    assert {digit for digit, _ in MIRRORED_STYLES} == set(range(10)) - {0, 5, 8}
    assert (TAUGHT_STYLES | MIRRORED_STYLES) <= strokes.TRAINING_STYLES


def test_a_child_writes_less_steadily_than_most() -> None:
    shapes = strokes.STYLES[4]["open"]
    adults, children = (_many(source, 60).std(axis=0).mean() for source in (shapes, strokes.ByChild(shapes)))
    assert children > adults


def test_a_mirrored_digit_is_the_other_way_round() -> None:
    shapes = strokes.STYLES[3]["flat top"]
    plain, mirrored = (_many(strokes.ByChild(shapes, way), 30).mean(axis=0) for way in (False, True))
    assert np.abs(mirrored - plain[:, ::-1]).mean() < 0.7 * np.abs(mirrored - plain).mean()


def _many(source: generate.Motif, count: int) -> np.ndarray:
    """float64 (count, 28, 28)"""
    rng = np.random.default_rng(3)
    return np.array([strokes.image_of(source, rng) for _ in range(count)], np.float64)


@pytest.mark.parametrize("kind", DOODLE_KINDS)
def test_every_doodle_has_ink(kind: str) -> None:
    rng = np.random.default_rng(1)
    assert all(_ink(strokes.image_of(_source(kind), rng)) > 3 for _ in range(3))


def test_doodles_are_repeatable_and_differ_from_digits() -> None:
    doodles = strokes.draw_doodles(60, seed=4)
    assert doodles.shape == (60, 28, 28)
    assert doodles.dtype == np.uint8
    assert doodles.max(axis=(1, 2)).min() > 0
    assert np.array_equal(doodles, strokes.draw_doodles(60, seed=4))
    assert not np.array_equal(doodles, strokes.draw_digits(60, seed=4)[0])


def test_canvas_is_a_dark_drawing_on_white_paper() -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        canvas = strokes.draw_canvas(strokes.STYLES[8]["snowman"], rng, side=200)
        assert canvas.shape == (200, 200)
        assert canvas.dtype == np.uint8
        assert canvas.min() < 10
        assert canvas[[0, -1]].min() == 255
        assert canvas[:, [0, -1]].min() == 255


def test_size_and_place_on_the_canvas_are_as_asked() -> None:
    line = np.array([[3.0, 5.0], [3.0, 9.0]])
    canvas = raster.draw([line], side=200, pen=0.1, fill=0.5, centre=(0.4, 0.6))
    rows, columns = np.nonzero(canvas < 128)
    assert np.ptp(rows) == pytest.approx(100, abs=2)
    assert np.ptp(columns) == pytest.approx(20, abs=2)
    assert rows.mean() == pytest.approx(120, abs=1)
    assert columns.mean() == pytest.approx(80, abs=1)


def test_training_images_look_as_if_drawn_on_the_full_canvas() -> None:
    differences = []
    for shapes in strokes.STYLES[2].values():
        lines = strokes.lines_of(shapes, np.random.default_rng(2))
        small = canvas_to_image(raster.draw(lines, 112, 0.09, 0.94))
        large = canvas_to_image(raster.draw(lines, 400, 0.06, 0.94 * 0.06 / 0.09))
        assert small is not None
        assert large is not None
        differences.append(np.abs(small - large).mean())
    # The median, since where the centre of mass lies between two pixels, a tiny difference decides between them.
    assert np.median(differences) < 0.02


def test_a_scan_of_few_pixels_keeps_the_digit_in_black_and_white() -> None:
    lines = strokes.lines_of(strokes.STYLES[0]["oval"], np.random.default_rng(1))
    canvas = raster.draw(lines, 112, 0.12, 0.94)
    scan = raster.coarsen(canvas, 12, 0.5)
    assert set(np.unique(scan)) == {0, 255}
    assert ((scan < 128) == (canvas < 128)).mean() > 0.85


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        ((), "at least one shape"),
        (("0,0",), "two or more points"),
        (("0,0 1,x",), "could not convert"),
        (("0,0 9,9", "0,0 5,5 9,9"), "differ in their points"),
        (("0,0 9,9", "0,0 9,9 / 1,1 2,2"), "differ in their strokes"),
    ],
)
def test_a_style_that_makes_no_sense_is_refused(shapes: tuple[str, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(shapes)


def test_command_writes_a_contact_sheet(tmp_path: Path) -> None:
    out = tmp_path / "new" / "sheet.png"
    command = [sys.executable, "-m", "mnist_demo", "strokes", "--out", str(out), "--columns", "1"]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[1])
    with Image.open(out) as sheet:
        assert sheet.height > len(strokes.ALL_STYLES) * 28
    assert [path.name for path in out.parent.iterdir()] == ["sheet.png"]


def test_no_deep_learning_library_is_loaded() -> None:
    code = "import sys, mnist_demo.data.strokes; print(*{'keras', 'tensorflow'} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    root = Path(__file__).parents[1]
    done = subprocess.run(command, check=True, cwd=root, capture_output=True, text=True)
    assert not done.stdout.strip()
