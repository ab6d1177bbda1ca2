"""Exports clips of what the wall shows; the wall plays on meanwhile."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault
from app.operations.clips_values import ClipRequest, ClipStatus
from app.widgets.context import Context
from app.widgets.export_form import ExportForm, ExportStart
from app.widgets.export_results import ExportResults
from app.widgets.theme import STEP, set_role

LOOK_MS = 200
WIDTH_PX = 640


class ExportDialog(QDialog):
    """May be closed while the export goes on; ``finished_export`` comes at its end."""

    finished_export = Signal(object)  # ClipStatus

    def __init__(self, context: Context, start: ExportStart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.form = ExportForm(start)
        self.results = ExportResults(context.theme)
        self.fault = QLabel()
        self.fault.setWordWrap(True)
        set_role(self.fault, "fail")
        self.go, self.shut = QPushButton(), QPushButton()
        set_role(self.go, "primary")
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._show_status)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.setMinimumWidth(WIDTH_PX)
        self.form.why.setFocus()
        self._check()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        column.addWidget(self.form)
        column.addWidget(self.results)
        column.addStretch(1)
        column.addWidget(self.fault)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.shut)
        row.addWidget(self.go)
        column.addLayout(row)
        self.results.hide()
        self.fault.hide()
        self.go.setDefault(True)

    def _connect(self) -> None:
        self.form.changed.connect(self._check)
        self.form.folder_wanted.connect(self._choose_folder)
        self.results.cancel_wanted.connect(self._cancel)
        self.go.clicked.connect(lambda _checked=False: self.export())
        self.shut.clicked.connect(lambda _checked=False: self.close())

    def retranslate(self) -> None:
        """Set the words."""
        self.setWindowTitle(self.tr("Export clip"))
        self.go.setText(self.tr("Export"))
        self.shut.setText(self.tr("Close"))
        self.form.retranslate()
        self.results.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _check(self) -> None:
        self.go.setEnabled(self.form.ready() and not self.running)

    @property
    def running(self) -> bool:
        """Whether an export of this dialog is under way."""
        return self._look.isActive()

    def export(self) -> None:
        """Begin; the fields stay as they are for the next one."""
        if not self.form.ready() or self.running:
            return
        span, form = self.form.span(), self.form
        requests = [ClipRequest(camera, span) for camera in form.camera_ids()]
        folder, why = Path(form.folder.text().strip()).expanduser(), form.why.text()
        watermark = form.watermark.isChecked()
        operations = self._context.operations
        self.fault.hide()
        self.go.setEnabled(False)
        self._context.background.run(
            lambda: operations.clips.start(requests, folder, why, watermark=watermark),
            lambda _job: self._began(),
            self._refused,
            owner=self,
            lane="clips",
        )

    def _began(self) -> None:
        self.form.setEnabled(False)
        self.results.show()
        self._look.start()
        self._show_status()

    def _refused(self, fault: Fault) -> None:
        self.fault.setText(fault.text(self._context.language))
        self.fault.show()
        self._check()

    def _show_status(self) -> None:
        job = self._context.operations.clips.job
        if job is None:
            return
        status = job.status()
        self.results.show_status(status, str(job.folder), self._context.language)
        if status.finished and self.running:
            self._ended(status)

    def _ended(self, status: ClipStatus) -> None:
        self._look.stop()
        self.form.setEnabled(True)
        self._check()
        self.finished_export.emit(status)

    def _cancel(self) -> None:
        job = self._context.operations.clips.job
        if job is not None:
            job.cancel()

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder for clips"), self.form.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.form.folder.setText)
        dialog.open()

    def stop(self) -> None:
        """The window closes."""
        self._look.stop()
        self.close()
