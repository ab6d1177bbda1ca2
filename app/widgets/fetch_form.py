"""What is to be fetched: which cameras of the wall, from when to when in the store's time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, QTimeZone, Signal
from PySide6.QtWidgets import (
    QDateTimeEdit,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.operations.values import Span
from app.widgets.local_time import local, offset_text, to_us, zone_of
from app.widgets.theme import STEP, indent, set_role

FORMAT = "yyyy-MM-dd HH:mm:ss"
US_PER_S = 1_000_000
_LIST_ROWS = 4
_ROW_PX = 28  # as the stylesheet has it, which is not asked before the list is shown
_TIME_PX = 180


@dataclass(frozen=True)
class FetchOffer:
    """``cameras``: id and how it is called, of those whose recordings are on a recorder."""

    cameras: Sequence[tuple[int, str]]
    span: Span
    time_zone: str


class FetchForm(QWidget):
    """Fields only; ``changed`` comes with every change."""

    changed = Signal()

    def __init__(self, offer: FetchOffer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = offer.time_zone
        self.cameras = QListWidget()
        self.begin, self.end = _time_field(), _time_field()
        self.zone, self.length = QLabel(), QLabel()
        self._names = [QLabel(), QLabel()]
        for quiet in (self.zone, self.length, *self._names):
            set_role(quiet, "quiet")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self.offer(offer)
        self.retranslate()
        self.begin.dateTimeChanged.connect(self._typed)
        self.end.dateTimeChanged.connect(self._typed)
        self.cameras.itemChanged.connect(lambda _item: self.changed.emit())

    def offer(self, offer: FetchOffer) -> None:
        """Begin anew with what the wall shows now; every camera is chosen."""
        self._zone = offer.time_zone
        self.zone.setText(f"{self._zone}  {offset_text(offer.span.start_us, self._zone)}")
        self.cameras.clear()
        for camera_id, label in offer.cameras:
            item = QListWidgetItem(label, self.cameras)
            item.setData(Qt.ItemDataRole.UserRole, camera_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        rows = min(_LIST_ROWS, max(2, self.cameras.count()))
        row_px = max(_ROW_PX, self.cameras.sizeHintForRow(0))
        self.cameras.setFixedHeight(rows * row_px + 2 * STEP)
        self.begin.setDateTime(self._figures(offer.span.start_us))
        self.end.setDateTime(self._figures(offer.span.end_us))
        self._typed()

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(4 * STEP)
        form.setVerticalSpacing(2 * STEP)
        cameras, span = self._names
        form.addRow(cameras, self.cameras)
        column = QVBoxLayout()
        column.setSpacing(STEP)
        times = QHBoxLayout()
        for widget in (self.begin, QLabel("–"), self.end):
            times.addWidget(widget)
        times.addStretch(1)
        column.addLayout(times)
        notes = QHBoxLayout()
        notes.setSpacing(4 * STEP)
        notes.addWidget(self.zone)
        notes.addWidget(self.length, 1)
        column.addLayout(notes)
        form.addRow(span, column)

    def retranslate(self) -> None:
        """Set the words."""
        for label, word in zip(self._names, (self.tr("Cameras"), self.tr("Span")), strict=True):
            label.setText(word)
        self.begin.setAccessibleName(self.tr("Beginning"))
        self.end.setAccessibleName(self.tr("End"))
        self._tell_length()

    def span(self) -> Span:
        """The span as it is entered, in true UTC."""
        return Span(self._moment_us(self.begin), self._moment_us(self.end))

    def camera_ids(self) -> tuple[int, ...]:
        """The chosen cameras."""
        items = [self.cameras.item(row) for row in range(self.cameras.count())]
        return tuple(
            int(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )

    def ready(self) -> bool:
        """Whether a fetch can begin."""
        return bool(self.camera_ids()) and self.span().duration_us > 0

    def _typed(self) -> None:
        self._tell_length()
        self.changed.emit()

    def _tell_length(self) -> None:
        seconds = self.span().duration_us // US_PER_S
        if seconds <= 0:
            self.length.setText(self.tr("ends before it begins"))
            return
        hours, rest = divmod(seconds, 3600)
        text = f"{hours}:{rest // 60:02d}:{rest % 60:02d}"
        self.length.setText(self.tr("length {time}").format(time=text))

    def _figures(self, at_us: int) -> QDateTime:
        moment = local(at_us, self._zone)
        date = QDate(moment.year, moment.month, moment.day)
        return QDateTime(date, QTime(moment.hour, moment.minute, moment.second), QTimeZone.utc())

    def _moment_us(self, field: QDateTimeEdit) -> int:
        entered = datetime.fromisoformat(field.dateTime().toString("yyyy-MM-ddTHH:mm:ss"))
        return to_us(entered.replace(tzinfo=zone_of(self._zone)))


def _time_field() -> QDateTimeEdit:
    field = QDateTimeEdit()
    field.setTimeZone(QTimeZone.utc())  # figures only: the store's zone is ours to apply
    field.setDisplayFormat(FORMAT)
    field.setMinimumWidth(_TIME_PX)
    indent(field)
    return field
