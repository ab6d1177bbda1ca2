"""Go to a date and time, written as the store's own clock shows it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTimeEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.video.media import Span
from app.widgets.local_time import local, offset_text, to_us, zone_of
from app.widgets.theme import HEADING_PX, STEP, Theme, indent, set_role, ui_font


class GotoDialog(QDialog):
    """A calendar and a time; days with footage are bold."""

    chosen = Signal(object)  # media time, us

    def __init__(
        self,
        theme: Theme,
        media_time_us: int,
        zone: str,
        spans: tuple[Span, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._zone = zone
        self._spans = spans
        self.setWindowTitle(self.tr("Go to a date and time"))
        moment = local(media_time_us, zone)
        self.date = QCalendarWidget()
        self.date.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.date.setSelectedDate(QDate(moment.year, moment.month, moment.day))
        self.time = QTimeEdit(QTime(moment.hour, moment.minute, moment.second))
        self.time.setDisplayFormat("HH:mm:ss")
        self.time.setFont(ui_font(HEADING_PX))
        self.time.setMinimumWidth(120)
        self.time.setAccessibleName(self.tr("Time"))
        indent(self.time)
        self._dress(theme)
        self._mark_days()
        self._lay_out(media_time_us)
        self.time.setFocus()
        self.time.setSelectedSection(QTimeEdit.Section.HourSection)

    def _lay_out(self, media_time_us: int) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        column.addWidget(self.date)
        row = QHBoxLayout()
        row.addWidget(self.time)
        zone = QLabel(f"{self._zone}  {offset_text(media_time_us, self._zone)}")
        set_role(zone, "quiet")
        row.addWidget(zone, 1)
        column.addLayout(row)
        if self._spans:
            column.addLayout(self._ends())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        go = buttons.addButton(self.tr("Go there"), QDialogButtonBox.ButtonRole.AcceptRole)
        set_role(go, "primary")
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _ends(self) -> QHBoxLayout:
        row = QHBoxLayout()
        first = QPushButton(self.tr("First recording"))
        last = QPushButton(self.tr("Latest recording"))
        first.clicked.connect(lambda: self._show(self._spans[0].start_us))
        last.clicked.connect(lambda: self._show(self._spans[-1].start_us))
        row.addWidget(first)
        row.addWidget(last)
        row.addStretch(1)
        return row

    def _dress(self, theme: Theme) -> None:
        """Qt's calendar brings arrows and red weekends of its own."""
        for name, icon in (("prev", "previous"), ("next", "next")):
            button = self.date.findChild(QToolButton, f"qt_calendar_{name}month")
            if isinstance(button, QToolButton):
                button.setIcon(theme.icon(icon))
        weekend = QTextCharFormat()
        weekend.setForeground(theme.colour("quiet"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.date.setWeekdayTextFormat(day, weekend)

    def _show(self, media_time_us: int) -> None:
        moment = local(media_time_us, self._zone)
        self.date.setSelectedDate(QDate(moment.year, moment.month, moment.day))
        self.time.setTime(QTime(moment.hour, moment.minute, moment.second))

    def _mark_days(self) -> None:
        for day in recorded_days(self._spans, self._zone):
            date = QDate(day.year, day.month, day.day)
            form = self.date.dateTextFormat(date)
            form.setFontWeight(700)
            form.setFontUnderline(True)
            self.date.setDateTextFormat(date, form)

    def media_time_us(self) -> int:
        """What is entered, as an instant."""
        entered = QDateTime(self.date.selectedDate(), self.time.time())
        return wall_clock_us(
            datetime.fromisoformat(entered.toString("yyyy-MM-ddTHH:mm:ss")), self._zone
        )

    def _accept(self) -> None:
        self.chosen.emit(self.media_time_us())
        self.accept()


def wall_clock_us(entered: datetime, zone: str) -> int:
    """The instant at which a store's clock shows a time.

    A time that occurs twice (clocks go back) means its first occurrence.
    """
    return to_us(entered.replace(tzinfo=ZoneInfo(zone_of(zone).key)))


def recorded_days(spans: tuple[Span, ...], zone: str, most: int = 400) -> tuple[datetime, ...]:
    """The local days that have footage, at most ``most`` of the latest."""
    days: dict[object, datetime] = {}
    for span in reversed(spans):
        day = local(span.end_us - 1, zone).replace(hour=0, minute=0, second=0, microsecond=0)
        while to_us(day) + 86_400_000_000 > span.start_us and len(days) < most:
            days[day.date()] = day
            day -= timedelta(days=1)
    return tuple(sorted(days.values()))
