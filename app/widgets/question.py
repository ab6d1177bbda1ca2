"""How a short question looks: its words, and the buttons that answer it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout

from app.widgets.theme import STEP

_LEAST_PX = 360


def lay_out_question(dialog: QDialog, text: str) -> QDialogButtonBox:
    """Put the words into a dialog that goes when it closes; the box for its buttons below."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    words = QLabel(text)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setWordWrap(True)
    words.setMinimumWidth(_LEAST_PX)
    buttons = QDialogButtonBox()
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
    column.setSpacing(3 * STEP)
    column.addWidget(words)
    column.addWidget(buttons)
    return buttons
