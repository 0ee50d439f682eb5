"""What several test files share: a models folder of their own, small data, and the complete dataset, loaded once."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent))
# Before TensorFlow is imported.
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
# Two processes test at a time: threads would only take the processor from the other one's.
for threads in ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

if sys.platform == "darwin":
    import tensorflow  # noqa: F401  training hangs there where pandas or pyarrow was imported before it

import numpy as np
import pytest

from mnist_demo.data.dataset import Dataset, load_dataset

if TYPE_CHECKING:  # most test files need no browser
    from playwright.sync_api import Browser, BrowserContext, Playwright
    from visitor import Visit, Visitor

pytest_plugins = ["page", "databases", "queues"]
LONGEST = "test_whole_lesson_browser.py"


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """One process begins with tests of the browser, the other with the rest; the later half of the former come last.

    The longest of them is the first of that half: as one of the last it would leave the other process without work.
    """
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))
    items.sort(key=lambda item: (("browser", "others", "late browser").index(_kind(item)), item.path.name != LONGEST))


def _kind(item: pytest.Function) -> str:
    if "browser" not in item.fixturenames:
        return "others"
    return "browser" if item.path.name < "test_lesson" else "late browser"


def _group(item: pytest.Function) -> str:
    """Tests of one group run in one process, such as all that need a PostgreSQL, which is started once."""
    if _kind(item) == "browser":
        return "browser"
    return "classes" if {"class_settings", "new_postgresql"} & set(item.fixturenames) else item.path.name


@pytest.fixture(autouse=True)
def _main_module() -> Iterator[None]:
    """AppTest replaces it with the app, and new processes would start with that."""
    main_module = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main_module


@pytest.fixture(scope="session", autouse=True)
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where runs are kept in the tests, theirs alone: no test touches what belongs to the person who runs it."""
    folder = tmp_path_factory.mktemp("models")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MNIST_DRAW_MODELS", str(folder))
        for name in ("MNIST_DRAW_DATABASE", "MNIST_DRAW_KEEP_DAYS"):
            patch.delenv(name, raising=False)
        yield folder


@pytest.fixture(scope="session")
def mnist() -> Dataset:
    return load_dataset()


@pytest.fixture(scope="session")
def handful(mnist: Dataset) -> Dataset:
    """A few hundred real digits: enough to train on in a second."""
    return Dataset(mnist.x_train[:600], mnist.y_train[:600], mnist.x_test[:200], mnist.y_test[:200])


@pytest.fixture(scope="session")
def handful_path(handful: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "handful.npz"
    np.savez(path, **vars(handful))
    return path


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """It can run only once in a process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests. Without one, the tests that need it are skipped."""
    from browser import launched, may_skip

    if may_skip():
        pytest.skip("no Chromium on this machine")
    with launched(playwright, "--process-per-site") as browser:
        yield browser


@pytest.fixture(scope="session")
def outside() -> Iterator[tuple[str, list[bytes]]]:
    """A proxy that must not be used: any request from the server to another host ends here."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def listen() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                asked.append(connection.recv(200))
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", asked


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, outside: tuple[str, list[bytes]]) -> Iterator[str]:
    """The address of a server started for the test, with the shipped networks."""
    from browser import server

    models = tmp_path_factory.mktemp("models")
    proxy, _ = outside
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), proxy)
    with server(MNIST_DRAW_MODELS=str(models), NO_PROXY="", no_proxy="", **proxies) as (address, _):
        yield address


@pytest.fixture(scope="session")
def contexts(browser: Browser, address: str) -> Callable[..., BrowserContext]:
    """What visitors with the same device share: a cache, and a process that has compiled the page's scripts."""
    from visitor import WIDE

    shared: dict[str, BrowserContext] = {}

    def context(**device: Any) -> BrowserContext:
        name = repr(sorted(device.items()))
        if name not in shared:
            shared[name] = browser.new_context(**{**WIDE, **device})
            shared[name].new_page().goto(f"{address}/_stcore/health")  # the process ends with its last page
        return shared[name]

    return context


@pytest.fixture
def visit(browser: Browser, contexts: Callable[..., BrowserContext], address: str) -> Iterator[Visit]:
    """Opens pages, and checks at the end whether one saw an error or contacted another host."""
    from visitor import Visitor, parted

    visitors: list[Visitor] = []

    def enter(kind: Callable[..., Visitor] = Visitor, is_alone: bool = False, **options: Any) -> Any:
        if not is_alone:
            device, options = parted(options)
            options["context"] = contexts(**device)
        visitor = kind(browser, address, **options)
        visitors.append(visitor)
        return visitor

    yield enter
    for visitor in visitors:
        visitor.close()
