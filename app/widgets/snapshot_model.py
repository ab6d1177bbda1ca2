"""Loose pictures as a grid: picture, camera and the store's own time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QPixmap

from app.operations.values import EvidenceRecord
from app.widgets.local_time import clock_text, offset_text
from app.widgets.models.evidence_model import shown_sha, untinted

Index = QModelIndex | QPersistentModelIndex


class SnapshotModel(QAbstractListModel):
    """Newest first. ``picture(sha256)`` gives the small picture, None while it loads."""

    def __init__(
        self,
        picture: Callable[[str], QPixmap | None],
        cell: QSize,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._picture = picture
        self._cell = cell
        self._records: tuple[EvidenceRecord, ...] = ()
        self._zones: Mapping[int, str] = {}

    def show(self, records: Sequence[EvidenceRecord], zones: Mapping[int, str]) -> None:
        """Show these; ``zones`` by store id."""
        self.beginResetModel()
        self._records, self._zones = tuple(records), zones
        self.endResetModel()

    def records(self) -> tuple[EvidenceRecord, ...]:
        """What is shown."""
        return self._records

    def record(self, row: int) -> EvidenceRecord | None:
        """The piece of one row."""
        return self._records[row] if 0 <= row < len(self._records) else None

    def zone(self, record: EvidenceRecord) -> str:
        """The time zone of the picture's store."""
        return self._zones.get(record.store_id, "UTC")

    def refresh_pictures(self) -> None:
        """A small picture arrived."""
        if self._records:
            self.dataChanged.emit(self.index(0), self.index(len(self._records) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many pictures there are."""
        return 0 if parent.isValid() else len(self._records)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Picture, words, and everything else as a tool tip."""
        record = self.record(index.row())
        if record is None:
            return None
        zone = self.zone(record)
        when = clock_text(record.media_time_us, zone)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{record.camera_label}\n{when}"
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            offset = offset_text(record.media_time_us, zone)
            size = f"{record.width} x {record.height}"
            return f"{record.camera_label}\n{when}  {offset}\n{record.who}\n{size}\n{record.sha256}"
        if role == Qt.ItemDataRole.DecorationRole:
            return untinted(self._picture(shown_sha(record)) or self._blank())
        return None

    def _blank(self) -> QPixmap:
        blank = QPixmap(self._cell)
        blank.fill(Qt.GlobalColor.black)
        return blank
