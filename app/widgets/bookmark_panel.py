"""The list of bookmarks: search, jump, edit, remove."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.operations.values import Bookmark
from app.widgets.actions import Actions
from app.widgets.bookmark_model import BookmarkModel, BookmarkRow
from app.widgets.theme import STEP, set_role


class BookmarkPanel(QWidget):
    """Enter or a double click jumps; the texts are edited in place."""

    jump_wanted = Signal(object)  # Bookmark
    remove_wanted = Signal(object)  # Bookmark

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.model = BookmarkModel()
        self.search, self.view = QLineEdit(), QListView()
        self.on_wall, self.empty = QCheckBox(), QLabel()
        self.go, self.edit, self.remove = QPushButton(), QPushButton(), QPushButton()
        self.search.setClearButtonEnabled(True)
        set_role(self, "panel")
        set_role(self.empty, "quiet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.empty.setWordWrap(True)
        self.view.setModel(self.model)
        triggers = QAbstractItemView.EditTrigger
        self.view.setEditTriggers(triggers.EditKeyPressed)
        self.view.setUniformItemSizes(True)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._lay_out()
        self._connect()
        actions.keys_changed.connect(self._say_anew)
        self.retranslate()
        self._look()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        column.setSpacing(2 * STEP)
        column.addWidget(self.search)
        column.addWidget(self.on_wall)
        column.addWidget(self.empty)
        column.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.setSpacing(2 * STEP)
        for button in (self.go, self.edit, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)

    def _connect(self) -> None:
        self.search.textChanged.connect(self.model.search)
        self.view.activated.connect(self._jump)
        self.view.doubleClicked.connect(self._jump)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._look())
        self.model.modelReset.connect(self._look)
        self.go.clicked.connect(lambda: self._jump(self.view.currentIndex()))
        self.edit.clicked.connect(lambda: self.view.edit(self.view.currentIndex()))
        self.remove.clicked.connect(self._remove)

    def _jump(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        if row is not None:
            self.jump_wanted.emit(row.bookmark)

    def _remove(self) -> None:
        row = self.model.row_at(self.view.currentIndex())
        if row is not None:
            self.remove_wanted.emit(row.bookmark)

    def show_rows(self, rows: list[BookmarkRow]) -> None:
        """All bookmarks there are; what was chosen stays chosen."""
        before = self.chosen()
        self.model.set_rows(rows)
        for place in range(self.model.rowCount()):
            index = self.model.index(place)
            row = self.model.row_at(index)
            if before is not None and row is not None and row.bookmark.id == before.id:
                self.view.setCurrentIndex(index)

    def chosen(self) -> Bookmark | None:
        """The bookmark that is chosen in the list."""
        row = self.model.row_at(self.view.currentIndex())
        return None if row is None else row.bookmark

    def _look(self) -> None:
        chosen = self.chosen() is not None
        for button in (self.go, self.edit, self.remove):
            button.setEnabled(chosen)
        nothing = self.model.rowCount() == 0
        self.empty.setVisible(nothing)
        self.view.setVisible(not nothing)
        searched = bool(self.search.text()) or self.on_wall.isChecked()
        self.empty.setText(self._none_found if searched else self._none)

    def retranslate(self) -> None:
        """Set the words."""
        key = next(iter(self._actions.key_texts("bookmark.set")), "")
        press = self.tr("No bookmarks yet. Press {key} while a moment is worth finding again.")
        self._none = press.format(key=key) if key else self.tr("No bookmarks yet.")
        self._none_found = self.tr("No bookmark fits.")
        self.search.setPlaceholderText(self.tr("Search text, store, camera, time, name"))
        self.search.setAccessibleName(self.tr("Search bookmarks"))
        self.on_wall.setText(self.tr("Only cameras on the wall"))
        self.go.setText(self.tr("Go there"))
        self.edit.setText(self.tr("Edit text"))
        self.remove.setText(self.tr("Remove"))

    def _say_anew(self) -> None:
        self.retranslate()
        self._look()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self._say_anew()
        super().changeEvent(event)
