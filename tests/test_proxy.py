"""nginx as `deploy/nginx/` sets it up, before two servers: a visitor stays at one, and outlives it."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from email.message import Message
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from browser import free_port, served
from drawing import Hand
from nginx import find_nginx, proxied
from playwright.sync_api import Browser, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from protocol import calling
from queues import wait_until
from visitor import Visitor
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from mnist_demo.config import ROOT

KEY = "a-key-of-tests-0123456789"
COOKIE = "mnist_draw_server"
UPLOAD = "/_stcore/upload_file/nobody/file"
RUN = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]


def nginx() -> str:
    """The program; without it the tests are skipped, but with CI=true they fail."""
    found = find_nginx()
    if not found:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no nginx on this machine")
    return str(found)


@contextmanager
def proxy(folder: Path, *ports: int) -> Iterator[str]:
    with proxied(nginx(), folder, ports) as (address, _):
        yield address


class Answer(NamedTuple):
    status: int
    headers: Message
    body: str


def get(address: str, path: str = "/", method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read().decode(errors="replace")
    connection.close()
    return Answer(response.status, response.headers, body)


def cookie_of(address: str) -> str:
    """What a browser that comes for the first time is given."""
    given = get(address).headers["Set-Cookie"]
    assert given.startswith(f"{COOKIE}=") and "HttpOnly" in given
    return str(given.split(";")[0])


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[int]]:
    """Two servers for all addresses, which share a teacher's key and a database, and train nothing."""
    folder = tmp_path_factory.mktemp("two")
    common = {"MNIST_DRAW_TEACHER_KEY": KEY, "MNIST_DRAW_WORKERS": "0", "STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}
    common["MNIST_DRAW_DATABASE"] = f"sqlite:///{folder / 'classroom.sqlite'}"
    with ExitStack() as stack:
        found = []
        for name in ("one", "two"):
            environment = common | {"MNIST_DRAW_MODELS": str(folder / name)}
            address, _ = stack.enter_context(served(RUN, ROOT, env=environment))
            found.append(int(address.rsplit(":", 1)[1]))
        yield found


@pytest.fixture(scope="module")
def address(ports: list[int], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with proxy(tmp_path_factory.mktemp("proxy") / "nginx", *ports) as address:
        yield address


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """nginx before two servers of its own kind that say who they are, and know one file of a page each."""
    names = ("one", "two")
    folder = tmp_path_factory.mktemp("tagged")
    ports = [free_port(), free_port()]
    parts = [
        f"server {{ listen 127.0.0.1:{port}; location / {{ return 200 {name}; }}"
        f" location /media/ {{ return 404; }} location /media/{name} {{ return 200 {name}; }} }}"
        for name, port in zip(names, ports, strict=True)
    ]
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid; events {{}} http {{ access_log off; client_body_temp_path {folder}/body;"
        f" proxy_temp_path {folder}/proxy; {' '.join(parts)} }}"
    )
    with subprocess.Popen([nginx(), "-p", str(folder), "-c", "nginx.conf", "-g", "daemon off;"]) as process:
        with proxy(folder / "nginx", *ports) as address:
            yield address
        process.terminate()


def test_a_visitor_stays_at_one_server_and_those_of_one_address_are_spread(tagged: str) -> None:
    reached = []
    for _ in range(20):
        cookie = cookie_of(tagged)
        again = [get(tagged, path, Cookie=cookie) for path in ("/", "/_stcore/stream", "/component/x")]
        assert not any(response.headers["Set-Cookie"] for response in again)
        (name,) = {response.body for response in again}
        reached.append(name)
    assert {"one", "two"} == set(reached) and min(map(reached.count, reached)) >= 2


def test_who_keeps_no_cookies_stays_at_one_server_too(tagged: str) -> None:
    assert len({get(tagged, User_Agent="a tablet").body for _ in range(8)}) == 1


def test_what_a_page_shows_is_found_at_another_server_after_it_has_moved(tagged: str) -> None:
    cookies = [cookie_of(tagged) for _ in range(8)]
    for cookie in cookies:
        assert [get(tagged, f"/media/{name}", Cookie=cookie).body for name in ("one", "two")] == ["one", "two"]
    assert get(tagged, "/media/none", Cookie=cookies[0]).status == 404


def test_the_page_comes_compressed_with_the_apps_own_caching(address: str) -> None:
    page = get(address, Accept_Encoding="gzip")
    assert page.headers["Content-Encoding"] == "gzip" and page.headers["Cache-Control"] == "no-cache"
    assert page.headers["Server"] in (None, "nginx")  # no version


def test_a_file_is_refused_by_the_proxy_where_it_is_too_large_and_by_the_app_where_it_is_not_wanted(
    address: str,
) -> None:
    assert get(address, UPLOAD, "PUT", Content_Length=str(34 * 2**20)).status == 413
    assert get(address, "/", "POST", Content_Length=str(2**20)).status == 413
    refused = get(address, UPLOAD, "PUT", Content_Length="0")
    assert refused.status == 403 and refused.body == "This page takes no files.\n"


def test_a_websocket_of_another_origin_is_refused(address: str) -> None:
    host = urlsplit(address).netloc
    url = f"ws://{host}/_stcore/stream"
    with connect(url, origin=Origin(f"http://{host}"), subprotocols=[Subprotocol("streamlit")], proxy=None):
        pass
    with pytest.raises(InvalidStatus, match="403"):
        connect(url, origin=Origin("http://elsewhere.example"), proxy=None).close()


def test_the_teachers_link_works_and_others_are_no_owners(address: str, browser: Browser) -> None:
    pupil = Visitor(browser, address)
    Hand(pupil.page).draw(3)
    pupil.wait_until_answered()
    expect(pupil.page.locator(".st-key-retrain")).to_have_count(0)
    pupil.close()
    teacher = Visitor(browser, f"{address}/#teacher={KEY}")
    expect(teacher.page.locator(".st-key-retrain")).to_be_visible()
    teacher.close()


def has_cleared(visitor: Visitor) -> bool:
    """Press Clear, as often as a person would: while the page comes back, a click may find no server to hear it."""
    number = visitor.press_clear()
    with suppress(PlaywrightTimeout):
        visitor.page.locator(f".st-key-canvas-{number} canvas").last.wait_for(timeout=5000)
        visitor.wait_for_sheet(number)
        return True
    return False


def test_a_page_goes_on_at_another_server_when_its_own_is_killed(browser: Browser, tmp_path: Path) -> None:
    other = free_port()
    common = {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0", "MNIST_DRAW_TEACHER_KEY": KEY}
    with (
        served(RUN, ROOT, env=common | {"MNIST_DRAW_MODELS": str(tmp_path / "one")}) as (own, process),
        proxy(tmp_path / "nginx", int(own.rsplit(":", 1)[1]), other) as address,
    ):
        visitor = Visitor(browser, address)
        Hand(visitor.page).draw(3)
        visitor.wait_until_answered()
        with served(RUN, ROOT, env=common | {"MNIST_DRAW_MODELS": str(tmp_path / "two")}, port=other):
            with visitor.page.expect_websocket():
                os.kill(process, signal.SIGKILL)
            expect(visitor.page.get_by_test_id("stApp")).to_have_attribute("data-test-connection-state", "CONNECTED")
            visitor.wait_for_script()
            visitor.answers("3")  # the drawing is still there
            wait_until(lambda: has_cleared(visitor))
            Hand(visitor.page).draw(7)
            visitor.answers("7")
            visitor.wait_until_answered()
        visitor.context.close()  # it has seen the connection break


def test_nobody_is_the_owner_of_a_server_without_a_key(tmp_path: Path) -> None:
    environment = {"MNIST_DRAW_MODELS": str(tmp_path), "STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}
    with (
        served(RUN, ROOT, env=environment) as (server, _),
        proxy(tmp_path / "nginx", int(server.rsplit(":", 1)[1])) as address,
        calling(address) as caller,
    ):
        caller.open_page()
        assert "clear" in " ".join(caller.elements) and "retrain" not in caller.elements
