"""An empty wall says how to fill it, and has the button that does."""

from __future__ import annotations

import json

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.operations.values import StoreTree
from app.widgets.models.store_tree_model import MIME
from app.widgets.theme import STEP, Theme, set_role


class EmptyWall(QWidget):
    """Shown while no tile has a camera."""

    fill_wanted = Signal(list)  # camera ids
    dropped = Signal(list)  # camera ids
    stores_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cameras: list[int] = []
        self.setAcceptDrops(True)
        set_role(self, "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._picture, self._title, self._words = QLabel(), QLabel(), QLabel()
        self.fill = QPushButton()
        self.fill.clicked.connect(self._fill)
        set_role(self.fill, "primary")
        set_role(self._title, "title")
        set_role(self._words, "quiet")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setSpacing(4 * STEP)
        column.addStretch(2)
        for part in (self._picture, self._title, self._words, self.fill):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        theme.changed.connect(self._paint_icon)
        self._paint_icon()
        self.retranslate()

    def _paint_icon(self) -> None:
        self._picture.setPixmap(self._theme.icon("wall", "quiet").pixmap(QSize(48, 48)))

    def set_tree(self, tree: StoreTree) -> None:
        """Know what the wall could be filled with."""
        self._cameras = [camera.id for camera in tree.cameras()]
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words."""
        if self._cameras:
            self._title.setText(self.tr("Nothing on the wall yet"))
            self._words.setText(
                self.tr(
                    "Drag a camera or a whole store here from the tree,\n"
                    "or double-click one to put it into the next free tile."
                )
            )
            self.fill.setText(self.tr("Fill the wall with the first cameras"))
        else:
            self._title.setText(self.tr("No camera yet"))
            self._words.setText(
                self.tr("Add a store and its cameras first; then they can be put on the wall.")
            )
            self.fill.setText(self.tr("Add the first store"))

    def _fill(self) -> None:
        if self._cameras:
            self.fill_wanted.emit(self._cameras[:25])
        else:
            self.stores_wanted.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take cameras."""
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put them on the wall."""
        carried = bytes(event.mimeData().data(MIME).data())
        self.dropped.emit([int(camera) for camera in json.loads(carried)])
        event.acceptProposedAction()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
