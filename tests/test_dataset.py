"""Every source gives the same digits; every kind of bad input gives one clear line."""

from __future__ import annotations

import gzip
import hashlib
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mnist_demo.data.dataset import ARRAY_NAMES, Dataset, DatasetError, load_dataset, load_test_images

BadSource = tuple[Path, list[str]]
"""A source, and the words that the message about it must contain."""
OFFICIAL_MD5 = {
    "train-images-idx3-ubyte": ("x_train", "6bbc9ace898e44ae57da46a324031adb"),
    "train-labels-idx1-ubyte": ("y_train", "a25bea736e30d166cdddb491f175f624"),
    "t10k-images-idx3-ubyte": ("x_test", "2646ac647ad5339dbf082846283269ea"),
    "t10k-labels-idx1-ubyte": ("y_test", "27ae3e4e09519cfbb04c329615203637"),
}


def idx_bytes(array: np.ndarray) -> bytes:
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


@pytest.mark.parametrize("file", OFFICIAL_MD5)
def test_bundled_set_is_the_official_mnist(mnist: Dataset, file: str) -> None:
    name, md5 = OFFICIAL_MD5[file]
    assert hashlib.md5(idx_bytes(getattr(mnist, name))).hexdigest() == md5


def test_test_images_alone_are_the_same(mnist: Dataset, handful: Dataset, handful_path: Path) -> None:
    for expected, source in ((mnist, "bundled"), (handful, handful_path)):
        images, labels = load_test_images(source)
        np.testing.assert_array_equal(images, expected.x_test)
        np.testing.assert_array_equal(labels, expected.y_test)


def write_idx(folder: Path, dataset: Dataset, compress: bool = False) -> None:
    for file, (name, _) in OFFICIAL_MD5.items():
        content = idx_bytes(getattr(dataset, name))
        if compress:
            (folder / f"{file}.gz").write_bytes(gzip.compress(content))
        else:
            (folder / file).write_bytes(content)


def csv_text(images: np.ndarray, labels: np.ndarray, header: bool = True) -> str:
    lines = ["label," + ",".join(f"pixel{i}" for i in range(784))] if header else []
    lines += [",".join(map(str, [y, *x.ravel()])) for x, y in zip(images, labels, strict=True)]
    return "\n".join(lines) + "\n"


def assert_same(loaded: Dataset, expected: Dataset) -> None:
    for name in ("x_train", "y_train", "x_test", "y_test"):
        np.testing.assert_array_equal(getattr(loaded, name), getattr(expected, name))
        assert getattr(loaded, name).dtype == np.uint8


def test_npz(handful: Dataset, handful_path: Path) -> None:
    assert_same(load_dataset(handful_path), handful)


@pytest.mark.parametrize("compress", [False, True])
def test_idx_folder(handful: Dataset, tmp_path: Path, compress: bool) -> None:
    write_idx(tmp_path, handful, compress)
    assert_same(load_dataset(tmp_path), handful)


def test_csv_that_begins_with_a_byte_order_mark(handful: Dataset, tmp_path: Path) -> None:
    text = csv_text(handful.x_test, handful.y_test, header=True)
    for encoding in ("utf-8", "utf-8-sig"):
        (tmp_path / f"{encoding}.csv").write_text(text, encoding=encoding)
    assert_same(load_dataset(tmp_path / "utf-8-sig.csv"), load_dataset(tmp_path / "utf-8.csv"))


@pytest.mark.parametrize("header", [False, True])
def test_csv_folder(handful: Dataset, tmp_path: Path, header: bool) -> None:
    (tmp_path / "mnist_train.csv").write_text(csv_text(handful.x_train, handful.y_train, header))
    with gzip.open(tmp_path / "mnist_test.csv.gz", "wt") as file:
        file.write(csv_text(handful.x_test, handful.y_test, header))
    assert_same(load_dataset(tmp_path), handful)


def test_single_csv_is_split_the_same_way_each_time_and_loses_nothing(handful: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "digits.csv"
    path.write_text(csv_text(handful.x_test, handful.y_test))
    first, second = load_dataset(path), load_dataset(path)
    assert_same(first, second)
    rows = np.concatenate([first.x_train, first.x_test])
    assert sorted(map(bytes, rows)) == sorted(map(bytes, handful.x_test))
    assert len(first.y_test) == round(200 / 7)


def test_keras_download_that_fails_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    import keras

    def refuse() -> None:
        raise OSError("URL fetch failure")

    monkeypatch.setattr(keras.datasets.mnist, "load_data", refuse)
    with pytest.raises(DatasetError, match="download failed.*bundled"):
        load_dataset("keras")


def test_keras_source_goes_through_the_same_check(monkeypatch: pytest.MonkeyPatch, handful: Dataset) -> None:
    import keras

    parts = ((handful.x_train, handful.y_train), (handful.x_test, handful.y_test))
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: parts)
    assert_same(load_dataset("keras"), handful)


def npz_with(path: Path, dataset: Dataset, **changes: Any) -> Path:
    np.savez(path, **{**vars(dataset), **changes})
    return path


def bad_sources(folder: Path, handful: Dataset) -> Iterator[BadSource]:
    """All kinds of bad input."""
    yield folder / "missing.npz", ["missing.npz", "no such file"]
    (folder / "text.txt").write_text("hello")
    yield folder / "text.txt", ["text.txt", "unknown kind", ".npz"]
    (folder / "junk.npz").write_text("hello")
    yield folder / "junk.npz", ["junk.npz", "expected an .npz"]
    whole = npz_with(folder / "whole.npz", handful).read_bytes()
    (folder / "cut.npz").write_bytes(whole[: len(whole) // 2])
    yield folder / "cut.npz", ["cut.npz", "expected an .npz"]
    np.savez(folder / "few.npz", x_train=handful.x_train)
    yield folder / "few.npz", ["few.npz", "no array y_train"]
    pickled = np.array([{"a": 1}] * 600, dtype=object)
    yield npz_with(folder / "pickled.npz", handful, y_train=pickled), ["pickled.npz", "Python objects"]
    yield npz_with(folder / "ten.npz", handful, y_test=handful.y_test + 1), ["ten.npz", "y_test", "10", "0 to 9"]
    far = (handful.x_train - 33.3) / 78.6
    yield npz_with(folder / "standard.npz", handful, x_train=far), ["pixels from -0.42", "0 to 1 or -1 to 1"]
    yield npz_with(folder / "wide.npz", handful, x_test=handful.x_test[:, :, :27]), ["(200, 28, 27)", "28, 28"]
    yield npz_with(folder / "short.npz", handful, y_train=handful.y_train[:5]), ["600 x_train but 5 y_train"]
    yield npz_with(folder / "none.npz", handful, x_test=handful.x_test[:0]), ["x_test has 0 rows", "at least 1"]
    yield (
        npz_with(folder / "one.npz", handful, x_train=handful.x_train[:1], y_train=handful.y_train[:1]),
        ["at least 2"],
    )
    np.save(folder / "array.npy", handful.x_test)
    yield (folder / "array.npy").rename(folder / "array.npz"), ["array.npz", "expected an .npz"]
    with zipfile.ZipFile(folder / "other.npz", "w") as archive:
        for name in ARRAY_NAMES:
            archive.writestr(name, "no array")
    yield folder / "other.npz", ["other.npz", "changed", "expected an .npz"]
    locked = bytearray(npz_with(folder / "locked.npz", handful).read_bytes())
    for place in re.finditer(rb"PK\x01\x02", locked):
        locked[place.start() + 8] |= 1  # the flag of an encrypted member
    (folder / "locked.npz").write_bytes(locked)
    yield folder / "locked.npz", ["locked.npz", "encrypted"]
    yield folder / ("long" * 100), ["cannot be read"]
    yield folder / "text.txt" / "inside.npz", ["no such file"]
    yield from bad_idx(folder, handful)
    yield from bad_csv(folder, handful)


def bad_idx(folder: Path, handful: Dataset) -> Iterator[BadSource]:
    empty = folder / "empty"
    empty.mkdir()
    yield empty, ["empty", "no train-images-idx3-ubyte"]
    changes: list[tuple[str, Callable[[bytes], bytes], list[str]]] = [
        ("magic", lambda content: b"\0\0\x08\x01" + content[4:], ["0x00000801", "expected 0x00000803"]),
        ("truncated", lambda content: content[:-100], ["truncated", "expected 156816"]),
        (
            "huge",
            lambda content: content[:4] + b"\x7f\xff\xff\xff" * 3,
            ["huge", "2147483647 by 2147483647", "28 by 28"],
        ),
        ("stub", lambda content: content[:9], ["truncated", "9 bytes"]),
    ]
    for name, change, words in changes:
        (folder / name).mkdir()
        write_idx(folder / name, handful)
        path = folder / name / "t10k-images-idx3-ubyte"
        path.write_bytes(change(path.read_bytes()))
        yield folder / name, ["t10k-images-idx3-ubyte", *words]
    (folder / "gzip").mkdir()
    write_idx(folder / "gzip", handful, compress=True)
    (folder / "gzip" / "train-labels-idx1-ubyte.gz").write_bytes(b"not gzip")
    yield folder / "gzip", ["train-labels-idx1-ubyte.gz", "no .gz file"]


def bad_csv(folder: Path, handful: Dataset) -> Iterator[BadSource]:
    good = csv_text(handful.x_test[:9], handful.y_test[:9])
    for name, text, words in (
        ("text", good.replace("\n7,", "\nseven,", 1), ["'seven' in row 1, column 1", "whole numbers"]),
        ("narrow", "\n".join(line.rsplit(",", 1)[0] for line in good.splitlines()), ["784 columns", "784 pixels"]),
        ("label", good.replace("\n7,", "\n10,", 1), ["labels", "10", "0 to 9"]),
        ("wide", good.replace("\n", ",0\n").replace("pixel783,0", "pixel783"), ["786 columns"]),
        ("ragged", good.replace(",0\n", "\n", 1), ["in each row"]),
        ("broad", good[:-1] + ",0\n", ["has 786 columns", "785"]),
        ("bright", good.replace(",0,", ",256,", 1), ["pixels", "256", "0 to 255"]),
        ("void", "", ["void.csv", "expected"]),
    ):
        (folder / f"{name}.csv").write_text(text)
        yield folder / f"{name}.csv", [f"{name}.csv", *words]
    (folder / "half").mkdir()
    (folder / "half" / "mnist_train.csv").write_text(good)
    yield folder / "half", ["half", "no mnist_test.csv"]


def test_bad_input_gets_one_clear_line(tmp_path: Path, handful: Dataset) -> None:
    for source, words in bad_sources(tmp_path, handful):
        with pytest.raises(DatasetError) as caught:
            load_dataset(source)
        message = str(caught.value)
        assert message.isprintable() and len(message) <= 165
        for word in words:
            assert word in message, f"{source}: {message}"
