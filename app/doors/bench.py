"""``main.py bench WHAT``: measurements of this machine, as tables and JSON."""

from __future__ import annotations

import argparse
from importlib import import_module

MEASUREMENTS = (
    ("wall", "tiles in step, against other players"),
    ("live", "cameras: how soon and how old their pictures are on the wall"),
    ("seek", "from a jump on the timeline to all tiles painted"),
    ("soak", "a long run with jumps and workers that are killed"),
    ("growth", "the wall by tiles and keyframe distance, as a chart"),
    ("folder", "opening a folder of 100,000 segments"),
    ("condense", "how much time skipping the quiet saves, and whether a visit is skipped"),
)
"""Words and what they measure: modules of ``app.bench`` with ``add_arguments`` and ``run``."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One word for each measurement."""
    words = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    for word, tells in MEASUREMENTS:
        import_module(f"app.bench.{word}").add_arguments(words.add_parser(word, help=tells))


def run(arguments: argparse.Namespace) -> int:
    """Measure; returns 0 when the measurement itself came to its end."""
    measurement = import_module(f"app.bench.{arguments.what}")
    return int(measurement.run(arguments))
