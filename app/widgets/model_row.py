"""One model of the catalogue: who publishes it, under which licence, and what to do with it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from html import escape

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault, Sentence
from app.operations.models import ModelOffer
from app.widgets.theme import STEP, set_role

_CANCELLED = Sentence(
    "The installation of {name} was cancelled. Start it again at any time.",
    "已取消安装 {name}。可随时重新开始。",
)
_MEBI = 1 << 20


class InstallCancelled(Fault):
    """A person had enough of waiting."""


class ModelRow(QFrame):
    """Shows one model; whoever owns the row does the work."""

    install_wanted = Signal(str)  # a folder, "" = from the publisher
    remove_wanted = Signal()
    _progressed = Signal(object, object)  # bytes done, bytes in all; from another thread

    def __init__(self, offer: ModelOffer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offer = offer
        self._cancel = threading.Event()
        self._working = False
        set_role(self, "card")
        self._title, self._facts, self._fault = (QLabel(self) for _ in range(3))
        self.fetch_button, self.folder_button = QPushButton(self), QPushButton(self)
        self.remove_button, self.cancel_button = QPushButton(self), QPushButton(self)
        self.progress = QProgressBar(self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_offer(self, offer: ModelOffer) -> None:
        """Show whether it is installed now."""
        self.offer = offer
        self.retranslate()

    def begin(self) -> Callable[[int, int], None]:
        """An installation begins; returns what it reports its progress to, from any thread."""
        cancel = self._cancel = threading.Event()
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(cancel.set)
        self._working = True
        self._fault.hide()
        self.progress.setRange(0, 0)
        self._show_state()

        def report(done_bytes: int, total_bytes: int) -> None:
            if cancel.is_set():
                raise InstallCancelled(_CANCELLED, name=self.offer.entry.title)
            self._progressed.emit(done_bytes, total_bytes)

        return report

    def end(self, problem: str) -> None:
        """The work is over; ``problem`` says why it failed, "" when it did not."""
        self._working = False
        self._fault.setText(problem)
        self._fault.setVisible(bool(problem))
        self._show_state()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        entry = self.offer.entry
        self._title.setText(f"<b>{escape(entry.title)}</b>  {self._state()}")
        size = max(known.bytes for known in entry.files) / _MEBI
        self._facts.setText(
            self.tr("Detects people · {size} MiB · {licence} · {publisher}").format(
                size=f"{size:.1f}",
                licence=escape(entry.licence),
                publisher=f'<a href="{escape(entry.page)}">{escape(entry.publisher)}</a>',
            )
        )
        self._facts.setToolTip(entry.page)
        self.fetch_button.setText(self.tr("Install from the publisher"))
        self.folder_button.setText(self.tr("Install from a folder…"))
        self.remove_button.setText(self.tr("Remove"))
        self.cancel_button.setText(self.tr("Cancel"))
        for button in (self.fetch_button, self.folder_button, self.remove_button):
            button.setAccessibleName(f"{entry.title}: {button.text()}")
        self._show_state()

    def _state(self) -> str:
        return self.tr("installed") if self.offer.installed else self.tr("not installed")

    def _show_state(self) -> None:
        working, installed = self._working, self.offer.installed
        self.fetch_button.setVisible(not working and not installed)
        self.folder_button.setVisible(not working and not installed)
        self.remove_button.setVisible(not working and installed)
        self.cancel_button.setVisible(working)
        self.progress.setVisible(working)

    def _show_progress(self, done_bytes: int, total_bytes: int) -> None:
        self.progress.setRange(0, total_bytes)
        self.progress.setValue(done_bytes)
        text = self.tr("{done} of {total} MiB")
        done, total = f"{done_bytes / _MEBI:.1f}", f"{total_bytes / _MEBI:.1f}"
        self.progress.setFormat(text.format(done=done, total=total))

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder with the model's file"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.install_wanted)
        dialog.open()

    def _connect(self) -> None:
        self._progressed.connect(self._show_progress)
        self.fetch_button.clicked.connect(lambda _checked=False: self.install_wanted.emit(""))
        self.folder_button.clicked.connect(lambda _checked=False: self._choose_folder())
        self.remove_button.clicked.connect(lambda _checked=False: self.remove_wanted.emit())
        self.cancel_button.clicked.connect(lambda _checked=False: self._cancel.set())

    def _lay_out(self) -> None:
        set_role(self._facts, "caption")
        set_role(self._fault, "fail")
        self._facts.setOpenExternalLinks(True)
        for label in (self._facts, self._fault):
            label.setWordWrap(True)
        self._fault.hide()
        row = QHBoxLayout()
        row.setSpacing(2 * STEP)
        for button in (self.fetch_button, self.folder_button, self.remove_button):
            row.addWidget(button)
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        column.setSpacing(STEP)
        for widget in (self._title, self._facts, self._fault):
            column.addWidget(widget)
        column.addLayout(row)
