"""``main.py scorecard ID --pdf F --xlsx F``: a scorecard without a window."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import cast

from app.faults import Fault, Language, Sentence

_NOTHING_ASKED = Sentence(
    "Name at least one file: --pdf FILE, --xlsx FILE, or both.",
    "请至少指定一个文件：--pdf 文件、--xlsx 文件，或两者都指定。",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``main.py scorecard`` accepts."""
    parser.add_argument("inspection", type=int, metavar="ID", help="number of the inspection")
    parser.add_argument("--pdf", type=Path, metavar="FILE")
    parser.add_argument("--xlsx", type=Path, metavar="FILE")
    parser.add_argument(
        "--language", choices=("en", "zh_CN"), default=None, help="default: as in the settings"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the files; prints each path, and a warning where a font was missing."""
    if arguments.pdf is None and arguments.xlsx is None:
        raise Fault(_NOTHING_ASKED)
    from app.operations.facade import open_operations

    operations = open_operations(arguments.home, arguments.database)
    try:
        chosen = arguments.language or operations.settings.text("general.language")
        language = cast("Language", chosen)
        written = operations.scorecards.write(
            arguments.inspection, arguments.pdf, arguments.xlsx, language
        )
    finally:
        operations.close()
    if written.warning is not None:
        print(written.warning.fill(language))
    for path in written.paths:
        print(path)
    return 0
