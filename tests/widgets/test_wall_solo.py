"""One tile alone on the wall: what is selected, jumped to or put there can always be seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.application import Window
from app.operations.facade import open_operations
from app.storage.credentials import Credentials
from app.video.media import Still
from tests.widgets.test_snapshots import png
from tests.widgets.window_stage import START_US, engine_of, open_window, settle, stores_of


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    """Four tiles, three of them filled; those of another store are not on the wall."""
    rooms = open_operations(tmp_path / "home", credentials=Credentials(lambda: None))
    cameras = stores_of(rooms, str(tmp_path / "recordings"), cameras=3)
    with open_window(tmp_path / "home", rooms) as made:
        made.main.wall.controller.set_layout(4)
        made.main.wall.controller.add([each.id for each in cameras[:3]])
        settle(made)
        engine_of(made).shown_us = START_US
        engine_of(made).stills.set_result(Still(png(), 64, 36, START_US))
        yield made


def alone(window: Window, tile: int) -> None:
    window.main.wall.controller.select(tile)
    window.actions.trigger("tile.solo")
    assert window.main.wall.surface.solo == tile


def test_the_selection_takes_the_place_of_the_tile_alone(window):
    surface, controller = window.main.wall.surface, window.main.wall.controller
    alone(window, 0)
    window.actions.trigger("tile.right")
    assert (surface.solo, surface.selected) == (1, 1)
    window.main.wall.timeline.camera_chosen.emit(controller.camera(2)[1].id)
    assert (surface.solo, surface.selected) == (2, 2)
    window.actions.trigger("tile.right")  # an empty tile
    assert (surface.solo, surface.selected) == (None, 3)


def test_a_jump_shows_the_camera_it_is_about(window):
    surface, controller = window.main.wall.surface, window.main.wall.controller
    alone(window, 0)
    controller.show_moment(controller.camera(2)[1].id, START_US)
    assert (surface.solo, controller.state.selected) == (2, 2)


def test_an_emptied_tile_is_not_left_alone(window):
    surface = window.main.wall.surface
    alone(window, 1)
    window.actions.trigger("tile.clear")
    assert surface.solo is None


def test_the_same_moment_shows_the_whole_store_also_in_a_layout_as_before(window):
    surface, controller = window.main.wall.surface, window.main.wall.controller
    alone(window, 0)
    window.actions.trigger("store.moment")
    settle(window)
    assert controller.state.layout == 4
    assert surface.solo is None
    alone(window, 1)
    window.actions.trigger("store.moment")
    assert surface.solo is None


def test_a_picture_of_every_tile_is_of_those_that_are_seen(window):
    alone(window, 1)
    window.actions.trigger("snapshot.all")
    settle(window)
    taken = window.context.operations.evidence.list_loose()
    camera = window.main.wall.controller.camera(1)[1]
    assert [record.camera_id for record in taken] == [camera.id]
