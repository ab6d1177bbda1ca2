"""How words are laid out in a tile: centred, in as many whole lines as there is room for."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap, QTextLayout, QTextOption


def wrapped() -> QTextOption:
    """Between words; an address that is longer than a line within it."""
    option = QTextOption(Qt.AlignmentFlag.AlignHCenter)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def whole_lines(words: str, font: QFont, width: int, height: int) -> str:
    """As much of the words as fits in lines that are seen whole, at least one of them.

    What is kept is measured as it is painted: letters that the font lacks come from
    another one, whose lines are higher.
    """
    if words_height(words, font, width) <= height:
        return words
    ends = _line_ends(words, font, width)
    beginnings = [words[: max(end - 1, 1)].rstrip() + "…" for end in ends]
    fitting = [text for text in beginnings if words_height(text, font, width) <= height]
    return max(fitting, key=len, default=beginnings[0])


def _line_ends(words: str, font: QFont, width: int) -> list[int]:
    """Where each line of the words ends."""
    layout = QTextLayout(words, font)
    layout.setTextOption(wrapped())
    layout.beginLayout()
    ends = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        ends.append(line.textStart() + line.textLength())
    layout.endLayout()
    return ends


def words_height(words: str, font: QFont, width: int) -> int:
    """Pixels that the words need in that width."""
    paper = QPixmap(1, 1)
    painter = QPainter(paper)
    painter.setFont(font)
    needed = painter.boundingRect(QRectF(0, 0, width, 10_000), words, wrapped())
    painter.end()
    return math.ceil(needed.height())
