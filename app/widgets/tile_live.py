"""The word in a caption that tells a live picture from a recording beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from app.widgets.theme import DARK, STEP
from app.widgets.wall_layout import CAPTION_PX

_ROUND_PX = 3.0
_AROUND_PX = 3.0  # between the strip's edge and the mark


def draw_live(word: str, font: QFont, ratio: float) -> QPixmap:
    """The word on its ground, as high as the caption; it brings its own distance at both sides.

    ``ratio``: device pixels for each logical pixel.
    """
    bold = QFont(font)
    bold.setBold(True)
    pad = STEP * ratio
    wide = QFontMetrics(bold).horizontalAdvance(word) + 2 * pad
    picture = QPixmap(round(wide + 3 * pad), round(CAPTION_PX * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    high = picture.height() - 2 * _AROUND_PX * ratio
    ground = QRectF(pad, _AROUND_PX * ratio, wide, high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(DARK.fail))
    painter.drawRoundedRect(ground, _ROUND_PX * ratio, _ROUND_PX * ratio)
    painter.setPen(QColor(DARK.ground))
    painter.setFont(bold)
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, word)
    painter.end()
    return picture
