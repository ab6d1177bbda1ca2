"""A wall engine for tests: small clips, read-out of what is shown, patience."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from app.video.media import Segment, SegmentList
from app.video.wall.engine import ShownPicture, WallEngine
from tests.support.clips import HEIGHT, WIDTH, make_clip, number_of

US = 1_000_000
START_US = 1_760_000_000 * US
PATIENCE_S = 30.0
BACK_S = 2.0
"""After so long the tiles of a worker that died are back, where nothing else runs."""


def wait_for(done: Callable[[], object], what: str = "", patience_s: float = PATIENCE_S) -> None:
    """Wait, as long as a busy machine may need, and fail only then."""
    until_s = time.monotonic() + patience_s
    while not done():
        assert time.monotonic() < until_s, f"waited in vain for {what or done}"
        time.sleep(0.01)


def crowd() -> float:
    """How many programs want each processor core, one at least: so much longer all takes."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def shown_number(picture: ShownPicture) -> int:
    """The number drawn into a shown picture."""
    rows = np.frombuffer(picture.data, np.uint8).reshape(picture.height, picture.stride)
    return number_of(rows[:, : 4 * picture.width].reshape(picture.height, picture.width, 4).copy())


def numbered(
    path: Path, *, pictures: int = 100, rate: int = 10, start_us: int = START_US, **options: int
) -> SegmentList:
    """A recording whose pictures carry their number; 10 a second, a keyframe each second."""
    if not path.exists():
        make_clip(path, pictures=pictures, rate=rate, **options)
    return SegmentList((Segment(str(path), start_us, pictures * US // rate),), label=path.stem)


@contextmanager
def engine_of(workers: int = 2, **options: object) -> Iterator[WallEngine]:
    """A started engine at START_US, paused; stopped at the end."""
    engine = WallEngine(workers=workers, **options)  # type: ignore[arg-type]
    engine.start()
    engine.seek(START_US)
    try:
        wait_for(lambda: len(engine.statistics().worker_pids) == workers, "the workers")
        yield engine
    finally:
        engine.stop()


class Watcher:
    """Asks an engine for pictures as the window does."""

    def __init__(self, engine: WallEngine) -> None:
        self.engine = engine

    def number(self, tile: int = 0) -> int | None:
        picture = self.engine.picture(tile)
        return None if picture is None else shown_number(picture)

    def wait_number(self, number: int, tile: int = 0) -> None:
        wait_for(lambda: self.number(tile) == number, f"picture {number} in tile {tile}")

    def wait_picture(self, *tiles: int) -> None:
        wait_for(lambda: all(self.engine.picture(t) is not None for t in tiles), f"{tiles}")


SIZE = (WIDTH, HEIGHT)
