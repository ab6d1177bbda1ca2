"""Live and recordings at once: a second wall beside the first, and one tile live in its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from app.operations.facade import Operations
from app.operations.values import Camera, CameraDraft, Place
from app.widgets.command_palette import CommandPalette
from app.widgets.export_dialog import ExportDialog
from app.widgets.live_wall_screen import LiveWallScreen
from tests.e2e.stage import START_US, US, Hands, SmallStage, number_at, open_window
from tests.support.clips import make_clip
from tests.support.gst_server import Mount, gst_server
from tests.support.rtsp_server import RtspServer
from tests.support.walls import shown_number

FIRST_LIVE = 3700  # no recording has so high a number
SIZE = (320, 180)
LIVE = ("S001/entrance", "S001/shelf", "S002/entrance")


@pytest.fixture
def live_stage(small_stage: SmallStage, tmp_path: Path) -> Iterator[SmallStage]:
    """Three cameras that have a live address and recordings."""
    with ExitStack() as servers:
        operations = small_stage.open()
        try:
            for place, label in enumerate(LIVE):
                clip = make_clip(
                    tmp_path / f"live{place}.mp4", pictures=40, rate=10, width=SIZE[0],
                    height=SIZE[1], first=FIRST_LIVE + 100 * place,
                )  # fmt: skip
                server = servers.enter_context(RtspServer(clip, rate_hz=10))
                small_stage.cameras[label] = _with_address(
                    operations, small_stage.cameras[label], server.url
                )
        finally:
            operations.close()
        yield small_stage


def _with_address(operations: Operations, camera: Camera, url: str) -> Camera:
    draft = CameraDraft(
        camera.store_id, camera.code, camera.name, camera.place, main_url=url,
        recording_root=camera.recording_root, recording_pattern=camera.recording_pattern,
        zone=camera.zone,
    )  # fmt: skip
    return operations.stores.update_camera(camera.id, draft)


@pytest.fixture
def window(live_stage: SmallStage) -> Iterator[Hands]:
    with open_window(live_stage) as hands:
        hands.fill(live_stage.cameras[label] for label in LIVE)
        hands.wall.controller.set_layout(4)
        hands.wall.controller.seek(START_US)
        begun = [number_at(label, START_US) for label in LIVE]
        hands.until(lambda: recorded(hands) == begun, "the recordings")
        yield hands


def opened(window: Hands) -> LiveWallScreen:
    """The live wall, opened by its key, with pictures in all three tiles."""
    window.look_at_wall()
    window.keys("Ctrl+L")
    live = window.wall.live_wall.screen
    assert live is not None
    window.until(lambda: all(is_live(live, tile) for tile in range(3)), "live pictures")
    window.spin(0.2)  # the surface looks for itself
    return live


def number(live: LiveWallScreen, tile: int) -> int | None:
    picture = live.controller.engine.picture(tile)
    return None if picture is None else shown_number(picture)


def is_live(live: LiveWallScreen, tile: int) -> bool:
    found = number(live, tile)
    return found is not None and found >= FIRST_LIVE


def press(live: LiveWallScreen, *keys: str) -> None:
    """Keys in the live wall's window."""
    live.window().activateWindow()
    assert QTest.qWaitForWindowActive(live.window())
    live.surface.setFocus()
    for key in keys:
        QTest.keySequence(live.surface, key)


def back(window: Hands) -> None:
    """The hands go to the main window."""
    window.main.activateWindow()
    window.until(window.main.isActiveWindow, "the main window")
    window.look_at_wall()


def recorded(window: Hands) -> list[int | None]:
    return [window.number(tile) for tile in range(3)]


def test_both_walls_show_pictures_and_time_moves_the_recordings_alone(window: Hands) -> None:
    live = opened(window)
    assert live.controller.state.layout == 4
    assert live.window().windowTitle() == "Live wall - Floorwalk"
    timeline = window.wall.timeline
    timeline.scrubbed.emit(START_US + 30 * US)
    timeline.seek_wanted.emit(START_US + 30 * US)
    moved = [number_at(label, START_US + 30 * US) for label in LIVE]
    window.until(lambda: recorded(window) == moved, "the recordings where the hand let go")
    assert all(is_live(live, tile) for tile in range(3))
    seen: set[int | None] = set()
    window.until(lambda: seen.add(number(live, 0)) or len(seen) > 3, "live going on")
    press(live, "Space", "L", "Shift+Right")  # time rests in this window
    assert not window.wall.controller.playing
    assert recorded(window) == moved


def test_keys_are_for_the_tiles_of_their_window(window: Hands) -> None:
    window.click_tile(2)
    live = opened(window)
    press(live, "Ctrl+Right", "F")
    assert (live.surface.solo, window.wall.surface.solo) == (1, None)
    assert window.wall.controller.state.selected == 2
    press(live, "PgUp", "Shift+O")
    assert live.surface.zoom_of(1) is not None
    assert live.surface.facts_visible
    assert not window.wall.surface.facts_visible
    picture = live.controller.engine.picture
    window.until(lambda: (shown := picture(1)) and shown.crop.width < 1, "the zoomed picture")
    window.until(lambda: live.controller.engine.facts(1) is not None, "facts")
    press(live, "Escape", "Ctrl+1")
    assert live.controller.state.layout == 1
    assert window.wall.controller.state.layout == 4
    window.until(lambda: live.controller.engine.tiles() == (0,), "the others closed")
    back(window)
    window.keys("F")
    assert (window.wall.surface.solo, live.surface.solo) == (2, None)


def test_pictures_evidence_and_bookmarks_from_both_walls(
    window: Hands, live_stage: SmallStage
) -> None:
    live = opened(window)
    loose = window.operations.evidence.list_loose
    press(live, "Ctrl+Down", "Ctrl+P")
    window.until(lambda: len(loose()) == 1, "a live picture")
    press(live, "E", "B")
    window.until(lambda: len(loose()) == 2, "two live pictures")
    camera = live_stage.cameras[LIVE[2]].id
    assert {record.camera_id for record in loose()} == {camera}
    assert all(record.media_time_us > START_US + US for record in loose())
    window.until(window.operations.bookmarks.list, "the bookmark")
    assert window.operations.bookmarks.list()[0].camera_id == camera
    back(window)
    window.keys("Ctrl+P")
    window.until(lambda: len(loose()) == 3, "a recorded picture")
    assert min(record.media_time_us for record in loose()) == START_US


def test_recordings_are_exported_while_the_live_wall_goes_on(window: Hands, tmp_path: Path) -> None:
    live = opened(window)
    back(window)
    window.keys("Ctrl+E")
    dialog = window.dialog(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    dialog.form.folder.setText(str(tmp_path / "clips"))
    dialog.form.why.setText("Spilt oil")
    dialog.export()
    window.until(lambda: list((tmp_path / "clips").glob("*.mp4")), "a clip")
    window.until(lambda: not dialog.running, "the end of the export")
    dialog.close()
    seen: set[int | None] = set()
    window.until(lambda: seen.add(number(live, 0)) or len(seen) > 3, "live going on")


def test_it_follows_the_wall_until_it_is_arranged_itself(
    window: Hands, live_stage: SmallStage
) -> None:
    live = opened(window)
    first = window.wall.controller
    first.remove(1)
    window.until(lambda: live.controller.engine.tiles() == (0, 2), "the tile gone there too")
    shelf = live_stage.cameras[LIVE[1]].id
    window.wall.tree.live_wanted.emit([shelf])
    window.until(lambda: is_live(live, 1), "the camera put there by hand")
    assert not live.bar.follows.isChecked()
    assert 1 not in first.state.cameras
    first.clear()
    window.settle()
    assert len(live.controller.state.cameras) == 3
    window.click(live.bar.follows)
    window.until(lambda: live.controller.engine.tiles() == (), "an empty wall, as the first is")


def test_closing_it_closes_its_streams_and_nothing_else(window: Hands) -> None:
    live = opened(window)
    assert len(window.engine.tiles()) == 6
    press(live, "Ctrl+L")
    window.until(lambda: window.wall.live_wall.screen is None, "the window closed")
    assert sorted(window.engine.tiles()) == [0, 1, 2]
    back(window)
    window.keys("Shift+Q")
    assert window.wall.live_wall.screen is not None


def test_it_is_there_again_at_the_next_start(live_stage: SmallStage) -> None:
    with open_window(live_stage) as window:
        window.fill(live_stage.cameras[label] for label in LIVE)
        window.keys("Ctrl+2")
        live = opened(window)
        press(live, "Delete")
        live.controller.move(1, 3)
    with open_window(live_stage) as window:
        again = window.wall.live_wall.screen
        assert again is not None
        window.until(lambda: again.controller.engine.tiles() == (2, 3), "the tiles as they were")
        window.until(lambda: is_live(again, 2) and is_live(again, 3), "live pictures")
        assert again.controller.state.layout == 4
        again.window().close()
    with open_window(live_stage) as window:
        assert window.wall.live_wall.screen is None


def test_one_tile_is_live_in_its_place_and_back(window: Hands) -> None:
    surface = window.wall.surface
    window.click_tile(1)
    window.look_at_wall()
    before = recorded(window)
    plain = caption(window, 1)
    window.keys("Q")
    window.until(lambda: (window.number(1) or 0) >= FIRST_LIVE, "live in its place")
    assert caption(window, 1) != plain
    assert (window.number(0), window.number(2)) == (before[0], before[2])
    window.keys(".")
    window.until(lambda: window.number(0) == number_at(LIVE[0], START_US) + 1, "a frame on")
    assert (window.number(1) or 0) >= FIRST_LIVE
    assert "tile.live" in [each.objectName() for each in window.wall.menu.menu(1).actions()]
    window.keys(",", "Q")
    window.until(lambda: recorded(window) == before, "the recording again")
    window.until(surface.hasFocus, "the keys")


def caption(window: Hands, tile: int) -> bytes:
    """The left end of a tile's caption, as painted."""
    window.spin(0.3)
    area = window.area_of(tile)
    strip = window.wall.surface.grab().toImage().copy(area.x() + 4, area.y() + 4, 40, 14)
    return bytes(strip.constBits())


def test_a_camera_without_a_live_address_stays_as_it_is(
    window: Hands, live_stage: SmallStage
) -> None:
    counter = live_stage.cameras["S002/counter"]
    window.fill([counter])
    tile = window.tile(counter.id)
    window.click_tile(tile)
    window.look_at_wall()
    window.keys("Q")
    assert "S002/counter has no live address, so its recording stays" in window.notices()
    assert not window.wall.controller.is_live(tile)
    live = opened(window)
    window.until(
        lambda: live.controller.state_of(tile) is not None, "what is missing, on the live wall"
    )


def test_its_palette_offers_what_works_there(window: Hands) -> None:
    live = opened(window)
    press(live, "Ctrl+K")
    palette = window.dialog(CommandPalette)
    assert isinstance(palette, CommandPalette)
    offered = [palette.list.item(row).text() for row in range(palette.list.count())]
    palette.close()
    assert "Keep a picture of the selected tile" in offered
    assert "Stores" in offered
    assert "Play or pause" not in offered
    press(live, "Alt+4")
    assert window.main.pages.currentWidget() is window.main.screen_named("stores")


def test_sound_is_of_the_window_that_asked_last(window: Hands) -> None:
    live, sound = opened(window), window.wall.sound
    sound.player._make_output = _Silent
    press(live, "Ctrl+Right", "S")
    assert sound.on
    assert sound._media == live.controller.engine.media(1)
    back(window)
    window.keys("S")  # heard here instead
    assert sound.on
    assert sound._media == window.engine.media(0)
    press(live, "S")
    assert sound._media == live.controller.engine.media(1)
    live.window().close()
    assert not sound.on


class _Silent:
    """A device that nobody hears."""

    def __init__(self, _ring: object) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.mark.slow
def test_25_live_cameras_stand_beside_25_recordings(live_stage: SmallStage, tmp_path: Path) -> None:
    paths = [f"/cam{place}" for place in range(25)]
    mounts = [Mount(path, width=160, height=120, rate=5, gop=5) for path in paths]
    with gst_server(mounts) as url:
        operations = live_stage.open()
        try:
            store = live_stage.stores["S002"].id
            cameras = [
                operations.stores.add_camera(
                    CameraDraft(
                        store,
                        path[1:],
                        path[1:],
                        Place.FLOOR,
                        main_url=url + path,
                        recording_root=str(live_stage.footage / "S001"),
                        recording_pattern="entrance/%Y-%m-%d/%H-%M-%S.mp4",
                    )
                )
                for path in paths
            ]
        finally:
            operations.close()
        with open_window(live_stage) as window:
            window.fill(cameras)
            window.keys("Ctrl+5", "Ctrl+L")
            live = window.wall.live_wall.screen
            assert live is not None
            part = live.controller.engine
            window.until(
                lambda: all(part.shown_time_us(tile) is not None for tile in range(25)), "25 live"
            )
            assert len(window.engine.tiles()) == 50
            window.wall.controller.seek(START_US + 30 * US)
            window.until(lambda: in_step(window, START_US + 30 * US), "25 recordings in step")
            before = part.pictures_shown()
            window.wall.controller.set_speed(16.0)
            window.wall.controller.play()
            window.until(lambda: window.wall.controller.now_us() > START_US + 50 * US, "16x")
            window.wall.controller.pause()
            after = part.pictures_shown()
            assert all(after[tile] > before[tile] for tile in range(25))  # live went on


def in_step(window: Hands, media_time_us: int) -> bool:
    times = {window.engine.shown_time_us(tile) for tile in range(25)}
    return times == {media_time_us}
