"""An empty place that teaches: what would be here, and the button that fills it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.widgets.theme import STEP, set_role

TEXT_WIDTH = 460


class EmptyPage(QWidget):
    """A heading, a few sentences and one button, in the middle."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(self)
        self.text = QLabel(self)
        self.button = QPushButton(self)
        set_role(self.title, "heading")
        set_role(self.text, "quiet")
        set_role(self.button, "primary")
        self.text.setWordWrap(True)
        self.text.setFixedWidth(TEXT_WIDTH)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.button.clicked.connect(lambda _checked=False: self.pressed.emit())
        column = QVBoxLayout(self)
        column.setSpacing(3 * STEP)
        column.addStretch(1)
        for widget in (self.title, self.text, self.button):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def set_words(self, title: str, text: str, button: str) -> None:
        """Say it in the language in force."""
        self.title.setText(title)
        self.text.setText(text)
        self.button.setText(button)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """The font is known now."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        # A wrapped label in a centred cell would get the height of fewer lines.
        self.text.setFixedHeight(self.text.heightForWidth(TEXT_WIDTH))
