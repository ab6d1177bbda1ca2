"""Writing a scorecard to a file: asked where, written off the UI thread, told when done."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.faults import Fault, Sentence
from app.operations.values import ScorecardWritten
from app.widgets.context import Context
from app.widgets.notices import Level

WRITING = Sentence("Writing the scorecard {name}…", "正在生成评分卡 {name}…")
WRITTEN = Sentence(
    "The scorecard is written: {path}",
    "评分卡已生成：{path}",
)


class ScorecardExport(QObject):
    """Used by the scorecards screen and by the end of an inspection."""

    written = Signal(object)  # ScorecardWritten

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    def ask(self, inspection_id: int, store_code: str, kind: str) -> None:
        """Ask for a file and write; ``kind`` is ``pdf`` or ``xlsx``."""
        dialog = QFileDialog(self._window, self.tr("Export the scorecard"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind)
        patterns = {"pdf": self.tr("PDF (*.pdf)"), "xlsx": self.tr("Excel workbook (*.xlsx)")}
        dialog.setNameFilter(patterns[kind])
        dialog.setDirectory(self._folder())
        dialog.selectFile(file_name(store_code, inspection_id, kind))
        dialog.fileSelected.connect(lambda path: self.write(inspection_id, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, inspection_id: int, path: Path) -> None:
        """Write the file; a notice tells when it is there, or why it is not."""
        context = self._context
        context.memory.setValue("scorecards/folder", str(path.parent))
        key = f"scorecard:{path}"
        context.notices.say(WRITING, Level.INFO, key, name=path.name)
        as_xlsx = path.suffix.lower() == ".xlsx"
        pdf, xlsx = (None, path) if as_xlsx else (path, None)
        operations, language = context.operations, context.language

        def done(result: ScorecardWritten) -> None:
            self._done(key, path, result)

        context.background.run(
            lambda: operations.scorecards.write(inspection_id, pdf, xlsx, language),
            done,
            lambda fault: self._failed(key, fault),
            owner=self,
        )

    def _done(self, key: str, path: Path, result: ScorecardWritten) -> None:
        notices = self._context.notices
        notices.say(WRITTEN, Level.DONE, key, path=str(path))
        if result.warning is not None:
            notices.say(result.warning, Level.ATTENTION)
        self.written.emit(result)

    def _failed(self, key: str, fault: Fault) -> None:
        self._context.notices.dismiss(key)
        self._context.notices.fault(fault)

    def _folder(self) -> str:
        kept = self._context.memory.value("scorecards/folder")
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        return str(kept) if kept else QStandardPaths.writableLocation(documents)


def file_name(store_code: str, inspection_id: int, kind: str) -> str:
    """Like ``S001-12.pdf``, with nothing a file system dislikes."""
    safe = re.sub(r"[^\w.-]+", "_", store_code).strip("._") or "store"
    return f"{safe}-{inspection_id}.{kind}"
