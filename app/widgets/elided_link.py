"""A button that looks like a link and ends its words where its room ends."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.widgets.theme import STEP, set_role

_AROUND_PX = 2 * STEP + 4  # padding and border of the style at both sides


class ElidedLink(QPushButton):
    """Never wider than what it stands in; the tool tip has the whole words."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.setText(_plain(words))
        set_role(self, "link")
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many of the words as fit now."""
        super().resizeEvent(event)
        room = event.size().width() - _AROUND_PX
        elide = Qt.TextElideMode.ElideRight
        self.setText(_plain(self.fontMetrics().elidedText(self.words, elide, room)))


def _plain(words: str) -> str:
    """Qt takes one "&" as the mark of a key."""
    return words.replace("&", "&&")
