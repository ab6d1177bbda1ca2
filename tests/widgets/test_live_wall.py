"""The live wall over an engine that only notes: monitors, cameras, keys, what is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from app.application import Window
from app.operations.facade import open_operations
from app.operations.values import Camera, CameraDraft, Place
from app.storage.credentials import Credentials
from app.video.tiles import TILES_A_WALL, TileState, TileStateKind
from app.widgets.live_wall import KEPT_GEOMETRY, KEPT_OPEN, KEPT_WALL
from app.widgets.live_wall_controller import _from_json
from tests.widgets.window_stage import engine_of, footage, open_window, settle, stores_of


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[tuple[Window, tuple[Camera, ...]]]:
    rooms = open_operations(tmp_path / "home", credentials=Credentials(lambda: None))
    cameras = stores_of(rooms)
    with open_window(tmp_path / "home", rooms) as window:
        window.main.wall.controller.add([camera.id for camera in cameras[:3]])
        window.main.wall.controller.set_layout(4)
        settle(window)
        yield window, cameras


@pytest.mark.parametrize("text", ["", "null", "[]", "{", '{"wall": "{}"}'])
def test_what_cannot_be_read_follows_the_wall(text: str) -> None:
    assert _from_json(text) == ("{}", True, False)


def test_it_follows_in_a_layout_of_its_own(stage) -> None:
    window, cameras = stage
    wall = window.main.wall
    live = wall.live_wall.open()
    assert live.controller.state.cameras == wall.controller.state.cameras
    assert live.controller.state.live
    live.controller.set_layout(16)
    wall.controller.add([cameras[3].id])
    settle(window)
    assert (live.controller.state.layout, wall.controller.state.layout) == (16, 4)
    assert live.controller.state.cameras == wall.controller.state.cameras
    assert live.controller.follows
    live.controller.set_live(False)
    assert live.controller.state.live
    live.controller.follow()
    assert live.controller.state.layout == 4


def test_the_places_of_both_walls_count(stage) -> None:
    window, _ = stage
    live = window.main.wall.live_wall.open()
    live.controller.set_layout(9)
    engine = engine_of(window)
    assert engine.named("places")[-1] == ("places", 9, 1)
    window.main.wall.live_wall.close()
    assert engine.named("places")[-1] == ("places", 0, 1)
    assert all(tile < TILES_A_WALL for tile in engine.opened)


def test_a_camera_is_shown_there_once(stage) -> None:
    window, cameras = stage
    wall = window.main.wall
    wall.controller.select(2)
    window.actions.trigger("tile.to_live_wall")
    live = wall.live_wall.screen
    assert live is not None
    assert live.controller.follows  # it is there already
    assert live.controller.state.selected == 2
    wall.live_wall.add([cameras[4].id, cameras[5].id])
    assert not live.controller.follows
    assert list(live.controller.state.cameras.values()) == [each.id for each in cameras[:3]] + [
        cameras[4].id,
        cameras[5].id,
    ]


def test_changed_keys_and_resting_actions_are_the_same_there(stage) -> None:
    window, _ = stage
    here = window.main.wall.live_wall.open().actions_here
    window.actions.set_keys("tile.solo", ("Ctrl+Alt+F",))
    assert here.keys("tile.solo") == ("Ctrl+Alt+F",)
    window.actions.set_enabled("hint.next", enabled=False)
    assert not here.action("hint.next").isEnabled()
    window.actions.set_enabled("hint.next", enabled=True)
    assert here.action("hint.next").isEnabled()
    assert not here.action("play.toggle").isEnabled()


def test_a_password_given_in_one_wall_is_tried_in_the_other(stage, monkeypatch) -> None:
    window, cameras = stage
    live = window.main.wall.live_wall.open()
    tried: list[int] = []
    monkeypatch.setattr(live.controller, "password_given", tried.append)
    window.main.wall.passwords.given.emit(cameras[1].id)
    assert tried == []  # nothing is missed there
    live.controller.opening._said[1] = TileState(TileStateKind.ASK_PASSWORD)
    window.main.wall.passwords.given.emit(cameras[1].id)
    assert tried == [cameras[1].id]


def test_its_screen_is_pulled_out_and_put_in_again(stage) -> None:
    window, _ = stage
    live_wall = window.main.wall.live_wall
    live_wall.open()
    assert live_wall.window is not None
    only = QGuiApplication.primaryScreen()
    live_wall.window.fill(only.name())
    assert window.main.wall.pages.taken() == (only.name(),)
    live_wall.window.screen_gone.emit(only.name())
    assert live_wall.window.screen_name is None
    QGuiApplication.instance().screenAdded.emit(only)
    assert live_wall.window.screen_name == only.name()


def test_what_is_kept_while_it_is_open_and_after_it_was_closed(stage) -> None:
    window, _ = stage
    live_wall, memory = window.main.wall.live_wall, window.context.memory
    live_wall.open().controller.set_layout(9)
    window.main.wall.live_wall._remember()
    assert memory.value(KEPT_OPEN) == "true"
    kept = json.loads(str(memory.value(KEPT_WALL)))
    assert (kept["follows"], kept["own_layout"]) == (True, True)
    assert memory.value(KEPT_GEOMETRY) is not None
    live_wall.toggle()
    assert live_wall.screen is None
    assert memory.value(KEPT_OPEN) == "false"
    assert live_wall.open().controller.state.layout == 9
    window.main.close()
    assert live_wall.screen is None
    assert memory.value(KEPT_OPEN) == "true"


def test_a_wall_that_stays_hidden_is_not_decoded_until_it_is_seen(tmp_path: Path) -> None:
    root = tmp_path / "footage"
    footage(root)
    rooms = open_operations(tmp_path / "home", credentials=Credentials(lambda: None))
    cameras = stores_of(rooms, str(root), stores=1, cameras=2)
    with open_window(tmp_path / "home", rooms) as window:
        surface, engine = window.main.wall.surface, engine_of(window)
        window.main.wall.controller.add([cameras[0].id])
        settle(window)

        def seen() -> dict[object, object]:
            told = engine.named("visible")
            engine.calls.clear()
            return {tile: visible for _, tile, visible in told}

        assert seen() == {0: True}
        window.main.show_screen("stores")
        settle(window)
        assert seen() == {}  # who only looks something up finds it playing
        surface._rest.setInterval(0)
        window.main.show_screen("wall")
        window.main.showMinimized()
        settle(window)
        assert seen() == {0: False}
        window.main.wall.controller.add([cameras[1].id])
        settle(window)
        assert seen() == {0: False, 1: False}
        window.main.showNormal()
        settle(window)
        assert seen() == {0: True, 1: True}


def test_another_transport_reopens_live_cameras_on_both_walls(tmp_path: Path) -> None:
    root = tmp_path / "footage"
    footage(root)
    rooms = open_operations(tmp_path / "home", credentials=Credentials(lambda: None))
    recorded = stores_of(rooms, str(root), stores=1, cameras=1)[0]
    url = "rtsp://127.0.0.1:9/main"
    door = rooms.stores.add_camera(
        CameraDraft(recorded.store_id, "door", "Door", Place.ENTRANCE, main_url=url)
    )
    aside = rooms.stores.add_camera(
        CameraDraft(recorded.store_id, "aside", "Aside", Place.ENTRANCE, main_url=url)
    )
    with open_window(tmp_path / "home", rooms) as window:
        wall, engine = window.main.wall, engine_of(window)
        wall.controller.add([recorded.id, door.id, aside.id])
        wall.live_wall.open()
        settle(window)
        wall.controller.remove(2)
        engine.calls.clear()

        rooms.settings.set("wall.layout", 9)
        settle(window)
        assert engine.named("open") == []  # another setting is none of its business
        rooms.settings.set("wall.transport", "udp")
        settle(window)
        reopened = {call[1]: call[2].transport for call in engine.named("open")}
        assert reopened == {1: "udp", TILES_A_WALL + 1: "udp"}  # the recording plays on
        wall.controller.add([aside.id])  # it was known before, but not shown
        settle(window)
        assert engine.opened[2].transport == "udp"
