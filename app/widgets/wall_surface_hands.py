"""Hands on the wall's pictures: the wheel looks closer, a drag moves about in a zoomed one."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.video.pictures.shape import Crop
from app.video.wall.engine import WallEngine
from app.video.wall.part import WallPart
from app.widgets.tile_zoom import STEP
from app.widgets.wall_grid import WallGrid
from app.widgets.wall_surface_zoom import WallZoom

_NOTCH = 120  # of a wheel, in eighths of a degree


class WallHands(WallGrid):
    """A grid whose tiles can be zoomed; what they show is told by who derives from it."""

    zoom_changed = Signal(int, object)  # tile, the part of the picture (Crop) or None: all of it

    def __init__(
        self,
        engine: WallEngine | WallPart,
        has_picture: Callable[[int], bool],
        parent: QWidget | None,
    ) -> None:
        """``has_picture``: whether the tile shows a picture that can be looked at closely."""
        super().__init__(lambda tile: engine.media(tile) is not None, parent)
        self._zoom = WallZoom(engine, has_picture, self)
        self._zoom.changed.connect(self._zoomed)
        self._held: tuple[int, QPointF] | None = None  # a zoomed tile under the hand

    @abstractmethod
    def _view(self, tile: int) -> QRectF | None:
        """Where the tile's picture lies, in logical pixels; None where it shows none."""

    def zoom_in(self, tile: int) -> None:
        """Look closer at the middle of what the tile shows."""
        self._zoom.zoom(tile, STEP)

    def zoom_out(self, tile: int) -> None:
        """See more of the picture."""
        self._zoom.zoom(tile, 1 / STEP)

    def reset_zoom(self, tile: int) -> None:
        """See the whole picture again."""
        self._zoom.reset(tile)

    def pan(self, tile: int, across: float, down: float) -> None:
        """Move a zoomed tile by fractions of what it shows."""
        self._zoom.pan(tile, across, down)

    def zoom_of(self, tile: int) -> Crop | None:
        """The part of the picture that the tile shows; None: all of it."""
        return self._zoom.of(tile)

    def _zoomed(self, tile: int, part: Crop | None) -> None:
        self._update_tile(tile)
        self.zoom_changed.emit(tile, part)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        place = event.position()
        tile = self.tile_at(place.toPoint())
        view = None if tile is None else self._view(tile)
        turned = event.angleDelta().y() / _NOTCH
        if tile is None or view is None or not turned:
            event.ignore()
            return
        event.accept()
        across = (place.x() - view.x()) / view.width()
        down = (place.y() - view.y()) / view.height()
        at = (min(max(across, 0.0), 1.0), min(max(down, 0.0), 1.0))
        self._zoom.zoom(tile, STEP**turned, at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a zoomed picture; with Ctrl the tile itself, as of one not zoomed."""
        super().mousePressEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        free = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self._press is not None and left and free and self._zoom.of(self._press[0]) is not None:
            self._held, self._press = (self._press[0], event.position()), None
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the held picture along."""
        if self._held is None:
            super().mouseMoveEvent(event)
            return
        tile, before = self._held
        view, moved = self._view(tile), event.position() - before
        if view is not None:
            self._zoom.pan(tile, -moved.x() / view.width(), -moved.y() / view.height())
        self._held = (tile, event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        super().mouseReleaseEvent(event)
        if self._held is not None:
            self._held = None
            self.unsetCursor()
