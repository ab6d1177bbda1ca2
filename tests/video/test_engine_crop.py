"""Digital zoom through the engine: another part of the same moment, standing and playing."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from app.video.pictures.shape import WHOLE, Crop
from app.video.wall.engine import WallEngine
from tests.support.walls import SIZE, START_US, US, Watcher, engine_of, numbered, wait_for

CORNER = Crop(0.5, 0.5, 0.5, 0.5)


@pytest.fixture(scope="module")
def running() -> Iterator[WallEngine]:
    with engine_of(workers=1) as engine:
        yield engine


@pytest.fixture
def engine(running, tmp_path_factory) -> Iterator[WallEngine]:
    running.pause()
    running.set_speed(1.0)
    running.seek(START_US + 33 * US // 10)
    clip = numbered(tmp_path_factory.mktemp("clips") / "counter.mp4")
    running.open(0, clip, *SIZE)
    Watcher(running).wait_number(33)
    yield running
    running.close_all()


def shows(engine: WallEngine, crop: Crop) -> bool:
    picture = engine.picture(0)
    return picture is not None and picture.crop == crop


def test_a_standing_picture_is_shown_in_part_and_whole_again(engine):
    for crop in (CORNER, Crop(0.25, 0.25, 0.5, 0.5), None, CORNER, None):
        engine.crop(0, crop)
        wait_for(lambda c=crop: shows(engine, c or WHOLE), str(crop))
        picture = engine.picture(0)
        assert picture is not None
        assert (picture.width, picture.height) == SIZE
        assert picture.media_time_us == START_US + 33 * US // 10


def test_steps_and_jumps_keep_the_part(engine):
    engine.crop(0, CORNER)
    wait_for(lambda: shows(engine, CORNER))
    engine.step(1, 0)
    wait_for(lambda: engine.picture(0).media_time_us == START_US + 34 * US // 10)
    assert shows(engine, CORNER)
    engine.seek(START_US + 7 * US)
    wait_for(lambda: engine.picture(0).media_time_us == START_US + 7 * US)
    assert shows(engine, CORNER)


def test_while_playing_the_part_changes_and_time_goes_on(engine):
    engine.play()
    engine.crop(0, CORNER)
    wait_for(lambda: shows(engine, CORNER))
    engine.crop(0, None)
    wait_for(lambda: shows(engine, WHOLE))
    engine.pause()


def test_a_new_size_keeps_the_part(engine):
    engine.crop(0, CORNER)
    engine.resize(0, SIZE[0] // 2, SIZE[1] // 2)
    wait_for(lambda: shows(engine, CORNER) and engine.picture(0).width == SIZE[0] // 2)


def test_a_new_worker_keeps_the_part(tmp_path):
    with engine_of(workers=1) as engine:
        engine.open(0, numbered(tmp_path / "counter.mp4"), *SIZE)
        engine.crop(0, CORNER)
        wait_for(lambda: shows(engine, CORNER))
        os.kill(engine.statistics().worker_pids[0], signal.SIGKILL)
        wait_for(lambda: engine.statistics().restarts)
        engine.seek(START_US + 5 * US)
        wait_for(lambda: engine.picture(0).media_time_us == START_US + 5 * US)
        assert shows(engine, CORNER)


def test_a_tile_opened_anew_begins_with_the_whole(engine, tmp_path):
    engine.crop(0, CORNER)
    wait_for(lambda: shows(engine, CORNER))
    engine.open(0, numbered(tmp_path / "other.mp4"), *SIZE)
    wait_for(lambda: shows(engine, WHOLE))
