"""What a training says while it runs: a bar for people, or a line of JSON for each event for programs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # callbacks imports Keras, which the wrong flag must not wait for
    from mnist_demo.training.callbacks import Progress


class Reporter(Protocol):
    """The events of one training, in this order; `note` says how data was understood, any number of times.

    `failed` may come at any time and is the last.
    """

    def preparing(self) -> None: ...
    def note(self, line: str) -> None: ...
    def progress(self, progress: Progress) -> None: ...
    def finished(self, metrics: dict[str, Any], path: Path | None) -> None: ...
    def failed(self, message: str) -> None: ...


class JsonReporter:
    """One JSON object a line on standard output, each with a key `event`."""

    def __init__(self) -> None:
        self.epochs_told = -1

    def preparing(self) -> None:
        self._write(event="preparing")

    def note(self, line: str) -> None:
        self._write(event="note", message=line)

    def progress(self, progress: Progress) -> None:
        fields = dict(vars(progress))
        epochs = len(progress.history.get("loss", []))
        if epochs == self.epochs_told:  # the history is long, and changes once an epoch
            del fields["history"]
        self.epochs_told = epochs
        self._write(event="progress", **fields)

    def finished(self, metrics: dict[str, Any], path: Path | None) -> None:
        self._write(event="finished", name=path.name if path else None, test_accuracy=metrics["test_accuracy"])

    def failed(self, message: str) -> None:
        self._write(event="failed", message=message)

    @staticmethod
    def _write(**event: Any) -> None:
        print(json.dumps(event), flush=True)


class TerminalReporter:
    """A progress bar, then the result; errors go to standard error on one line."""

    def __init__(self) -> None:
        # rich comes with Keras.
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self.bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeRemainingColumn(),
            transient=True,
            disable=not sys.stdout.isatty(),
        )
        self.task = self.bar.add_task("getting ready", total=None)

    def preparing(self) -> None:
        self.bar.start()

    def note(self, line: str) -> None:
        self.bar.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def progress(self, progress: Progress) -> None:
        text = f"epoch {progress.epoch}/{progress.epochs}  accuracy {progress.accuracy:.2%}"
        text = text if progress.epoch else "drawing digits"
        self.bar.update(self.task, description=text, total=progress.steps, completed=progress.step)

    def finished(self, metrics: dict[str, Any], path: Path | None) -> None:
        self.bar.stop()
        print(f"Test accuracy {metrics['test_accuracy']:.2%} on {metrics['test_images']:,} images")
        print(f"Saved in {path}" if path else "Dry run: nothing was saved")

    def failed(self, message: str) -> None:
        self.bar.stop()
        print(f"train.py: {message}", file=sys.stderr)
