"""A site of pages to take home: an index of networks, and a page for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from markupsafe import Markup, escape

from mnist_demo.config import DEFAULT_TASK
from mnist_demo.files import written_whole
from mnist_demo.numbers import count, in_percent
from mnist_demo.runs.run import Run
from mnist_demo.texts import language_code, name_of, say
from mnist_demo.web.home.page import filled, page
from mnist_demo.web.home.page_data import PageError, page_data
from mnist_demo.web.home.training_words import trained_on

INDEX, PAGES = "index.html", "networks"
MADE_HERE = '<meta name="generator" content="MNIST Draw">'
"""In each index, by which a folder is known as such a site."""
ENTRY = Markup('<li><a href="{address}"><strong>{name}</strong> <span>{question}</span></a><p>{facts}</p></li>')


def write_site(folder: Path, runs: Sequence[Run], title: str, made: date, *, overwrite: bool = False) -> None:
    """Write a site into `folder`, whole or not at all; it takes the place of a site that is there.

    Raises:
        PageError: there is something in `folder` already that may not be replaced, or its parent is not there.
        OSError: it cannot be written.
    """
    _check_folder(folder, overwrite=overwrite)
    with written_whole(folder) as temporary:
        (temporary / PAGES).mkdir(parents=True)
        (temporary / INDEX).write_text(index(runs, title, made), encoding="utf-8", newline="\n")
        for run in runs:
            content = page(page_data({run.name: run}, say("publish.title", networks=run.name), made))
            _page_path(temporary, run).write_text(content, encoding="utf-8", newline="\n")


def index(runs: Sequence[Run], title: str, made: date) -> str:
    """The page that lists the networks, with links to those in PAGES beside it."""
    return filled(
        "site.html",
        language=escape(language_code()),
        generator=MADE_HERE,
        title=escape(title),
        lead=escape(say("publish.lead")),
        networks=Markup("\n").join(map(_entry, runs)),
        made=escape(say("publish.made", date=made.isoformat())),
    )


def _entry(run: Run) -> Markup:
    question = "" if run.task.name == DEFAULT_TASK else name_of(f"task.{run.task.name}.question", run.task.name)
    address = _page_path(Path(), run).as_posix()
    return ENTRY.format(address=address, name=run.name, question=question, facts=" · ".join(_facts(run)))


def _facts(run: Run) -> list[str]:
    metrics = run.metrics
    facts = [say("publish.parameters", count=count(run.network.parameters)), trained_on(run.config)]
    if run.config.has_test:
        facts.insert(0, say("publish.accuracy", share=in_percent(metrics.test_accuracy, 1)))
    return [*facts, metrics.date.date().isoformat()] if metrics.date else facts


def _page_path(folder: Path, run: Run) -> Path:
    return folder / PAGES / f"{run.name}.html"


def _check_folder(folder: Path, *, overwrite: bool) -> None:
    if not folder.parent.is_dir():
        raise PageError(f"there is no folder {folder.parent}; make it first")
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not overwrite:
        raise PageError(f"there is {folder} already; choose another --folder, or add --overwrite")
    if not _is_site(folder):
        raise PageError(f"{folder} holds other things than a site made here; choose another --folder")


def _is_site(folder: Path) -> bool:
    """Whether all in it was written by `write_site`: what is replaced is gone."""
    if not folder.is_dir() or {entry.name for entry in folder.iterdir()} != {INDEX, PAGES}:
        return False
    pages = (folder / PAGES).iterdir() if (folder / PAGES).is_dir() else iter([folder])
    is_ours = MADE_HERE in (folder / INDEX).read_text(encoding="utf-8", errors="replace")
    return is_ours and all(path.is_file() and path.suffix == ".html" for path in pages)
