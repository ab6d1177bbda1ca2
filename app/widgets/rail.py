"""The rail at the left: the screens, each with an icon and its word."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from app.widgets.actions import Actions
from app.widgets.theme import SMALL_PX, STEP, Theme, set_role, ui_font

RAIL_PX = 88


class Rail(QFrame):
    """One button per screen; ``chosen`` tells its name."""

    chosen = Signal(str)

    def __init__(
        self, names: tuple[str, ...], actions: Actions, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._theme = theme
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        self.setFixedWidth(RAIL_PX)
        set_role(self, "rail")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * STEP, 0, 2 * STEP)
        column.setSpacing(STEP)
        for name in names:
            if name == "settings":
                column.addStretch(1)
            column.addWidget(self._button(name))
        theme.changed.connect(self.refresh)
        actions.keys_changed.connect(self.refresh)
        self.refresh()

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(20, 20))
        button.setFont(ui_font(SMALL_PX))
        button.setFixedSize(RAIL_PX - 1, 56)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: self.chosen.emit(name))
        set_role(button, "rail")
        self._group.addButton(button)
        self.buttons[name] = button
        return button

    def choose(self, name: str) -> None:
        """Show which screen is open."""
        self.buttons[name].setChecked(True)
        self.refresh()

    def refresh(self) -> None:
        """Words, keys and colours as they are now."""
        for name, button in self.buttons.items():
            action = self._actions.action(f"screen.{name}")
            icon = self._actions.icon_name(f"screen.{name}")
            button.setText(action.text())
            button.setToolTip(action.toolTip())
            button.setIcon(self._theme.icon(icon, "text" if button.isChecked() else "quiet"))

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)
