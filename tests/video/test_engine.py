"""The decode engine with real workers and real clips: what is shown, and when."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.faults import Fault
from app.video.media import Segment, SegmentList
from app.video.tiles import TileStateKind
from app.video.wall.engine import WallEngine
from tests.support.walls import SIZE, START_US, US, Watcher, engine_of, numbered, wait_for


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return numbered(tmp_path_factory.mktemp("clips") / "counter.mp4")


@pytest.fixture(scope="module")
def running() -> Iterator[WallEngine]:
    with engine_of() as engine:
        yield engine


@pytest.fixture
def engine(running) -> Iterator[WallEngine]:
    running.pause()
    running.set_speed(1.0)
    running.seek(START_US)
    yield running
    running.close_all()


def test_paused_every_seek_shows_the_exact_picture(engine, clip):
    engine.open(0, clip, *SIZE)
    watcher = Watcher(engine)
    for second, number in ((0.0, 0), (3.25, 32), (0.9, 9), (9.99, 99), (5.0, 50)):
        engine.seek(START_US + int(second * US))
        watcher.wait_number(number)
        assert engine.shown_time_us(0) == START_US + number * US // 10


def test_the_old_picture_stays_until_the_new_one_is_there(engine, clip):
    engine.open(0, clip, *SIZE)
    watcher = Watcher(engine)
    watcher.wait_number(0)
    for number in (90, 5, 73, 41):
        engine.seek(START_US + number * US // 10)
        seen = set()
        wait_for(lambda n=number, s=seen: s.add(watcher.number()) or n in s)
        assert None not in seen


def test_playing_shows_what_is_due_and_never_what_is_not(engine, clip):
    engine.open(0, clip, *SIZE)
    Watcher(engine).wait_picture(0)
    engine.play()
    seen = []
    while engine.clock.now_us() < START_US + 2 * US:
        now_us = engine.clock.now_us()
        picture = engine.picture(0, now_us)
        assert picture.media_time_us <= now_us
        seen.append(picture.media_time_us)
        time.sleep(0.005)
    assert seen == sorted(seen)
    assert len(set(seen)) > 5


def test_all_tiles_show_the_same_media_time(engine, clip):
    tiles = range(6)
    for tile in tiles:
        engine.open(tile, clip, *SIZE)
    Watcher(engine).wait_picture(*tiles)
    engine.play()
    alike = 0
    while alike < 10:
        now_us = engine.clock.now_us()
        assert now_us < START_US + 9 * US, "the tiles were hardly ever on the same picture"
        times = {engine.picture(tile, now_us).media_time_us for tile in tiles}
        alike += len(times) == 1
        time.sleep(0.01)


def test_at_the_highest_speed_only_keyframes_are_shown(engine, tmp_path):
    media = numbered(tmp_path / "long.mp4", pictures=1200, keyframe_every=20)
    engine.open(0, media, *SIZE)
    Watcher(engine).wait_picture(0)
    engine.set_speed(16.0)
    engine.play()
    seen = set()
    while engine.clock.now_us() < START_US + 60 * US:
        picture = engine.picture(0)
        if picture.media_time_us > START_US + US:  # before: decoded ahead for the lower speed
            seen.add((picture.media_time_us - START_US) * 10 // US)
        time.sleep(0.01)
    engine.pause()
    assert len(seen) > 3
    assert {number % 20 for number in seen} == {0}
    engine.seek(START_US + 33 * US // 10)
    Watcher(engine).wait_number(33)  # exact again


def test_pausing_at_the_highest_speed_shows_the_exact_picture(engine, tmp_path):
    media = numbered(tmp_path / "long.mp4", pictures=1200, keyframe_every=20)
    engine.open(0, media, *SIZE)
    Watcher(engine).wait_picture(0)
    engine.set_speed(16.0)
    engine.play()
    wait_for(lambda: engine.clock.now_us() > START_US + 20 * US)
    engine.pause()
    Watcher(engine).wait_number((engine.clock.now_us() - START_US) * 10 // US)


def test_steps_go_picture_by_picture_in_both_directions(engine, clip):
    engine.open(0, clip, *SIZE)
    engine.seek(START_US + 19 * US // 10)
    watcher = Watcher(engine)
    watcher.wait_number(19)
    for frames, number in ((1, 20), (1, 21), (-1, 20), (-1, 19), (-1, 18), (1, 19), (5, 24)):
        engine.step(frames, 0)
        watcher.wait_number(number)
        assert not engine.clock.state.playing


def test_a_step_right_after_a_jump_goes_on_from_where_the_jump_leads(engine, clip):
    """Nothing of the new moment is there yet; the picture of the old one is still shown."""
    engine.open(0, clip, *SIZE)
    watcher = Watcher(engine)
    watcher.wait_number(0)
    for frames, number in ((1, 51), (-1, 49)):
        engine.seek(START_US + 5 * US)
        engine.step(frames, 0)
        watcher.wait_number(number)
        engine.seek(START_US + 2 * US)
        watcher.wait_number(20)


def test_steps_asked_for_faster_than_they_are_done_are_added_up(engine, clip):
    engine.open(0, clip, *SIZE)
    engine.seek(START_US + 5 * US)
    watcher = Watcher(engine)
    watcher.wait_number(50)
    for _ in range(7):
        engine.step(-1, 0)
    watcher.wait_number(43)


def test_steps_that_follow_before_the_last_one_is_shown_go_on_from_it(engine, clip):
    """Nothing is painted meanwhile, so the window still shows the picture of the beginning."""
    engine.open(0, clip, *SIZE)
    engine.seek(START_US + 5 * US)
    watcher = Watcher(engine)
    watcher.wait_number(50)
    for number in (49, 48, 47):
        engine.step(-1, 0)
        wait_for(lambda at_us=START_US + number * US // 10: engine.clock.now_us() == at_us)
    watcher.wait_number(47)


def test_a_step_at_the_last_picture_stays_there(engine, clip):
    engine.open(0, clip, *SIZE)
    engine.seek(START_US + 99 * US // 10)
    watcher = Watcher(engine)
    watcher.wait_number(99)
    engine.step(1, 0)
    engine.step(-1, 0)
    watcher.wait_number(98)


def test_the_speed_changes_without_a_jump(engine, clip):
    engine.open(0, clip, *SIZE)
    Watcher(engine).wait_picture(0)
    engine.play()
    for speed in (0.25, 4.0, 2.0, 0.5):
        before = engine.clock.now_us()
        engine.set_speed(speed)
        assert engine.clock.now_us() - before < US
    wait_for(lambda: engine.shown_time_us(0) + US > engine.picture(0).media_time_us > START_US)


@pytest.mark.parametrize("size", [(77, 41), (31, 200), (128, 96), (1, 1), (333, 187)])
def test_any_tile_size_is_filled_with_the_right_shape(engine, clip, size):
    engine.open(0, clip, *size)
    Watcher(engine).wait_picture(0)
    picture = engine.picture(0)
    room = max(size[0], 2), max(size[1], 2)
    assert picture.width <= room[0]
    assert picture.height <= room[1]
    assert min(room[0] - picture.width, room[1] - picture.height) <= 1
    assert abs(picture.width / picture.height - 4 / 3) < 0.15 or min(room) < 10


def test_a_resized_tile_keeps_its_picture_until_the_new_size_is_there(engine, clip):
    engine.open(0, clip, *SIZE)
    engine.seek(START_US + 4 * US)
    watcher = Watcher(engine)
    watcher.wait_number(40)
    sizes, serials = set(), set()
    _note(engine, sizes, serials)
    for scale in (2, 3, 1):
        engine.resize(0, SIZE[0] * scale, SIZE[1] * scale)
        wait_for(lambda s=scale: _note(engine, sizes, serials).width == SIZE[0] * s)
        assert watcher.number() == 40
    assert sizes == {SIZE[0], 2 * SIZE[0], 3 * SIZE[0]}
    assert len(serials) >= 4  # the window repaints for each


def _note(engine, sizes, serials):
    picture = engine.picture(0)
    assert picture is not None
    sizes.add(picture.width)
    serials.add(picture.serial)
    return picture


def test_resizing_again_before_the_first_took_place(engine, clip):
    engine.open(0, clip, *SIZE)
    for width in range(130, 200, 3):
        engine.resize(0, width, 300)
        time.sleep(0.002)  # so that the worker meets sizes that are gone again
    wait_for(lambda: (engine.picture(0) or _NONE).width == 199)


_NONE = type("None_", (), {"width": 0})


def test_a_gap_is_told_with_its_span_and_ends_by_itself(engine, clip):
    path = clip.segments[0].path
    late = START_US + 20 * US
    media = SegmentList((*clip.segments, Segment(path, late, 10 * US)), label="counter")
    engine.open(0, media, *SIZE)
    Watcher(engine).wait_picture(0)
    engine.seek(START_US + 15 * US)
    wait_for(lambda: engine.state(0).kind is TileStateKind.NO_RECORDING)
    span = engine.state(0).span
    assert (span.start_us, span.end_us) == (START_US + 10 * US, late)
    engine.seek(late - US)
    engine.play()
    wait_for(lambda: engine.clock.now_us() > late)
    wait_for(lambda: engine.state(0).kind is TileStateKind.PLAYING)
    wait_for(lambda: engine.picture(0).media_time_us >= late)


def test_playing_into_the_end_says_that_nothing_follows(engine, clip):
    engine.open(0, clip, *SIZE)
    Watcher(engine).wait_picture(0)
    engine.set_speed(4.0)
    engine.seek(START_US + 8 * US)
    engine.play()
    wait_for(lambda: engine.picture(0) and engine.state(0).kind is TileStateKind.NO_RECORDING)
    assert engine.clock.now_us() >= START_US + 10 * US
    assert engine.shown_time_us(0) >= START_US + 98 * US // 10  # at 4x every second one


def test_a_broken_clip_says_so_and_the_good_ones_go_on(engine, clip, tmp_path):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"not a video at all" * 500)
    engine.open(0, SegmentList((Segment(str(broken), START_US, 10 * US),), label="S1/door"), *SIZE)
    engine.open(1, clip, *SIZE)
    engine.open(2, clip, *SIZE)
    wait_for(lambda: engine.state(0).kind is TileStateKind.LOST)
    assert "broken.mp4" in engine.state(0).text("en")
    assert "broken.mp4" in engine.state(0).text("zh_CN")
    engine.play()
    for tile in (1, 2):
        wait_for(
            lambda t=tile: (
                (picture := engine.picture(t)) is not None and picture.media_time_us > START_US
            )
        )


def test_a_hidden_tile_is_not_decoded_and_comes_back_where_the_clock_is(engine, clip):
    engine.open(0, clip, *SIZE)
    watcher = Watcher(engine)
    watcher.wait_number(0)
    engine.set_visible(0, False)
    engine.seek(START_US + 5 * US)
    time.sleep(0.5)
    assert watcher.number() == 0
    engine.set_visible(0, True)
    watcher.wait_number(50)


def test_a_still_has_full_resolution_and_the_very_picture(engine, tmp_path):
    media = numbered(tmp_path / "large.mp4", pictures=30, width=640, height=480)
    engine.open(0, media, *SIZE)
    still = engine.still(0, START_US + 17 * US // 10 + 5).result(30)
    assert (still.width, still.height) == (640, 480)
    assert still.media_time_us == START_US + 17 * US // 10
    assert still.png.startswith(b"\x89PNG")


def test_a_still_where_nothing_was_recorded_says_so(engine, clip):
    engine.open(0, clip, *SIZE)
    with pytest.raises(Fault, match="counter"):
        engine.still(0, START_US - 5 * US).result(30)
    with pytest.raises(Fault, match="tile 4"):
        engine.still(3, START_US).result(30)


def test_opening_a_tile_again_shows_the_other_recording(engine, clip, tmp_path):
    other = numbered(tmp_path / "other.mp4", pictures=50, first=500)
    engine.open(0, clip, *SIZE)
    watcher = Watcher(engine)
    watcher.wait_number(0)
    engine.open(0, other, *SIZE)
    watcher.wait_number(500)
    engine.close(0)
    assert engine.picture(0) is None
    assert engine.state(0).kind is TileStateKind.EMPTY
    assert engine.media(0) is None


def test_tiles_are_spread_over_the_workers_and_counted(engine, clip):
    for tile in range(4):
        engine.open(tile, replace(clip, label=f"c{tile}"), *SIZE)
    Watcher(engine).wait_picture(*range(4))
    engine.play()
    wait_for(
        lambda: (
            [engine.picture(t) for t in range(4)]
            and min(engine.statistics().pictures_per_s.values()) > 2
        )
    )
    statistics = engine.statistics()
    assert len(set(statistics.worker_pids)) == 2
    assert statistics.restarts == 0
    assert engine.state(0).pictures_per_s > 2
