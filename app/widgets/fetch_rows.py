"""The fetches that are known: how far each is, why it stands still, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.faults import Language
from app.operations.fetch_values import FetchJob, FetchState
from app.widgets.fetch_footage import size_text
from app.widgets.local_time import clock_text
from app.widgets.models.moments import clock
from app.widgets.models.words import long_duration_word
from app.widgets.theme import STEP, set_role

STEPS = 1000
_US_PER_S = 1_000_000
_WORTH_TELLING_US = 10 * _US_PER_S
_HEIGHT_PX = 220


class FetchRow(QWidget):
    """One camera's fetch."""

    cancelled = Signal(int)
    resumed = Signal(int)
    forgotten = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: FetchJob | None = None
        self.name, self.words = QLabel(), QLabel()
        self.words.setWordWrap(True)
        set_role(self.words, "quiet")
        self.progress = QProgressBar()
        self.progress.setRange(0, STEPS)
        self.progress.setTextVisible(False)
        self.cancel, self.resume = QPushButton(), QPushButton()
        self.forget = QPushButton()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, STEP, 2 * STEP, STEP)
        grid.setHorizontalSpacing(2 * STEP)
        grid.setVerticalSpacing(STEP)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.progress, 1, 0)
        grid.addWidget(self.words, 2, 0, 1, 4)
        for column, button in enumerate((self.cancel, self.resume, self.forget)):
            grid.addWidget(button, 0, column + 1, 2, 1)
        grid.setColumnStretch(0, 1)
        self.cancel.clicked.connect(lambda: self._tell(self.cancelled))
        self.resume.clicked.connect(lambda: self._tell(self.resumed))
        self.forget.clicked.connect(lambda: self._tell(self.forgotten))
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words that stay."""
        self.cancel.setText(self.tr("Cancel"))
        self.resume.setText(self.tr("Continue"))
        self.forget.setText(self.tr("Take off the list"))
        self.forget.setToolTip(self.tr("The footage stays here and goes on to be played."))

    def show_job(self, job: FetchJob, zone: str, language: Language) -> None:
        """How far it is."""
        self._job = job
        span = f"{clock_text(job.span.start_us, zone)} – {clock(job.span.end_us, zone)}"
        self.name.setText(f"{job.label}   {span}")
        self.progress.setValue(round(job.share * STEPS))
        self.progress.setAccessibleName(job.label)
        self.cancel.setVisible(job.active)
        unsent = job.state is FetchState.DONE and job.unsent_us >= _WORTH_TELLING_US
        self.resume.setVisible(unsent or job.state in (FetchState.STOPPED, FetchState.FAILED))
        self.progress.setVisible(job.state is not FetchState.DONE)
        self.forget.setVisible(not job.active)
        set_role(self.words, "fail" if job.state is FetchState.FAILED else "quiet")
        self.words.setText(self._state_text(job, language))

    def _state_text(self, job: FetchJob, language: Language) -> str:
        size = size_text(job.size)
        share = f"{int(job.share * 100)} %"
        match job.state:
            case FetchState.QUEUED:
                text = self.tr("waits for its turn")
            case FetchState.RUNNING if job.note is None:
                text = self.tr("{share}, {size}, at {speed}x").format(
                    share=share, size=size, speed=f"{job.speed:.1f}"
                )
            case FetchState.RUNNING:
                text = share
            case FetchState.DONE if job.unsent_us >= _WORTH_TELLING_US:
                text = self.tr(
                    "here, {size}; the recorder sent nothing for {length} of the span: it has no "
                    "recording there or does not give it. Continue asks again."
                ).format(size=size, length=long_duration_word(job.unsent_us / _US_PER_S))
            case FetchState.DONE:
                text = self.tr("here, {size}; it plays from this workstation").format(size=size)
            case _:
                text = self.tr("stopped at {share}, {size}").format(share=share, size=size)
        return text if job.note is None else f"{text}. {job.note.text(language)}"

    def _tell(self, signal: object) -> None:
        if self._job is not None:
            signal.emit(self._job.number)  # type: ignore[attr-defined] # a bound Qt signal has no public type


class FetchRows(QScrollArea):
    """All of them, the newest on top."""

    cancelled = Signal(int)
    resumed = Signal(int)
    forgotten = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[int, FetchRow] = {}
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(STEP)
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        set_role(self.empty, "quiet")
        self._column.addWidget(self.empty)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(_HEIGHT_PX)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words."""
        self.empty.setText(
            self.tr(
                "Nothing fetched yet. Fetched recordings play from this workstation: "
                "all cameras of one recorder in step, at every speed."
            )
        )
        for row in self.rows.values():
            row.retranslate()

    def show_jobs(self, jobs: tuple[FetchJob, ...], zone: str, language: Language) -> None:
        """Bring the rows up to date."""
        for number in set(self.rows) - {job.number for job in jobs}:
            row = self.rows.pop(number)
            self._column.removeWidget(row)
            row.deleteLater()
        for job in jobs:
            if job.number not in self.rows:
                self.rows[job.number] = self._made()
            self.rows[job.number].show_job(job, zone, language)
        self.empty.setVisible(not jobs)

    def _made(self) -> FetchRow:
        row = FetchRow()
        row.cancelled.connect(self.cancelled)
        row.resumed.connect(self.resumed)
        row.forgotten.connect(self.forgotten)
        self._column.insertWidget(0, row)
        return row
