"""The installed package: complete, started from any folder, with what it trains in the user's data folder."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from browser import served
from drawing import DIGITS, Hand
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, expect
from visitor import Visitor

from mnist_demo.commands import cli, serve
from mnist_demo.config import ROOT, SHIPPED_RUNS

TRAINING_MS = 240_000


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--no-build-isolation", "--quiet"]
    subprocess.run([*command, "--wheel-dir", str(folder)], cwd=ROOT, check=True, timeout=300)
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The command in an environment of its own, which finds the other packages where the tests have them."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder)
    paths = sysconfig.get_paths("venv", {"base": str(folder), "platbase": str(folder)})
    others = f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n"
    Path(paths["purelib"], "others.pth").write_text(others)
    python = Path(paths["scripts"], "python")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "--quiet"]
    subprocess.run([*pip, str(wheel)], check=True, timeout=300)
    return str(Path(paths["scripts"], "mnist-draw"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a person who has never used the app."""
    folder = str(tmp_path_factory.mktemp("home"))
    return {"HOME": folder, "USERPROFILE": folder, "XDG_DATA_HOME": "", "MNIST_DRAW_MODELS": "", "PYTHONPATH": ""}


@pytest.fixture
def call(command: str, home: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs the command in an empty folder, and gives what it prints."""
    for name, value in home.items():
        monkeypatch.setenv(name, value)

    def call(*words: str) -> str:
        result = subprocess.run([command, *words], cwd=tmp_path, capture_output=True, text=True, timeout=180)
        assert result.returncode == 0, result.stderr
        return result.stdout

    return call


def files_in(folder: Path) -> set[str]:
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix() for path in paths}


def test_the_wheel_holds_the_package_the_page_its_options_and_the_networks(wheel: Path) -> None:
    shipped = {"streamlit_app.py", ".streamlit/config.toml"}
    for name in SHIPPED_RUNS:
        shipped |= {f"models/{name}/{file}" for file in files_in(ROOT / "models" / name)}
    expected = {f"mnist_demo/{file}" for file in files_in(ROOT / "mnist_demo")}
    expected |= {f"mnist_demo/shipped/{file}" for file in shipped}
    assert {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name} == expected


def test_help_names_every_command(call: Callable[..., str]) -> None:
    assert re.findall(r"^  (\w+) ", call("--help"), re.MULTILINE) == list(cli.COMMANDS)


def test_the_shipped_network_reads_a_picture(call: Callable[..., str], tmp_path: Path) -> None:
    picture = Image.new("L", (400, 400), "white")
    for stroke in DIGITS[7]:
        ImageDraw.Draw(picture).line(stroke, fill="black", width=24, joint="curve")
    picture.save(tmp_path / "seven.png")
    assert re.search(r"seven\.png +7 ", call("predict", "seven.png"))


def test_the_command_alone_opens_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[str]] = []

    def start(flags: list[str]) -> int:
        given.append(flags)
        return 7

    monkeypatch.setattr(serve, "main", start)
    assert cli.main([]) == cli.main(["run", "--server.port", "8080"]) == 7
    assert given == [[], ["--server.port", "8080"]]


@pytest.fixture
def visit(browser: Browser) -> Callable[[str], Visitor]:
    """Opens the page of a server, as the fixture of all browser tests does for the common one."""
    from visitor import Visitor

    return lambda address: Visitor(browser, address)


def test_what_is_trained_in_the_app_is_kept_in_the_users_data_folder_and_there_after_a_restart(
    visit: Callable[[str], Visitor], call: Callable[..., str], command: str, home: dict[str, str], tmp_path: Path
) -> None:
    with served([command, "run"], tmp_path, env=home) as (address, _):
        assert list(tmp_path.iterdir()) == []
        visitor = visit(address)
        Hand(visitor.page).draw(5)
        visitor.answers("5")
        expect(visitor.page.locator(".st-key-retrain button")).to_have_css("background-color", "rgb(79, 70, 229)")
        visitor.retrain(epochs=1)
        expect(visitor.run_in_use).to_have_value(re.compile(r"classic, \d epoch"), timeout=TRAINING_MS)
        visitor.close()
    (saved,) = Path(home["HOME"]).rglob("mnist-draw/models/*/weights.npz")
    assert list(tmp_path.iterdir()) == []
    with served([command, "run"], tmp_path, env=home) as (address, _):
        visitor = visit(f"{address}/?run={saved.parent.name}")
        expect(visitor.run_in_use).to_have_value(re.compile(r"classic, \d epoch"))
        Hand(visitor.page).draw(5)
        visitor.answers("5")
        visitor.close()
    call("export", saved.parent.name, "--format", "onnx")
    assert [path.name for path in tmp_path.iterdir()] == [f"{saved.parent.name}.onnx"]
