"""The demo: made-up stores, or the reader's own clips; in the window, or headless."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.doors.progress import ProgressBar

if TYPE_CHECKING:
    from app.application import Window
    from app.demo.footage import DemoStage
    from app.operations.facade import Operations
    from app.operations.values import StoreTree

SPEED = 16.0
_PERSON = "Demo inspector"
_CHECKLIST = "showroom-opening"
_ABSENCE_MINUTES = 2.0
"""The demo's counters stand empty for three minutes, less than the five that hints wait for."""
_RATE_HZ = 2.5
"""Half the usual rate: absences of minutes are found as surely, in half the time."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``main.py demo`` accepts."""
    parser.add_argument(
        "--footage", type=Path, metavar="FOLDER", help="your own clips instead of the drawn ones"
    )
    parser.add_argument(
        "--headless",
        action="store_true",
        help="no window: perform a whole inspection and leave its results in --out",
    )
    parser.add_argument(
        "--out", type=Path, default=Path("out/demo"), metavar="DIR", help="default: %(default)s"
    )


def run(arguments: argparse.Namespace) -> int:
    """Make what the demo needs, once, then open it. Returns the exit code."""
    bar = ProgressBar("demo footage")
    stage = _stage(arguments.footage, arguments.home, bar)
    bar.end()
    if not arguments.headless and not has_display():
        print("No display here: the demo runs headless.", flush=True)
        arguments.headless = True
    if arguments.headless:
        return _rehearse(stage, arguments.out)
    _furnish(stage)
    from app.application import run_window

    return run_window(stage.home, arrange=_fill_the_wall)


def _fill_the_wall(window: Window) -> None:
    """At the first start every camera plays; later the wall comes back as it was left."""
    wall = window.main.wall

    def fill(tree: StoreTree) -> None:
        wall.tree.tree_read.disconnect(fill)
        if not wall.controller.state.cameras:
            wall.controller.set_layout(25)
            wall.controller.add([camera.id for camera in tree.cameras()])
            wall.controller.play()

    wall.tree.tree_read.connect(fill)


def has_display() -> bool:
    """Whether a window can be shown here."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _stage(footage: Path | None, home: Path, bar: ProgressBar) -> DemoStage:
    if footage is None:
        from app.demo.footage import make_demo

        return make_demo(home / "demo", bar.show)
    from app.demo.own_clips import stage_own_clips

    return stage_own_clips(home, footage, bar.show)


def _furnish(stage: DemoStage) -> None:
    """Once: a second start goes straight to the window."""
    stamp = stage.home / "furnished"
    there = stamp.is_file() and stamp.read_text(encoding="utf-8") == str(stage.footage_root)
    if there and any(stage.home.glob("*.sqlite")):
        return
    from app.operations.facade import open_operations

    operations = open_operations(stage.home)
    try:
        _prepare(operations, stage)
    finally:
        operations.close()
    stamp.write_text(str(stage.footage_root), encoding="utf-8")


def _prepare(operations: Operations, stage: DemoStage) -> None:
    from app.demo.stage import make_stage

    if operations.people.current() is None:
        operations.people.introduce(_PERSON, "en", "Asia/Shanghai")
        operations.settings.set("hints.absence_minutes", _ABSENCE_MINUTES)
        operations.settings.set("analysis.motion_rate_hz", _RATE_HZ)
    make_stage(operations, stage)


def _rehearse(stage: DemoStage, out: Path) -> int:
    """Headless: everything but the footage is made afresh, so that each run is the same."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    out.mkdir(parents=True, exist_ok=True)
    home = out / "data"
    shutil.rmtree(home, ignore_errors=True)
    from app.doors.rehearsal_run import rehearse

    found = rehearse(stage, home, out, checklist_key=_CHECKLIST, speed=SPEED, prepare=_prepare)
    for problem in found:
        print(f"demo: {problem}", file=sys.stderr)
    return 1 if found else 0
