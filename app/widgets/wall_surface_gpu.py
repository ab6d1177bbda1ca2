"""The wall's pictures painted by the graphics card, everything over them by QPainter as ever.

One OpenGL widget over the whole wall. It keeps what was painted before, so that only
the tiles that changed are painted again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtOpenGL import QOpenGLPaintDevice
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget

from app.widgets.tile_picture import Placement, TileFace
from app.widgets.wall_layout import Area
from app.widgets.wall_surface_planes import GpuFailed, Planes, PlanesPainter

log = logging.getLogger(__name__)


TilePicture = tuple[int, Area, TileFace, Placement | None]


class Painted(Protocol):
    """What the canvas asks the wall for."""

    def pictures(self, tiles: Iterable[int]) -> Iterable[TilePicture]:
        """The tiles' areas, what they show, and where; None where there is no picture."""
        ...

    def tiles_shown(self) -> Iterable[int]:
        """All tiles of the layout."""
        ...

    def paint_over(self, painter: QPainter, tiles: Iterable[int], *, whole: bool) -> None:
        """Everything but the pictures; ``whole``: the ground between the tiles too."""
        ...


class GpuCanvas(QOpenGLWidget):
    """Covers the wall and lets the mouse through to it."""

    failed = Signal(str)  # for the log; nothing more will be painted

    def __init__(self, wall: Painted, parent: QWidget) -> None:
        super().__init__(parent)
        self._wall = wall
        self._painter: PlanesPainter | None = None
        self._planes: dict[int, Planes] = {}
        self._openings: dict[int, int] = {}
        self._changed: set[int] = set()
        self._whole = True
        self._broken = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUpdateBehavior(QOpenGLWidget.UpdateBehavior.PartialUpdate)

    def repaint_tiles(self, tiles: Iterable[int] | None) -> None:
        """Paint these again soon; None: everything."""
        if tiles is None:
            self._whole = True
        else:
            self._changed.update(tiles)
        self.update()

    def opened(self, tile: int) -> None:
        """The tile begins anew: serial numbers mean other pictures now."""
        self._openings[tile] = self._openings.get(tile, 0) + 1

    # Qt's calls, with the card's context current

    def initializeGL(self) -> None:
        """Make the shader; again when the wall has moved to another window."""
        self._release()
        self.context().aboutToBeDestroyed.connect(
            self._before_context_goes, Qt.ConnectionType.DirectConnection
        )
        try:
            self._painter = PlanesPainter(self.context())
        except GpuFailed as failure:
            self._fail(str(failure))
        self._whole = True

    def resizeGL(self, width: int, height: int) -> None:  # noqa: ARG002 - Qt's signature
        """What was painted before is gone."""
        self._whole = True

    def paintGL(self) -> None:
        """Paint what changed: pictures by the shader, then the rest over them."""
        whole, self._whole = self._whole, False
        tiles = list(self._wall.tiles_shown()) if whole else sorted(self._changed)
        self._changed.clear()
        if self._painter is not None and not self._broken:
            try:
                self._paint_pictures(self._painter, tiles)
            except GpuFailed as failure:
                self._fail(str(failure))
        # Not a painter of this widget: while a window is grabbed that one paints elsewhere.
        device = QOpenGLPaintDevice(self._pixels())
        device.setDevicePixelRatio(self.devicePixelRatioF())
        painter = QPainter(device)
        self._wall.paint_over(painter, tiles, whole=whole)
        painter.end()

    def _paint_pictures(self, shader: PlanesPainter, tiles: list[int]) -> None:
        shader.begin(self._pixels().width(), self._pixels().height())
        for tile, area, face, place in self._wall.pictures(tiles):
            shader.clear(area)
            picture = face.picture
            if place is None or picture is None or picture.pixel_format != "yuv420p":
                continue
            planes = self._planes.setdefault(tile, Planes())
            shader.paint(planes, picture, place, self._openings.get(tile, 0))
        shader.end()

    def _pixels(self) -> QSize:
        """Device pixels of the canvas."""
        ratio = self.devicePixelRatioF()
        return QSize(round(self.width() * ratio), round(self.height() * ratio))

    def _before_context_goes(self) -> None:
        self.makeCurrent()
        self._release()
        self.doneCurrent()

    def _release(self) -> None:
        for planes in self._planes.values():
            planes.release()
        self._planes = {}
        if self._painter is not None:
            self._painter.release()
            self._painter = None

    def _fail(self, why: str) -> None:
        """Tell it once, when Qt is done with this paint."""
        if not self._broken:
            self._broken = why
            QTimer.singleShot(0, self, lambda: self.failed.emit(why))

    def lost(self) -> bool:
        """Whether the card's context has gone, or never came."""
        return self.isVisible() and not (self.isValid() and self.context().isValid())

    def stop(self) -> None:
        """Free the card's memory; nothing is painted afterwards."""
        if self.isValid():
            self._before_context_goes()
