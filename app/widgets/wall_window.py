"""The wall alone: a window of its own for a second monitor."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.widgets.actions import Actions
from app.widgets.theme import set_role


class WallWindow(QWidget):
    """Holds the wall while it is detached; closing it brings the wall back."""

    closed = Signal()

    def __init__(self, wall: QWidget, actions: Actions, beside: QWidget) -> None:
        super().__init__(None, Qt.WindowType.Window)
        set_role(self, "ground")
        self.setWindowTitle(self.tr("Wall - Floorwalk"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(wall)
        wall.show()
        actions.attach(self)
        self._place(beside)

    def _place(self, beside: QWidget) -> None:
        """Fill the other monitor; where there is only one, take most of it."""
        here = beside.screen()
        others = [screen for screen in QGuiApplication.screens() if screen is not here]
        if others:
            self.setGeometry(others[0].geometry())
            self.showFullScreen()
            return
        room = here.availableGeometry()
        self.resize(room.width() * 3 // 4, room.height() * 3 // 4)
        self.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the wall is to come back."""
        super().closeEvent(event)
        self.closed.emit()
