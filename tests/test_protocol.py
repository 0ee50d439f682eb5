"""Somebody who speaks to the server past the page: the page of everybody else goes on, and the log stays readable."""

from __future__ import annotations

import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import numpy as np
import psutil
import pytest
from browser import served
from drawing import as_sent, picture_of
from PIL import Image
from protocol import Caller, calling
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed

from mnist_demo.config import ROOT
from mnist_demo.ui.limits import BURST, PER_SECOND, TokenBucket

Place = tuple[str, int, Path]
MOST = 300e6
"""Bytes that the server may need more for what a page sends."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A server: its address, its process and its log."""
    log = tmp_path_factory.mktemp("server") / "log.txt"
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "streamlit_app.py")]
    with log.open("w") as file, served(command, ROOT, file) as (address, process):
        yield address, process, log


@pytest.fixture
def caller(place: Place) -> Iterator[Caller]:
    with calling(place[0]) as caller:
        caller.open_page()
        yield caller


def picture(size: tuple[int, int], form: str = "png") -> str:
    """A white picture as the canvas would send it."""
    return as_sent(Image.new("L", size, 255), form)


def drawing(digit: int) -> str:
    return as_sent(picture_of(digit))


def path(points: int) -> dict[str, Any]:
    """A stroke that goes to and fro."""
    lines = [["L", x, y] for x, y in np.random.default_rng(0).integers(0, 400, (points, 2)).tolist()]
    return {"type": "Path", "path": [["M", 0, 0], *lines], "strokeWidth": 24}


def state(data: object = None, raw: object = None) -> dict[str, Any]:
    return {"drawing": {"data": data, "raw": raw or {"objects": []}}, "backgroundFit": None}


def objects(*entries: object) -> dict[str, Any]:
    return state(drawing(3), {"objects": list(entries)})


def test_a_drawing_is_read(caller: Caller) -> None:
    caller.tell("canvas-0", {})
    assert caller.answer["isEmpty"]
    caller.tell("canvas-0", objects(path(3)))
    assert not caller.answer["isEmpty"]
    assert np.argmax(caller.answer["networks"][0]["probabilities"]) == 3


HUGE = {
    "a picture of 13,000 pixels": (state(picture((13_000, 13_000))), "13000 × 13000 pixels"),
    "a picture in another format": (state(picture((400, 400), "jpeg")), "no PNG"),
    "a GIF that says it is a PNG": (state(picture((400, 400), "gif").replace("gif", "png")), "pixels"),
    "a picture that is cut off": (state(drawing(3)[:500]), ""),
    "a picture that is no base64": (state("data:image/png;base64,ä"), ""),
    "a picture that is a number": (state(7), "no PNG"),
    "a picture of two million letters": (state("data:image/png;base64," + "A" * 2_000_000), "no PNG"),
    "a drawing that is a list": ({"drawing": [1, 2]}, "no drawing"),
    "a background of another form": ({**state(7), "backgroundFit": 5}, "no PNG"),
}  # fmt: skip


@pytest.mark.parametrize(("sent", "reason"), HUGE.values(), ids=HUGE)
def test_what_is_no_picture_of_the_sheet_is_an_empty_sheet(
    caller: Caller, place: Place, sent: object, reason: str
) -> None:
    _, process, log = place
    before, said = psutil.Process(process).memory_info().rss, len(log.read_text())
    caller.tell("canvas-0", sent)
    assert caller.answer["isEmpty"]
    assert psutil.Process(process).memory_info().rss - before < MOST
    lines = log.read_text()[said:].splitlines()  # one each time that the page reads it
    assert lines and all("what no canvas does" in line and len(line) < 200 for line in lines)
    assert reason in lines[0]


STRANGE = {
    "100,000 points": {"objects": [path(100_000)]},
    "100,000 points in 1,000 strokes": {"objects": [path(100)] * 1_000},
    "100,000 objects": {"objects": [{"type": "Path"}] * 100_000},
    "objects that are none": {"objects": [1, None, "Path", [], {"type": "Path", "path": "M 0 0"}]},
    "a stroke without a width": {"objects": [{"type": "Path", "path": [["M", 1, 1]]}]},
    "a curve of three numbers": {"objects": [{**path(1), "path": [["M", 1, 1], ["Q", 1, 2, 3]]}]},
    "numbers that are texts": {"objects": [{**path(1), "path": [["M", "1", "1"]]}]},
    "a number that is none": {"objects": [{**path(1), "left": float("nan")}]},
    "a number without end": {"objects": [{**path(1), "strokeWidth": 1e300}]},
    "a drawing that is a text": "M 0 0",
}


@pytest.mark.parametrize("raw", STRANGE.values(), ids=STRANGE)
def test_strokes_that_are_none_make_no_link(caller: Caller, place: Place, raw: object) -> None:
    log = place[2]
    caller.tell("canvas-0", state(drawing(3), raw))
    assert not caller.answer["isEmpty"]  # the picture is one
    said = len(log.read_text())
    caller.press("link")
    lines = log.read_text()[said:].splitlines()
    assert lines and all("what no canvas does" in line and len(line) < 400 for line in lines)


NO_OBJECT = ["{", "[" * 100_000, "drawing", '"drawing"', "[[]]", "7", "null"]


@pytest.mark.parametrize("text", NO_OBJECT, ids=["cut off", "deep", "a word", *NO_OBJECT[3:]])
def test_a_state_that_is_no_json_object_ends_the_connection(caller: Caller, place: Place, text: str) -> None:
    said = len(place[2].read_text())
    with pytest.raises(ConnectionClosed):
        caller.tell("canvas-0", text)
    (line,) = place[2].read_text()[said:].splitlines()
    assert "what no page does" in line


def test_no_file_is_taken(place: Place) -> None:
    request = urllib.request.Request(f"{place[0]}/_stcore/upload_file/a/b", b"x" * 1000, method="PUT")
    with pytest.raises(HTTPError, match="403") as refused:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request)
    assert refused.value.read() == b"This page takes no files.\n"


def test_a_flood_from_one_page_is_not_felt_by_another(place: Place, caller: Caller) -> None:
    with calling(place[0]) as flooding:
        flooding.open_page()
        for _ in range(3_000):
            flooding.send(BackMsg())
        waits = [caller.tell("canvas-0", state(drawing(digit))) for digit in range(10)]
    assert np.median(waits) < 1  # without a limit, a minute


def test_messages_pass_at_the_rate_of_a_person() -> None:
    now = 0.0
    bucket = TokenBucket(BURST, PER_SECOND, lambda: now)
    assert [bucket.take() for _ in range(BURST)] == [0] * BURST
    assert bucket.take() == pytest.approx(1 / PER_SECOND)
    now = 1000.0
    assert [bucket.take() for _ in range(BURST)] == [0] * BURST  # and no more than these are saved up
    assert bucket.take() > 0


def test_nobody_empties_the_caches_of_all(caller: Caller, place: Place) -> None:
    message = BackMsg(clear_cache=True)
    caller.tell("canvas-0", state(drawing(3)))
    caller.send(message)
    caller.tell("canvas-0", state(drawing(3)))
    assert not caller.answer["isEmpty"]  # the session would be empty as well
    assert "clear_cache" in place[2].read_text()


@pytest.mark.parametrize("frame", ["a text", b"\xff\xff\xff no message", b""])
def test_a_frame_that_is_no_message_ends_the_connection(caller: Caller, place: Place, frame: str | bytes) -> None:
    said = len(place[2].read_text())
    caller.connection.send(frame)
    with pytest.raises(ConnectionClosed):
        while True:
            caller.connection.recv(timeout=10)
    (line,) = place[2].read_text()[said:].splitlines()
    assert "no message of Streamlit's" in line


def test_a_message_of_more_than_four_megabytes_ends_the_connection(caller: Caller, place: Place) -> None:
    with pytest.raises(ConnectionClosed):
        caller.tell("canvas-0", state("A" * 5_000_000))
    assert "Traceback" not in place[2].read_text()
