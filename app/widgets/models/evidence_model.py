"""Pieces of evidence as a list of small pictures, optionally with check marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QIcon, QPixmap

from app.operations.values import EvidenceRecord
from app.widgets.models.moments import clock

Index = QModelIndex | QPersistentModelIndex


class EvidenceModel(QAbstractListModel):
    """Newest last. ``picture(sha256)`` gives the small picture, None while it loads."""

    RECORD_ROLE = int(Qt.ItemDataRole.UserRole) + 1

    def __init__(
        self,
        picture: Callable[[str], QPixmap | None],
        cell: QSize,
        *,
        checkable: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._picture = picture
        self._cell = cell
        self._checkable = checkable
        self._records: tuple[EvidenceRecord, ...] = ()
        self._checked: set[int] = set()
        self._time_zone = "UTC"

    def show(self, records: Sequence[EvidenceRecord], time_zone: str) -> None:
        """Show these pieces; times on the clock of ``time_zone``."""
        if tuple(records) == self._records and time_zone == self._time_zone:
            return
        self.beginResetModel()
        self._records = tuple(records)
        self._time_zone = time_zone
        self._checked &= {record.id for record in records}
        self.endResetModel()

    def records(self) -> tuple[EvidenceRecord, ...]:
        """What is shown."""
        return self._records

    def record(self, row: int) -> EvidenceRecord | None:
        """The piece of one row."""
        return self._records[row] if 0 <= row < len(self._records) else None

    def check_all(self) -> None:
        """Check every piece."""
        self._checked = {record.id for record in self._records}
        self._touch()

    def checked_ids(self) -> tuple[int, ...]:
        """The checked pieces, in the order shown."""
        return tuple(record.id for record in self._records if record.id in self._checked)

    def refresh_pictures(self) -> None:
        """A small picture arrived."""
        self._touch()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many pieces there are."""
        return 0 if parent.isValid() else len(self._records)

    def flags(self, _index: Index) -> Qt.ItemFlag:
        """Selectable, and checkable where asked for."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._checkable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Picture, time, camera."""
        record = self.record(index.row())
        if record is None:
            return None
        if role == self.RECORD_ROLE:
            return record
        if role == Qt.ItemDataRole.DisplayRole:
            return clock(record.media_time_us, self._time_zone)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{record.camera_label}  {clock(record.media_time_us, self._time_zone)}"
        if role == Qt.ItemDataRole.DecorationRole:
            return untinted(self._picture(shown_sha(record)) or self._blank())
        if role == Qt.ItemDataRole.CheckStateRole and self._checkable:
            on = record.id in self._checked
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Check or uncheck a piece."""
        record = self.record(index.row())
        if record is None or role != Qt.ItemDataRole.CheckStateRole:
            return False
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._checked.add(record.id)
        else:
            self._checked.discard(record.id)
        self.dataChanged.emit(index, index, [role])
        return True

    def _blank(self) -> QPixmap:
        blank = QPixmap(self._cell)
        blank.fill(Qt.GlobalColor.black)
        return blank

    def _touch(self) -> None:
        if self._records:
            self.dataChanged.emit(self.index(0), self.index(len(self._records) - 1))


def shown_sha(record: EvidenceRecord) -> str:
    """The version to show: with its marks where it has some."""
    return record.marked_sha256 or record.sha256


def untinted(picture: QPixmap) -> QIcon:
    """The picture as it is, chosen or not: evidence is not looked at through a colour."""
    icon = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        icon.addPixmap(picture, mode)
    return icon
