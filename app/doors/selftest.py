"""``main.py selftest [--json] [--language en|zh_CN]``: what this machine can play."""

from __future__ import annotations

import argparse
import json
from typing import cast

from app.doors.progress import ProgressBar
from app.faults import Language


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``main.py selftest`` accepts."""
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument(
        "--language", choices=("en", "zh_CN"), default=None, help="default: as set in the window"
    )


def run(arguments: argparse.Namespace) -> int:
    """Measure and say; raises Fault where no test clip can be made."""
    import app.widgets  # noqa: F401 - keeps Python's constants alive under Qt
    from app.operations.changes import Changes
    from app.operations.selftest import run_selftest
    from app.operations.settings import Settings
    from app.widgets.selftest_painting import paint_ms

    if arguments.json:
        print(json.dumps(run_selftest(paint=paint_ms).document(), indent=2))
        return 0
    bar = ProgressBar("selftest")
    result = run_selftest(lambda share: bar.show(share, ""), paint=paint_ms)
    bar.end()
    kept = arguments.language or Settings(arguments.home, Changes()).text("general.language")
    print("\n".join(result.lines(cast("Language", kept))))
    return 0
