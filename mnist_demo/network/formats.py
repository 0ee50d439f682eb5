"""The formats in which a network can be exported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class ExportError(ValueError):
    """A network cannot be exported; the message is one line."""


@dataclass(frozen=True)
class Format:
    """A way to save a network: the ending of what is written."""

    ending: str


FORMATS = {
    "onnx": Format(".onnx"),
    "tflite": Format(".tflite"),
    "savedmodel": Format("-savedmodel"),
}


def check_output(kind: str, path: Path, *, overwrite: bool = False) -> None:
    """Raise ExportError if no export of this kind can write to `path`."""
    ending = FORMATS[kind].ending
    if kind != "savedmodel" and path.suffix.lower() != ending:
        raise ExportError(f"--output {path} should end in {ending}")
    if not path.parent.is_dir():
        raise ExportError(f"there is no folder {path.parent}; make it first")
    if path.exists() and not overwrite:
        raise ExportError(f"there is {path} already; choose another --output, or add --overwrite")
    if path.is_file() and kind == "savedmodel" and path.suffix.lower() != ".zip":
        raise ExportError(f"{path} is a file, and SavedModel a folder; choose another --output, or a .zip")
    if path.is_dir() and not (path / "saved_model.pb").is_file():
        raise ExportError(f"{path} is a folder with other things in it; choose another --output")


def download_name(name: str, kind: str) -> str:
    """The file that holds an export of the run `name`, a folder as a zip."""
    ending = FORMATS[kind].ending
    return f"{name}{ending}" if ending.startswith(".") else f"{name}{ending}.zip"
