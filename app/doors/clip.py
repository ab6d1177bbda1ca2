"""``main.py clip STORE/CAMERA FROM TO --why TEXT``: a clip without a window."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.doors.progress import ProgressBar
from app.faults import Fault, Sentence

if TYPE_CHECKING:
    from app.operations.clips_job import ClipJob
    from app.operations.facade import Operations
    from app.operations.values import Camera, Store

_NO_CAMERA = Sentence(
    "There is no camera {name}. Name it like S001/entrance, as under Stores.",
    "没有摄像机 {name}。请按“门店”中的编号填写，例如 S001/entrance。",
)
_NO_TIME = Sentence(
    "{text} is not a date and time. Write it like 2026-03-02T10:02:00, on the store's clock.",
    "{text} 不是日期和时间。请按门店时间填写，例如 2026-03-02T10:02:00。",
)
_LOOK_S = 0.2


class ClipDoorFault(Fault):
    """What was asked for on the command line cannot be."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``main.py clip`` accepts."""
    parser.add_argument("camera", metavar="STORE/CAMERA", help="as S001/entrance")
    parser.add_argument("begin", metavar="FROM", help="as 2026-03-02T10:02:00, the store's clock")
    parser.add_argument("end", metavar="TO")
    parser.add_argument("--why", required=True, metavar="TEXT", help="stands in the sidecar")
    parser.add_argument("--out", type=Path, default=None, metavar="FOLDER")
    parser.add_argument("--watermark", action="store_true", help="burn in name, place and time")


def run(arguments: argparse.Namespace) -> int:
    """Write the clip and its sidecar; raises a Fault where that cannot be."""
    from app.operations.clips_values import ClipRequest
    from app.operations.facade import open_operations
    from app.video.media import Span

    operations = open_operations(arguments.home, arguments.database)
    try:
        store, camera = _camera(operations, arguments.camera)
        span = Span(_moment_us(arguments.begin, store), _moment_us(arguments.end, store))
        job = operations.clips.start(
            [ClipRequest(camera.id, span)],
            (arguments.out or operations.clips.folder()).expanduser(),
            arguments.why,
            watermark=arguments.watermark,
        )
        return _follow(job)
    finally:
        operations.close()


def _follow(job: ClipJob) -> int:
    bar = ProgressBar("clip")
    while not job.wait(_LOOK_S):
        bar.show(job.status().overall, job.status().camera)
    bar.end()
    status = job.status()
    for failed in status.failed:
        raise failed.fault
    for written in status.written:
        early_s = written.paper.starts_early_us / 1_000_000
        note = f"  ({early_s:.1f} s early, at the keyframe before)" if early_s else ""
        print(f"{written.path}{note}")
    return 0


def _camera(operations: Operations, name: str) -> tuple[Store, Camera]:
    store_code, _, camera_code = name.partition("/")
    for node in operations.stores.tree().stores():
        for camera in node.cameras:
            if (node.store.code, camera.code) == (store_code, camera_code):
                return node.store, camera
    raise ClipDoorFault(_NO_CAMERA, name=name)


def _moment_us(text: str, store: Store) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ClipDoorFault(_NO_TIME, text=text) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(store.time_zone))
    return round(moment.timestamp() * 1_000_000)
