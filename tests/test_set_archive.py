"""A class's set as a zip: read by `train.py --data`, read back into a class, and refused where it is damaged."""

from __future__ import annotations

import io
import json
import pickle
import re
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from databases import picture
from PIL import Image

from mnist_demo.classroom import gifts, set_archive
from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.classroom_error import ClassroomError
from mnist_demo.classroom.room import Classroom
from mnist_demo.classroom.set_archive import Entry, pack_set, unpack_set
from mnist_demo.data.dataset import load_dataset

ENTRIES = [
    *(Entry(picture(number, strokes=2), number % 10, f"person-{number % 4}") for number in range(39)),
    Entry(replace(picture(39), strokes=()), 9, "person-3"),  # of a photo
]
PACKED = pack_set(ENTRIES)


def files_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zip_of(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def npz_of(**arrays: np.ndarray) -> bytes:
    target = io.BytesIO()
    np.savez(target, allow_pickle=True, **arrays)
    return target.getvalue()


def as_known(entry: Entry) -> tuple[bytes, int, str]:
    return entry.picture.image.tobytes(), entry.digit, str(entry.picture.as_columns()["strokes"])


def test_what_was_packed_is_unpacked() -> None:
    found = unpack_set(PACKED)
    assert sorted(map(as_known, found)) == sorted(map(as_known, ENTRIES))
    names = {entry.picture.image.tobytes(): entry.contributor for entry in ENTRIES}
    pairs = {(entry.contributor, names[entry.picture.image.tobytes()]) for entry in found}
    assert sorted(new for new, _ in pairs) == ["1", "2", "3", "4"] and len(pairs) == 4


def test_no_contributor_can_be_told_from_the_zip() -> None:
    assert not any(b"person" in content for content in files_of(PACKED).values())


@pytest.mark.parametrize("name", ["digits.npz", "digits.csv"])
def test_the_training_reads_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(files_of(PACKED)[name])
    told: list[str] = []
    dataset = load_dataset(path, say=told.append)
    labels = np.concatenate([dataset.y_train, dataset.y_test])
    images = np.concatenate([dataset.x_train, dataset.x_test])
    assert sorted(zip(map(bytes, images), labels, strict=True)) == sorted(
        (entry.picture.image.tobytes(), entry.digit) for entry in ENTRIES
    )
    assert not any("not used" in line for line in told)


def test_nobody_is_trained_on_and_tested(tmp_path: Path) -> None:
    with np.load(io.BytesIO(files_of(PACKED)["digits.npz"])) as arrays:
        parts = [{image.tobytes() for image in arrays[name]} for name in ("x_train", "x_test")]
    people = [{entry.contributor for entry in ENTRIES if entry.picture.image.tobytes() in part} for part in parts]
    assert [len(part) for part in people] == [3, 1] and not people[0] & people[1]


@pytest.mark.parametrize("entries", [ENTRIES[:1], ENTRIES[:2], ENTRIES[0:40:4]])
def test_a_set_too_small_to_be_parted_is_not(entries: list[Entry]) -> None:
    content = files_of(pack_set(entries))
    with np.load(io.BytesIO(content["digits.npz"])) as arrays:
        assert arrays.files == ["x_train", "y_train"] and len(arrays["y_train"]) == len(entries)
    assert len(unpack_set(zip_of(content))) == len(entries)


def test_pictures_lie_by_digit() -> None:
    pictures = {name: content for name, content in files_of(PACKED).items() if name.endswith(".png")}
    assert len(pictures) == 40 and len({name.split("/")[1] for name in pictures}) == 10
    by_image = {entry.picture.image.tobytes(): entry.digit for entry in ENTRIES}
    for name, content in pictures.items():
        with Image.open(io.BytesIO(content)) as image:
            assert re.fullmatch(rf"png/{by_image[image.tobytes()]}/\d{{4}}\.png", name)


def test_an_empty_class_has_nothing_to_take_along() -> None:
    with pytest.raises(ClassroomError, match="no drawings to take along"):
        pack_set([])


def test_a_set_goes_from_class_to_class(room: Classroom, ours: SchoolClass, others: SchoolClass) -> None:
    for number in range(6):
        room.gifts.give(ours.id, f"person-{number % 2}", picture(number, strokes=2), number)
    hidden = room.gifts.give(ours.id, "person-0", picture(6), 6)
    room.drawings.hide(ours.id, hidden)
    packed = pack_set(room.drawings.entries(ours.id))
    room.gifts.give(others.id, "person-0", picture(3, strokes=2), 3)
    assert room.drawings.take_in(others.id, unpack_set(packed)) == 5
    assert room.drawings.take_in(others.id, unpack_set(packed)) == 0
    arrays = room.drawings.arrays(others.id)
    assert sorted(arrays.labels) == list(range(6)) and len(set(arrays.contributors)) == 3
    assert len(room.drawings.wall(others.id).drawings) == 6


def test_a_class_without_room_for_all_takes_none(
    room: Classroom, ours: SchoolClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gifts, "MOST_DRAWINGS", 39)
    with pytest.raises(ClassroomError, match="the most it can keep"):
        room.drawings.take_in(ours.id, ENTRIES)
    assert room.classes.get(ours.id) == ours and len(room.drawings.arrays(ours.id).labels) == 0


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    files = files_of(PACKED)
    return zip_of({**files, name: change(files[name])})


def changed_json(change: Callable[[dict], object]) -> bytes:  # type: ignore[type-arg]
    def edit(content: bytes) -> bytes:
        found = json.loads(content)
        change(found)
        return json.dumps(found).encode()

    return changed("strokes.json", edit)


def changed_arrays(**arrays: np.ndarray) -> bytes:
    with np.load(io.BytesIO(files_of(PACKED)["digits.npz"])) as found:
        return changed("digits.npz", lambda _: npz_of(**{**found, **arrays}))


class Evil:
    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return Path.touch, (Path("/tmp/unpickled"),)  # type: ignore[return-value]


def header_that_claims(count: int) -> bytes:
    """An array that says it has so many images and holds none."""
    head = f"{{'descr': '|u1', 'fortran_order': False, 'shape': ({count}, 28, 28)}}".ljust(117) + "\n"
    content = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode()
    return zip_of({"x_train.npy": content, "y_train.npy": content})


DAMAGED: dict[str, bytes] = {
    "empty": b"",
    "no zip": b"PK\x05\x06",
    "text": b"hello" * 100,
    "cut off": PACKED[: len(PACKED) // 2],
    "without its end": PACKED[:-30],
    "another zip": zip_of({"letter.txt": b"hello"}),
    "no arrays": zip_of({name: content for name, content in files_of(PACKED).items() if name != "digits.npz"}),
    "no strokes": zip_of({name: content for name, content in files_of(PACKED).items() if name != "strokes.json"}),
    "no npz": changed("digits.npz", lambda _: b"hello"),
    "no json": changed("strokes.json", lambda _: b"{"),
    "no text": changed("strokes.json", lambda _: b"\xff\xfe\x00"),
    "deep json": changed("strokes.json", lambda _: b"[" * 100_000),
    "a list": changed("strokes.json", lambda _: b"[]"),
    "another format": changed_json(lambda found: found.update(format="mnist-draw class 2")),
    "too few strokes": changed_json(lambda found: found["drawings"].pop()),
    "another digit": changed_json(lambda found: found["drawings"][0].update(digit=(found["drawings"][0]["digit"] + 1))),
    "no number": changed_json(lambda found: found["drawings"][0].update(strokes=[{"width": 20, "points": [["a", 1]]}])),
    "a NaN": changed_json(
        lambda found: found["drawings"][0].update(strokes=[{"width": 20, "points": [[float("nan"), 1]]}])
    ),
    "no points": changed_json(lambda found: found["drawings"][0].update(strokes=[{"width": 20, "points": []}])),
    "too many points": changed_json(
        lambda found: found["drawings"][0].update(strokes=[{"width": 20, "points": [[1, 2]] * 501}])
    ),
    "no drawing": changed_json(lambda found: found["drawings"].__setitem__(0, None)),
    "a nameless person": changed_json(lambda found: found["drawings"][0].update(contributor="x")),
    "floats": changed_arrays(x_train=np.zeros((30, 28, 28), np.float32)),
    "another size": changed_arrays(x_train=np.ones((30, 27, 28), np.uint8)),
    "labels missing": changed_arrays(y_train=np.zeros(3, np.uint8)),
    "a single number": changed_arrays(y_train=np.array(3, np.uint8)),
    "blank images": changed_arrays(x_train=np.zeros((30, 28, 28), np.uint8)),
    "a pickle": changed_arrays(x_train=np.array([Evil()] * 30, object)),
    "a bare pickle": changed("digits.npz", lambda _: pickle.dumps(Evil())),
    "arrays that claim too much": changed("digits.npz", lambda _: header_that_claims(10**12)),
    "a bomb of text": changed("strokes.json", lambda _: b" " * (2**26 + 1)),
    "a bomb of arrays": changed("digits.npz", lambda _: npz_of(x_train=np.zeros(2**23 + 1, np.uint8))),
    "a bomb in arrays": changed("digits.npz", lambda _: zip_of({"x_train.npy": b"\0" * (2**23 + 1)})),
    "too many files": PACKED[:-22] + set_archive.END_OF_ZIP.pack(b"PK\x05\x06", 0, 0, 9, 9, 2**20 + 1, 0, 0),
}


@pytest.mark.parametrize("why", DAMAGED)
def test_a_damaged_zip_is_one_line(why: str) -> None:
    with pytest.raises(ClassroomError, match=r"^This is no zip of a class's drawings, or it is damaged; .*\.$"):
        unpack_set(DAMAGED[why])
    assert not Path("/tmp/unpickled").exists()


def test_bits_that_change_never_end_in_another_error() -> None:
    random = np.random.default_rng(0)
    for _ in range(150):
        content = bytearray(PACKED)
        for at in random.integers(0, len(content), 3):
            content[at] ^= 1 << random.integers(8)
        with suppress(ClassroomError):
            unpack_set(bytes(content))


def test_a_zip_that_is_too_large_is_not_even_looked_at() -> None:
    with pytest.raises(ClassroomError, match="more than 32 MB"):
        unpack_set(bytes(2**25 + 1))
