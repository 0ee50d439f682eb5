"""What a training says while it runs: a bar for people, or a line of JSON for each event for programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

from mnist_demo.commands.output import tell
from mnist_demo.jobs.events import Advanced, Event, Failed, Finished, Noted, Preparing, to_line
from mnist_demo.network.progress import Progress
from mnist_demo.numbers import in_percent
from mnist_demo.runs.metrics import Metrics


class Reporter(Protocol):
    """The events of one training, in this order; `note` says how data was understood, any number of times.

    `failed` or `stopped`, which says nothing, may come at any time and is the last.
    """

    def preparing(self, name: str | None) -> None: ...
    def note(self, line: str) -> None: ...
    def progress(self, progress: Progress) -> None: ...
    def finished(self, metrics: Metrics, path: Path | None) -> None: ...
    def failed(self, message: str) -> None: ...
    def stopped(self) -> None: ...


class JsonReporter:
    """One JSON object a line on standard output, each with a key `event`."""

    def __init__(self) -> None:
        self.epochs_told = -1

    def preparing(self, name: str | None) -> None:
        self._write(Preparing(name))

    def note(self, line: str) -> None:
        self._write(Noted(line))

    def progress(self, progress: Progress) -> None:
        epochs = len(progress.history.get("loss", []))
        # The history is long, and changes once an epoch.
        self._write(Advanced(**vars(progress)), with_history=epochs != self.epochs_told)
        self.epochs_told = epochs

    def finished(self, metrics: Metrics, path: Path | None) -> None:
        self._write(Finished(path.name if path else None, metrics.test_accuracy))

    def failed(self, message: str) -> None:
        self._write(Failed(message))

    def stopped(self) -> None:
        pass

    @staticmethod
    def _write(event: Event, *, with_history: bool = True) -> None:
        print(to_line(event, with_history=with_history), flush=True)


class LineReporter:
    """For people, in a file or a pipe: a line an epoch, then the result; each can be read at once.

    Errors go to standard error on one line that begins with `name`.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_drawing = False
        self.epochs_told = 0

    def preparing(self, name: str | None) -> None:
        pass

    def note(self, line: str) -> None:
        print(line, flush=True)

    def progress(self, progress: Progress) -> None:
        epochs = len(progress.history.get("loss", []))
        if not progress.epoch and not self.is_drawing:
            print(f"drawing {progress.steps:,} digits", flush=True)
        if epochs > self.epochs_told:
            print(_after_epoch(progress), flush=True)
        self.is_drawing, self.epochs_told = not progress.epoch, epochs

    def finished(self, metrics: Metrics, path: Path | None) -> None:
        accuracy = in_percent(metrics.test_accuracy, 2, space=" ")
        print(f"Test accuracy {accuracy} on {metrics.test_images:,} images")
        print(f"Saved in {path}" if path else "Dry run: nothing was saved", flush=True)

    def failed(self, message: str) -> None:
        tell(f"{self.name}: {message}")

    def stopped(self) -> None:
        pass


class TerminalReporter(LineReporter):
    """For people at a terminal: a progress bar, then the result."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        # rich comes with Keras.
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self.bar = Bar(TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), transient=True)
        self.task = self.bar.add_task("getting ready", total=None)

    def preparing(self, name: str | None) -> None:
        self.bar.start()

    def note(self, line: str) -> None:
        self.bar.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def progress(self, progress: Progress) -> None:
        self.bar.update(self.task, description=_now(progress), total=progress.steps, completed=progress.step)

    def finished(self, metrics: Metrics, path: Path | None) -> None:
        self.bar.stop()
        super().finished(metrics, path)

    def failed(self, message: str) -> None:
        self.bar.stop()
        super().failed(message)

    def stopped(self) -> None:
        self.bar.stop()


def reporter_for_people(name: str) -> Reporter:
    """A bar where standard output is a terminal, else lines."""
    return TerminalReporter(name) if sys.stdout.isatty() else LineReporter(name)


def _now(progress: Progress) -> str:
    """What is being done, beside the bar."""
    if not progress.epoch:
        return "drawing digits"
    if progress.is_trained:
        return "testing and saving"
    epoch = f"epoch {progress.epoch}/{progress.epochs}"
    if progress.accuracy is None:
        return epoch
    return f"{epoch}  training accuracy {in_percent(progress.accuracy, 2, space=' ')}"


def _after_epoch(progress: Progress) -> str:
    """The figures of the epoch that has ended."""
    history = progress.history
    accuracy, validation = (in_percent(history[key][-1], 2, space=" ") for key in ("accuracy", "val_accuracy"))
    epoch = f"epoch {len(history['loss'])}/{progress.epochs}"
    return f"{epoch}  training accuracy {accuracy}  validation accuracy {validation}"
