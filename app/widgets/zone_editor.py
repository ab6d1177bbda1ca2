"""Draws a polygon on a picture of the camera: the zone that the counter rule watches."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.operations.values import Zone
from app.widgets.theme import Theme

GRAB_PX = 9
CORNER_PX = 4


class ZoneEditor(QWidget):
    """A click adds a corner, a drag moves one, a right click takes one away."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = QImage()
        self._words = ""
        self._corners: list[QPointF] = []  # fractions of the picture
        self._held: int | None = None
        self.setFixedSize(QSize(480, 270))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)
        theme.changed.connect(self.update)

    def set_picture(self, png: bytes) -> None:
        """Draw on this picture."""
        self._picture = QImage.fromData(png)
        self.update()

    def set_words(self, words: str) -> None:
        """What stands there while there is no picture."""
        self._words = words
        self._picture = QImage()
        self.update()

    def zone(self) -> Zone:
        """The corners in fractions of the picture; () while fewer than three."""
        if len(self._corners) < 3:
            return ()
        return tuple((round(at.x(), 4), round(at.y(), 4)) for at in self._corners)

    def set_zone(self, zone: Zone) -> None:
        """Show a stored zone."""
        self._corners = [QPointF(x, y) for x, y in zone]
        self.update()

    def clear(self) -> None:
        """No zone."""
        self._corners = []
        self.changed.emit()
        self.update()

    def _area(self) -> QRectF:
        """Where the picture stands: whole, not stretched."""
        room = QRectF(self.rect())
        if self._picture.isNull():
            return room
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRectF(0, 0, size.width(), size.height())
        area.moveCenter(room.center())
        return area

    def _on_widget(self, corner: QPointF) -> QPointF:
        area = self._area()
        x, y = corner.x() * area.width(), corner.y() * area.height()
        return QPointF(area.left() + x, area.top() + y)

    def _on_picture(self, place: QPointF) -> QPointF:
        area = self._area()
        x = (place.x() - area.left()) / area.width()
        y = (place.y() - area.top()) / area.height()
        return QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))

    def _corner_at(self, place: QPointF) -> int | None:
        for number, corner in enumerate(self._corners):
            if (self._on_widget(corner) - place).manhattanLength() <= GRAB_PX:
                return number
        return None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Picture, area, corners."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("picture"))
        if self._picture.isNull():
            painter.setPen(self._theme.colour("quiet"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(16, 16, -16, -16), int(flags), self._words)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._area(), self._picture)
        self._paint_zone(painter)
        painter.end()

    def _paint_zone(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self._theme.colour("accent")
        inside = self._theme.colour("accent")
        inside.setAlphaF(0.18)
        painter.setPen(QPen(accent, 2))
        painter.setBrush(inside)
        places = [self._on_widget(corner) for corner in self._corners]
        if len(places) > 2:
            painter.drawPolygon(QPolygonF(places))
        else:
            painter.drawPolyline(QPolygonF(places))
        painter.setBrush(accent)
        for place in places:
            painter.drawEllipse(place, CORNER_PX, CORNER_PX)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a corner, make one, or take one away."""
        place = event.position()
        held = self._corner_at(place)
        if event.button() == Qt.MouseButton.RightButton:
            if held is not None:
                del self._corners[held]
                self._tell()
            return
        if held is None:
            self._corners.append(self._on_picture(place))
            held = len(self._corners) - 1
        self._held = held
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the corner that is held."""
        if self._held is not None:
            self._corners[self._held] = self._on_picture(event.position())
            self._tell()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._held = None

    def _tell(self) -> None:
        self.changed.emit()
        self.update()
