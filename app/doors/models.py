"""``main.py models list | install NAME [--from FOLDER] | remove NAME``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from app.doors.progress import ProgressBar

if TYPE_CHECKING:
    from app.operations.models import Models


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``main.py models`` accepts."""
    words = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    words.add_parser("list", help="what the catalogue offers, with licence and SHA-256")
    install = words.add_parser("install", help="install a model; its SHA-256 is checked")
    install.add_argument("name", metavar="NAME")
    install.add_argument(
        "--from", dest="folder", type=Path, metavar="FOLDER", help="instead of its publisher"
    )
    remove = words.add_parser("remove", help="take an installed model away")
    remove.add_argument("name", metavar="NAME")


def run(arguments: argparse.Namespace) -> int:
    """Do the word; raises ModelFault."""
    from app.operations.models import Models

    models = Models(arguments.home / "models")
    if arguments.what == "list":
        print("\n".join(models.list_lines()))
    elif arguments.what == "install":
        _install(models, arguments.name, arguments.folder)
    else:
        gone = models.remove(arguments.name)
        print(f"{arguments.name}: {'removed' if gone else 'was not installed'}")
    return 0


def _install(models: Models, name: str, folder: Path | None) -> None:
    bar = ProgressBar(name)

    def progress(done: int, total: int) -> None:
        bar.show(done / total if total else 0.0, f"{done / 1e6:.1f} MB")

    installed = models.install(name, folder, progress)
    bar.end()
    print(f"{name}: installed as {installed.path}")
