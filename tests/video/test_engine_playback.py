"""The engine with real workers: backwards, by steps, over chosen spans, in a loop."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator

import pytest

from app.video.media import RecordingFolder, Segment, SegmentList, Span
from app.video.tiles import TileStateKind
from app.video.wall.engine import WallEngine
from tests.support.clips import make_clip
from tests.support.walls import SIZE, START_US, US, Watcher, engine_of, numbered, wait_for

TENTH = US // 10


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return numbered(tmp_path_factory.mktemp("clips") / "counter.mp4", keyframe_every=20)


@pytest.fixture(scope="module")
def running() -> Iterator[WallEngine]:
    with engine_of() as engine:
        yield engine


@pytest.fixture
def engine(running) -> Iterator[WallEngine]:
    running.pause()
    running.set_course(None)
    running.set_loop(None)
    running.set_speed(1.0)
    running.seek(START_US)
    yield running
    running.close_all()


def play_and_look(engine: WallEngine, seconds: float) -> list[int]:
    """The numbers of the pictures that are shown one after another."""
    shown: list[int] = []
    engine.play()
    until_s = time.monotonic() + seconds
    while time.monotonic() < until_s:
        number = (engine.picture(0).media_time_us - START_US) // TENTH
        if not shown or shown[-1] != number:
            shown.append(number)
        time.sleep(0.005)
    engine.pause()
    return shown


def test_backwards_the_pictures_come_in_falling_order(engine, clip):
    engine.open(0, clip, *SIZE)
    engine.seek(START_US + 6 * US)
    Watcher(engine).wait_number(60)
    engine.set_speed(-2.0)
    shown = play_and_look(engine, 1.5)
    assert shown == sorted(shown, reverse=True)
    assert len(shown) > 10
    Watcher(engine).wait_number((engine.clock.now_us() - START_US) // TENTH)


def test_backwards_to_the_beginning_and_no_further(engine, clip):
    engine.open(0, clip, *SIZE)
    engine.seek(START_US + US)
    Watcher(engine).wait_number(10)
    engine.set_speed(-8.0)
    engine.play()
    wait_for(lambda: engine.state(0).kind is TileStateKind.NO_RECORDING)
    assert engine.clock.now_us() < START_US


def test_steps_back_after_playing_backwards_and_forwards_again(engine, clip):
    engine.open(0, clip, *SIZE)
    engine.seek(START_US + 5 * US)
    watcher = Watcher(engine)
    watcher.wait_number(50)
    for frames, number in ((-1, 49), (-1, 48), (-3, 45), (1, 46), (-1, 45), (-10, 35), (2, 37)):
        engine.step(frames, 0)
        watcher.wait_number(number)


def test_only_the_chosen_spans_are_played(engine, clip):
    engine.open(0, clip, *SIZE)
    Watcher(engine).wait_number(0)
    spans = (Span(START_US + US, START_US + 2 * US), Span(START_US + 7 * US, START_US + 8 * US))
    engine.set_course(spans)
    shown = play_and_look(engine, 2.2)
    assert set(shown[1:]) <= {*range(10, 20), *range(70, 80)}  # the first may be what stood there
    assert {10, 70} <= set(shown)
    assert shown == sorted(shown)


def test_a_loop_is_played_again_and_again(engine, clip):
    engine.open(0, clip, *SIZE)
    engine.seek(START_US + 3 * US)
    Watcher(engine).wait_number(30)
    engine.set_loop(Span(START_US + 3 * US, START_US + 3 * US + 5 * TENTH))
    shown = play_and_look(engine, 2.2)
    assert set(shown) == set(range(30, 35))
    assert shown.count(30) >= 3
    engine.set_loop(None)
    assert set(play_and_look(engine, 1.0)) - set(range(30, 35))


def test_facts_of_a_recording(engine, clip):
    engine.open(0, clip, *SIZE)
    Watcher(engine).wait_number(0)
    wait_for(lambda: engine.facts(0) is not None)
    facts = engine.facts(0)
    assert (facts.width, facts.height, facts.codec) == (*SIZE, "h264")
    assert (facts.stream, facts.decoder, facts.decode_errors) == ("recording", "software", 0)
    assert facts.bitrate_bps > 0


def test_the_rate_of_pictures_that_come_seldom_is_told(engine, tmp_path):
    engine.open(0, numbered(tmp_path / "seldom.mp4", pictures=20, rate=1), *SIZE)
    Watcher(engine).wait_picture(0)
    engine.play()
    seen: set[float] = set()

    def told() -> bool:
        engine.picture(0)
        seen.add(engine.state(0).pictures_per_s)
        return any(0.4 < rate < 1.5 for rate in seen)

    wait_for(told)
    engine.pause()
    assert engine.state(0).pictures_per_s == 0.0


@pytest.mark.skipif(sys.platform == "win32", reason="signals as Unix has them")
@pytest.mark.parametrize("speed", [4.0, -4.0])
def test_a_worker_killed_while_playing_gives_its_tiles_back(tmp_path, speed):
    clip = make_clip(tmp_path / "a.mp4", pictures=100)
    starts = [START_US + n * 10 * US for n in range(-20, 20)]
    media = SegmentList(tuple(Segment(str(clip), at_us, 10 * US) for at_us in starts), "counter")
    with engine_of(workers=2) as engine:
        for tile in range(6):
            engine.open(tile, media, *SIZE)
        Watcher(engine).wait_picture(*range(6))
        engine.set_speed(speed)
        engine.play()
        os.kill(engine.statistics().worker_pids[0], signal.SIGKILL)
        wait_for(lambda: engine.statistics().restarts == 1)
        killed_us = engine.clock.now_us()

        def near(tile: int) -> bool:
            """With the clock again, far beyond what the dead worker had decoded ahead."""
            at_us = engine.picture(tile).media_time_us
            return abs(at_us - killed_us) > 8 * US and abs(at_us - engine.clock.now_us()) < 2 * US

        wait_for(lambda: all(near(tile) for tile in range(6)))


def test_footage_deleted_while_playing_is_told_and_the_rest_plays_on(tmp_path):
    for second in (0, 3, 6):
        make_clip(tmp_path / f"cam/08-00-{second:02}.mp4", pictures=30, first=10 * second)
    media = RecordingFolder(
        str(tmp_path / "days"), "{camera}/%Y-%m-%d/%H-%M-%S.mp4", "cam", "UTC", "S001/entrance"
    )
    day = tmp_path / "days" / "cam" / "2025-10-09"
    day.parent.mkdir(parents=True)
    shutil.move(tmp_path / "cam", day)
    start_us = START_US - START_US % (86_400 * US) + 8 * 3600 * US
    with engine_of(workers=1) as engine:
        engine.open(0, media, *SIZE)
        engine.seek(start_us + US)
        watcher = Watcher(engine)
        watcher.wait_number(10)
        (day / "08-00-03.mp4").unlink()
        engine.set_speed(2.0)
        engine.play()
        wait_for(lambda: engine.state(0).kind in {TileStateKind.LOST, TileStateKind.NO_RECORDING})
        wait_for(lambda: (watcher.number() or 0) >= 60)
        assert engine.state(0).kind is TileStateKind.PLAYING
        shutil.rmtree(day)
        engine.seek(start_us + 7 * US)
        wait_for(lambda: engine.state(0).kind is TileStateKind.LOST)
        assert "S001" in engine.state(0).text("en") or str(tmp_path) in engine.state(0).text("en")
