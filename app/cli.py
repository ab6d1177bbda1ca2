"""The doors of the program: one word each. What a door does is imported when it opens."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app.faults import Fault

Door = Callable[[argparse.Namespace], int]


def make_parser() -> argparse.ArgumentParser:
    """The argument parser; each sub-command carries its function as ``door``."""
    parser = argparse.ArgumentParser(
        prog="floorwalk", description="The control room for remote store inspections."
    )
    parser.set_defaults(door=open_door)
    _add_common(parser)
    doors = parser.add_subparsers(title="doors", metavar="DOOR")
    window = doors.add_parser("open", help="open the window (also without any word)")
    _add_common(window, again=True)
    window.set_defaults(door=open_door)
    return parser


def _add_common(parser: argparse.ArgumentParser, *, again: bool = False) -> None:
    # A sub-command repeats them so that they may stand on either side of its word.
    absent = argparse.SUPPRESS if again else None
    parser.add_argument(
        "--home", type=Path, default=absent, metavar="FOLDER", help="the data folder"
    )
    parser.add_argument(
        "--database",
        default=absent,
        metavar="URL",
        help="an SQLAlchemy address; default: SQLite in the data folder",
    )


def open_door(arguments: argparse.Namespace) -> int:
    """The window."""
    from app.application import default_home, run_window

    return run_window(arguments.home or default_home(), arguments.database)


def main(words: Sequence[str] | None = None) -> int:
    """Run one door. A fault is one sentence on standard error and exit code 1."""
    arguments = make_parser().parse_args(words)
    door: Door = arguments.door
    try:
        return door(arguments)
    except Fault as fault:
        print(fault.text(), file=sys.stderr)
        return 1
