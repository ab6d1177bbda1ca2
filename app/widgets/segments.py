"""A row of buttons of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from app.widgets.theme import set_role


class SegmentBar(QWidget):
    """One choice of a few, side by side; ``chosen`` tells its place when a person picks."""

    chosen = Signal(int)

    def __init__(self, texts: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.buttons: list[QToolButton] = []
        for place, text in enumerate(texts):
            button = QToolButton()
            button.setText(text)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.setCheckable(True)
            # Tab reaches it, a click does not take the keys from the wall.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setProperty("place", _place(place, len(texts)))
            set_role(button, "segment")
            self._group.addButton(button, place)
            layout.addWidget(button)
            self.buttons.append(button)
        self._group.idClicked.connect(self.chosen)

    def choose(self, place: int) -> None:
        """Show a choice without telling."""
        self.buttons[place].setChecked(True)

    def set_texts(self, texts: Sequence[str], hints: Sequence[str] = ()) -> None:
        """Set words and tooltips."""
        for button, text in zip(self.buttons, texts, strict=True):
            button.setText(text)
        for button, hint in zip(self.buttons, hints, strict=False):
            button.setToolTip(hint)
            button.setAccessibleName(hint)


def _place(place: int, count: int) -> str:
    if count == 1:
        return "only"
    return {0: "first", count - 1: "last"}.get(place, "middle")
