"""What hands do to tiles and to the store list is done by keys as well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.application import Window
from app.operations.facade import open_operations
from app.operations.values import Camera, CameraDraft
from app.storage.credentials import Credentials
from app.video.tiles import TileStateKind
from app.widgets.password_dialog import PasswordDialog
from tests.widgets.window_stage import open_window, settle, stores_of


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    rooms = open_operations(tmp_path / "home", credentials=Credentials(lambda: None))
    stores_of(rooms)
    with open_window(tmp_path / "home", rooms) as made:
        yield made


def fill(window: Window, *places: int) -> list[Camera]:
    """The first cameras, as many as there are places; the wall has nine tiles."""
    cameras = list(window.context.operations.stores.tree().cameras())[: len(places)]
    controller = window.main.wall.controller
    controller.set_layout(9)
    for place, camera in zip(places, cameras, strict=True):
        controller.drop(place, [camera.id])
    settle(window)
    window.main.wall.surface.setFocus()
    return cameras


def press(window: Window, *keys: str) -> None:
    for key in keys:
        QTest.keySequence(window.main, key)


def menu_by_key(widget: QWidget) -> QMenu:
    """What Qt does for the menu key: an event in the middle of the widget in focus."""
    place = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).center()
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(widget, QContextMenuEvent(reason, place, widget.mapToGlobal(place)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


@pytest.mark.parametrize("tile", [0, 4, 8])
def test_the_menu_key_means_the_selected_tile(window: Window, tile: int) -> None:
    fill(window, 0, 4, 8)
    wall = window.main.wall
    wall.controller.select(tile)
    asked: list[QPoint] = []
    wall.surface.menu_wanted.connect(lambda _tile, place: asked.append(place))
    menu = menu_by_key(wall.surface)
    assert wall.controller.state.selected == tile
    assert [wall.surface.tile_at(place) for place in asked] == [tile]
    names = [action.objectName() for action in menu.actions()]
    menu.close()
    assert "tile.solo" in names


def test_a_tile_is_swapped_with_its_neighbours(window: Window) -> None:
    first, second = fill(window, 0, 1)
    wall = window.main.wall.controller
    wall.select(0)
    press(window, "Ctrl+Shift+Right")
    assert wall.state.shown() == {0: second.id, 1: first.id}
    press(window, "Ctrl+Shift+Down", "Ctrl+Shift+Left", "Ctrl+Shift+Left")
    assert wall.state.shown() == {0: second.id, 3: first.id}
    assert wall.state.selected == 3
    press(window, "Ctrl+Shift+Up")
    assert wall.state.shown() == {0: first.id, 3: second.id}
    wall.select(8)
    press(window, "Ctrl+Shift+Up")
    assert wall.state.shown() == {0: first.id, 3: second.id}


def test_the_password_of_the_selected_tile_is_entered_by_a_key(window: Window) -> None:
    stores = window.context.operations.stores
    store = stores.tree().stores()[0].store
    draft = CameraDraft(store.id, "gate", "Gate", main_url="rtsp://127.0.0.1:9/1", user_name="li")
    gate = stores.add_camera(draft)
    settle(window)
    fill(window, 0)
    wall = window.main.wall.controller
    wall.drop(1, [gate.id])
    settle(window)
    state = wall.state_of(1)
    assert state is not None
    assert state.kind is TileStateKind.ASK_PASSWORD
    wall.select(0)
    press(window, "Alt+P")
    told = [each.text("en") for each in window.context.notices.open()]
    assert any("asks for no password" in text for text in told)
    assert not window.main.findChildren(PasswordDialog)
    wall.select(1)
    press(window, "Alt+P")
    (dialog,) = window.main.findChildren(PasswordDialog)
    assert dialog.isVisible()
    dialog.close()


def test_several_lines_of_the_store_list_go_together(window: Window) -> None:
    wall = window.main.wall
    tree, view = wall.tree, wall.tree.view
    tree.search.setText("S001 Camera")
    QTest.keyClick(tree.search, Qt.Key.Key_Down)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(view, key)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(view, key, Qt.KeyboardModifier.ShiftModifier)
    three = [camera.id for camera in window.context.operations.stores.tree().cameras()][1:4]
    wanted: list[list[int]] = []
    tree.live_wanted.connect(wanted.append)
    tree.live_wanted.disconnect(wall.live_wall.add)
    view.setFocus()
    menu = menu_by_key(view)
    texts = [action.text() for action in menu.actions()]
    assert texts == ["Put on the wall", "Show only this on the wall", "Put on the live wall"]
    menu.actions()[2].trigger()
    menu.close()
    assert wanted == [three]
    QTest.keyClick(view, Qt.Key.Key_Return)
    settle(window)
    assert list(wall.controller.state.shown().values()) == three


def test_the_right_button_beside_the_selected_lines_means_its_own(window: Window) -> None:
    tree, view = window.main.wall.tree, window.main.wall.tree.view
    tree.search.setText("S001 Camera")
    view.selectAll()
    (store, *_) = window.context.operations.stores.tree().stores()
    place = view.visualRect(tree._filter.mapFromSource(tree.model.find(store.cameras[1]))).center()
    view.clearSelection()
    wanted: list[list[int]] = []
    tree.wall_wanted.connect(wanted.append)
    tree._menu_at(QPoint(place))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.actions()[1].trigger()
    menu.close()
    assert wanted == [[store.cameras[1].id]]
