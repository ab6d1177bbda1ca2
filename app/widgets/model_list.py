"""The catalogue's models: installed from the publisher or from a folder, or taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.faults import Fault
from app.operations.models import ModelOffer
from app.widgets.context import Context
from app.widgets.model_row import InstallCancelled, ModelRow
from app.widgets.theme import STEP

LANE = "models"


class ModelList(QWidget):
    """One row for each model; ``offered`` tells what there is each time it was read."""

    offered = Signal(object)  # tuple[ModelOffer, ...]

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.rows: list[ModelRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 2 * STEP)
        self._column.setSpacing(2 * STEP)

    def refresh(self) -> None:
        """Read the catalogue and what is installed."""
        operations = self._context.operations

        def read() -> tuple[ModelOffer, ...]:
            # The catalogue is loaded where this runs, off the UI thread.
            return operations.models.catalogue()

        self._context.background.run(read, self.show_offers, owner=self, lane=LANE)

    def show_offers(self, offers: tuple[ModelOffer, ...]) -> None:
        """Show them; a row that is at work goes on with it."""
        for offer in offers[len(self.rows) :]:
            self._add_row(offer)
        for row, offer in zip(self.rows, offers, strict=False):
            row.show_offer(offer)
        self.offered.emit(offers)

    def _add_row(self, offer: ModelOffer) -> None:
        row = ModelRow(offer, self)
        row.install_wanted.connect(lambda folder, at=row: self._install(at, folder))
        row.remove_wanted.connect(lambda at=row: self._remove(at))
        self.rows.append(row)
        self._column.addWidget(row)

    def _install(self, row: ModelRow, folder: str) -> None:
        operations, name = self._context.operations, row.offer.entry.name
        where, progress = Path(folder) if folder else None, row.begin()
        self._run(row, lambda: operations.models.install(name, where, progress))

    def _remove(self, row: ModelRow) -> None:
        operations, name = self._context.operations, row.offer.entry.name
        self._run(row, lambda: operations.models.remove(name))

    def _run(self, row: ModelRow, work: Callable[[], object]) -> None:
        def finished(_result: object) -> None:
            row.end("")
            self.refresh()

        def failed(fault: Fault) -> None:
            cancelled = isinstance(fault, InstallCancelled)
            row.end("" if cancelled else fault.text(self._context.language))

        self._context.background.run(work, finished, failed, owner=self)

    def changeEvent(self, event: QEvent) -> None:
        """Another language, other words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            for row in self.rows:
                row.retranslate()
