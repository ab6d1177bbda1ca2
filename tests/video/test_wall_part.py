"""Two walls on one engine: each has tiles of its own, time and workers are shared."""

from __future__ import annotations

import pytest

from app.faults import Fault
from app.video.media import LiveStream
from app.video.pictures.shape import Crop
from app.video.tiles import TILES_A_WALL, wall_of
from app.video.wall.live_streams import LiveStreams
from app.video.wall.messages import OpenTile
from app.video.wall.part import LIVE_WALL, WallPart
from app.video.wall.seats import Seats
from app.video.wall.shared_block import block_spec
from tests.support.walls import SIZE, START_US, Watcher, engine_of, numbered, wait_for

TWO = LiveStream("rtsp://127.0.0.1/main", sub_url="rtsp://127.0.0.1/sub")


def test_tiles_belong_to_walls():
    assert [wall_of(tile) for tile in (0, 35, TILES_A_WALL, TILES_A_WALL + 35)] == [0, 0, 1, 1]


def format_of(wall: WallPart) -> str | None:
    picture = wall.picture(0)
    return None if picture is None else picture.pixel_format


def test_two_walls_have_tiles_of_their_own(tmp_path):
    one, other = numbered(tmp_path / "a.mp4"), numbered(tmp_path / "b.mp4", first=500)
    with engine_of(2) as engine:
        first, second = WallPart(engine, 0), WallPart(engine, LIVE_WALL)
        first.open(3, one, *SIZE)
        second.open(3, other, *SIZE)
        Watcher(engine).wait_picture(3)
        wait_for(lambda: second.picture(3) is not None, "the second wall")
        assert first.tiles() == second.tiles() == (3,)
        assert (first.media(3), second.media(3)) == (one, other)
        assert set(first.pictures_shown()) == set(second.pictures_shown()) == {3}
        assert second.state(3).pictures_per_s == 0.0
        second.leave()
        assert second.tiles() == ()
        assert second.media(3) is None
        assert first.tiles() == (3,)
        assert first.picture(3) is not None
        first.seek(START_US + 1_000_000)
        assert second.clock.now_us() == START_US + 1_000_000


def test_each_wall_has_pictures_in_its_own_format(tmp_path):
    clip = numbered(tmp_path / "a.mp4")
    with engine_of(1) as engine:
        first, second = WallPart(engine, 0), WallPart(engine, LIVE_WALL)
        first.open(0, clip, *SIZE)
        second.open(0, clip, *SIZE)
        second.set_pixel_format("yuv420p")
        wait_for(lambda: format_of(second) == "yuv420p", "planes on the second wall")
        wait_for(lambda: format_of(first) == "bgrx", "the first wall")
        second.crop(0, Crop(0.25, 0.25, 0.5, 0.5))
        wait_for(lambda: (p := second.picture(0)) and p.crop.width == 0.5, "the zoomed picture")
        shown = first.picture(0)
        assert shown is not None
        assert shown.crop.width == 1.0


def test_a_still_of_an_empty_tile_names_the_tile_of_its_wall():
    with engine_of(1) as engine, pytest.raises(Fault) as met:
        WallPart(engine, LIVE_WALL).still(4, START_US).result(timeout=1)
    assert "tile 5" in met.value.text("en")


def begins(streams: LiveStreams, tile: int) -> str:
    command = OpenTile(tile, 1, TWO, block_spec(1280, 720, "bgrx"))
    return streams.opening(command, Seats(range(1))).stream


def test_live_streams_are_chosen_over_the_places_of_all_walls():
    streams = LiveStreams()
    streams.set_places(9, wall=0)
    assert begins(streams, 0) == "main"
    streams.set_places(25, wall=LIVE_WALL)
    assert begins(streams, 1) == "sub"
    streams.set_places(1, wall=LIVE_WALL)  # one tile alone there
    streams.set_places(25, wall=0)
    assert begins(streams, TILES_A_WALL) == "main"
    assert begins(streams, 2) == "sub"
    streams.set_places(0, wall=LIVE_WALL)
    streams.set_places(9, wall=0)
    assert begins(streams, 3) == "main"
