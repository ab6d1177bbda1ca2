"""The doors of the program: one word each. What a door does is imported when it opens."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from app.faults import Fault

DOORS = (
    ("open", "app.doors.window", "open the window (also without any word)"),
    ("demo", "app.doors.demo", "made-up stores, or your own clips"),
    ("scorecard", "app.doors.scorecard", "an inspection's scorecard as PDF and XLSX"),
    ("models", "app.doors.models", "list, install and remove models for analysis"),
    ("bench", "app.doors.bench", "measure this machine"),
    ("clip", "app.doors.clip", "a clip of a camera's recordings, with its sidecar"),
    ("selftest", "app.doors.selftest", "what this machine can play, measured"),
    ("shots", "app.doors.shots", "pictures of every screen"),
)
"""Word, module and help. A door's module has ``add_arguments(parser)`` and ``run(arguments)``;
it imports what is heavy only when it runs."""


def make_parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The argument parser, with the arguments of the door that ``words`` name."""
    parser = argparse.ArgumentParser(
        prog="floorwalk", description="The control room for remote store inspections."
    )
    _add_common(parser, default=None)
    doors = parser.add_subparsers(dest="word", title="doors", metavar="DOOR")
    for word, module, about in DOORS:
        door = doors.add_parser(word, help=about, description=about)
        # Repeated so that they may stand on either side of the word.
        _add_common(door, default=argparse.SUPPRESS)
        if word in words:
            importlib.import_module(module).add_arguments(door)
    return parser


def _add_common(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument(
        "--home", type=Path, default=default, metavar="FOLDER", help="the data folder"
    )
    parser.add_argument(
        "--database",
        default=default,
        metavar="URL",
        help="an SQLAlchemy address; default: SQLite in the data folder",
    )


def main(words: Sequence[str] | None = None) -> int:
    """Run one door. A fault is one sentence on standard error and exit code 1."""
    from app.application import default_home

    given = list(sys.argv[1:] if words is None else words)
    arguments = make_parser(given).parse_args(given)
    arguments.home = arguments.home or default_home()
    modules = {word: module for word, module, _about in DOORS}
    door = importlib.import_module(modules[arguments.word or "open"])
    try:
        return int(door.run(arguments))
    except Fault as fault:
        print(fault.text(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
