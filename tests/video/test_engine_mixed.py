"""Footage of different cameras on one wall: rates, clocks, sizes, keyframes, B-frames. In step."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.video.media import Segment, SegmentList
from app.video.wall.engine import WallEngine
from tests.support.clips import make_clip
from tests.support.walls import SIZE, START_US, US, Watcher, engine_of

SECONDS = 80
SLOWEST_US = US // 5  # a picture of the slowest of them
KEYFRAMES_US = 3 * US  # their largest distance


def uneven(number: int) -> int:
    """Every third picture comes 60 ms late, in units of 1/25 s."""
    return 3 * number + (number % 3 == 2)


def alternating(folder: Path) -> SegmentList:
    """Files with a keyframe each second and each three seconds, one after the other."""
    often = make_clip(folder / "often.mp4", pictures=100, keyframe_every=10)
    seldom = make_clip(folder / "seldom.mp4", pictures=100, keyframe_every=30)
    clips = [often, seldom] * (SECONDS // 20)
    return SegmentList(
        tuple(Segment(str(clip), START_US + n * 10 * US) for n, clip in enumerate(clips)), "uneven"
    )


def repeated(clip: Path, length_us: int, early_us: int = 0) -> SegmentList:
    """One clip again and again; ``early_us``: its camera's clock."""
    count = SECONDS * US // length_us + 1
    return SegmentList(
        tuple(
            Segment(str(clip), START_US - early_us + n * length_us, length_us) for n in range(count)
        ),
        clip.stem,
    )


@pytest.fixture(scope="module")
def cameras(tmp_path_factory: pytest.TempPathFactory) -> list[SegmentList]:
    folder = tmp_path_factory.mktemp("mixed")
    plain = make_clip(folder / "plain.mp4", pictures=100, keyframe_every=20)
    b_frames = make_clip(folder / "b.mp4", pictures=250, rate=25, keyframe_every=50, bframes=3)
    vfr = make_clip(folder / "vfr.mp4", pictures=80, rate=25, keyframe_every=8, pts=uneven)
    slow = make_clip(folder / "slow.ts", pictures=50, rate=5, keyframe_every=10)
    large = make_clip(folder / "large.mkv", pictures=150, rate=15, width=480, height=352)
    return [
        repeated(plain, 10 * US),
        repeated(b_frames, 10 * US, early_us=370_000),
        repeated(vfr, 240 * US // 25),
        repeated(slow, 10 * US, early_us=1_111_111),
        repeated(large, 10 * US, early_us=50_000),
        alternating(folder),
    ]


@pytest.fixture(scope="module")
def engine(cameras: list[SegmentList]) -> Iterator[WallEngine]:
    with engine_of(workers=2) as engine:
        for tile, media in enumerate(cameras):
            engine.open(tile, media, *SIZE)
        yield engine


@pytest.mark.parametrize(
    ("speed", "apart_us"), [(1.0, SLOWEST_US), (-1.0, SLOWEST_US), (16.0, KEYFRAMES_US)]
)
def test_at_every_paint_the_tiles_show_the_same_moment(engine, cameras, speed, apart_us):
    engine.pause()
    engine.set_speed(speed)
    engine.seek(START_US + 30 * US if speed < 16.0 else START_US)
    tiles = range(len(cameras))
    Watcher(engine).wait_picture(*tiles)
    time.sleep(0.5)  # the pictures of the new moment, at an unhurried pace
    engine.play()
    spreads: list[int] = []
    until_s = time.monotonic() + 1.8
    while time.monotonic() < until_s:
        now_us = engine.clock.now_us()
        times = [engine.picture(tile, now_us).media_time_us for tile in tiles]
        spreads.append(max(times) - min(times))
        time.sleep(1 / 60)
    in_step = [spread <= apart_us + 60_000 for spread in spreads]  # 60 ms: of the uneven one
    assert sum(in_step) >= 0.8 * len(in_step)  # a busy machine may be late now and then
    assert any(in_step[-10:])  # and what is late comes back
