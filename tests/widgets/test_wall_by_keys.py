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
from app.operations.values import Camera
from app.storage.credentials import Credentials
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
