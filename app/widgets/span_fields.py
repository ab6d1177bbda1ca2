"""From when to when, in a store's own time; and which cameras: for clips and for fetches."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, QTimeZone, Signal
from PySide6.QtWidgets import (
    QComboBox,
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
from app.widgets.local_time import local, offset_text, passings_us
from app.widgets.theme import STEP, indent, set_role

FORMAT = "yyyy-MM-dd HH:mm:ss"
US_PER_S = 1_000_000
_LIST_ROWS = 4
_ROW_PX = 28  # as the stylesheet has it, which is not asked before the list is shown
_TIME_PX = 180


class TimeField(QWidget):
    """A time on the store's clock. It keeps the instant that it was given until it is edited.

    Where the clock goes back a time comes twice; then ``passing`` asks which.
    """

    typed = Signal(bool)  # whether the figures changed; False: which passing of them

    def __init__(self, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zone, self._at_us = time_zone, 0
        self.figures, self.passing = _time_field(), QComboBox()
        self.passing.addItems(("", ""))
        self.passing.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.figures)
        row.addWidget(self.passing)
        self.figures.dateTimeChanged.connect(self._figures_typed)
        self.passing.activated.connect(self._passing_chosen)

    @property
    def at_us(self) -> int:
        """The instant, in true UTC."""
        return self._at_us

    def show_time(self, at_us: int) -> None:
        """Put an instant into the field; nothing is emitted."""
        moment = local(at_us, self.zone)
        date = QDate(moment.year, moment.month, moment.day)
        time = QTime(moment.hour, moment.minute, moment.second)
        self.figures.blockSignals(True)
        self.figures.setDateTime(QDateTime(date, time, QTimeZone.utc()))
        self.figures.blockSignals(False)
        self._take(at_us)

    def other_us(self) -> int | None:
        """The other instant at which the clock shows these figures; None: there is none."""
        passings = self._passings()
        return passings[1 - self.passing.currentIndex()] if len(passings) > 1 else None

    def retranslate(self, name: str) -> None:
        """Set the words; ``name`` says which end this is."""
        self.figures.setAccessibleName(name)
        self.passing.setAccessibleName(self.tr("{end}: which of the two").format(end=name))
        self.passing.setToolTip(
            self.tr("The clock goes back that night and shows this time twice. Choose which.")
        )
        passings = self._passings()
        words = (self.tr("first ({offset})"), self.tr("second ({offset})"))
        for place, (at_us, text) in enumerate(zip(passings, words, strict=False)):
            self.passing.setItemText(place, text.format(offset=offset_text(at_us, self.zone)))

    def _figures_typed(self) -> None:
        passings = self._passings()
        place = self.passing.currentIndex()
        if len(passings) == 1:
            place = 0
        elif self.passing.isHidden():
            place = int(abs(passings[1] - self._at_us) < abs(passings[0] - self._at_us))
        self._take(passings[place])
        self.typed.emit(True)

    def _passing_chosen(self, place: int) -> None:
        self._take(self._passings()[place])
        self.typed.emit(False)

    def _take(self, at_us: int) -> None:
        self._at_us = at_us
        passings = self._passings()
        self.passing.setVisible(len(passings) > 1)
        self.passing.setCurrentIndex(int(len(passings) > 1 and at_us >= passings[1]))

    def _passings(self) -> tuple[int, ...]:
        entered = self.figures.dateTime().toString("yyyy-MM-ddTHH:mm:ss")
        return passings_us(datetime.fromisoformat(entered), self.zone)


class SpanFields(QWidget):
    """Two times, the zone they are in, and how long that is; ``typed`` comes with every change."""

    typed = Signal()

    def __init__(self, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ends = TimeField(time_zone), TimeField(time_zone)
        self.begin, self.end = (field.figures for field in self._ends)
        self.begin_passing, self.end_passing = (field.passing for field in self._ends)
        self.zone, self.length = QLabel(), QLabel()
        for quiet in (self.zone, self.length):
            set_role(quiet, "quiet")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._lay_out()
        for field in self._ends:
            field.typed.connect(partial(self._changed, field))

    def show_zone(self, time_zone: str, at_us: int) -> None:
        """Read and show times of this zone; its offset is told as it is at ``at_us``.

        Once a span is shown, as it is at its beginning.
        """
        for field in self._ends:
            field.zone = time_zone
        self._tell_zone(at_us)

    def _tell_zone(self, at_us: int) -> None:
        zone = self._ends[0].zone
        self.zone.setText(f"{zone}  {offset_text(at_us, zone)}")

    def show_span(self, span: Span) -> None:
        """Put a span into the fields; it is kept to the microsecond until it is edited."""
        for field, at_us in zip(self._ends, (span.start_us, span.end_us), strict=True):
            field.show_time(at_us)
        self.retranslate()

    def span(self) -> Span:
        """The span as it was shown or entered, in true UTC."""
        begin, end = self._ends
        return Span(begin.at_us, end.at_us)

    def retranslate(self) -> None:
        """Set the words."""
        words = (self.tr("Beginning"), self.tr("End"))
        for field, word in zip(self._ends, words, strict=True):
            field.retranslate(word)
        self._tell_zone(self.span().start_us)
        duration_us = self.span().duration_us
        if duration_us <= 0:
            self.length.setText(self.tr("ends before it begins"))
            return
        self.length.setText(self.tr("length {time}").format(time=_length_text(duration_us)))

    def _changed(self, field: TimeField, figures: bool) -> None:
        begin, end = self._ends
        # From now on it begins as it is read; nothing is lost by that, as it would be at the end.
        begin.show_time(begin.at_us // US_PER_S * US_PER_S)
        other_us = field.other_us()
        if figures and other_us is not None and begin.at_us >= end.at_us:
            # Of two passings, the one that makes a span of it.
            made = Span(begin.at_us, other_us) if field is end else Span(other_us, end.at_us)
            if made.duration_us > 0:
                field.show_time(other_us)
        self.retranslate()
        self.typed.emit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        times = QHBoxLayout()
        begin, end = self._ends
        for widget in (begin, QLabel("–"), end):
            times.addWidget(widget)
        times.addStretch(1)
        column.addLayout(times)
        notes = QHBoxLayout()
        notes.setSpacing(4 * STEP)
        notes.addWidget(self.zone)
        notes.addWidget(self.length, 1)
        column.addLayout(notes)


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


def _length_text(duration_us: int) -> str:
    seconds, rest_us = divmod(duration_us, US_PER_S)
    hours, rest = divmod(seconds, 3600)
    text = f"{hours}:{rest // 60:02d}:{rest % 60:02d}"
    return f"{text}.{rest_us // 1000:03d}" if rest_us >= 1000 else text
