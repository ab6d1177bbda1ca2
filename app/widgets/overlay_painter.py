"""Boxes and trails of tracked people and things over a tile's picture."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from app.video.pictures.shape import WHOLE, Crop
from app.widgets.theme import DARK, SMALL_PX, ui_font

_PEN_PX = 1.5
_TRAIL_ALPHA = 150
_KIND_COLOURS = {
    "person": DARK.passed,
    "motion": DARK.attention,
    "car": DARK.accent,
}
_OTHER_COLOURS = (DARK.not_assessable, DARK.accent, "#5BC8C8", "#E38AC0")


class Box(Protocol):
    """What is painted of an overlay box; places are fractions of the picture."""

    @property
    def track_id(self) -> int:
        """Number of the track."""
        ...

    @property
    def kind(self) -> str:
        """What was seen."""
        ...

    @property
    def x1(self) -> float:
        """Left."""
        ...

    @property
    def y1(self) -> float:
        """Top."""
        ...

    @property
    def x2(self) -> float:
        """Right."""
        ...

    @property
    def y2(self) -> float:
        """Bottom."""
        ...

    @property
    def trail(self) -> tuple[tuple[float, float], ...]:
        """Foot points, oldest first."""
        ...


OverlaySource = Callable[[int, int], Sequence[Box]]


def colour_of(kind: str) -> str:
    """The colour of a kind; the same in every run."""
    fallback = _OTHER_COLOURS[zlib.crc32(kind.encode()) % len(_OTHER_COLOURS)]
    return _KIND_COLOURS.get(kind, fallback)


def paint_boxes(
    painter: QPainter, where: QRect, boxes: Sequence[Box], ratio: float, view: Crop = WHOLE
) -> None:
    """Paint boxes with their trails and small numbers into the picture's rectangle.

    ``view``: the part of the picture that is shown there.
    """
    place = _Place(where, view)
    painter.save()
    painter.setClipRect(where)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(_number_font(ratio))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for box in boxes:
        _paint_box(painter, place, box, ratio)
    painter.restore()


class _Place:
    """From fractions of the whole picture to the screen."""

    def __init__(self, where: QRect, view: Crop) -> None:
        self._where = where
        self._view = view

    def point(self, x: float, y: float) -> QPointF:
        where = self._where
        across, down = self._view.within(x, y)
        return QPointF(where.x() + across * where.width(), where.y() + down * where.height())


def _paint_box(painter: QPainter, place: _Place, box: Box, ratio: float) -> None:
    colour = QColor(colour_of(box.kind))
    left_top = place.point(box.x1, box.y1)
    frame = QRectF(left_top, place.point(box.x2, box.y2))
    painter.setPen(QPen(colour, _PEN_PX * ratio))
    painter.drawRect(frame)
    painter.drawText(left_top + QPointF(2 * ratio, -3 * ratio), str(box.track_id))
    if len(box.trail) > 1:
        faint = QColor(colour)
        faint.setAlpha(_TRAIL_ALPHA)
        painter.setPen(QPen(faint, _PEN_PX * ratio))
        painter.drawPolyline(QPolygonF([place.point(x, y) for x, y in box.trail]))


def _number_font(ratio: float) -> QFont:
    font = ui_font(SMALL_PX)
    font.setPixelSize(round(SMALL_PX * ratio))
    return font
