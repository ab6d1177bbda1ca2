"""Makes the demo's recordings: every distinct minute drawn once, in parallel, then linked."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from app.demo.chain import (
    CAMERAS,
    END_US,
    FPS,
    KEYFRAME_S,
    PATTERN,
    SEGMENT_S,
    START_US,
    STORES,
    segments,
)
from app.demo.scene import LOOKS, LOOP_S
from app.demo.truth import save_truth

VERSION = 3
"""Grows when the pictures change: older footage is then made again."""

_SIZE = (640, 360)


@dataclass(frozen=True)
class DemoStage:
    """Where the demo lies. ``footage_root`` holds one folder per store."""

    home: Path
    footage_root: Path
    pattern: str
    start_us: int
    end_us: int
    truth_path: Path


@dataclass(frozen=True)
class Minute:
    """One minute of one scene."""

    place: str
    variant: str
    number: int

    @property
    def file_name(self) -> str:
        """Its name among the drawn minutes."""
        return f"{self.place}-{self.variant}-{self.number}.mp4"


def make_demo(
    home: Path,
    progress: Callable[[float, str], None],
    workers: int | None = None,
    fps: int = FPS,
) -> DemoStage:
    """The demo's footage and truth below ``home``; drawn at the first call, kept after.

    ``progress`` hears the part that is done (0 to 1) and what is being done. ``fps``:
    pictures a second; fewer are drawn and looked through sooner.
    Raises OSError where ``home`` cannot be written.
    """
    footage = home / "footage"
    stage = DemoStage(home, footage, PATTERN, START_US, END_US, home / "truth.json")
    if _made(home):
        progress(1.0, "ready")
        return stage
    drawn = home / "scenes"
    for folder in (footage, drawn):
        shutil.rmtree(folder, ignore_errors=True)
    drawn.mkdir(parents=True)
    _draw_all(drawn, progress, workers or min(8, _cores()), fps)
    _link(drawn, footage)
    _tell(stage.truth_path)
    (home / "made.json").write_text(json.dumps({"version": VERSION}), encoding="utf-8")
    progress(1.0, "ready")
    return stage


def _made(home: Path) -> bool:
    try:
        document = json.loads((home / "made.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(document == {"version": VERSION})


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _draw_all(
    drawn: Path, progress: Callable[[float, str], None], workers: int, fps: int = FPS
) -> None:
    minutes = [
        Minute(camera.place, variant, number)
        for camera in CAMERAS
        for variant in LOOKS
        for number in range(LOOP_S // SEGMENT_S)
    ]
    progress(0.0, "drawing")
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        jobs = [pool.submit(draw_minute, drawn, minute, fps) for minute in minutes]
        for done, job in enumerate(as_completed(jobs), 1):
            job.result()
            progress(0.98 * done / len(jobs), "drawing")


def draw_minute(drawn: Path, minute: Minute, fps: int = FPS) -> None:
    """Draw and encode one minute; runs in a process of its own."""
    import cv2

    from app.demo.drawing import SceneDrawer
    from app.demo.encoding import write_pictures
    from app.demo.scenes import scene_of
    from app.demo.sprites import Plane

    cv2.setNumThreads(1)  # the other minutes have the other cores
    scene = scene_of(minute.place, minute.variant)

    def prepare(planes: tuple[Plane, Plane, Plane]) -> Callable[[int], None]:
        drawer = SceneDrawer(scene, planes)
        return lambda number: drawer.draw(minute.number * SEGMENT_S + number / fps)

    write_pictures(drawn / minute.file_name, SEGMENT_S * fps, _SIZE, fps, KEYFRAME_S * fps, prepare)


def _link(drawn: Path, footage: Path) -> None:
    for store in STORES:
        for camera in CAMERAS:
            for recorded in segments(footage, store, camera):
                recorded.path.parent.mkdir(parents=True, exist_ok=True)
                minute = Minute(camera.place, store.variant, recorded.scene_minute)
                link_or_copy(drawn / minute.file_name, recorded.path)


def link_or_copy(source: Path, target: Path) -> None:
    """Let ``target`` show the same file without a second copy where that is possible."""
    try:
        target.hardlink_to(source)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)


def _tell(path: Path) -> None:
    from app.demo.telling import tell

    save_truth(tell(), path)
