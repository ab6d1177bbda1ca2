from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.application import Window
from app.operations.values import PasswordKept, Place, RecorderDraft
from app.video.faults import LIVE_NO_PASSWORD
from app.video.media import LiveStream, RecorderPlayback
from app.video.tiles import TileState, TileStateKind
from app.widgets.confirm_dialog import ConfirmDialog
from app.widgets.password_dialog import PasswordDialog
from app.widgets.theme import Theme
from app.widgets.unsaved_dialog import UnsavedDialog
from app.widgets.zone_editor import ZoneEditor
from tests.widgets.inspection_stage import still
from tests.widgets.window_stage import (
    PATTERN,
    engine_of,
    footage,
    open_window,
    settle,
    stores_of,
    stores_screen,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with open_window(tmp_path / "home") as made:
        made.main.show_screen("stores")
        settle(made)
        yield made


def preview(window: Window) -> str:
    """Wait out the pause after typing, then the look into the folder."""
    QTest.qWait(450)
    settle(window)
    return stores_screen(window).cameras.found.text()


def test_a_company_grows_down_to_a_camera(window: Window, tmp_path: Path) -> None:
    screen, stores = stores_screen(window), window.context.operations.stores
    footage(tmp_path / "footage", "desk", "10-02-00", "11-30-00")
    (tmp_path / "footage" / "desk" / "notes.txt").write_text("foreign")
    assert not screen.add_camera.isEnabled()
    screen.add_company.click()
    screen.names.name.setText("Harbour Motors")
    screen.names.save.click()
    settle(window)
    screen.add_region.click()
    screen.names.name.setText("East")
    screen.names.save.click()
    settle(window)
    screen.add_store.click()
    screen.stores.code.setText("S001")
    screen.stores.name.setText("Riverside showroom")
    screen.stores.zone.set_zone("Asia/Shanghai")
    screen.stores.save.click()
    settle(window)
    screen.add_camera.click()
    form = screen.cameras
    assert not form.password.placeholderText()  # nothing is kept yet
    form.code.setText("desk")
    form.place.setCurrentIndex(form.place.findData(Place.COUNTER))
    form.root.setText(str(tmp_path / "footage"))
    form.pattern.setText(PATTERN)
    assert preview(window).startswith("2 segments, 2026-03-02 10:02 to 2026-03-02 11:30")
    form.save.click()
    settle(window)
    (camera,) = stores.tree().cameras()
    assert form.password.placeholderText() == "Empty: as it is kept now"
    assert (camera.code, camera.place, camera.recording_pattern) == ("desk", Place.COUNTER, PATTERN)
    (node,) = stores.tree().stores()
    assert node.store.time_zone == "Asia/Shanghai"


def test_a_refused_entry_stays_and_says_why(window: Window) -> None:
    screen = stores_screen(window)
    stores_of(window.context.operations, stores=1, cameras=1)
    settle(window)
    (node,) = window.context.operations.stores.tree().stores()
    screen.show_thing(node.store)
    screen.add_camera.click()
    form = screen.cameras
    form.code.setText("gate")
    form.main.setText("ftp://not-a-stream")
    form.save.click()
    settle(window)
    assert form.message.text()
    assert form.main.text() == "ftp://not-a-stream"
    assert form.save.isEnabled()
    assert len(window.context.operations.stores.tree().cameras()) == 1


def test_a_folder_that_does_not_fit_says_so_while_typing(window: Window, tmp_path: Path) -> None:
    screen = stores_screen(window)
    stores_of(window.context.operations, stores=1, cameras=1)
    settle(window)
    screen.show_thing(window.context.operations.stores.tree().cameras()[0])
    screen.cameras.root.setText(str(tmp_path / "nowhere"))
    assert "such as" in screen.cameras.found.text()
    screen.cameras.pattern.setText(PATTERN)
    assert "nowhere" in preview(window)
    screen.cameras.pattern.setText("%Y")
    assert "%Y" in preview(window)


def test_what_is_being_typed_survives_news_from_elsewhere(window: Window) -> None:
    screen, stores = stores_screen(window), window.context.operations.stores
    stores_of(window.context.operations, stores=1, cameras=2)
    settle(window)
    camera = stores.tree().cameras()[0]
    screen.show_thing(camera)
    screen.cameras.name.setText("Half a na")
    stores.add_company("Another company")
    settle(window)
    assert screen.cameras.name.text() == "Half a na"


def test_removing_asks_for_the_word(window: Window) -> None:
    screen, stores = stores_screen(window), window.context.operations.stores
    stores_of(window.context.operations, stores=1, cameras=1)
    settle(window)
    screen.show_thing(stores.tree().cameras()[0])
    screen.cameras.remove.click()
    dialog = screen.findChild(ConfirmDialog)
    assert dialog is not None
    assert not dialog.remove.isEnabled()
    dialog.field.setText("cam")
    assert not dialog.remove.isEnabled()
    dialog.field.setText("cam1")
    dialog.remove.click()
    settle(window)
    assert stores.tree().cameras() == ()


def test_a_password_typed_with_the_camera_goes_to_the_keyring_only(window: Window) -> None:
    screen, stores = stores_screen(window), window.context.operations.stores
    stores_of(window.context.operations, stores=1, cameras=1)
    settle(window)
    screen.show_thing(stores.tree().cameras()[0])
    kept: list[PasswordKept] = []
    screen.cameras.password_kept.connect(kept.append)
    screen.cameras.main.setText("rtsp://127.0.0.1:9/main")
    screen.cameras.user.setText("admin")
    screen.cameras.password.setText("rosebud")
    screen.cameras.save.click()
    settle(window)
    assert kept == [PasswordKept.SESSION_ONLY]
    assert screen.cameras.password.text() == ""
    media = stores.media(stores.tree().cameras()[0].id)
    assert media.main is not None
    assert media.main.password == "rosebud"
    assert "rosebud" not in screen.cameras.main.text()
    for path in window.context.home.rglob("*"):
        if path.is_file():
            assert b"rosebud" not in path.read_bytes()


def test_a_password_without_its_user_is_told_and_stays_typed(window: Window) -> None:
    screen, stores = stores_screen(window), window.context.operations.stores
    stores_of(window.context.operations, stores=1, cameras=1)
    settle(window)
    screen.show_thing(stores.tree().cameras()[0])
    screen.cameras.main.setText("rtsp://127.0.0.1:9/main")
    screen.cameras.password.setText("rosebud")
    screen.cameras.save.click()
    settle(window)
    assert "needs its user name" in screen.cameras.message.text()
    assert screen.cameras.password.text() == "rosebud"
    assert stores.tree().cameras()[0].main_url == ""
    screen.cameras.user.setText("admin")
    screen.cameras.save.click()
    settle(window)
    assert stores.tree().cameras()[0].main_url == "rtsp://127.0.0.1:9/main"


def test_a_camera_on_the_wall_asks_for_its_password_in_a_dialog(window: Window) -> None:
    screen, stores = stores_screen(window), window.context.operations.stores
    stores_of(window.context.operations, stores=1, cameras=1)
    camera = stores.tree().cameras()[0]
    stores.update_camera(
        camera.id,
        type(camera.draft())(
            camera.store_id, "cam1", "Gate", main_url="rtsp://127.0.0.1:9/m", user_name="admin"
        ),
    )
    settle(window)
    assert screen.model.tree is not None
    window.main.show_screen("wall")
    settle(window)
    wall = window.main.wall
    wall.controller.add([camera.id])
    settle(window)
    assert window.main.findChildren(PasswordDialog) == []
    wall.surface.password_wanted.emit(0)
    (dialog,) = wall.findChildren(PasswordDialog)
    dialog.use.click()
    assert "password" in dialog.message.text()
    dialog.password.setText("rosebud")
    dialog.use.click()
    settle(window)
    assert wall.controller.state_of(0) is None
    assert "keyring" in window.context.notices.open()[-1].text("en")


def test_a_user_name_that_was_never_entered_is_asked_for_with_the_password(window: Window) -> None:
    operations = window.context.operations
    (camera,) = stores_of(operations, stores=1, cameras=1)
    operations.stores.update_camera(
        camera.id, replace(camera.draft(), main_url="rtsp://127.0.0.1:9/m")
    )
    window.main.show_screen("wall")
    settle(window)
    wall = window.main.wall
    wall.controller.add([camera.id])
    settle(window)
    window.actions.trigger("tile.password")  # the camera has not refused anybody yet
    assert wall.findChildren(PasswordDialog) == []
    assert "asks for no password" in window.context.notices.open()[-1].text("en")
    engine_of(window).told[0] = TileState(
        TileStateKind.ASK_PASSWORD, LIVE_NO_PASSWORD, {"camera": "S001/cam1"}
    )
    window.actions.trigger("tile.password")
    (dialog,) = wall.findChildren(PasswordDialog)
    dialog.password.setText("rosebud")
    dialog.use.click()
    assert "user name" in dialog.message.text()
    dialog.user.setText("admin")
    dialog.use.click()
    settle(window)
    assert operations.stores.camera(camera.id).user_name == "admin"
    opened = engine_of(window).opened[0]
    assert isinstance(opened, LiveStream)
    assert (opened.user, opened.password) == ("admin", "rosebud")


def test_a_password_that_the_recorder_refused_is_asked_for_the_recorder(window: Window) -> None:
    operations = window.context.operations
    (camera,) = stores_of(operations, stores=1, cameras=1)
    recorder = operations.recorders.add(RecorderDraft("Office", "dahua", "127.0.0.1:9", "admin"))
    operations.recorders.set_password(recorder.id, "misspelt")
    draft = replace(camera.draft(), recorder_id=recorder.id, recorder_channel="1")
    operations.stores.update_camera(camera.id, draft)
    window.main.show_screen("wall")
    settle(window)
    wall = window.main.wall
    wall.controller.add([camera.id])
    settle(window)
    engine_of(window).told[0] = TileState(
        TileStateKind.ASK_PASSWORD, LIVE_NO_PASSWORD, {"camera": "S001/cam1"}
    )
    wall.surface.password_wanted.emit(0)
    settle(window)
    (dialog,) = wall.findChildren(PasswordDialog)
    assert dialog.windowTitle() == "Password of Office"
    assert (dialog.user.text(), dialog.user.isReadOnly()) == ("admin", True)
    dialog.password.setText("rosebud")
    dialog.use.click()
    settle(window)
    opened = engine_of(window).opened[0]
    assert isinstance(opened, RecorderPlayback)
    assert opened.password == "rosebud"


def test_the_password_of_a_recorder_opens_all_its_cameras(window: Window) -> None:
    operations = window.context.operations
    (camera,) = stores_of(operations, stores=1, cameras=1)
    recorder = operations.recorders.add(RecorderDraft("Office", "dahua", "127.0.0.1:9", "admin"))
    draft = replace(camera.draft(), recorder_id=recorder.id, recorder_channel="1")
    operations.stores.update_camera(camera.id, draft)
    second = replace(draft, code="till", recorder_channel="2")
    cameras = [camera.id, operations.stores.add_camera(second).id]
    window.main.show_screen("wall")
    settle(window)
    wall = window.main.wall
    wall.controller.add(cameras)
    settle(window)
    wall.surface.password_wanted.emit(1)
    (dialog,) = wall.findChildren(PasswordDialog)
    assert dialog.windowTitle() == "Password of Office"
    dialog.password.setText("rosebud")
    dialog.use.click()
    settle(window)
    assert [wall.controller.state_of(tile) for tile in (0, 1)] == [None, None]


def test_a_zone_is_drawn_moved_and_cleared(qtbot: object) -> None:
    editor = ZoneEditor(Theme())
    editor.resize(400, 300)
    editor.set_picture(still(64, 36).png)
    editor.show()
    area = editor._area()
    corners = [(0.1, 0.2), (0.8, 0.2), (0.5, 0.9)]

    def place(x: float, y: float) -> QPoint:
        return QPoint(round(area.left() + x * area.width()), round(area.top() + y * area.height()))

    for corner in corners[:2]:
        QTest.mouseClick(editor, Qt.MouseButton.LeftButton, pos=place(*corner))
    assert editor.zone() == ()
    QTest.mouseClick(editor, Qt.MouseButton.LeftButton, pos=place(*corners[2]))
    assert len(editor.zone()) == 3
    assert editor.zone()[1] == pytest.approx((0.8, 0.2), abs=0.01)
    QTest.mousePress(editor, Qt.MouseButton.LeftButton, pos=place(0.8, 0.2))
    QTest.mouseMove(editor, place(0.9, 0.4))
    QTest.mouseRelease(editor, Qt.MouseButton.LeftButton, pos=place(0.9, 0.4))
    assert editor.zone()[1] == pytest.approx((0.9, 0.4), abs=0.01)
    QTest.mouseClick(editor, Qt.MouseButton.RightButton, pos=place(0.9, 0.4))
    assert editor.zone() == ()
    editor.clear()
    editor.repaint()
    editor.close()


def test_a_picture_for_the_zone_comes_from_the_recording(window: Window, tmp_path: Path) -> None:
    screen = stores_screen(window)
    footage(tmp_path / "footage", "cam1")
    stores_of(window.context.operations, str(tmp_path / "footage"), stores=1, cameras=2)
    settle(window)
    with_footage, without = window.context.operations.stores.tree().cameras()
    screen.show_thing(with_footage)
    screen.cameras.take.click()
    settle(window)
    assert not screen.cameras.zone._picture.isNull()
    screen.show_thing(without)
    screen.cameras.take.click()
    settle(window)
    assert screen.cameras.zone._picture.isNull()
    assert screen.cameras.zone._words


def typed_camera(window: Window) -> UnsavedDialog:
    """Half a camera is typed, then another line of the tree is chosen."""
    stores_of(window.context.operations, cameras=1)
    settle(window)
    screen = stores_screen(window)
    screen.add_camera.click()
    QTest.keyClicks(screen.cameras.code, "half")
    screen.show_thing(window.context.operations.stores.tree().stores()[1].store)
    settle(window)
    dialog = screen.findChild(UnsavedDialog)
    assert isinstance(dialog, UnsavedDialog)
    return dialog


def test_what_was_typed_stays_until_a_person_gives_it_up(window: Window) -> None:
    dialog, screen = typed_camera(window), stores_screen(window)
    dialog.stay.click()
    settle(window)
    assert screen.cameras.isVisible()
    assert screen.cameras.code.text() == "half"
    screen.add_store.click()
    settle(window)
    again = screen.findChild(UnsavedDialog)
    assert isinstance(again, UnsavedDialog)
    again.discard.click()
    settle(window)
    assert screen.stores.isVisible()
    assert len(window.context.operations.stores.tree().cameras()) == 2


def test_what_was_typed_is_saved_when_asked(window: Window) -> None:
    dialog, screen = typed_camera(window), stores_screen(window)
    dialog.save.click()
    settle(window)
    settle(window)
    codes = [camera.code for camera in window.context.operations.stores.tree().cameras()]
    assert "half" in codes
    assert not screen.cameras.typed
    screen.add_store.click()
    assert screen.stores.isVisible(), "nothing is left to ask about"
