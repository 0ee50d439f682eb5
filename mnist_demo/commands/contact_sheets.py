"""Writes a contact sheet of the synthetic handwriting: `mnist-draw strokes`."""

from __future__ import annotations

import argparse
from pathlib import Path

from mnist_demo.commands.console import NOT_SAVED, not_saved
from mnist_demo.commands.output import set_up_output, tell
from mnist_demo.data.strokes.contact_sheet import contact_sheet, digit_rows, doodle_rows, save


def main(argv: list[str] | None = None) -> int:
    """Read the command line and write the sheet; returns the exit code: 0, 1 not saved."""
    set_up_output()
    parser = argparse.ArgumentParser(prog="mnist-draw strokes", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="PNG file to write")
    parser.add_argument("--doodles", action="store_true", help="show doodles, not digits")
    parser.add_argument("--small", action="store_true", help="show what a network reads")
    parser.add_argument("--columns", type=int, default=12, help="drawings in a row")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    rows = doodle_rows() if args.doodles else digit_rows()
    try:
        save(contact_sheet(rows, args.columns, args.seed, args.small), args.out)
    except OSError as error:
        tell(f"strokes: {not_saved(error, args.out.absolute().parent)}")
        return NOT_SAVED
    return 0
