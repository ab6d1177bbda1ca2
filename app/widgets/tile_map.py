"""The small map of a zoomed tile: which part of the picture is seen, and how much closer."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.widgets.theme import DARK, STEP
from app.widgets.tile_picture import Placement

_SHARE = 0.2  # of the picture's width
_LEAST_PX, _MOST_PX = 36, 128
_GROUND_ALPHA = 150
_ROOM = 4  # as many times its height must the picture have


def paint_map(painter: QPainter, place: Placement, font: QFont, ratio: float) -> None:
    """Paint the map at the lower right of the picture, with the zoom in words beside it.

    A tile too small for the map gets the words alone.
    """
    where, gap = QRectF(place.where), 2 * STEP * ratio
    width = min(max(where.width() * _SHARE, _LEAST_PX * ratio), _MOST_PX * ratio)
    height = width * where.height() / max(where.width(), 1.0)
    painter.save()
    painter.setFont(font)
    words = f"{place.view.zoom:.1f}x"
    room = painter.fontMetrics()
    text = QRectF(0, 0, room.horizontalAdvance(words) + gap, room.height())
    right = where.right() - gap
    if _ROOM * height <= where.height() and 2 * width <= where.width():
        field = QRectF(
            round(right - width), round(where.bottom() - gap - height), round(width), round(height)
        )
        _paint_field(painter, field, place, ratio)
        right = field.left() - gap / 2
    text.moveBottomRight(where.bottomRight())
    text.moveRight(right)
    text.moveBottom(where.bottom() - gap)
    painter.fillRect(text, _ground())
    painter.setPen(QColor(DARK.text))
    painter.drawText(text, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()


def _paint_field(painter: QPainter, field: QRectF, place: Placement, ratio: float) -> None:
    painter.fillRect(field, _ground())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(DARK.quiet), ratio))
    painter.drawRect(field)
    view = place.view
    seen = QRectF(
        field.x() + view.x * field.width(),
        field.y() + view.y * field.height(),
        view.width * field.width(),
        view.height * field.height(),
    )
    tint = QColor(DARK.accent)
    tint.setAlpha(_GROUND_ALPHA // 2)
    painter.fillRect(seen, tint)
    painter.setPen(QPen(QColor(DARK.accent), 1.5 * ratio))
    painter.drawRect(seen)


def _ground() -> QColor:
    colour = QColor(DARK.ground)
    colour.setAlpha(_GROUND_ALPHA)
    return colour
