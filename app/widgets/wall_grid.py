"""The wall's grid as a person points at it: layout, selection, dragging, dropping.

What the tiles show is another matter (``wall_surface``). Places are worked out
from positions, since the wall is one widget.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app.widgets.wall_layout import LAYOUTS, Area, wall_layout

CAMERAS_MIME = "application/x-floorwalk-cameras"
TILE_MIME = "application/x-floorwalk-tile"


class WallGrid(QWidget):
    """Up to 36 places, one of them selected; cameras and tiles can be dropped on them."""

    tile_selected = Signal(int)
    tile_pressed = Signal(int)
    tile_double_clicked = Signal(int)
    media_dropped = Signal(int, object)  # tile, list of camera ids
    tile_moved = Signal(int, int)  # from tile, to tile: dragged within the wall
    menu_wanted = Signal(int, QPoint)  # tile, and where in the wall its menu opens

    def __init__(self, can_drag: Callable[[int], bool], parent: QWidget | None = None) -> None:
        """``can_drag``: whether a tile holds something to be dragged elsewhere."""
        super().__init__(parent)
        self._can_drag = can_drag
        self._tiles, self._solo = 1, None  # type: tuple[int, int | None]
        self._ratio = 1.0  # device pixels for each logical one
        self._layout = wall_layout(1, None, 1, 1)
        self.selected = 0
        self._drop_target: int | None = None
        self._press: tuple[int, QPoint] | None = None
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_layout(self, tiles: int) -> None:
        """Show a grid of 1, 4, 9, 16, 25 or 36 tiles. Raises ValueError for another number."""
        if tiles not in LAYOUTS:
            raise ValueError(f"a wall has {LAYOUTS} tiles, not {tiles}")
        self._tiles, self._solo = tiles, None
        self._lay_out()
        if self.selected >= tiles:
            self.select(tiles - 1)

    @property
    def tiles(self) -> int:
        """Tiles of the grid."""
        return self._tiles

    @property
    def solo(self) -> int | None:
        """The tile that has the whole wall, or None."""
        return self._solo

    def set_solo(self, tile: int | None) -> None:
        """Give one tile the whole wall; None: back to the grid."""
        self._solo = tile
        if tile is not None:
            self.select(tile)
        self._lay_out()

    def select(self, tile: int) -> None:
        """Move the selection."""
        if tile == self.selected:
            return
        old, self.selected = self.selected, tile
        self._update_tile(old)
        self._update_tile(tile)
        self.tile_selected.emit(tile)

    # Place

    def _lay_out(self) -> None:
        self._ratio = self.devicePixelRatioF()
        width, height = round(self.width() * self._ratio), round(self.height() * self._ratio)
        self._layout = wall_layout(self._tiles, self._solo, width, height)
        self._update_all()

    def _logical(self, area: Area) -> QRect:
        ratio = self._ratio
        if ratio == 1.0:
            return QRect(area.x, area.y, area.width, area.height)
        left, top = int(area.x / ratio), int(area.y / ratio)
        right, bottom = (area.x + area.width) / ratio, (area.y + area.height) / ratio
        return QRect(QPoint(left, top), QPoint(int(right) + 1, int(bottom) + 1))

    def _update_all(self) -> None:
        self.update()

    def _update_tile(self, tile: int) -> None:
        area = self._layout.areas.get(tile)
        if area is not None:
            self.update(self._logical(area))

    def tile_at(self, place: QPoint) -> int | None:
        """The tile under a place of the widget."""
        ratio = self._ratio
        return self._layout.tile_at(place.x() * ratio, place.y() * ratio)

    # Pointing

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select; a drag may follow."""
        tile = self.tile_at(event.position().toPoint())
        if tile is not None and event.button() == Qt.MouseButton.LeftButton:
            self.select(tile)
            self._press = (tile, event.position().toPoint())
            self.tile_pressed.emit(tile)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a tile to another place of the wall."""
        if self._press is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        tile, start = self._press
        far = (event.position().toPoint() - start).manhattanLength()
        if far < QApplication.startDragDistance() or not self._can_drag(tile):
            return
        self._press = None
        drag = QDrag(self)
        drag.setMimeData(self._carried(tile))
        drag.exec(Qt.DropAction.MoveAction)

    def _carried(self, tile: int) -> QMimeData:
        """A tile to move within this wall; its camera for whatever else takes cameras."""
        content = QMimeData()
        content.setData(TILE_MIME, json.dumps(tile).encode())
        camera_id = self._camera_of(tile)
        if camera_id is not None:
            content.setData(CAMERAS_MIME, json.dumps([camera_id]).encode())
        return content

    def _camera_of(self, _tile: int) -> int | None:
        """Which camera a tile shows; known by who derives from it."""
        return None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press was no drag."""
        super().mouseReleaseEvent(event)
        self._press = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The shell gives the tile the whole wall, or back."""
        tile = self.tile_at(event.position().toPoint())
        self._press = None
        if tile is not None:
            self.tile_double_clicked.emit(tile)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button means the tile under it, the menu key the selected one."""
        tile, place = self.tile_at(event.pos()), event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            tile, area = self.selected, self._layout.areas.get(self.selected)
            place = (self.rect() if area is None else self._logical(area)).center()
        if tile is not None:
            self.menu_wanted.emit(tile, place)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take cameras from the tree, and tiles of this wall."""
        formats = event.mimeData()
        if formats.hasFormat(CAMERAS_MIME) or formats.hasFormat(TILE_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Mark the tile that would take the drop."""
        self._mark_target(self.tile_at(event.position().toPoint()))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The drag went elsewhere."""
        super().dragLeaveEvent(event)
        self._mark_target(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell the shell what was dropped where."""
        tile = self.tile_at(event.position().toPoint())
        self._mark_target(None)
        if tile is None:
            return
        content = event.mimeData()
        of_another_wall = isinstance(event.source(), WallGrid) and event.source() is not self
        if content.hasFormat(TILE_MIME) and not of_another_wall:
            from_tile = int(json.loads(bytes(content.data(TILE_MIME).data())))
            if from_tile != tile:
                self.tile_moved.emit(from_tile, tile)
        elif content.hasFormat(CAMERAS_MIME):
            self.media_dropped.emit(tile, json.loads(bytes(content.data(CAMERAS_MIME).data())))
        event.acceptProposedAction()

    def _mark_target(self, tile: int | None) -> None:
        old, self._drop_target = self._drop_target, tile
        for each in (old, tile):
            if each is not None and old != tile:
                self._update_tile(each)
