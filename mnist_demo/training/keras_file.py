"""A model as a `.keras` file that every supported version of Keras opens."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import keras

from mnist_demo.files import written_whole

CONFIG = "config.json"


def save_model(model: keras.Model, path: Path) -> None:
    """Save a model so that older versions of Keras open it too, back to the lowest that the requirements allow.

    Each version of Keras writes down settings that the ones before it do not know and refuse, even where they are not
    used and hold None. A setting that holds None is at its default in every version that knows it, so it can be left
    out.
    """
    model.save(path)
    rewrite_config(path)


def rewrite_config(path: Path) -> None:
    """Leave out of the `.keras` file at `path` each setting that holds None; whole or not at all."""
    with (
        written_whole(path) as temporary,
        zipfile.ZipFile(path) as source,
        zipfile.ZipFile(temporary, "w") as target,
    ):
        for entry in source.infolist():
            content = source.read(entry)
            target.writestr(entry, _without_defaults(content) if entry.filename == CONFIG else content)


def _without_defaults(content: bytes) -> bytes:
    return json.dumps(_pruned(json.loads(content))).encode()


def _pruned(part: Any) -> Any:
    """A serialised object without the settings, the entries of its `config`, that are None."""
    if isinstance(part, list):
        return [_pruned(each) for each in part]
    if not isinstance(part, dict):
        return part
    pruned = {name: _pruned(value) for name, value in part.items()}
    if isinstance(pruned.get("config"), dict):
        pruned["config"] = {name: value for name, value in pruned["config"].items() if value is not None}
    return pruned
