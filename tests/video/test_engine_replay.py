"""Recordings on a recorder, on the wall beside recordings in files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.video.media import RecorderAbility, RecorderKind, Segment, SegmentList, Span
from app.video.tiles import TileStateKind
from tests.support.clips import make_clip
from tests.support.replay_server import ORIGIN_US, Recorder, ReplayServer
from tests.support.walls import SIZE, US, Watcher, engine_of, wait_for

RATE = 10


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    return make_clip(path, pictures=100, rate=RATE, keyframe_every=10)


def number_at(media_time_us: int) -> int:
    return (media_time_us - ORIGIN_US) * RATE // US % 100


def wait_for_pictures(watcher: Watcher, tile: int, different: int) -> None:
    seen: set[int | None] = set()

    def look() -> bool:
        seen.add(watcher.number(tile))
        return len(seen) > different

    wait_for(look, f"{different} pictures in tile {tile}")


def test_recorders_and_files_play_in_step_at_every_speed_and_backwards(clip):
    files = SegmentList(
        tuple(Segment(str(clip), ORIGIN_US + n * 10 * US, 10 * US) for n in range(60)), "file"
    )
    with ReplayServer(clip) as server, engine_of(workers=1) as engine:
        engine.seek(ORIGIN_US + 30 * US + 450_000)
        engine.open(0, server.media(label="S001/a"), *SIZE)
        engine.open(1, server.media(label="S001/b"), *SIZE)
        engine.open(2, files, *SIZE)
        watcher = Watcher(engine)
        for tile in range(3):
            watcher.wait_number(4, tile)
        for speed in (1.0, 16.0, -4.0):
            engine.clock.set_speed(speed)
            engine.clock.play()
            for tile in range(3):
                wait_for_pictures(watcher, tile, 4)
            engine.clock.pause()
            at_us = engine.clock.now_us()
            for tile in range(3):
                watcher.wait_number(number_at(at_us), tile)
        assert {engine.state(tile).kind for tile in range(3)} == {TileStateKind.PLAYING}
        still = engine.still(0, engine.clock.now_us()).result(30)
        assert still.width == SIZE[0] or still.png.startswith(b"\x89PNG")


def test_more_tiles_than_sessions_wait_and_take_turns(clip):
    with (
        ReplayServer(clip, Recorder(sessions=2)) as server,
        engine_of(workers=1) as engine,
    ):
        engine.seek(ORIGIN_US + 20 * US)
        for tile in range(4):
            engine.open(tile, server.media(label=f"S001/{tile}", sessions=2), *SIZE)
        watcher = Watcher(engine)
        for tile in range(4):
            watcher.wait_number(0, tile)
        assert server.playing_most <= 2


def test_while_they_play_each_of_many_tiles_has_its_turns(clip):
    with (
        ReplayServer(clip, Recorder(sessions=1, pace=40)) as server,
        engine_of(workers=1) as engine,
    ):
        engine.seek(ORIGIN_US + 20 * US)
        for tile in range(4):
            engine.open(tile, server.media(label=f"S001/{tile}", sessions=1), *SIZE)
        watcher = Watcher(engine)
        watcher.wait_picture(*range(4))
        engine.clock.play()
        for tile in range(4):
            wait_for_pictures(watcher, tile, 10)
        assert server.playing_most == 1


def test_a_tile_without_a_session_says_so_and_begins_when_one_is_free(clip):
    paced = RecorderAbility(max_speed=1.0, sessions=1)
    recorder = Recorder(RecorderKind.UNIVIEW, sessions=1, rate_control=False)
    with ReplayServer(clip, recorder) as server, engine_of(workers=1) as engine:
        media = server.media(sessions=1, ability=paced, label="S001/first")
        engine.seek(ORIGIN_US + 20 * US)
        engine.open(0, media, *SIZE)
        wait_for(lambda: engine.picture(0) is not None, "the first")
        engine.clock.play()
        engine.open(1, replace(media, label="S001/second"), *SIZE)
        wait_for(lambda: engine.state(1).kind is TileStateKind.LOST, "the second waits")
        assert "waits for a free session" in engine.state(1).text("en")
        assert "1 in use" in engine.state(1).text("en")
        assert "已用 1 路" in engine.state(1).text("zh_CN")
        engine.close(0)
        wait_for(lambda: engine.picture(1) is not None, "the second")
        wait_for(lambda: engine.state(1).kind is TileStateKind.PLAYING)


def test_a_gap_is_told_and_the_next_stretch_shown(clip):
    spans = (
        Span(ORIGIN_US, ORIGIN_US + 30 * US),
        Span(ORIGIN_US + 90 * US, ORIGIN_US + 120 * US),
    )
    with ReplayServer(clip, Recorder(spans=spans)) as server, engine_of(workers=1) as engine:
        engine.seek(ORIGIN_US + 50 * US)
        engine.open(0, server.media(), *SIZE)
        wait_for(lambda: engine.state(0).kind is TileStateKind.NO_RECORDING)
        told = engine.state(0).span
        assert told is not None
        assert told.end_us == ORIGIN_US + 90 * US
        engine.seek(ORIGIN_US + 95 * US + 250_000)
        Watcher(engine).wait_number(52)


@pytest.mark.parametrize(("whole", "speed"), [(1.0, -1.0), (1.0, -16.0), (8.0, -2.0)])
def test_a_recorder_that_cannot_play_backwards_shows_pictures_in_time_all_the_same(
    clip, whole, speed
):
    ability = RecorderAbility(max_speed=whole, full_speed=whole, scale=whole, whole_scale=whole)
    recorder = Recorder(
        RecorderKind.DAHUA, rate_control=False, intra=False, reverse=False, scale=whole
    )
    with ReplayServer(clip, recorder) as server, engine_of(workers=1) as engine:
        engine.seek(ORIGIN_US + 500 * US)
        engine.open(0, server.media(ability=ability), *SIZE)
        watcher = Watcher(engine)
        watcher.wait_picture(0)
        engine.clock.set_speed(speed)
        engine.clock.play()
        near: set[int] = set()

        def look() -> bool:
            picture = engine.picture(0)
            at_us = engine.clock.now_us()
            if picture and abs(picture.media_time_us - at_us) < 1.5 * US * max(1, -speed):
                near.add(picture.media_time_us)
            return len(near) > 5

        wait_for(look, "pictures in time")
        engine.clock.pause()
        watcher.wait_number(number_at(engine.clock.now_us()))
