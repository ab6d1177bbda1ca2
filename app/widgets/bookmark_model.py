"""Bookmarks as a list that can be searched and whose texts can be edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.operations.values import Bookmark
from app.widgets.local_time import exact_text

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@dataclass(frozen=True)
class BookmarkRow:
    """One bookmark as a person reads it: ``where`` is store and camera."""

    bookmark: Bookmark
    where: str
    zone: str

    @property
    def when(self) -> str:
        """The time on the store's clock."""
        return exact_text(self.bookmark.media_time_us, self.zone)

    def has(self, typed: str) -> bool:
        """Whether each typed word occurs in text, place, time or name."""
        said = f"{self.bookmark.text} {self.where} {self.when} {self.bookmark.person_name}"
        return all(word in said.casefold() for word in typed.casefold().split())


class BookmarkModel(QAbstractListModel):
    """Shows the rows that fit what is typed, latest moment first."""

    edited = Signal(int, str)  # bookmark id, its new text

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[BookmarkRow, ...] = ()
        self._rows: list[BookmarkRow] = []
        self._typed = ""
        self._wanted: Callable[[BookmarkRow], bool] = lambda _row: True

    def set_rows(self, rows: Sequence[BookmarkRow]) -> None:
        """All there are."""
        self._all = tuple(rows)
        self._choose()

    def search(self, typed: str) -> None:
        """Only those that have each of the words."""
        self._typed = typed
        self._choose()

    def narrow(self, wanted: Callable[[BookmarkRow], bool]) -> None:
        """Only those that are wanted for another reason."""
        self._wanted = wanted
        self._choose()

    def _choose(self) -> None:
        self.beginResetModel()
        fitting = [row for row in self._all if self._wanted(row) and row.has(self._typed)]
        self._rows = sorted(fitting, key=lambda row: -row.bookmark.media_time_us)
        self.endResetModel()

    def row_at(self, index: Index) -> BookmarkRow | None:
        """The row of an index, or None."""
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many fit."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Two lines: when and where; the text."""
        row = self.row_at(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.when}  {row.where}\n{row.bookmark.text or '–'}"
        if role == Qt.ItemDataRole.EditRole:
            return row.bookmark.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.when}\n{row.where}\n{row.bookmark.text}\n{row.bookmark.person_name}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A text was edited in place."""
        row = self.row_at(index)
        if row is None or role != Qt.ItemDataRole.EditRole or str(value) == row.bookmark.text:
            return False
        self.edited.emit(row.bookmark.id, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every text can be edited."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable
