"""The windows that the inspection panel opens: marker, task, file to export to."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.operations.values import EvidenceRecord
from app.widgets.checklist_model import OpenInspection, numbered
from app.widgets.context import Context
from app.widgets.evidence_marker import EvidenceDialog
from app.widgets.inspection_panel_desk import InspectionDesk
from app.widgets.scorecards_screen_export import ScorecardExport
from app.widgets.task_dialog import TaskDialog, TaskStart


class PanelDialogs(QObject):
    """None of them blocks the wall; each stays open until what it holds is stored."""

    dialog_opened = Signal(object)  # QDialog

    def __init__(self, context: Context, desk: InspectionDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._desk = desk
        self._window = parent
        self._export = ScorecardExport(context, parent)

    def mark(self, record: EvidenceRecord) -> None:
        """Open the marker on a piece of evidence."""
        dialog = EvidenceDialog(self._context, record, self._zone(), self._window)
        dialog.stored.connect(lambda _record: self._desk.reload())
        self._open(dialog)

    def raise_task(self) -> None:
        """Open the task dialog for the current item."""
        opened, store = self._desk.open_inspection, self._desk.store
        if opened is None or store is None:
            return
        item = opened.item
        start = TaskStart(
            store=store,
            inspection_id=opened.inspection.id,
            item_id=item.id,
            title=f"{_number(opened)} {item.title.in_language(self._context.language)}",
            detail=_detail(opened, item.standard.in_language(self._context.language)),
            evidence=opened.evidence_of(item.id),
        )
        dialog = TaskDialog(self._context, start, self._window)
        dialog.raised.connect(lambda _task: self._desk.reload())
        self._open(dialog)

    def export(self, kind: str) -> None:
        """Write the scorecard of the open inspection."""
        opened, store = self._desk.open_inspection, self._desk.store
        if opened is not None and store is not None:
            self._export.ask(opened.inspection.id, store.code, kind)

    def _open(self, dialog: QDialog) -> None:
        dialog.setModal(False)
        dialog.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, on=True)
        dialog.show()
        self.dialog_opened.emit(dialog)

    def _zone(self) -> str:
        return self._desk.store.time_zone if self._desk.store else "UTC"


def _number(opened: OpenInspection) -> str:
    return numbered(opened.checklist)[opened.current][0]


def _detail(opened: OpenInspection, standard: str) -> str:
    answer = opened.answer(opened.item.id)
    note = answer.note if answer else ""
    return f"{note}\n{standard}" if note else standard
