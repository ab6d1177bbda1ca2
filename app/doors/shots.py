"""``main.py shots``: pictures of every screen, in both languages and three sizes."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

SIZES = ("1280x800@1", "1920x1080@1", "3840x2160@2")
"""Pixels of the picture, and the scale of the screen it stands for."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``main.py shots`` accepts."""
    parser.add_argument(
        "--out", type=Path, default=Path("out/shots"), metavar="DIR", help="default: %(default)s"
    )
    parser.add_argument(
        "--size", action="append", metavar="WxH@SCALE", help=f"default: {' '.join(SIZES)}"
    )
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    parser.add_argument("--one", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Rehearse an inspection for something to show, then picture it at each size."""
    if arguments.one:
        from app.doors.shots_run import take_all

        return take_all(arguments.home, arguments.out, arguments.one, arguments.theme)
    home = arguments.out / "rehearsal" / "data"
    if not home.is_dir():
        code = _again(arguments, "demo", "--headless", "--out", str(arguments.out / "rehearsal"))
        if code:
            return code
    codes = [_one_size(arguments, home, size) for size in arguments.size or SIZES]
    return max(codes)


def _one_size(arguments: argparse.Namespace, home: Path, size: str) -> int:
    """Its own process: Qt reads the scale once, at its start."""
    scale = size.partition("@")[2] or "1"
    words = ("shots", "--one", size, "--out", str(arguments.out), "--theme", arguments.theme)
    return _again(arguments, *words, home=home, QT_SCALE_FACTOR=scale)


def _again(
    arguments: argparse.Namespace, *words: str, home: Path | None = None, **environment: str
) -> int:
    main = Path(__file__).resolve().parents[2] / "main.py"
    command = [sys.executable, str(main), "--home", str(home or arguments.home), *words]
    return subprocess.run(
        command, env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment}, check=False
    ).returncode
