"""``main.py bench WHAT``: measurements of this machine, as tables and JSON."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One word for each measurement."""
    from app.bench import wall

    words = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    wall.add_arguments(words.add_parser("wall", help="tiles in step, against other players"))


def run(arguments: argparse.Namespace) -> int:
    """Measure; returns 0 when the measurement itself came to its end."""
    from app.bench import wall

    return wall.run(arguments)
