"""Write networks as a web page to take home, `mnist-draw publish RUN… --output page.html`, or as a site, `--folder`."""

from __future__ import annotations

import signal
from argparse import Namespace
from datetime import date, datetime
from pathlib import Path

from mnist_demo.commands.console import BAD_INPUT, NOT_SAVED, STOPPED, Parser, not_saved
from mnist_demo.commands.output import set_up_output, tell
from mnist_demo.commands.runs_flag import add_models_dir, store_from
from mnist_demo.files import written_whole
from mnist_demo.numbers import size
from mnist_demo.runs.run import Run, RunError
from mnist_demo.runs.store import RunStore, damaged_in, in_order
from mnist_demo.texts import say
from mnist_demo.web.home.page import page
from mnist_demo.web.home.page_data import PageError, page_data
from mnist_demo.web.home.site import INDEX, write_site

ENDINGS = (".html", ".htm")


def main(argv: list[str] | None = None) -> int:
    """Run the command; returns its exit code: 0, 1 not saved, 2 bad input, 130 stopped."""
    set_up_output()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what is half written goes
    arguments = parser().parse_args(argv)
    path: Path = arguments.folder or arguments.output or Path(f"{'-'.join(arguments.runs)}.html")
    write = _write_site if arguments.folder else _write_page
    try:
        print(write(arguments, path))
    except (RunError, PageError) as error:
        tell(f"publish: {error}")
        return BAD_INPUT
    except OSError as error:
        tell(f"publish: {not_saved(error, path.absolute().parent)}")
        return NOT_SAVED
    except KeyboardInterrupt:
        return STOPPED
    return 0


def _write_page(arguments: Namespace, path: Path) -> str:
    """Write one page, and say where it is."""
    if not arguments.runs:
        raise PageError("which network? Name one to four, such as classic, or write a site of all with --folder")
    _check_output(path, overwrite=arguments.overwrite)
    runs = _named(store_from(arguments), arguments.runs)
    title = arguments.title or say("publish.title", networks=", ".join(runs))
    content = page(page_data(runs, title, _today())).encode()
    with written_whole(path.absolute()) as temporary:
        temporary.write_bytes(content)
    return f"Saved in {path}: {size(len(content))}"


def _write_site(arguments: Namespace, folder: Path) -> str:
    """Write a site, and say where it begins."""
    runs = _runs_of_site(store_from(arguments), arguments.runs)
    title = arguments.title or say("publish.site_title")
    write_site(folder.absolute(), runs, title, _today(), overwrite=arguments.overwrite)
    return f"Saved in {folder}: {len(runs)} {'network' if len(runs) == 1 else 'networks'}; open {folder / INDEX}"


def _runs_of_site(store: RunStore, names: list[str]) -> list[Run]:
    """Those that were named, or else all; a damaged one among all is told of, and left out."""
    if names:
        return list(_named(store, names).values())
    found = store.scan()
    for damaged in damaged_in(found):
        tell(f"publish: {damaged.problem}; left out")
    if not (runs := in_order(found)):
        raise PageError("there is no network to write; train one first")
    return runs


def _named(store: RunStore, names: list[str]) -> dict[str, Run]:
    return {name: store.load(name) for name in names}


def _check_output(path: Path, *, overwrite: bool) -> None:
    if path.suffix.lower() not in ENDINGS:
        raise PageError(f"--output {path} should end in .html")
    if not path.absolute().parent.is_dir():
        raise PageError(f"there is no folder {path.absolute().parent}; make it first")
    if path.is_dir():
        raise PageError(f"{path} is a folder; choose another --output")
    if path.exists() and not overwrite:
        raise PageError(f"there is {path} already; choose another --output, or add --overwrite")


def _today() -> date:
    return datetime.now().date()


def _title(text: str) -> str:
    """A title on one line, in letters that a file can hold."""
    return " ".join(text.split()).encode("utf-8", "replace").decode()


def parser() -> Parser:
    """The runs, where to, and what it is called."""
    result = Parser("publish", "mnist-draw publish", "Write networks as a web page that opens with a double click.")
    result.add_argument(
        "runs", metavar="RUN", nargs="*", help="trained networks, such as classic; at most four on a page"
    )
    where = result.add_mutually_exclusive_group()
    where.add_argument("--output", type=Path, metavar="…", help="the file (default: the runs' names and .html, here)")
    where.add_argument(
        "--folder", type=Path, metavar="…", help="a site in place of a page: a list, and a page for each"
    )
    result.add_argument("--title", type=_title, metavar="…", help="what stands above it, and in the browser's tab")
    result.add_argument("--overwrite", action="store_true", help="replace what is there")
    add_models_dir(result)
    return result
