"""What a page to take home holds, as data for its JavaScript."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date
from typing import Any

from mnist_demo import __version__
from mnist_demo.config import IMAGE_SIZE
from mnist_demo.data.dataset import load_test_images
from mnist_demo.network.evaluation import interval
from mnist_demo.runs.run import Run
from mnist_demo.texts import name_of, say
from mnist_demo.web.home.page_files import TEXTS
from mnist_demo.web.home.training_words import settings_in_words, trained_on
from mnist_demo.web.network_file import network_file

MOST_NETWORKS = 4
EXAMPLES = (3, 2, 1, 30, 4, 15, 11, 0, 84, 7, 5955, 247)
"""Numbers of MNIST test images: a clear one of each digit, a 3 that `classic` takes for an 8, and a 4 like a 2."""


class PageError(ValueError):
    """A page cannot be made; the message is one line."""


def page_data(networks: Mapping[str, Run], title: str, made: date) -> dict[str, Any]:
    """All that a page holds, as JSON takes it.

    Args:
        networks: runs by what they are called on the page.
        title: of the page; text, whatever it looks like.
        made: today.

    Raises:
        PageError: there is none, or more than MOST_NETWORKS.
    """
    if not 1 <= len(networks) <= MOST_NETWORKS:
        raise PageError(f"a page holds one to {MOST_NETWORKS} networks, not {len(networks)}")
    return {
        "version": __version__,
        "made": made.isoformat(),
        "title": title,
        "texts": {name: say(name) for name in TEXTS},
        "networks": [_network(name, run) for name, run in networks.items()],
        "examples": _examples(),
    }


def _network(name: str, run: Run) -> dict[str, Any]:
    return {
        "name": name,
        "file": _base64(network_file(run.network).content),
        "threshold": run.threshold,
        "classes": [name_of(f"task.{run.task.name}.class.{each}", each) for each in run.task.classes],
        "class_of_digit": run.task.class_of_digit,
        "trained": _trained(run),
        "test": _test(run),
    }


def _trained(run: Run) -> dict[str, Any]:
    metrics = run.metrics
    return {
        "date": metrics.date and metrics.date.date().isoformat(),
        "on": trained_on(run.config),
        "settings": settings_in_words(run.config),
        "parameters": run.network.parameters,
        "layers": [IMAGE_SIZE**2, *run.network.hidden_layers, run.network.outputs],
        "seconds": metrics.seconds,
        "versions": metrics.versions,
        "by": metrics.versions.get("mnist-draw"),
    }


def _test(run: Run) -> dict[str, Any] | None:
    """How it did on images that it had not learned from; None where that is not known."""
    matrix = run.metrics.confusion_matrix
    if matrix is None or not (images := sum(map(sum, matrix))) or not run.config.has_test:
        return None
    right = sum(row[number] for number, row in enumerate(matrix))
    return {
        "images": images,
        "accuracy": right / images,
        "interval": list(interval(right, images)),
        "confusion": matrix,
    }


def _examples() -> list[dict[str, Any]]:
    images, digits = load_test_images()
    return [{"image": _base64(images[number].tobytes()), "label": int(digits[number])} for number in EXAMPLES]


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
