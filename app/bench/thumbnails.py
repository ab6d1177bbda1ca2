"""How long the small picture under the pointer takes, asked for as the window does."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.bench.footage import START_US, Footage

if TYPE_CHECKING:
    from app.operations.facade import Operations
    from app.operations.thumbnails import Thumbnail, Thumbnails

_PATTERN = "{camera}/%Y-%m-%d/%H-%M-%S.mp4"
_CAMERA = "front"
_US_PER_S = 1_000_000
Wait = Callable[[Callable[[], bool]], object]


@dataclass(frozen=True)
class ThumbnailMeasure:
    """``took_ms``: each that came; ``missing``: how many did not."""

    took_ms: tuple[float, ...]
    missing: int


def measure_thumbnails(
    folder: Path, played: Footage, moments_s: Sequence[float], wait: Wait
) -> ThumbnailMeasure:
    """One after the other, at moments of a camera that recorded the footage into ``folder``.

    ``wait`` lets the wall play on until its question is answered with yes.
    """
    from app.operations.facade import open_operations
    from app.storage.credentials import Credentials

    lay_out(folder / "recordings", played, max(moments_s, default=0.0))
    operations = open_operations(folder / "home", credentials=Credentials(lambda: None))
    try:
        camera_id = _camera(operations, folder / "recordings")
        thumbnails = operations.thumbnails
        _take(thumbnails, camera_id, 0.0, wait)  # its process starts with the window
        took = [_take(thumbnails, camera_id, moment_s, wait) for moment_s in moments_s]
    finally:
        operations.close()
    came = tuple(each for each in took if each is not None)
    return ThumbnailMeasure(came, len(took) - len(came))


def lay_out(root: Path, played: Footage, seconds: float) -> None:
    """The footage again and again, in files with the names that a recorder gives them."""
    begin = datetime.fromtimestamp(START_US / _US_PER_S, UTC)
    for number in range(math.floor(seconds * _US_PER_S / played.file_us) + 1):
        at = begin + timedelta(microseconds=number * played.file_us)
        path = root / at.strftime(_PATTERN.format(camera=_CAMERA))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.hardlink_to(played.file)


def _camera(operations: Operations, root: Path) -> int:
    from app.operations.values import CameraDraft

    stores = operations.stores
    region = stores.add_region(stores.add_company("Bench").id, "Bench")
    store = stores.add_store(region.id, "S001", "Bench", "UTC")
    draft = CameraDraft(
        store.id, _CAMERA, _CAMERA, recording_root=str(root), recording_pattern=_PATTERN
    )
    return stores.add_camera(draft).id


def _take(thumbnails: Thumbnails, camera_id: int, moment_s: float, wait: Wait) -> float | None:
    """Milliseconds until it is there; None where there is none."""
    done_s: list[float] = []

    def done(_future: Future[Thumbnail | None]) -> None:
        done_s.append(time.perf_counter())

    began_s = time.perf_counter()
    future = thumbnails.at(camera_id, START_US + round(moment_s * _US_PER_S))
    future.add_done_callback(done)
    wait(lambda: bool(done_s))
    there = bool(done_s) and future.result() is not None
    return (done_s[0] - began_s) * 1000 if there else None
