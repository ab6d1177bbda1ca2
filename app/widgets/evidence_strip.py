"""The evidence of one item: small pictures in a row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from app.operations.values import EvidenceRecord
from app.widgets.context import Context
from app.widgets.evidence_strip_pictures import Thumbnails
from app.widgets.models.evidence_model import EvidenceModel
from app.widgets.theme import STEP, set_role

CELL = QSize(96, 54)


class EvidenceStrip(QListView):
    """Arrow keys choose, Enter or a double click opens the picture for marking."""

    opened = Signal(object)  # EvidenceRecord

    def __init__(
        self, context: Context, *, checkable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_role(self, "plain")
        self._thumbnails = Thumbnails(context, CELL, self)
        self._model = EvidenceModel(
            self._thumbnails.picture, CELL, checkable=checkable, parent=self
        )
        self._thumbnails.ready.connect(lambda _sha: self._model.refresh_pictures())
        self.setModel(self._model)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(CELL)
        self.setSpacing(STEP // 2)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(CELL.height() + self.fontMetrics().height() + 6 * STEP)
        self.activated.connect(self._activated)

    @property
    def evidence(self) -> EvidenceModel:
        """The model behind the strip."""
        return self._model

    def show_records(self, records: Sequence[EvidenceRecord], time_zone: str) -> None:
        """Show these pieces and select the newest."""
        before = self._model.records()
        self._model.show(records, time_zone)
        if records and self._model.records() != before:
            newest = self._model.index(len(records) - 1)
            self.setCurrentIndex(newest)
            self.scrollTo(newest)

    def selected(self) -> EvidenceRecord | None:
        """The chosen piece, the newest where none is chosen."""
        records = self._model.records()
        chosen = self._model.record(self.currentIndex().row())
        return chosen or (records[-1] if records else None)

    def _activated(self, index: QModelIndex) -> None:
        record = self._model.record(index.row())
        if record is not None:
            self.opened.emit(record)
