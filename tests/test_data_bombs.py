"""Files that unpack to gigabytes, never end, or are no files: refused on one line, in little memory and time."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest

from mnist_demo.config import ROOT
from mnist_demo.data.dataset import DatasetError, check_source, load_dataset

GIGABYTE = 2**30
MOST_SECONDS, MOST_MEGABYTES = 10, 400
"""Of the processor, each time it is looked at; and without TensorFlow, which takes the rest of a gigabyte."""

MEASURED = """
import json, sys, time
from pathlib import Path
from mnist_demo.data.dataset import DatasetError, check_source, load_dataset
messages = []
for look in (check_source, load_dataset):
    try:
        look(sys.argv[1])
        messages.append("")
    except DatasetError as error:
        messages.append(str(error))
if sys.platform == "linux":  # where ru_maxrss begins with what the process that started this one had
    peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1e3
else:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
print(json.dumps([messages, time.process_time(), peak]))
"""


def refused(path: Path | str) -> str:
    """What is said of a source that both the first look and loading must refuse, within the limits."""
    command = [sys.executable, "-c", MEASURED, str(path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    message: str
    (first, message), seconds, megabytes = json.loads(result.stdout)
    assert first and message and message.isprintable() and len(message) <= 165, (first, message)
    assert seconds < 2 * MOST_SECONDS and megabytes < MOST_MEGABYTES, (seconds, megabytes)
    return message


def write_gzip(path: Path, start: bytes, piece: bytes, size: int) -> None:
    """A `.gz` of `start` and then `size` bytes of `piece` over and over, which is compressed once."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    with path.open("wb") as file:
        file.write(b"\x1f\x8b\x08\0\0\0\0\0\0\xff")
        file.write(packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH))
        for _ in range(size // len(piece)):
            file.write(block)


def write_npz(path: Path, shape: tuple[int, ...], piece: bytes, pieces: int) -> None:
    """An `.npz` whose x_train claims a shape of uint8 and holds `piece` so many times; y_train has one label."""
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "|u1", "fortran_order": False, "shape": shape})
    label = io.BytesIO()
    np.save(label, np.zeros(1, np.uint8))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("y_train.npy", label.getvalue())
        with archive.open("x_train.npy", "w") as file:
            file.write(header.getvalue())
            for _ in range(pieces):
                file.write(piece)


def test_npz_that_unpacks_to_a_gigabyte(tmp_path: Path) -> None:
    path, pieces = tmp_path / "bomb.npz", GIGABYTE // (784 * 4096)
    write_npz(path, (pieces * 4096, 28, 28), bytes(784 * 4096), pieces)
    assert path.stat().st_size < GIGABYTE / 100
    assert "rows in x_train; at most 300,000" in refused(path)


def test_npz_of_floats_that_unpacks_to_gigabytes(tmp_path: Path) -> None:
    path = tmp_path / "floats.npz"
    np.savez_compressed(path, x_train=np.zeros((180_000, 28, 28)), y_train=np.arange(180_000) % 10)
    assert "x_train unpacks to 1,128,960,000 bytes; store it as uint8" in refused(path)


def test_npz_that_claims_what_it_has_not(tmp_path: Path) -> None:
    write_npz(tmp_path / "claim.npz", (20 * GIGABYTE // 784, 28, 28), b"", 0)
    assert "claim.npz: x_train is cut off or changed" in refused(tmp_path / "claim.npz")


def test_npz_with_a_directory_of_gigabytes(tmp_path: Path) -> None:
    path = tmp_path / "directory.npz"
    with path.open("wb") as file:
        file.write(b"PK\3\4")
        file.truncate(2 * GIGABYTE)
        file.seek(0, 2)
        file.write(struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, 2 * GIGABYTE - 100, 0, 0))
    assert "its directory is too large" in refused(path)


def test_csv_that_unpacks_to_gigabytes_of_rows(tmp_path: Path) -> None:
    row = ",".join(["5", *["0"] * 784]).encode() + b"\n"
    write_gzip(tmp_path / "bomb.csv.gz", b"", row * 600, 20 * GIGABYTE)
    assert "rows or more; at most 300,000" in refused(tmp_path / "bomb.csv.gz")


def test_csv_of_a_single_line(tmp_path: Path) -> None:
    (tmp_path / "line.csv").write_bytes(b"0," * 50_000_000)
    assert "a line of more than" in refused(tmp_path / "line.csv")


def test_csv_of_long_lines(tmp_path: Path) -> None:
    write_gzip(tmp_path / "wide.csv.gz", b"", b"0," * 30_000 + b"0\n", 4 * GIGABYTE)
    assert "more than 1 GB of text" in refused(tmp_path / "wide.csv.gz")


@pytest.mark.parametrize("size", [4096, 20 * GIGABYTE])
def test_csv_with_nul_bytes(tmp_path: Path, size: int) -> None:
    with (tmp_path / "holes.csv").open("wb") as file:
        file.write(b"5,0,0\n")
        file.truncate(size)
    assert "NUL bytes" in refused(tmp_path / "holes.csv")


def test_csv_in_utf_16_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "excel.csv").write_text("label,pixel0\n", encoding="utf-16")
    with pytest.raises(DatasetError, match="excel.csv: it is text in UTF-16; save it as CSV in UTF-8"):
        load_dataset(tmp_path / "excel.csv")


@pytest.mark.parametrize("count", [1000, 2**31])
def test_idx_that_unpacks_to_gigabytes(tmp_path: Path, count: int) -> None:
    for part in ("train", "t10k"):
        header = struct.pack(">HBB3I", 0, 8, 3, count, 28, 28)
        write_gzip(tmp_path / f"{part}-images-idx3-ubyte.gz", header, bytes(2**20), 20 * GIGABYTE)
        (tmp_path / f"{part}-labels-idx1-ubyte").write_bytes(struct.pack(">HBBI", 0, 8, 1, 1000) + bytes(1000))
    with pytest.raises(DatasetError, match="too long, more than 784016 bytes" if count == 1000 else "at most 300,000"):
        load_dataset(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has none")
@pytest.mark.parametrize("name", ["pipe.npz", "pipe.csv", "pipe.csv.gz"])
def test_pipe(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    assert "not a regular file" in refused(tmp_path / name)


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="Windows has none")  # noqa: PTH110
def test_device(tmp_path: Path) -> None:
    assert "/dev/zero: not a regular file" in refused("/dev/zero")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    assert "not a regular file" in refused(tmp_path / "zero.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has none")
def test_pipe_in_a_folder_is_no_part_of_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "train.csv")
    assert "train-images" in refused(tmp_path)


@pytest.mark.parametrize("name", ["a\0b.npz", "a\nb\x1b[31m.npz", "digits-\udcff.npz", "long" * 900 + ".npz"])
def test_names_that_no_file_has(name: str) -> None:
    for look in (check_source, load_dataset):
        with pytest.raises(DatasetError) as caught:
            look(name)
        assert str(caught.value).isprintable() and len(str(caught.value)) <= 165


def test_text_that_is_no_gzip(tmp_path: Path) -> None:
    (tmp_path / "plain.csv.gz").write_bytes(gzip.compress(b"5,0\n")[:-6])
    with pytest.raises(DatasetError, match="plain.csv.gz: cut off or changed"):
        check_source(tmp_path / "plain.csv.gz")
