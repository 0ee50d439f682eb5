"""The forms in which people have MNIST-like data: what is unambiguous is read and said, the rest is refused."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from test_dataset import OFFICIAL_MD5, assert_same, csv_text, idx_bytes, npz_with, write_idx

from mnist_demo.config import DATA_AS
from mnist_demo.data.dataset import Dataset, DatasetError, check_source, load_dataset, load_test_images
from mnist_demo.data.orientation import as_mnist

COUNT = 70
"""Images in each CSV."""
PIXELS = [f"pixel{i}" for i in range(784)]
HELD_OUT = "no test images; a seventh of the images to train on is held out for testing"


def table(columns: Iterable[Iterable[object]], header: list[str] | None = None, separator: str = ",") -> str:
    rows = ([header] if header else []) + [list(map(str, row)) for row in columns]
    return "".join(separator.join(row) + "\n" for row in rows)


def scaled(pixels: np.ndarray, divisor: float, shift: float = 0) -> list[list[str]]:
    return [[f"{value / divisor - shift:.4g}" for value in row] for row in pixels]


def loaded(path: Path) -> tuple[Dataset, list[str]]:
    """What is read, and what is said of it, without the name of the file."""
    said: list[str] = []
    check_source(path)
    dataset = load_dataset(path, say=said.append)
    assert all(line.isprintable() and len(line) <= 165 for line in said)
    return dataset, [line.split(": ", 1)[1] for line in said]


def csv_forms(pixels: np.ndarray, labels: np.ndarray) -> dict[str, tuple[str, list[str]]]:
    """name -> (text of a file, what is said of it); each holds the same images."""
    numbers, rows = np.arange(len(labels)), np.c_[labels, pixels]
    last, named = np.c_[pixels, labels], ["label", *PIXELS]
    half = len(labels) // 2
    index, shares = "column 1 left out, as it counts the rows", "pixels from 0 to 1 scaled to 0 to 255"
    counted = "a first line that counts the columns left out"
    return {
        "bare": (table(rows), []),
        "named": (table(rows, named), []),
        "named by size": (table(rows, ["label", *(f"{i}x{j}" for i in range(28) for j in range(28))]), []),
        "label last": (table(last), ["labels from column 785"]),
        "class last": (table(last, [*PIXELS, "class"]), ["labels from column 785"]),
        **{name: (table(rows, [name, *PIXELS]), []) for name in ("digit", "Class", "y", "target", '"label"')},
        "counted names": (table(rows, list(map(str, range(785)))), [counted]),
        "label and counted names": (table(rows, ["label", *map(str, range(784))]), []),
        "index": (table(np.c_[numbers, rows], ["", *named]), [index]),
        "index without a name": (table(np.c_[numbers, rows]), [index]),
        "index, label last": (
            table(np.c_[numbers + 1, last], ["id", *PIXELS, "y"]),
            [f"{index}; labels from column 786"],
        ),
        "blank first line": ("\n" + table(rows, named), []),
        "blank lines": (table(rows).replace("\n", "\n\n"), []),
        "header twice": (table([], named) + table(rows, named), []),
        "header in the middle": (table(rows[:half], named) + table(rows[half:], named), ["a repeated header left out"]),
        "sep=;": ("sep=;\n" + table(rows, named, ";"), ["columns between semicolons"]),
        "semicolons": (table(rows, None, ";"), ["columns between semicolons"]),
        "tabs": (table(rows, named, "\t"), ["columns between tabs"]),
        "spaces": (table(rows, None, " "), ["columns between spaces"]),
        "space after the comma": (table(rows, named, ", "), []),
        "comma at the end": (table(rows).replace("\n", ",\n"), []),
        "empty rows at the end": (table(rows) + (784 * "," + "\n") * 3, []),
        "Windows": (table(rows, named).replace("\n", "\r\n"), []),
        "old Macintosh": (table(rows).replace("\n", "\r"), []),
        "quoted": (table([[f'"{value}"' for value in row] for row in rows], named), []),
        "0 to 1": (table([[y, *x] for y, x in zip(labels, scaled(pixels, 255), strict=True)]), [shares]),
        "-1 to 1": (
            table([[y, *x] for y, x in zip(labels, scaled(pixels, 127.5, 1), strict=True)]),
            ["pixels from -1 to 1 scaled to 0 to 255"],
        ),
        "decimal commas": (
            table([[y, *x] for y, x in zip(labels, scaled(pixels, 255), strict=True)], named, ";").replace(".", ","),
            [f"columns between semicolons; {shares}"],
        ),
        "labels as floats": (table([[float(y), *x] for y, x in zip(labels, pixels, strict=True)]), []),
    }


NAMES = list(csv_forms(np.zeros((0, 784), int), np.zeros(0, int)))


@pytest.fixture(scope="module")
def some(mnist: Dataset) -> Dataset:
    """The first images of MNIST as a single CSV of them is divided."""
    order = np.random.default_rng(0).permutation(COUNT)
    test, train = np.split(order, [COUNT // 7])
    return Dataset(mnist.x_train[train], mnist.y_train[train], mnist.x_train[test], mnist.y_train[test])


@pytest.fixture(scope="module")
def texts(mnist: Dataset) -> dict[str, tuple[str, list[str]]]:
    return csv_forms(mnist.x_train[:COUNT].reshape(-1, 784), mnist.y_train[:COUNT])


@pytest.mark.parametrize("name", NAMES)
def test_csv(texts: dict[str, tuple[str, list[str]]], some: Dataset, tmp_path: Path, name: str) -> None:
    text, expected = texts[name]
    (tmp_path / "digits.csv").write_text(text, newline="")
    dataset, said = loaded(tmp_path / "digits.csv")
    assert_same(dataset, some)
    assert said == [*expected, HELD_OUT]


def test_csv_sorted_by_labels_is_still_told_by_its_values(mnist: Dataset, tmp_path: Path) -> None:
    order = np.argsort(mnist.y_train[:5000], kind="stable")  # more than are parsed at once
    (tmp_path / "digits.csv").write_text(table(np.c_[mnist.y_train[order], mnist.x_train[order].reshape(-1, 784)]))
    dataset, said = loaded(tmp_path / "digits.csv")
    labels = np.concatenate([dataset.y_train, dataset.y_test])
    assert np.array_equal(np.bincount(labels), np.bincount(mnist.y_train[:5000])) and said == [HELD_OUT]


def test_pixels_that_are_only_0_and_1_are_paper_and_ink(handful: Dataset, tmp_path: Path) -> None:
    is_ink = handful.x_train > 127
    (tmp_path / "digits.csv").write_text(csv_text(is_ink.astype(int), handful.y_train))
    for source in (
        npz_with(tmp_path / "bool.npz", handful, x_train=is_ink),
        npz_with(tmp_path / "bytes.npz", handful, x_train=is_ink.astype(np.uint8)),
        tmp_path / "digits.csv",
    ):
        dataset, said = loaded(source)
        assert set(np.unique(dataset.x_train)) == {0, 255} and said[0] == "pixels from 0 to 1 scaled to 0 to 255"


def npz_forms(dataset: Dataset) -> dict[str, tuple[dict[str, Any], list[str]]]:
    """name -> (arrays, what is said of them); each holds the same images.

    Any, since `savez` has a keyword of another type, too.
    """
    arrays = vars(dataset)

    def changed(kind: str, change: Callable[[np.ndarray], np.ndarray]) -> dict[str, Any]:
        return {name: change(array) if name[0] == kind else array for name, array in arrays.items()}

    def of_type(kind: str) -> dict[str, Any]:
        return changed("x", lambda x: x.astype(kind))

    def shares_of_type(kind: str) -> dict[str, Any]:
        return changed("x", lambda x: x.astype(kind) / x.dtype.type(255))

    shares = ["pixels from 0 to 1 scaled to 0 to 255"]
    return {
        "X_train": ({name[0].upper() + name[1:]: array for name, array in arrays.items()}, []),
        "train_images": (
            {f"{n[2:]}_{'images' if n[0] == 'x' else 'labels'}": array for n, array in arrays.items()},
            [],
        ),
        "others": ({**arrays, "x_val": dataset.x_test, "about": np.array("me")}, ["x_val, about not used"]),
        **{kind: (of_type(kind), []) for kind in ("i8", "i4", ">i4", "u2", "f4")},
        **{f"{kind} shares": (shares_of_type(kind), shares) for kind in ("f4", "f8")},
        "signed": (changed("x", lambda x: (x / 127.5 - 1).astype("f4")), ["pixels from -1 to 1 scaled to 0 to 255"]),
        "train alone in shares": ({**arrays, "x_train": dataset.x_train / 255}, shares),
        "rows": (changed("x", lambda x: x.reshape(-1, 784)), []),
        "channel last": (changed("x", lambda x: x[..., None]), []),
        "channel first": (changed("x", lambda x: x[:, None]), []),
        "by columns": (changed("x", np.asfortranarray), []),
        "one-hot": (changed("y", lambda y: np.eye(10)[y]), []),
        "labels as floats": (changed("y", lambda y: y.astype(float)), []),
        "labels as integers": (changed("y", lambda y: y.astype(int)), []),
        "labels as a column": (changed("y", lambda y: y[:, None]), []),
        "labels as texts": (changed("y", lambda y: y.astype(str)), []),
    }  # fmt: skip


@pytest.mark.parametrize("name", npz_forms(Dataset(*(np.zeros((2, *shape), np.uint8) for shape in [(28, 28), ()] * 2))))
def test_npz(handful: Dataset, tmp_path: Path, name: str) -> None:
    arrays, expected = npz_forms(handful)[name]
    np.savez(tmp_path / "digits.npz", **arrays)
    dataset, said = loaded(tmp_path / "digits.npz")
    assert_same(dataset, handful)
    assert said == expected


@pytest.mark.parametrize("missing", [("x_test", "y_test"), ("y_test",)])
def test_without_labels_to_test_with_a_part_is_held_out(
    handful: Dataset, tmp_path: Path, missing: tuple[str, ...]
) -> None:
    np.savez(tmp_path / "digits.npz", **{name: array for name, array in vars(handful).items() if name not in missing})
    dataset, said = loaded(tmp_path / "digits.npz")
    assert len(dataset.y_test) == round(600 / 7) and len(dataset.y_train) == 600 - len(dataset.y_test)
    assert said == [
        HELD_OUT if len(missing) == 2 else HELD_OUT.replace("no test images", "the test images have no labels")
    ]
    np.testing.assert_array_equal(load_test_images(tmp_path / "digits.npz")[0], dataset.x_test)


def test_folder_as_kaggle_has_it(handful: Dataset, tmp_path: Path) -> None:
    (tmp_path / "train.csv").write_text(csv_text(handful.x_train, handful.y_train))
    (tmp_path / "test.csv").write_text(table(handful.x_test.reshape(-1, 784), PIXELS))
    (tmp_path / "sample_submission.csv").write_text("ImageId,Label\n1,0\n")
    dataset, said = loaded(tmp_path)
    assert len(dataset.y_train) + len(dataset.y_test) == 600 and "no labels" in said[0]
    (tmp_path / "test.csv").write_text(csv_text(handful.x_test, handful.y_test))
    assert_same(loaded(tmp_path)[0], handful)


def test_a_stray_file_does_no_harm(handful: Dataset, tmp_path: Path) -> None:
    write_idx(tmp_path, handful)
    (tmp_path / "mnist_train.csv").write_text("half a download")
    (tmp_path / "readme.txt").write_text("hello")
    (tmp_path / "train-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx_bytes(handful.x_train)))
    assert_same(loaded(tmp_path)[0], handful)


def test_folder_with_a_single_file_of_data(handful: Dataset, tmp_path: Path) -> None:
    npz_with(tmp_path / "digits.npz", handful)
    (tmp_path / "readme.txt").write_text("hello")
    assert_same(loaded(tmp_path)[0], handful)


def refusals(folder: Path, handful: Dataset) -> Iterator[tuple[Path, str]]:
    pixels, labels = handful.x_test.reshape(-1, 784).astype(int), handful.y_test
    rows, good = np.c_[labels, pixels], table(np.c_[labels, pixels])
    for name, text, words in (
        ("two names", table(rows, ["label", "class", *PIXELS[1:]]), "columns 1 and 2 are both named as labels"),
        ("one digit", table(np.c_[np.zeros(200, int), pixels]), "neither the first nor the last column"),
        ("two ends", table(np.c_[labels, pixels[:, 1:], labels]), "both the first and the last column"),
        ("unlabelled", table(pixels), "no labels; expected a label"),
        ("gap", good.replace(",0,", ",,", 1), "missing, in row 1"),
        ("infinite", good.replace(",0,", ",inf,", 1), "no number, or missing, in row 1"),
        ("letter", good.replace(",0,", ",é,", 1), "'é' in row 1, column 2"),
        ("quote", good.replace(",0,", ',"0,', 1), "a quotation mark is not closed"),
        ("vast", good.replace(",0,", ",99999999999999999999,", 1), "pixels from 0 to 1e+20"),
        ("standard", table([[y, *x] for y, x in zip(labels, scaled(pixels, 78, 0.4), strict=True)]), "-1 to 1"),
        ("sixteen", table(np.c_[labels, pixels // 16]), "pixels from 0 to 15"),
        ("signed", table(np.c_[labels, pixels - 128]), "pixels from -128 to 127"),
        ("from one", table(np.c_[labels + 1, pixels], ["label", *PIXELS]), "10 among labels; expected 0 to 9"),
        ("half a label", table(np.c_[labels + 0.5, pixels], ["label", *PIXELS]), "among labels; expected 0 to 9"),
        ("words", "hello\nworld\n", "1 columns; expected a label and 784 pixels"),
        ("header", table([], ["label", *PIXELS]), "no rows of numbers"),
    ):
        (folder / f"{name}.csv").write_text(text)
        yield folder / f"{name}.csv", words
    for name, changes, words in (
        ("colour", {"x_test": np.stack([handful.x_test] * 3, -1)}, "(200, 28, 28, 3); expected (N, 28, 28)"),
        ("twice divided", {"x_train": handful.x_train / 255**2}, "pixels from 0 to 0.0039"),
        ("wrapped", {"x_train": handful.x_train.astype(np.int8)}, "pixels from -128 to 127"),
        ("nan", {"x_train": np.where(handful.x_train > 9, np.nan, 0)}, "no number"),
        ("complex", {"x_train": handful.x_train + 1j}, "x_train is complex128"),
        ("dates", {"y_train": handful.y_train.astype("M8[s]")}, "y_train holds datetime64"),
        ("truth", {"y_train": handful.y_train > 4}, "y_train holds bool"),
        ("scalar", {"y_train": np.array(3)}, "y_train is a single value"),
        ("hot", {"y_train": np.ones((600, 10))}, "not a single 1 in each row"),
        ("two", {"X_train": handful.x_train}, "may both be the train images"),
        ("late", {"x_train": handful.x_train * 300.0}, "pixels from 0 to 7.65e+04"),
    ):
        yield npz_with(folder / f"{name}.npz", handful, **changes), words
    np.savez(folder / "nameless.npz", *vars(handful).values())
    yield folder / "nameless.npz", "no array x_train; expected x_train, y_train, x_test, y_test"
    write_idx(folder, handful)
    for name in ("mnist_train.csv", "mnist_test.csv"):
        (folder / name).write_text(good)
    yield folder, "both IDX and CSV"


def test_what_is_ambiguous_or_wrong_is_refused_in_plain_words(tmp_path: Path, handful: Dataset) -> None:
    for source, words in refusals(tmp_path, handful):
        with pytest.raises(DatasetError) as caught:
            load_dataset(source)
        assert words in str(caught.value) and len(str(caught.value)) <= 165, f"{source}: {caught.value}"


def test_npz_with_any_changed_bit_gives_the_same_or_nothing(tmp_path: Path, handful: Dataset) -> None:
    whole = npz_with(tmp_path / "digits.npz", handful).read_bytes()
    rng = np.random.default_rng(0)
    anywhere, directory = rng.integers(0, len(whole), 40), len(whole) - 1 - rng.integers(0, 300, 120)
    for place in (*anywhere, *directory):
        changed = bytearray(whole)
        changed[place] ^= 1 << rng.integers(8)
        (tmp_path / "digits.npz").write_bytes(changed)
        try:
            dataset = load_dataset(tmp_path / "digits.npz")
        except DatasetError:
            continue
        assert_same(dataset, handful)


def test_idx_with_any_changed_bit_in_its_header_is_refused(tmp_path: Path, handful: Dataset) -> None:
    write_idx(tmp_path, handful)
    for file, (name, _) in OFFICIAL_MD5.items():
        whole = (tmp_path / file).read_bytes()
        for place, bit in itertools.product(range(16 if name[0] == "x" else 8), range(8)):
            changed = bytearray(whole)
            changed[place] ^= 1 << bit
            (tmp_path / file).write_bytes(changed)
            with pytest.raises(DatasetError, match=file):
                load_dataset(tmp_path)
        (tmp_path / file).write_bytes(whole)


def stored_ways(images: np.ndarray) -> dict[str, np.ndarray]:
    """Images (N, 28, 28) as each way of storing has them."""
    half_turn = np.rot90(images, 2, (1, 2))
    upright = {
        "plain": images,
        "transposed": images.transpose(0, 2, 1),
        "mirrored": np.flip(images, 2),
        "flipped": np.flip(images, 1),
        "rotated-left": np.rot90(images, 1, (1, 2)),
        "rotated-right": np.rot90(images, 3, (1, 2)),
        "rotated-180": half_turn,
        "antitransposed": half_turn.transpose(0, 2, 1),
    }
    return upright | {f"inverted-{way}".removesuffix("-plain"): 255 - stored for way, stored in upright.items()}


def test_every_way_of_storing_is_undone(handful: Dataset) -> None:
    stored = stored_ways(handful.x_test)
    assert stored.keys() == set(DATA_AS)
    for way, images in stored.items():
        np.testing.assert_array_equal(as_mnist(images, way), handful.x_test)
