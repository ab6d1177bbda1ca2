"""A machine that cannot decode every picture at a speed: all tiles save work together."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from app.video.media import Media, RecordingFolder, SegmentList
from app.video.recordings.source import RecordingSource
from app.video.source import NoRecording, Picture, VideoSource
from tests.support.walls import SIZE, START_US, US, Watcher, engine_of, numbered, wait_for

KEYFRAME_US = 2 * US
TILES = range(4)
LEAST = 0.8  # of the mean number of pictures, on every tile
LOOK_S = 3.0


class Costly(RecordingSource):
    """Each picture between keyframes costs processor time: with 30 ms 1.2 cores a tile at 4x."""

    cost_ms = 30

    def read(self) -> Picture | NoRecording:
        until_ns = time.thread_time_ns() + (0 if self._keys else self.cost_ms * 1_000_000)
        while time.thread_time_ns() < until_ns:
            pass
        return super().read()


def open_costly(media: Media) -> VideoSource:
    assert isinstance(media, SegmentList | RecordingFolder)
    source = Costly(media)
    source.cost_ms = int(media.label)
    return source


def long_recording(folder: Path, cost_ms: int) -> SegmentList:
    """Twelve minutes whose pictures cost so much."""
    once = numbered(folder / "long.mp4", pictures=1200, keyframe_every=20)
    length_us = 120 * US
    return SegmentList(
        tuple(
            replace(once.segments[0], start_us=START_US + lap * length_us, duration_us=length_us)
            for lap in range(6)
        ),
        str(cost_ms),
    )


def test_all_tiles_save_work_together_and_come_back(tmp_path):
    media = long_recording(tmp_path, 30)
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


def test_no_tile_shows_much_less_than_the_others(tmp_path):
    """One tile alone costs 2.4 cores, more than a worker can have on any machine."""
    with engine_of(workers=2, opener=open_costly) as engine:
        for tile in TILES:
            engine.open(tile, long_recording(tmp_path, 0 if tile else 60), *SIZE)
        Watcher(engine).wait_picture(*TILES)
        engine.set_speed(4.0)
        engine.play()
        wait_for(lambda: engine.statistics().thinned)

        def even() -> bool:
            """Other programs may disturb some seconds of it, but not all."""
            before, until_s = engine.pictures_shown(), time.monotonic() + LOOK_S
            while time.monotonic() < until_s:
                now_us = engine.clock.now_us()
                for tile in TILES:
                    engine.picture(tile, now_us)
                time.sleep(1 / 60)
            shown = [engine.pictures_shown()[tile] - before[tile] for tile in TILES]
            fair = 0 < sum(shown) / len(shown) * LEAST <= min(shown)
            return fair and engine.statistics().thinned

        wait_for(even, "an even share for every tile")
