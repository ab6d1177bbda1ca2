"""From when to when, in a store's own time; and which cameras: for clips and for fetches."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, QTimeZone, Signal
from PySide6.QtWidgets import (
    QDateTimeEdit,
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


class SpanFields(QWidget):
    """Two times, the zone they are in, and how long that is; ``typed`` comes with every change."""

    typed = Signal()

    def __init__(self, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = time_zone
        self.begin, self.end = _time_field(), _time_field()
        self.zone, self.length = QLabel(), QLabel()
        for quiet in (self.zone, self.length):
            set_role(quiet, "quiet")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._lay_out()
        for field in (self.begin, self.end):
            field.dateTimeChanged.connect(self._changed)

    def show_zone(self, time_zone: str, at_us: int) -> None:
        """Read and show times of this zone; its offset is told as it is at ``at_us``."""
        self._zone = time_zone
        self.zone.setText(f"{time_zone}  {offset_text(at_us, time_zone)}")

    def show_span(self, span: Span) -> None:
        """Put a span into the fields, in whole seconds; nothing is emitted."""
        for field, at_us in ((self.begin, span.start_us), (self.end, span.end_us)):
            field.blockSignals(True)
            field.setDateTime(self._figures(at_us))
            field.blockSignals(False)
        self.retranslate()

    def span(self) -> Span:
        """The span as it is entered, in true UTC."""
        return Span(self._moment_us(self.begin), self._moment_us(self.end))

    def retranslate(self) -> None:
        """Set the words."""
        self.begin.setAccessibleName(self.tr("Beginning"))
        self.end.setAccessibleName(self.tr("End"))
        seconds = self.span().duration_us // US_PER_S
        if seconds <= 0:
            self.length.setText(self.tr("ends before it begins"))
            return
        hours, rest = divmod(seconds, 3600)
        text = f"{hours}:{rest // 60:02d}:{rest % 60:02d}"
        self.length.setText(self.tr("length {time}").format(time=text))

    def _changed(self) -> None:
        self.retranslate()
        self.typed.emit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
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

    def _figures(self, at_us: int) -> QDateTime:
        moment = local(at_us, self._zone)
        date = QDate(moment.year, moment.month, moment.day)
        return QDateTime(date, QTime(moment.hour, moment.minute, moment.second), QTimeZone.utc())

    def _moment_us(self, field: QDateTimeEdit) -> int:
        entered = datetime.fromisoformat(field.dateTime().toString("yyyy-MM-ddTHH:mm:ss"))
        return to_us(entered.replace(tzinfo=zone_of(self._zone)))


class CameraChecks(QListWidget):
    """Cameras to be checked, a few rows high."""

    def show_cameras(
        self, cameras: Sequence[tuple[int, str]], checked: Collection[int | None]
    ) -> None:
        """``cameras``: id and how it is called; those in ``checked`` are chosen at first."""
        self.clear()
        for camera_id, label in cameras:
            item = QListWidgetItem(label, self)
            item.setData(Qt.ItemDataRole.UserRole, camera_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            chosen = camera_id in checked
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
            if chosen and self.currentItem() is None:
                self.setCurrentItem(item)
        rows = min(_LIST_ROWS, max(2, self.count()))
        self.setFixedHeight(rows * max(_ROW_PX, self.sizeHintForRow(0)) + 2 * STEP)

    def camera_ids(self) -> tuple[int, ...]:
        """The checked cameras."""
        items = [self.item(row) for row in range(self.count())]
        return tuple(
            int(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )


def _time_field() -> QDateTimeEdit:
    field = QDateTimeEdit()
    field.setTimeZone(QTimeZone.utc())  # figures only: the store's zone is ours to apply
    field.setDisplayFormat(FORMAT)
    field.setMinimumWidth(_TIME_PX)
    indent(field)
    return field
