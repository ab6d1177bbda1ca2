"""What the tables of stored things have in common: rows of values, icons, colours, language."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon

from app.faults import Language
from app.widgets.models.words import Look

Index = QModelIndex | QPersistentModelIndex
SORT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ROW_ROLE = SORT_ROLE + 1


class Stored(Protocol):
    """A value that has a number in the database."""

    @property
    def id(self) -> int:
        """Its number in the database."""

    @property
    def store_id(self) -> int:
        """The store it belongs to."""


Row = TypeVar("Row", bound=Stored)


class RowsModel(QAbstractTableModel, Generic[Row]):
    """One value per row. ``icon`` and ``colour`` come from the theme."""

    columns: ClassVar[type[enum.IntEnum]]

    def __init__(
        self,
        icon: Callable[[str, str], QIcon],
        colour: Callable[[str], QColor],
        language: Language,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._colour = colour
        self._language = language
        self._rows: tuple[Row, ...] = ()
        self._zones: Mapping[int, str] = {}

    def replace(self, rows: Sequence[Row], zones: Mapping[int, str]) -> None:
        """Show other rows; ``zones`` gives each store's time zone."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._zones = zones
        self.endResetModel()

    def set_language(self, language: Language) -> None:
        """Show words in another language."""
        self.beginResetModel()
        self._language = language
        self.endResetModel()

    def at(self, row: int) -> Row | None:
        """The value of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, number: int) -> int:
        """The row of the value with that number, -1 where it is not shown."""
        return next((row for row, each in enumerate(self._rows) if each.id == number), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def zone_of(self, value: Row) -> str:
        """The time zone of the value's store."""
        return self._zones.get(value.store_id, "UTC")

    def painted(self, look: Look | None, role: int) -> Any:
        """What a look gives for a role: its icon, its colour, or nothing."""
        if look is None:
            return None
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(look.icon, look.colour)
        if role == Qt.ItemDataRole.ForegroundRole and look.colour != "text":
            return self._colour(look.colour)
        return None
