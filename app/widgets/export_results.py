"""What an export did: how far it is, then each file with what a reader must know."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.faults import Language
from app.operations.clips_values import ClipStatus, WrittenClip
from app.widgets.local_time import exact_text
from app.widgets.models.moments import clock
from app.widgets.theme import STEP, Theme

STEPS = 1000


class ExportResults(QWidget):
    """Progress with a way to cancel, then the results with a way to their folder."""

    cancel_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._folder = ""
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setRange(0, STEPS)
        self.progress.setTextVisible(False)
        self.cancel = QPushButton()
        self.cancel.clicked.connect(self.cancel_wanted)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(132)
        self.open_folder = QPushButton()
        self.open_folder.clicked.connect(self._show_folder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * STEP)
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel)
        column.addLayout(row)
        column.addWidget(self.list)
        column.addWidget(self.open_folder, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words that stay."""
        self.cancel.setText(self.tr("Cancel export"))
        self.open_folder.setText(self.tr("Open folder"))

    def show_status(self, status: ClipStatus, folder: str, language: Language) -> None:
        """How far it is, or what came of it."""
        self._folder = folder
        self.progress.setValue(round(status.overall * STEPS))
        self.progress.setVisible(not status.finished)
        self.cancel.setVisible(not status.finished)
        self.open_folder.setVisible(status.finished and bool(status.written))
        self.list.setVisible(status.finished)
        if not status.finished:
            self.words.setText(
                self.tr("{camera}: {number} of {total}, {share} %").format(
                    camera=status.camera,
                    number=status.number,
                    total=status.total,
                    share=round(status.share * 100),
                )
            )
            return
        self._show_end(status, language)

    def _show_end(self, status: ClipStatus, language: Language) -> None:
        files = len(status.written)
        words = self.tr("{files} files written.").format(files=files)
        if files == 1:
            words = self.tr("1 file written.")
        if status.cancelled:
            words = self.tr("Cancelled. {done}").format(done=words)
        self.words.setText(words)
        self.list.clear()
        for written in status.written:
            self._add("done", "passed", f"{written.path.name}\n{self._told(written)}")
        for failed in status.failed:
            text = f"{failed.camera}: {failed.fault.text(language)}"
            self._add("attention", "attention", text)

    def _told(self, written: WrittenClip) -> str:
        paper = written.paper
        zone = paper.time_zone
        text = f"{exact_text(paper.start_us, zone)} – {clock(paper.end_us, zone)}"
        how = self.tr("copied as recorded")
        if paper.reencoded:
            how = self.tr("encoded again, with watermark")
        elif paper.starts_early_us > 0:
            how = self.tr("starts {seconds} s early, at the keyframe before").format(
                seconds=f"{paper.starts_early_us / 1_000_000:.1f}"
            )
        return f"{text}  ·  {how}"

    def _add(self, icon: str, colour: str, text: str) -> None:
        item = QListWidgetItem(self._theme.icon(icon, colour), text, self.list)
        item.setToolTip(text)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder))
