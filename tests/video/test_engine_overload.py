"""A machine that cannot decode every picture at a speed: all tiles save work together."""

from __future__ import annotations

import time
from pathlib import Path

from app.video.media import Media, RecordingFolder, Segment, SegmentList
from app.video.recordings.source import RecordingSource
from app.video.source import NoRecording, Picture, VideoSource
from tests.support.walls import SIZE, START_US, US, Watcher, engine_of, numbered, wait_for

KEYFRAME_US = 2 * US
RUN_US = 120 * US
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


def long_footage(path: Path) -> SegmentList:
    """The same two minutes for forty: a busy machine does not come to their end."""
    (once,) = numbered(path, pictures=1200, keyframe_every=20).segments
    starts = range(START_US, START_US + 20 * RUN_US, RUN_US)
    return SegmentList(tuple(Segment(once.path, start_us, RUN_US) for start_us in starts))


def test_all_tiles_save_work_together_and_come_back(tmp_path):
    """They stand at the same picture, early in a keyframe's run: the rest is left out by all."""
    media = long_footage(tmp_path / "long.mp4")
    with engine_of(workers=2, opener=open_costly) as engine:
        for tile in TILES:
            engine.open(tile, media, *SIZE)
        Watcher(engine).wait_picture(*TILES)
        engine.set_speed(4.0)
        engine.play()
        wait_for(lambda: engine.statistics().thinned)

        def same_early_picture() -> bool:
            now_us = engine.clock.now_us()
            times = {engine.picture(tile, now_us).media_time_us - START_US for tile in TILES}
            return len(times) == 1 and times.pop() % KEYFRAME_US < KEYFRAME_US // 2

        for _ in range(3):
            wait_for(lambda: engine.statistics().thinned and same_early_picture())
            shown_us = engine.shown_time_us(0)
            wait_for(lambda at_us=shown_us: engine.picture(0).media_time_us != at_us)
        engine.set_speed(0.25)  # what it can do
        wait_for(lambda: not engine.statistics().thinned)
        wait_for(lambda: (engine.picture(0).media_time_us - START_US) % KEYFRAME_US)
