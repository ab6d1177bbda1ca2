"""What this machine can play: measured while a person waits, said in tiles and speeds."""

from __future__ import annotations

import threading

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault
from app.operations.selftest import SelfTest, SelfTestStopped, run_selftest
from app.widgets.context import Context
from app.widgets.selftest_painting import paint_ms
from app.widgets.theme import STEP, set_role

LOOK_MS = 100
WIDTH_PX = 720


class SelfTestDialog(QDialog):
    """Measures as soon as it is shown; the wall's time stands still meanwhile."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stop = threading.Event()
        self._share = 0.0
        self._played = context.engine.clock.state.playing
        self.found: SelfTest | None = None
        self.words, self.lines = QLabel(), QLabel()
        self.words.setWordWrap(True)
        self.lines.setWordWrap(True)
        set_role(self.words, "quiet")
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.copy, self.shut = QPushButton(), QPushButton()
        self.copy.hide()
        self._lay_out()
        self.copy.clicked.connect(self._copy)
        self.shut.clicked.connect(lambda _checked=False: self.close())
        self.finished.connect(self._leave)  # Esc too, which is no closing
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(lambda: self.progress.setValue(round(self._share * 100)))
        self.retranslate()

    def _lay_out(self) -> None:
        self.setMinimumWidth(WIDTH_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        for part in (self.words, self.progress, self.lines):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(self.shut)
        column.addLayout(row)

    def retranslate(self) -> None:
        """Set the words."""
        self.setWindowTitle(self.tr("What this machine can play"))
        self.copy.setText(self.tr("Copy"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def begin(self) -> None:
        """Show the dialog and measure."""
        self._context.engine.pause()
        self._look.start()
        self.open()
        stop = self._stop

        def measure() -> SelfTest | None:
            try:
                return run_selftest(self._told, stop.is_set, paint_ms)
            except SelfTestStopped:
                return None

        self._context.background.run(measure, self._ended, self._failed, owner=self)

    def _told(self, share: float) -> None:
        self._share = share

    def _ended(self, result: SelfTest | None) -> None:
        self.found = result
        self._rest()
        self._show()

    def _failed(self, fault: Fault) -> None:
        self._rest()
        self.words.setText(fault.text(self._context.language))
        self.shut.setText(self.tr("Close"))

    def _rest(self) -> None:
        self._look.stop()
        self.progress.hide()
        if self._played:
            self._played = False
            self._context.engine.play()

    def _show(self) -> None:
        result = self.found
        self.shut.setText(self.tr("Cancel") if result is None else self.tr("Close"))
        self.copy.setVisible(result is not None)
        if result is None:
            self.words.setText(
                self.tr("Measuring with clips made here; the wall stands still meanwhile.")
            )
            return
        first, *others = result.lines(self._context.language)
        self.words.setText(first)
        self.lines.setText("\n\n".join(others))
        self.lines.setMinimumHeight(self.lines.heightForWidth(WIDTH_PX - 8 * STEP))
        self.adjustSize()

    def _copy(self) -> None:
        if self.found is not None:
            text = "\n".join(self.found.lines(self._context.language))
            QGuiApplication.clipboard().setText(text)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel what is under way."""
        self._leave()
        super().closeEvent(event)

    def _leave(self) -> None:
        self._stop.set()
        self._rest()
