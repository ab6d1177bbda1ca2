"""Fetches recordings from recorders to this workstation; the wall plays on meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.faults import Fault
from app.operations.fetch_values import FetchedFootage, FetchJob
from app.operations.values import ChangeKind, ChangeSet
from app.widgets.context import Context
from app.widgets.fetch_footage import FetchedFootageList
from app.widgets.fetch_form import FetchForm, FetchOffer
from app.widgets.fetch_rows import FetchRows
from app.widgets.theme import STEP, set_role

WIDTH_PX = 680
_LANE = "fetch"
_GB = 1_000_000_000
_GIB = 2**30


class FetchDialog(QDialog):
    """May be closed while fetches go on."""

    def __init__(self, context: Context, offer: FetchOffer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._zone = offer.time_zone
        self._reading = self._again = False
        self.form, self.rows = FetchForm(offer), FetchRows()
        self.footage, self.here = FetchedFootageList(), QLabel()
        self.fault, self.room = QLabel(), QLabel()
        self.fault.setWordWrap(True)
        set_role(self.fault, "fail")
        set_role(self.room, "quiet")
        self.go, self.shut = QPushButton(), QPushButton()
        set_role(self.go, "primary")
        self._lay_out()
        self._connect()
        self.retranslate()
        self.setMinimumWidth(WIDTH_PX)
        self._check()
        self._read()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        column.addWidget(self.form)
        column.addWidget(self.fault)
        column.addWidget(self.rows, 1)
        column.addWidget(self.here)
        column.addWidget(self.footage)
        row = QHBoxLayout()
        row.addWidget(self.room, 1)
        row.addWidget(self.shut)
        row.addWidget(self.go)
        column.addLayout(row)
        self.fault.hide()
        self.go.setDefault(True)

    def _connect(self) -> None:
        self.form.changed.connect(self._check)
        self.go.clicked.connect(lambda _checked=False: self.fetch())
        self.shut.clicked.connect(lambda _checked=False: self.close())
        fetches = self._context.operations.fetches
        self.rows.cancelled.connect(lambda number: self._do(lambda: fetches.cancel(number)))
        self.rows.resumed.connect(lambda number: self._do(lambda: fetches.resume(number)))
        self.footage.removed.connect(lambda uid: self._do(lambda: fetches.remove_footage(uid)))
        self.rows.forgotten.connect(lambda number: self._do(lambda: fetches.forget(number)))
        self._context.changes.changed.connect(self._heard)

    def retranslate(self) -> None:
        """Set the words."""
        self.setWindowTitle(self.tr("Fetch recordings to this workstation"))
        self.go.setText(self.tr("Fetch"))
        self.shut.setText(self.tr("Close"))
        self.form.retranslate()
        self.rows.retranslate()
        self.here.setText(self.tr("On this workstation"))
        self.footage.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self._read()

    def offer(self, offer: FetchOffer) -> None:
        """What the wall shows now."""
        self._zone = offer.time_zone
        self.form.offer(offer)
        self._read()

    def fetch(self) -> None:
        """Begin with what is chosen."""
        if not self.form.ready():
            return
        cameras, span = self.form.camera_ids(), self.form.span()
        fetches = self._context.operations.fetches
        self._do(lambda: fetches.start(cameras, span))

    def _do(self, work: object) -> None:
        self.fault.hide()
        self._context.background.run(
            work,  # type: ignore[arg-type] # any of the operations above
            lambda _done: self._read(),
            self._refused,
            owner=self,
            lane=_LANE,
        )

    def _refused(self, fault: Fault) -> None:
        self.fault.setText(fault.text(self._context.language))
        self.fault.show()
        self._read()

    def _check(self) -> None:
        self.go.setEnabled(self.form.ready())

    def _heard(self, change: ChangeSet) -> None:
        if ChangeKind.FETCHES in change.kinds and self.isVisible():
            self._read()

    def showEvent(self, event: object) -> None:
        """What happened while it was closed."""
        super().showEvent(event)  # type: ignore[arg-type] # Qt hands over a QShowEvent
        self._read()

    def _read(self) -> None:
        """One reading at a time: progress comes several times a second."""
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        fetches = self._context.operations.fetches
        self._context.background.run(
            lambda: (fetches.jobs(), fetches.footage(), fetches.limit()),
            lambda found: self._show(*found),
            self._unread,
            owner=self,
            lane="fetch sizes",
        )

    def _show(
        self, jobs: tuple[FetchJob, ...], footage: tuple[FetchedFootage, ...], limit: int
    ) -> None:
        self._reading = False
        if self._again:
            self._read()
        self.rows.show_jobs(jobs, self._zone, self._context.language)
        self.footage.show_footage(footage)
        self.footage.setVisible(bool(footage))
        self.here.setVisible(bool(footage))
        size = sum(each.size for each in footage)
        self.room.setText(
            self.tr("Fetched recordings take {used} of {limit} GB").format(
                used=f"{size / _GB:.2f}", limit=round(limit / _GIB)
            )
        )

    def _unread(self, fault: Fault) -> None:
        self._reading = False
        self.fault.setText(fault.text(self._context.language))
        self.fault.show()
