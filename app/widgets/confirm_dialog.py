"""Asks before something is gone for good: the person types its name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.widgets.theme import STEP, set_role


class ConfirmDialog(QDialog):
    """``confirmed`` comes only after the word was typed."""

    confirmed = Signal()

    def __init__(self, title: str, consequence: str, word: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._word = word
        self.setWindowTitle(title)
        words = QLabel(consequence)
        words.setWordWrap(True)
        words.setMinimumWidth(360)
        self.field = QLineEdit()
        self.field.textChanged.connect(self._check)
        self.field.setAccessibleName(self.tr("Type {word} to confirm").format(word=word))
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        column.addWidget(words)
        column.addWidget(QLabel(self.field.accessibleName()))
        column.addWidget(self.field)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.remove = buttons.addButton(
            self.tr("Remove {word}").format(word=word), QDialogButtonBox.ButtonRole.AcceptRole
        )
        set_role(self.remove, "danger")
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self._check()

    def _check(self) -> None:
        self.remove.setEnabled(self.field.text().strip() == self._word)

    def _accept(self) -> None:
        if self.remove.isEnabled():
            self.accept()
            self.confirmed.emit()
