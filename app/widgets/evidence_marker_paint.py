"""Painting marks: the same on the screen and in the marked picture that is stored."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QImageWriter,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from app.operations.values import Mark
from app.widgets.theme import CJK_FAMILIES

HALO = QColor(0, 0, 0, 170)
_PICTURE_LINE = 1 / 240
_PICTURE_TEXT = 1 / 24


def stroke(size: QSizeF) -> float:
    """Line width in pixels for a picture of ``size``: seen at any resolution."""
    return max(2.0, size.height() * _PICTURE_LINE)


def paint_marks(
    painter: QPainter, area: QRectF, marks: Sequence[Mark], chosen: int | None = None
) -> None:
    """Paint marks (fractions) over a picture that fills ``area``; the chosen one with handles."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for place, mark in enumerate(marks):
        path = _path(mark, area)
        width = stroke(area.size())
        if mark.kind == "text":
            _paint_text(painter, path, mark, width)
        else:
            _paint_line(painter, path, mark, width)
        if place == chosen:
            _paint_frame(painter, path.boundingRect().adjusted(-6, -6, 6, 6))


def render_marked(original: QImage, marks: Sequence[Mark]) -> bytes:
    """The picture with its marks at full resolution, as PNG bytes. Safe off the UI thread."""
    picture = original.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    paint_marks(painter, QRectF(picture.rect()), marks)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    buffer.close()
    return bytes(data.data())


def _point(area: QRectF, x: float, y: float) -> QPointF:
    return QPointF(area.left() + x * area.width(), area.top() + y * area.height())


def _path(mark: Mark, area: QRectF) -> QPainterPath:
    start, end = _point(area, mark.x1, mark.y1), _point(area, mark.x2, mark.y2)
    path = QPainterPath()
    if mark.kind == "box":
        path.addRect(QRectF(start, end).normalized())
    elif mark.kind == "arrow":
        path.moveTo(start)
        path.lineTo(end)
        path.addPolygon(_head(QLineF(start, end), 5 * stroke(area.size())))
    else:
        font = QFont()
        font.setFamilies([font.family(), *CJK_FAMILIES])
        font.setPixelSize(max(11, round(area.height() * _PICTURE_TEXT)))
        font.setBold(True)
        for number, line in enumerate(mark.text.splitlines() or [mark.text]):
            path.addText(start.x(), start.y() + (number + 1) * font.pixelSize() * 1.2, font, line)
    return path


def _head(line: QLineF, length: float) -> QPolygonF:
    tip = line.p2()
    angle = math.atan2(line.dy(), line.dx())
    wings = [
        tip - QPointF(math.cos(angle + turn) * length, math.sin(angle + turn) * length)
        for turn in (-math.pi / 7, math.pi / 7)
    ]
    return QPolygonF([wings[0], tip, wings[1]])


def _paint_line(painter: QPainter, path: QPainterPath, mark: Mark, width: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, pen_width in ((HALO, width * 2), (QColor(mark.colour), width)):
        pen = QPen(colour, pen_width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPath(path)


def _paint_text(painter: QPainter, path: QPainterPath, mark: Mark, width: float) -> None:
    pen = QPen(HALO, width * 1.6)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
    painter.fillPath(path, QColor(mark.colour))


def _paint_frame(painter: QPainter, frame: QRectF) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(QColor("#FFFFFF"), 1, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawRect(frame)
