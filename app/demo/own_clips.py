"""The demo's stores with the reader's own clips instead of the drawn ones.

The clips are dealt out to the cameras in turn and repeated end to end, so that
every camera has recordings for the whole stretch; nothing is copied where the
file system knows hard links.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from app.demo.chain import CAMERAS, END_US, START_US, STORES, DemoCamera, DemoStore
from app.demo.footage import DemoStage, link_or_copy
from app.demo.truth import CameraTruth, Truth, save_truth
from app.faults import Fault, Sentence
from app.video.files.probe import duration_us

PATTERN = "{camera}/%Y-%m-%d/%H-%M-%S-%f.mp4"
SUFFIXES = frozenset({".mp4", ".m4v", ".mov", ".mkv", ".avi", ".ts", ".mpg", ".mpeg", ".webm"})

_NO_FOLDER = Sentence(
    "There is no folder {folder}. Name the folder that holds your clips.",
    "找不到文件夹 {folder}。请指定存放录像的文件夹。",
)
_NO_CLIPS = Sentence(
    "No clip in {folder} can be played (looked for {suffixes}). "
    "Put at least one video file there, or leave --footage away for the drawn stores.",
    "{folder} 中没有可播放的录像（查找了 {suffixes}）。"
    "请至少放入一个视频文件，或去掉 --footage 使用演示画面。",
)


class NoClips(Fault):
    """The folder holds nothing to play."""


def stage_own_clips(home: Path, folder: Path, progress: Callable[[float, str], None]) -> DemoStage:
    """A stage whose recordings are the clips in ``folder``. Raises NoClips.

    It lies below ``home`` under a name made from the folder's path; it is laid
    out afresh each time, since the folder may have changed.
    """
    if not folder.is_dir():
        raise NoClips(_NO_FOLDER, folder=folder)
    clips = _playable(folder)
    if not clips:
        raise NoClips(_NO_CLIPS, folder=folder, suffixes=" ".join(sorted(SUFFIXES)))
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:8]
    stage_home = home / f"own-clips-{name}"
    footage = stage_home / "footage"
    shutil.rmtree(footage, ignore_errors=True)
    stage = DemoStage(stage_home, footage, PATTERN, START_US, END_US, stage_home / "truth.json")
    _deal_out(clips, footage, progress)
    save_truth(Truth(START_US, END_US, _unknown()), stage.truth_path)
    (stage_home / "clips.json").write_text(
        json.dumps({clip.name: length_us for clip, length_us in clips}, indent=1), encoding="utf-8"
    )
    progress(1.0, "ready")
    return stage


def _playable(folder: Path) -> list[tuple[Path, int]]:
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in SUFFIXES and path.is_file():
            length_us = duration_us(str(path.resolve()))
            if length_us:
                found.append((path.resolve(), length_us))
    return found


def _deal_out(
    clips: list[tuple[Path, int]], footage: Path, progress: Callable[[float, str], None]
) -> None:
    pairs = [(store, camera) for store in STORES for camera in CAMERAS]
    for number, (store, camera) in enumerate(pairs):
        clip, length_us = clips[number % len(clips)]
        for target in _places(footage, store, camera, length_us):
            target.parent.mkdir(parents=True, exist_ok=True)
            link_or_copy(clip, target)
        progress((number + 1) / len(pairs), clip.name)


def _places(footage: Path, store: DemoStore, camera: DemoCamera, length_us: int) -> Iterator[Path]:
    """Where the repeats of a clip lie, named in the store's own time."""
    zone = ZoneInfo(store.time_zone)
    for start_us in range(START_US, END_US, length_us):
        local = (datetime.fromtimestamp(0, UTC) + timedelta(microseconds=start_us)).astimezone(zone)
        yield footage / store.code / local.strftime(PATTERN.format(camera=camera.code))


def _unknown() -> dict[str, CameraTruth]:
    """Nothing is known of the reader's clips but that they are there."""
    whole = ((START_US, END_US),)
    nothing = CameraTruth(whole, (), (), (), (), (), ())
    return {f"{store.code}/{camera.code}": nothing for store in STORES for camera in CAMERAS}
