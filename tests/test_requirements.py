"""requirements*.txt, pyproject.toml and the lock say the same."""

from __future__ import annotations

import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from mnist_demo.config import ROOT

PYTHONS = ("3.11", "3.12", "3.13")
MACHINES = {
    "Linux on x86-64": {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64"},
    "Linux on ARM": {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "aarch64"},
    "macOS": {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64"},
    "Windows": {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"},
}


def requirements(name: str) -> list[Requirement]:
    """The requirements of a file, without those of the files that it includes."""
    return [Requirement(line) for line in lines_of(name) if not line.startswith("-r ")]


def lines_of(name: str) -> list[str]:
    lines = [line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line]


FILES = sorted(path.name for path in ROOT.glob("requirements*.txt"))
LOCK = requirements("requirements.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def applies(requirement: Requirement, machine: str, python: str) -> bool:
    environment = {**MACHINES[machine], "python_version": python, "python_full_version": f"{python}.1"}
    return requirement.marker is None or requirement.marker.evaluate(environment)


@pytest.mark.parametrize("extra", ["", "export", "notebook", "postgresql"])
def test_the_package_asks_for_what_the_file_asks_for(extra: str) -> None:
    file = f"-{extra}" if extra else ""
    declared = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    own = {*requirements(f"requirements{file}.txt"), *([] if extra else requirements("requirements-app.txt"))}
    assert {*map(Requirement, declared)} == own


def test_a_server_that_trains_nothing_needs_all_but_what_trains() -> None:
    assert lines_of("requirements.txt")[0] == "-r requirements-app.txt"
    own = {requirement.name for requirement in requirements("requirements.txt")}
    assert own == {"keras", "tensorflow", "tensorflow-cpu", "matplotlib"}


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("machine", MACHINES)
def test_each_requirement_has_one_locked_version_within_its_bounds(machine: str, python: str) -> None:
    locked = [pin for pin in LOCK if applies(pin, machine, python)]
    for requirement in (requirement for file in FILES for requirement in requirements(file)):
        if applies(requirement, machine, python):
            name = canonicalize_name(requirement.name)
            (pin,) = (pin for pin in locked if canonicalize_name(pin.name) == name)
            (version,) = pin.specifier
            assert version.operator == "==" and requirement.specifier.contains(version.version), requirement


def test_the_lock_names_no_place() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "/" not in text and "@" not in text and "--" not in text


def test_these_pythons_are_the_supported_ones() -> None:
    supported = SpecifierSet(PROJECT["requires-python"])
    assert all(f"{python}.1" in supported for python in PYTHONS)
    assert "3.10.18" not in supported and "3.14.0" not in supported
