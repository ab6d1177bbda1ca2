from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.operations.camera_media import PasswordNeeded
from app.operations.facade import Operations, open_operations
from app.operations.values import CameraDraft, Place, RecorderDraft
from app.storage.credentials import Credentials
from app.video.media import LiveStream, RecorderPlayback, RecordingFolder
from app.video.tiles import TileStateKind
from app.widgets.background import Background
from app.widgets.wall_controller import WallController
from app.widgets.wall_state import WallState
from tests.support.clips import make_clip
from tests.support.walls import wait_for
from tests.widgets.window_stage import START_US, NotingEngine, footage, stores_of


@pytest.fixture
def operations(tmp_path: Path) -> Iterator[Operations]:
    opened = open_operations(tmp_path / "home", credentials=Credentials(lambda: None))
    opened.people.introduce("Lin Wei", "en", "Asia/Shanghai")
    yield opened
    opened.close()


@pytest.fixture
def background(qapp: object) -> Iterator[Background]:
    made = Background()
    yield made
    made.stop()


class Wall:
    def __init__(self, operations: Operations, background: Background) -> None:
        self.engine = NotingEngine()
        self.background = background
        self.operations = operations
        self.controller = WallController(
            self.engine,
            operations,
            background,
            WallState(layout=4),  # type: ignore[arg-type]
        )
        self.read()

    def read(self) -> None:
        self.controller.set_tree(self.operations.stores.tree())
        self.settle()

    def settle(self) -> None:
        assert self.background.wait()


@pytest.fixture
def wall(operations: Operations, background: Background, tmp_path: Path) -> Wall:
    root = tmp_path / "footage"
    footage(root, "cam1", "10-02-00", "10-12-00")
    stores_of(operations, str(root), stores=1, cameras=3)
    return Wall(operations, background)


def live_camera(operations: Operations, **facts: Any) -> int:
    store = operations.stores.tree().stores()[0].store
    draft = CameraDraft(store.id, "live", "Live", Place.ENTRANCE, **facts)
    return operations.stores.add_camera(draft).id


def camera_ids(wall: Wall) -> list[int]:
    return [camera.id for camera in wall.operations.stores.tree().cameras()]


def test_cameras_are_opened_as_recordings_in_playback(wall: Wall) -> None:
    wall.controller.add(camera_ids(wall))
    wall.settle()
    assert {tile: media.camera for tile, media in wall.engine.opened.items()} == {
        0: "cam1",
        1: "cam2",
        2: "cam3",
    }


def test_the_wall_begins_where_the_latest_recording_begins(wall: Wall) -> None:
    wall.controller.add(camera_ids(wall)[:1])
    wall.settle()
    assert wall.engine.named("seek") == [("seek", START_US + 600_000_000)]
    wall.controller.add(camera_ids(wall)[1:])
    wall.settle()
    assert len(wall.engine.named("seek")) == 1  # only the first camera decides


def test_a_remembered_time_wins_while_there_is_footage(wall: Wall) -> None:
    wall.controller.state.media_time_us = START_US + 1_000_000
    wall.controller.add(camera_ids(wall)[:1])
    wall.settle()
    assert wall.engine.named("seek") == [("seek", START_US + 1_000_000)]


def test_live_opens_both_streams_and_leaves_the_choice_to_the_engine(wall: Wall) -> None:
    camera = live_camera(
        wall.operations, main_url="rtsp://127.0.0.1:9/main", sub_url="rtsp://127.0.0.1:9/sub"
    )
    wall.read()
    wall.controller.set_live(True)
    wall.controller.add([camera])
    wall.settle()
    opened = wall.engine.opened[0]
    assert isinstance(opened, LiveStream)
    assert (opened.url[-5:], opened.sub_url[-4:]) == ("/main", "/sub")


def test_live_without_an_address_says_so_and_playback_brings_it_back(wall: Wall) -> None:
    wall.controller.add(camera_ids(wall)[:1])
    wall.settle()
    wall.controller.set_live(True)
    said = wall.controller.state_of(0)
    assert said is not None
    assert "Playback" in said.text("en")
    assert "实时流" in said.text("zh_CN")
    assert wall.engine.opened == {}
    wall.controller.set_live(False)
    assert wall.controller.state_of(0) is None
    assert isinstance(wall.engine.opened[0], RecordingFolder)


def test_a_live_camera_plays_beside_recordings(wall: Wall) -> None:
    camera = live_camera(wall.operations, main_url="rtsp://127.0.0.1:9/main")
    wall.read()
    wall.controller.add([camera_ids(wall)[0], camera])
    wall.settle()
    kinds = {type(media) for media in wall.engine.opened.values()}
    assert kinds == {LiveStream, RecordingFolder}


def test_a_password_is_asked_for_only_when_a_person_clicks(wall: Wall) -> None:
    camera = live_camera(wall.operations, main_url="rtsp://127.0.0.1:9/main", user_name="admin")
    wall.read()
    asked: list[tuple[int, int]] = []
    wall.controller.password_wanted.connect(lambda tile, wanted: asked.append((tile, wanted)))
    wall.controller.add([camera])
    wall.settle()
    said = wall.controller.state_of(0)
    assert said is not None
    assert said.kind is TileStateKind.ASK_PASSWORD
    assert asked == []
    wall.controller.ask_password(0)
    assert asked == [(0, camera)]
    wall.operations.stores.set_password(camera, "rosebud")
    wall.controller.password_given(camera)
    wall.settle()
    assert wall.controller.state_of(0) is None
    opened = wall.engine.opened[0]
    assert isinstance(opened, LiveStream)
    assert opened.password == "rosebud"
    assert "rosebud" not in repr(opened)


def test_password_needed_is_what_operations_raise(wall: Wall) -> None:
    camera = live_camera(wall.operations, main_url="rtsp://127.0.0.1:9/m", user_name="admin")
    with pytest.raises(PasswordNeeded):
        wall.operations.stores.media(camera)


def test_a_smaller_layout_closes_what_it_hides_and_a_larger_opens_it_again(wall: Wall) -> None:
    wall.controller.add(camera_ids(wall))
    wall.settle()
    wall.controller.set_layout(1)
    assert list(wall.engine.opened) == [0]
    wall.controller.set_layout(4)
    wall.settle()
    assert sorted(wall.engine.opened) == [0, 1, 2]
    with pytest.raises(ValueError, match="layout"):
        wall.controller.set_layout(7)


def test_growing_for_a_store_opens_what_comes_back_into_sight(wall: Wall) -> None:
    ids = camera_ids(wall)
    wall.controller.state.cameras = {3: ids[1]}
    wall.controller.set_layout(1)
    wall.controller.add(ids)
    wall.settle()
    assert wall.controller.state.layout == 4
    assert sorted(wall.engine.opened) == [0, 1, 3]


def test_removing_a_camera_under_stores_takes_it_off_the_wall(wall: Wall) -> None:
    ids = camera_ids(wall)
    wall.controller.add(ids)
    wall.settle()
    wall.operations.stores.remove_camera(ids[1])
    wall.read()
    assert sorted(wall.engine.opened) == [0, 2]
    assert wall.controller.camera(1) is None


def test_an_answer_that_comes_too_late_opens_nothing(wall: Wall) -> None:
    wall.controller.add(camera_ids(wall)[:1])
    wall.controller.remove(0)
    wall.settle()
    assert wall.engine.opened == {}


def test_forward_plays_and_again_goes_faster(wall: Wall) -> None:
    controller = wall.controller
    controller.forward()
    assert controller.playing
    assert controller.speed == 1.0
    controller.forward()
    assert controller.speed == 2.0
    for _ in range(9):
        controller.forward()
    assert controller.speed == 16.0
    controller.pause()
    assert not controller.playing
    for _ in range(9):
        controller.change_speed(-1)
    assert controller.speed == 0.25


def test_reverse_plays_backwards_and_the_speeds_keep_the_direction(wall: Wall) -> None:
    controller = wall.controller
    controller.forward()
    controller.reverse()
    assert controller.playing
    assert controller.speed == -1.0
    controller.reverse()
    assert controller.speed == -2.0
    for _ in range(9):
        controller.change_speed(1)
    assert controller.speed == -16.0
    for _ in range(9):
        controller.change_speed(-1)
    assert controller.speed == -0.25
    controller.forward()
    assert controller.speed == 1.0


def test_jumps_and_steps_reach_the_engine(wall: Wall) -> None:
    wall.controller.seek(START_US)
    wall.controller.jump(-5)
    wall.controller.step(1)
    assert wall.engine.named("seek")[-1] == ("seek", START_US - 5_000_000)
    assert wall.engine.named("step") == [("step", 1, 0)]


def test_a_hint_brings_its_camera_onto_the_wall(wall: Wall) -> None:
    camera = camera_ids(wall)[2]
    wall.controller.show_moment(camera, START_US)
    wall.settle()
    assert wall.controller.state.tile_of(camera) == wall.controller.state.selected
    assert wall.engine.named("seek")[-1] == ("seek", START_US)


def test_two_tiles_swap(wall: Wall) -> None:
    ids = camera_ids(wall)
    wall.controller.add(ids[:2])
    wall.settle()
    wall.controller.move(0, 1)
    wall.settle()
    assert wall.controller.state.shown() == {0: ids[1], 1: ids[0]}
    assert wall.engine.opened[1].camera == "cam1"  # type: ignore[union-attr]
    assert wall.controller.state.selected == 1


def test_what_recorders_write_meanwhile_is_found(wall: Wall, tmp_path: Path) -> None:
    camera = camera_ids(wall)[0]
    wall.controller.add([camera])
    wall.settle()
    assert len(wall.controller.coverage.of(camera)) == 2
    make_clip(tmp_path / "footage/cam1/2026-03-02/11-00-00.mp4", pictures=20, rate=10)
    changed: list[bool] = []
    wall.controller.coverage.changed.connect(lambda: changed.append(True))

    def look() -> bool:
        wall.controller.coverage.refresh([camera])
        wall.settle()
        return bool(changed)

    wait_for(look, "the new clip")  # folders are listed anew every two seconds
    assert len(wall.controller.coverage.of(camera)) == 3


def test_the_password_of_a_recorder_is_asked_for_in_playback_alone(wall: Wall) -> None:
    recorder = wall.operations.recorders.add(
        RecorderDraft("Office", "hikvision", "127.0.0.1:9", "admin")
    )
    camera = live_camera(
        wall.operations, main_url="rtsp://127.0.0.1:9/main", recorder_id=recorder.id,
        recorder_channel="1",
    )  # fmt: skip
    wall.read()
    wall.controller.set_live(live=True)
    wall.controller.add([camera])
    wall.settle()
    assert isinstance(wall.engine.opened[0], LiveStream)
    wall.controller.set_live(live=False)
    wall.settle()
    said = wall.controller.state_of(0)
    assert said is not None
    assert said.kind is TileStateKind.ASK_PASSWORD
    needed = wall.controller.opening.asking(camera)
    assert needed is not None
    assert (needed.recorder_id, needed.user) == (recorder.id, "admin")
    wall.operations.recorders.set_password(recorder.id, "rosebud")
    wall.controller.password_given(camera)
    wall.settle()
    opened = wall.engine.opened[0]
    assert isinstance(opened, RecorderPlayback)
    assert opened.password == "rosebud"
    assert wall.controller.opening.asking(camera) is None


def test_a_password_that_is_corrected_under_stores_reaches_the_wall(wall: Wall) -> None:
    stores = wall.operations.stores
    camera = live_camera(wall.operations, main_url="rtsp://127.0.0.1:9/m", user_name="admin")
    wall.read()
    wall.controller.add([camera, camera_ids(wall)[0]])
    wall.settle()
    stores.set_password(camera, "misspelt")
    wall.read()
    opened = wall.engine.opened[0]
    assert isinstance(opened, LiveStream)
    assert opened.password == "misspelt"
    stores.set_password(camera, "rosebud")
    wall.read()
    opened = wall.engine.opened[0]
    assert isinstance(opened, LiveStream)
    assert opened.password == "rosebud"
    before = len(wall.engine.named("open"))
    stores.add_company("Other")
    wall.read()
    assert len(wall.engine.named("open")) == before  # nothing else is disturbed


def test_a_password_that_is_corrected_while_its_camera_is_off_the_wall_counts(wall: Wall) -> None:
    stores = wall.operations.stores
    camera = live_camera(wall.operations, main_url="rtsp://127.0.0.1:9/m", user_name="admin")
    stores.set_password(camera, "misspelt")
    wall.read()
    wall.controller.add([camera])
    wall.settle()
    wall.controller.remove(0)
    stores.set_password(camera, "rosebud")
    wall.read()
    wall.controller.add([camera])
    wall.settle()
    opened = wall.engine.opened[0]
    assert isinstance(opened, LiveStream)
    assert opened.password == "rosebud"
