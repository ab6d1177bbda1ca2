"""A machine that cannot decode every picture at a speed: all tiles save work together."""

from __future__ import annotations

import time
from dataclasses import replace

from app.video.media import Media, RecordingFolder, SegmentList
from app.video.recordings.source import RecordingSource
from app.video.source import NoRecording, Picture, VideoSource
from tests.support.walls import SIZE, START_US, US, Watcher, engine_of, numbered, wait_for

KEYFRAME_US = 2 * US
TILES = range(4)


class Costly(RecordingSource):
    """Each picture between keyframes costs 30 ms of processor time: 1.2 cores a tile at 4x."""

    def read(self) -> Picture | NoRecording:
        until_ns = time.thread_time_ns() + (0 if self._keys else 30_000_000)
        while time.thread_time_ns() < until_ns:
            pass
        return super().read()


def open_costly(media: Media) -> VideoSource:
    assert isinstance(media, SegmentList | RecordingFolder)
    return Costly(media)


def test_all_tiles_save_work_together_and_come_back(tmp_path):
    once = numbered(tmp_path / "long.mp4", pictures=1200, keyframe_every=20)
    length_us = 120 * US
    media = SegmentList(
        tuple(
            replace(once.segments[0], start_us=START_US + lap * length_us, duration_us=length_us)
            for lap in range(6)
        )
    )
    with engine_of(workers=2, opener=open_costly) as engine:
        for tile in TILES:
            engine.open(tile, media, *SIZE)
        Watcher(engine).wait_picture(*TILES)
        engine.set_speed(4.0)
        engine.play()
        wait_for(lambda: engine.statistics().thinned)
        moments: set[int] = set()

        def same_moments() -> bool:
            now_us = engine.clock.now_us()
            times = {engine.picture(tile, now_us).media_time_us for tile in TILES}
            if len(times) == 1:
                moments.add(times.pop())
            return len(moments) >= 5

        wait_for(same_moments)
        engine.set_speed(0.25)  # what it can do
        wait_for(lambda: not engine.statistics().thinned)
        wait_for(lambda: (engine.picture(0).media_time_us - START_US) % KEYFRAME_US)
