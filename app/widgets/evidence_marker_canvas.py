"""The picture with its marks: drawn by mouse, moved by mouse or arrow keys, zoomed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.operations.values import Mark
from app.widgets.evidence_marker_paint import paint_marks
from app.widgets.models.marks import Kind, MarkBoard

MAX_ZOOM = 8.0
STEP = 0.01
_ARROWS = {
    Qt.Key.Key_Left: (-STEP, 0.0),
    Qt.Key.Key_Right: (STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -STEP),
    Qt.Key.Key_Down: (0.0, STEP),
}


class MarkCanvas(QWidget):
    """Shows one picture to fit; the wheel zooms at the pointer, the middle button pans."""

    changed = Signal()
    text_wanted = Signal(float, float)  # where a text is to stand, in fractions

    def __init__(self, board: MarkBoard, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board = board
        self.tool: Kind = "box"
        self.colour = colour
        self._picture = QPixmap()
        self._zoom = 1.0
        self._middle = QPointF(0.5, 0.5)
        self._from: QPointF | None = None
        self._to: QPointF | None = None
        self._moving: QPointF | None = None
        self._panning: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 200)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def set_picture(self, image: QImage) -> None:
        """Show a picture, whole."""
        self._picture = QPixmap.fromImage(image)
        self.fit()

    def fit(self) -> None:
        """The whole picture."""
        self._zoom = 1.0
        self._middle = QPointF(0.5, 0.5)
        self.update()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom, keeping the point ``at`` (widget pixels) where it is."""
        anchor = at if at is not None else QPointF(self.width() / 2, self.height() / 2)
        before = self._fraction(anchor)
        self._zoom = min(MAX_ZOOM, max(1.0, self._zoom * factor))
        self._middle += before - self._fraction(anchor)
        self._hold_inside()
        self.update()

    def picture_area(self) -> QRectF:
        """Where the picture stands, in widget pixels."""
        if self._picture.isNull():
            return QRectF(self.rect())
        fitted = QSizeF(self._picture.size()).scaled(
            QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio
        )
        size = fitted * self._zoom
        middle = QPointF(self.width() / 2, self.height() / 2)
        left = middle.x() - self._middle.x() * size.width()
        top = middle.y() - self._middle.y() * size.height()
        return QRectF(QPointF(left, top), size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Black, the picture, the marks and the one being drawn."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = self.picture_area()
        if not self._picture.isNull():
            painter.drawPixmap(area, self._picture, QRectF(self._picture.rect()))
        paint_marks(painter, area, self.board.marks, self.board.chosen)
        drawn = self._drawn()
        if drawn is not None:
            paint_marks(painter, area, [drawn])
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a mark, or take hold of one with Ctrl or the right button."""
        place = self._fraction(event.position())
        holds = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.button() == Qt.MouseButton.MiddleButton:
            self._panning = event.position()
        elif event.button() == Qt.MouseButton.RightButton or holds:
            if self.board.choose_at(place.x(), place.y()):
                self._moving = place
            self._touched()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._from = self._to = place

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw, move or pan."""
        place = self._fraction(event.position())
        if self._panning is not None:
            size = self.picture_area().size()
            by = event.position() - self._panning
            self._middle -= QPointF(by.x() / size.width(), by.y() / size.height())
            self._panning = event.position()
            self._hold_inside()
        elif self._moving is not None:
            self.board.move(place.x() - self._moving.x(), place.y() - self._moving.y())
            self._moving = place
            self.changed.emit()
        elif self._from is not None:
            self._to = place
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Keep the mark; a click without a drag chooses what is there."""
        drawn, start = self._drawn(), self._from
        self._from = self._to = self._moving = self._panning = None
        if start is not None and self.tool == "text":
            self.text_wanted.emit(start.x(), start.y())
        elif drawn is not None and start is not None and not self.board.add(drawn):
            self.board.choose_at(start.x(), start.y())
        self._touched()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        self.zoom_by(1.0015 ** event.angleDelta().y(), event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the chosen mark, with Shift its end; Tab walks through the marks."""
        key = Qt.Key(event.key())
        if key in _ARROWS and self.board.chosen is not None:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            fine = 0.2 if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 1.0
            dx, dy = _ARROWS[key]
            self.board.move(dx * fine, dy * fine, end_only=shift)
            self._touched()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks through the marks first, then on to the buttons."""
        board = self.board
        last = len(board.marks) - 1 if forward else 0
        if board.marks and board.chosen != last:
            board.choose_next(1 if forward else -1)
            self.update()
            return True
        board.chosen = None
        self.update()
        return super().focusNextPrevChild(forward)

    def _drawn(self) -> Mark | None:
        if self._from is None or self._to is None or self.tool == "text":
            return None
        a, b = self._from, self._to
        return Mark(self.tool, a.x(), a.y(), b.x(), b.y(), "", self.colour)

    def _fraction(self, at: QPointF) -> QPointF:
        area = self.picture_area()
        if area.width() <= 0 or area.height() <= 0:
            return QPointF(0.0, 0.0)
        return QPointF((at.x() - area.left()) / area.width(), (at.y() - area.top()) / area.height())

    def _hold_inside(self) -> None:
        reach = 0.5 / self._zoom
        self._middle = QPointF(
            min(1 - reach, max(reach, self._middle.x())),
            min(1 - reach, max(reach, self._middle.y())),
        )

    def _touched(self) -> None:
        self.changed.emit()
        self.update()
