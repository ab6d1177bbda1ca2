"""Text fields of the item card: Enter stores, Escape gives the keys back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

MAX_LINES = 5
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RemarkField(QPlainTextEdit):
    """A note or a reason: grows from one line to five, Alt+Enter breaks the line."""

    entered = Signal(bool)  # Enter; True with Shift (go back)
    left = Signal()  # Escape: the keys belong to the wall again
    abandoned = Signal()  # the focus went elsewhere

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(3)
        self.textChanged.connect(self._fit)
        self._fit()

    def text(self) -> str:
        """What is written."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Show a text without moving the cursor where it already stands."""
        if text != self.toPlainText():
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter stores, Escape leaves; the rest is typing."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and modifiers == Qt.KeyboardModifier.AltModifier:
            self.insertPlainText("\n")
        elif event.key() in _ENTER:
            self.entered.emit(bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Enter and Escape are ours before they are anybody's shortcut."""
        override = event.type() == QEvent.Type.ShortcutOverride
        ours = (*_ENTER, Qt.Key.Key_Escape)
        if override and isinstance(event, QKeyEvent) and event.key() in ours:
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed is not lost when the mouse goes elsewhere."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.abandoned.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines wrap anew at another width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = max(1, min(MAX_LINES, round(self.document().size().height())))
        height = lines * self.fontMetrics().lineSpacing() + 18
        self.setFixedHeight(max(30, height))
