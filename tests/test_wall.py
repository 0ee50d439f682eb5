"""Our digits: what a class's tab shows, what a teacher does there, and what nobody else can."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import components
import numpy as np
import pytest
from databases import picture
from starlette.types import Message, Receive, Scope, Send
from streamlit.testing.v1 import AppTest

from mnist_demo.classroom.class_list import SchoolClass
from mnist_demo.classroom.drawn_digit import Picture28
from mnist_demo.classroom.rights import Refused, Role, Visitor
from mnist_demo.classroom.room import Classroom
from mnist_demo.classroom.set_archive import MOST_BYTES, unpack_set
from mnist_demo.images.pen import Stroke
from mnist_demo.network.evaluation import interval
from mnist_demo.ui import actions, limits, resources
from mnist_demo.ui.school.certainty import share_by_contributor
from mnist_demo.ui.school.wall.packet import COLUMNS, wall_packet
from mnist_demo.ui.uploads import SECONDS, UploadPermits
from mnist_demo.ui.vega import spread_chart

TEACHER, PUPIL = Visitor(Role.TEACHER), Visitor()


@pytest.fixture
def teacher(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "visitor", lambda: TEACHER)


@pytest.fixture
def pupil(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "visitor", lambda: PUPIL)


@pytest.fixture
def joined(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Classroom, SchoolClass]]:
    """A class that the page has joined, with its tab open."""
    classroom = resources.classroom()
    ours = classroom.classes.create("3b *and* <b>")
    app.session_state["class"], app.session_state["tab"] = ours.code, "class"
    yield classroom, ours
    if any(each.id == ours.id for each in classroom.classes.all()):
        classroom.classes.erase(ours.id)
    resources.forget_classes()


def give(joined: tuple[Classroom, SchoolClass], digit: int, seed: int, contributor: str = "ann") -> int:
    classroom, ours = joined
    return classroom.gifts.give(ours.id, contributor, picture(seed), digit)


def act(app: AppTest, **what: Any) -> None:
    components.send(app, "wall", "act", what)
    assert not app.exception


def on_the_wall(joined: tuple[Classroom, SchoolClass]) -> list[tuple[int, int, bool]]:
    found = joined[0].drawings.wall(joined[1].id, with_hidden=True).drawings
    return [(each.id, each.digit, each.is_hidden) for each in found]


def texts(app: AppTest) -> str:
    return "\n".join(each.value for each in [*app.caption, *app.info, *app.error, *app.warning, *app.markdown])


def test_a_packet_holds_every_picture_in_its_place(joined: tuple[Classroom, SchoolClass]) -> None:
    for seed in range(COLUMNS + 1):
        give(joined, seed % 10, seed)
    found = joined[0].drawings.wall(joined[1].id)
    packet = wall_packet("a", 0, found)
    from test_gallery import pixels

    sprite = pixels(packet["sprite"])
    assert sprite.shape == (56, 28 * COLUMNS)
    np.testing.assert_array_equal(sprite[:28, 28:56], found.drawings[1].image)
    np.testing.assert_array_equal(sprite[28:, :28], found.drawings[COLUMNS].image)
    assert packet["drawings"][1] == [found.drawings[1].id, 1, False] and packet["gone"] == []


def test_an_empty_class_is_invited(app: AppTest, joined: tuple[Classroom, SchoolClass], pupil: None) -> None:
    app.run()
    assert "Nothing hangs here yet" in texts(app) and not components.has(app, "wall")
    assert app.header[0].value.replace("\\", "").replace("\u2060", "") == "3b *and* <b>"


def test_the_wall_says_how_many_and_from_how_many(
    app: AppTest, joined: tuple[Classroom, SchoolClass], pupil: None
) -> None:
    give(joined, 3, 1), give(joined, 3, 2, "ben")
    hidden = give(joined, 4, 3, "cem")
    joined[0].drawings.hide(joined[1].id, hidden)
    app.run()
    assert "2 drawings from 2 people." in texts(app)
    sent = components.data(app, "wall")
    assert [row[1:] for row in sent["drawings"]] == [[3, False], [3, False]] and not sent["has_tools"]


def test_a_page_that_says_what_it_has_gets_only_what_changed(
    app: AppTest, joined: tuple[Classroom, SchoolClass], pupil: None
) -> None:
    give(joined, 3, 1)
    app.run()
    sent = components.data(app, "wall")
    assert sent["since"] == 0
    app.session_state["wall"] = {"have": [sent["name"], sent["revision"]]}
    gone = give(joined, 4, 2)
    app.run()
    sent = components.data(app, "wall")
    assert [row[0] for row in sent["drawings"]] == [gone] and sent["since"] > 0


@pytest.mark.parametrize("have", [["other", 5], ["x"], 7, None, ["1-shown", "5"]])
def test_a_page_that_has_another_wall_gets_all(
    app: AppTest, joined: tuple[Classroom, SchoolClass], pupil: None, have: object
) -> None:
    give(joined, 3, 1)
    app.session_state["wall"] = {"have": have}
    app.run()
    assert components.data(app, "wall")["since"] == 0


def test_a_teacher_hides_relabels_and_deletes(
    app: AppTest, joined: tuple[Classroom, SchoolClass], teacher: None
) -> None:
    first, second = give(joined, 3, 1), give(joined, 4, 2)
    app.run()
    act(app, id=first, do="hide")
    act(app, id=second, do="relabel", digit=9)
    assert on_the_wall(joined) == [(first, 3, True), (second, 9, False)]
    act(app, id=first, do="show")
    act(app, id=second, do="delete")
    assert on_the_wall(joined) == [(first, 3, False)]
    act(app, id=second, do="delete")
    assert "This drawing is no longer there." in texts(app)
    for odd in ({"id": "1", "do": "hide"}, {"do": "hide"}, {"id": first, "do": "burn"}, {"id": 10**30, "do": "hide"}):
        act(app, **odd)
    assert on_the_wall(joined) == [(first, 3, False)]


@pytest.mark.parametrize("what", ["hide", "delete", "relabel"])
def test_what_a_pupil_forges_is_refused(
    app: AppTest, joined: tuple[Classroom, SchoolClass], pupil: None, what: str
) -> None:
    drawing = give(joined, 3, 1)
    app.run()
    act(app, id=drawing, do=what, digit=5)
    assert on_the_wall(joined) == [(drawing, 3, False)]
    assert "Not changed: you may not change the wall" in texts(app)
    app.session_state["class_view"] = "belongings"
    app.run()
    assert not {"pack", "erase"} & {each.key for each in app.button}


def test_nobody_but_a_teacher_takes_along_reads_in_or_erases(
    joined: tuple[Classroom, SchoolClass], pupil: None
) -> None:
    for ask in (actions.take_along, actions.erase_class, lambda ours: actions.read_in(ours, b"")):
        with pytest.raises(Refused):
            ask(joined[1])


def test_how_each_network_reads_the_class(app: AppTest, joined: tuple[Classroom, SchoolClass], pupil: None) -> None:
    images, labels = resources.test_images()
    classroom, ours = joined
    for at in range(12):
        line = [Stroke(20.0, np.array([[1.0, 1.0], [9.0, 9.0]]))]
        digit = int(labels[at]) if at else (int(labels[at]) + 1) % 10
        classroom.gifts.give(ours.id, f"person {at % 3}", Picture28(line, images[at]), digit)
    app.session_state["class_view"] = "reading"
    app.run()
    assert not app.exception
    table = app.dataframe[0].value
    assert {"classic", "robust"} <= set(table["network"]) and set(table["right"]) == {"11 of 12"}
    assert set(table["between"]) == {"65\u00a0% to 99\u00a0%"}  # Wilson's, by hand
    assert "1 drawing that it reads wrong" in texts(app)
    assert "A dot for each person" in texts(app)
    (wrong,) = components.data(app, "read_wrong")["pictures"]
    assert wrong["caption"] == f"drawn as {(labels[0] + 1) % 10}, read as {labels[0]}"
    assert "person 1" not in str([each.proto for each in app.get("vega_lite_chart")])


def test_without_a_drawing_nothing_is_read(app: AppTest, joined: tuple[Classroom, SchoolClass], pupil: None) -> None:
    app.session_state["class_view"] = "reading"
    app.run()
    assert "As soon as somebody has given a drawing" in texts(app) and not app.dataframe


def test_an_interval_is_wilsons() -> None:
    np.testing.assert_allclose(interval(8, 10), (0.4902, 0.9433), atol=1e-4)  # Brown, Cai & DasGupta (2001)
    assert interval(0, 5)[0] == 0 and interval(5, 5)[1] == 1


def test_shares_are_those_of_people_not_of_drawings() -> None:
    shares, counts = share_by_contributor(np.array([True, False, True, True]), np.array(["b", "b", "a", "b"]))
    np.testing.assert_allclose(shares, [2 / 3, 1])
    np.testing.assert_array_equal(counts, [3, 1])


def test_dots_of_equal_shares_stand_on_each_other() -> None:
    rows = spread_chart(np.array([0.5, 0.51, 1.0]), np.array([2, 100, 1]))["data"]["values"]
    assert [(row["place"], row["height"]) for row in rows] == [(0.5, 0), (0.5, 1), (1.0, 0)]


def test_a_zip_is_made_when_it_is_asked_for_and_not_again(
    app: AppTest, joined: tuple[Classroom, SchoolClass], teacher: None
) -> None:
    give(joined, 3, 1), give(joined, 4, 2, "ben")
    app.session_state["class_view"] = "belongings"
    app.run()
    assert not app.get("download_button")
    app.button(key="pack").click().run()
    assert app.get("download_button") and not app.exception
    _, _, content = app.session_state["packed"]
    assert sorted(entry.digit for entry in unpack_set(content)) == [3, 4]
    give(joined, 5, 3)
    app.run()
    assert not app.get("download_button")  # it is not the class's set any more


def test_a_class_is_erased_after_a_question_that_names_it(
    app: AppTest, joined: tuple[Classroom, SchoolClass], teacher: None
) -> None:
    give(joined, 3, 1)
    app.session_state["class_view"] = "belongings"
    app.run()
    app.button(key="erase").click().run()
    assert "3b" in texts(app) and "1 drawing from 1 person" in texts(app)
    assert on_the_wall(joined)
    app.button(key="erase_really").click().run()
    assert not app.exception
    assert joined[1].id not in [each.id for each in joined[0].classes.all()]
    assert "was erased, with all its drawings." in texts(app)
    assert "class" not in app.query_params


def test_a_page_says_that_its_class_was_erased_elsewhere(
    app: AppTest, joined: tuple[Classroom, SchoolClass], pupil: None
) -> None:
    give(joined, 3, 1)
    app.run()
    joined[0].classes.erase(joined[1].id)
    app.run()
    assert not app.exception
    assert "was erased, with all its drawings." in texts(app) and not components.has(app, "wall")


def test_traces_that_are_left_are_told(
    app: AppTest, joined: tuple[Classroom, SchoolClass], teacher: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(joined[0].database), "wipe", lambda database: False)
    app.session_state["class_view"] = "belongings"
    app.run()
    app.button(key="erase").click().run()
    app.button(key="erase_really").click().run()
    assert "traces may be left" in texts(app)


def test_a_zip_is_read_in_once_and_let_go(app: AppTest, joined: tuple[Classroom, SchoolClass], teacher: None) -> None:
    give(joined, 3, 1), give(joined, 4, 2, "ben")
    content = actions.take_along(joined[1])
    joined[0].drawings.delete(joined[1].id, on_the_wall(joined)[0][0])
    app.session_state["class_view"] = "belongings"
    app.run()
    app.file_uploader(key="read_in-0").upload("ours.zip", content, "application/zip").run()
    assert not app.exception
    assert "1 drawing was read in." in [each.value for each in app.success]
    assert len(on_the_wall(joined)) == 2 and app.file_uploader(key="read_in-1").value is None


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK" * 100])
def test_a_damaged_zip_gets_a_sentence(
    app: AppTest, joined: tuple[Classroom, SchoolClass], teacher: None, content: bytes
) -> None:
    app.session_state["class_view"] = "belongings"
    app.run()
    app.file_uploader(key="read_in-0").upload("ours.zip", content, "application/zip").run()
    assert not app.exception and "or it is damaged; nothing was taken in" in texts(app)


def test_a_permit_to_send_a_file_ends() -> None:
    now = 0.0
    permits = UploadPermits(lambda: now)
    for session in "ab":
        permits.grant(session, "zip", 30)
    permits.withdraw("b", "zip")
    permits.grant("a", "photo", 20, 2 * SECONDS)
    permits.withdraw("a", "nothing")
    assert [permits.most_bytes(session) for session in ("a", "b", "")] == [30, 0, 0]
    now = SECONDS
    assert permits.most_bytes("a") == 20
    now = 2 * SECONDS
    assert permits.most_bytes("a") == 0


HAS_LENGTH = (b"content-length", b"100")
LARGE, SMALL = str(MOST_BYTES + 2**20).encode(), b"1000"
PUT_FILE = "/_stcore/upload_file"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (f"{PUT_FILE}/teacher/1", {b"content-length": SMALL}, 200),
        (f"/base{PUT_FILE}/teacher/1", {b"content-length": SMALL}, 200),
        (f"{PUT_FILE}/teacher/1", {b"content-length": LARGE}, 413),
        (f"{PUT_FILE}/teacher/1", {b"content-length": b"-1"}, 413),
        (f"{PUT_FILE}/teacher/1", {b"transfer-encoding": b"chunked"}, 413),
        (f"{PUT_FILE}/teacher/1", {b"content-length": SMALL, b"transfer-encoding": b"chunked"}, 413),
        (f"{PUT_FILE}/pupil/1", {b"content-length": SMALL}, 403),
        (f"{PUT_FILE}/pupil{PUT_FILE}/teacher/1", {b"content-length": SMALL}, 403),
        (f"{PUT_FILE}//teacher", {b"content-length": SMALL}, 403),
    ],
)
def test_a_file_is_refused_before_anything_is_read(
    monkeypatch: pytest.MonkeyPatch, path: str, headers: dict[bytes, bytes], status: int
) -> None:
    permits = UploadPermits()
    permits.grant("teacher", "zip", MOST_BYTES)
    monkeypatch.setattr(limits, "PERMITS", permits)
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("it reads")

    async def take(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    scope = {"type": "http", "method": "PUT", "path": path, "headers": list(headers.items())}
    with pytest.raises(StopIteration):  # it waits for nothing
        limits.Uploads(take)(scope, receive, send).send(None)
    assert sent[0]["status"] == status


def test_a_page_sends_one_file_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    permits = UploadPermits()
    for session in ("one", "other"):
        permits.grant(session, "photo", 1000)
    monkeypatch.setattr(limits, "PERMITS", permits)
    dropped: list[str] = []
    monkeypatch.setattr(limits, "drop_all", dropped.append)
    with ThreadPoolExecutor(1) as thread:  # this one may have a loop already, that of a browser
        thread.submit(asyncio.run, _send_files_of_two_pages(dropped)).result()


async def _send_files_of_two_pages(dropped: list[str]) -> None:
    has_come, statuses = asyncio.Event(), []

    async def send(message: Message) -> None:
        statuses.append(message.get("status", 200))

    async def take(scope: Scope, receive: Receive, send: Send) -> None:
        await has_come.wait()

    layer = limits.Uploads(take)

    def put(session: str) -> asyncio.Task[None]:
        scope = {"type": "http", "method": "PUT", "path": f"{PUT_FILE}/{session}/1", "headers": [HAS_LENGTH]}
        return asyncio.ensure_future(layer(scope, cast(Receive, None), send))

    coming = [put("one"), put("other")]
    await asyncio.sleep(0)
    await put("one")
    assert statuses[0] == 429 and dropped == ["one", "other"]  # what it sent before, when it begins the next
    has_come.set()
    await asyncio.gather(*coming)
    await put("one")
    assert dropped == ["one", "other", "one"]
