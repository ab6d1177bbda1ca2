"""``main.py open``, or no word at all: the window."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beyond what every door takes."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """Stay until the window is closed."""
    from app.application import run_window

    return run_window(arguments.home, arguments.database)
