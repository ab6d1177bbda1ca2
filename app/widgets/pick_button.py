"""One button that shows a choice and opens the others: for bars that are short of room."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.widgets.theme import CONTROL, set_role


class PickButton(QToolButton):
    """``picked`` tells the value that a person takes from the menu."""

    picked = Signal(object)

    def __init__(self, width_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = QMenu(self)
        self._entries: list[tuple[object, QAction]] = []
        self.setMenu(self._list)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFixedSize(width_px, CONTROL)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(self, "flat")

    def set_choices(self, choices: Sequence[tuple[object, str] | None]) -> None:
        """Values and how they read; None draws a line."""
        self._list.clear()
        self._entries = []
        for choice in choices:
            if choice is None:
                self._list.addSeparator()
                continue
            value, text = choice
            entry = self._list.addAction(text)
            entry.setCheckable(True)
            entry.triggered.connect(partial(self._pick, value))
            self._entries.append((value, entry))

    def show_choice(self, value: object, text: str) -> None:
        """Show a choice without telling."""
        self.setText(text)
        for each, entry in self._entries:
            entry.setChecked(each == value)

    def _pick(self, value: object) -> None:
        self.picked.emit(value)
