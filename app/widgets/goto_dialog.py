"""Go to a date and time, written in any usual form, as the store's own clock shows it."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.faults import Language
from app.operations.moments import REPEATED, MomentFault, Reading, read_moment
from app.video.media import Span
from app.widgets.local_time import exact_text, local, offset_text, to_us
from app.widgets.month_calendar import MonthCalendar
from app.widgets.theme import HEADING_PX, STEP, Theme, set_role, ui_font

WIDTH_PX = 420


class GotoDialog(QDialog):
    """A line to write in, how it was understood, and a calendar; days with footage are bold."""

    chosen = Signal(object)  # media time, us

    def __init__(
        self,
        theme: Theme,
        media_time_us: int,
        zone: str,
        spans: tuple[Span, ...] = (),
        parent: QWidget | None = None,
        language: Language = "en",
    ) -> None:
        super().__init__(parent)
        self._zone, self._spans, self._language = zone, spans, language
        self._wall_us = media_time_us
        self._reading: Reading | None = None
        self._second = False
        self.setWindowTitle(self.tr("Go to a date and time"))
        self.text = QLineEdit(exact_text(media_time_us, zone))
        self.text.setFont(ui_font(HEADING_PX))
        self.text.setMinimumHeight(9 * STEP)
        self.text.setAccessibleName(self.tr("Date and time"))
        self.text.setPlaceholderText(self.tr("10:42, yesterday 14:30, 10 Mar 10:42, -5 min"))
        self.meant, self.remarks = QLabel(), QLabel()
        self.meant.setFont(ui_font(HEADING_PX))
        self.remarks.setWordWrap(True)
        # Two lines at most: the dialog must not jump while a person types.
        self.remarks.setMinimumHeight(3 * self.remarks.fontMetrics().lineSpacing())
        self.remarks.setAlignment(Qt.AlignmentFlag.AlignTop)
        set_role(self.remarks, "quiet")
        self.date = MonthCalendar(theme)
        self._mark_days()
        self._lay_out()
        self.text.textChanged.connect(self._read)
        self.date.clicked.connect(self._take_day)
        self._read()
        self.text.setFocus()
        self.text.selectAll()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        self.other = QPushButton(self.tr("The second one"))
        self.other.setCheckable(True)
        self.other.setAutoDefault(False)  # Enter goes there, and nothing else
        self.other.toggled.connect(self._take_other)
        row = QHBoxLayout()
        row.addWidget(self.meant, 1)
        row.addWidget(self.other)
        column.addWidget(self.text)
        column.addLayout(row)
        column.addWidget(self.remarks)
        column.addWidget(self.date)
        if self._spans:
            column.addLayout(self._ends())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = buttons.addButton(self.tr("Go there"), QDialogButtonBox.ButtonRole.AcceptRole)
        set_role(self.go, "primary")
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setMinimumWidth(WIDTH_PX)

    def _ends(self) -> QHBoxLayout:
        row = QHBoxLayout()
        first = QPushButton(self.tr("First recording"))
        last = QPushButton(self.tr("Latest recording"))
        first.clicked.connect(lambda: self._write(self._spans[0].start_us))
        last.clicked.connect(lambda: self._write(self._spans[-1].start_us))
        for button in (first, last):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _mark_days(self) -> None:
        for day in recorded_days(self._spans, self._zone):
            date = QDate(day.year, day.month, day.day)
            form = self.date.dateTextFormat(date)
            form.setFontWeight(700)
            form.setFontUnderline(True)
            self.date.setDateTextFormat(date, form)

    # -- what is written, and what it means ------------------------------------------

    def _write(self, media_time_us: int) -> None:
        self.text.setText(exact_text(media_time_us, self._zone))

    def _take_day(self, day: QDate) -> None:
        """A day of the calendar, at the time that is written."""
        at_us = self._wall_us if self._reading is None else self._reading.at_us
        time_of_day = f"{local(at_us, self._zone):%H:%M:%S}"
        self.text.setText(f"{day.toString('yyyy-MM-dd')} {time_of_day}")

    def _read(self) -> None:
        """Understand what is written, and say how."""
        try:
            self._reading = read_moment(
                self.text.text(),
                wall_us=self._wall_us,
                clock_us=time.time_ns() // 1000,
                zone=self._zone,
                language=self._language,
            )
        except MomentFault as fault:
            self._reading = None
            self.remarks.setText(fault.text(self._language) if self.text.text().strip() else "")
        self.other.setVisible(self._reading is not None and self._reading.other_us is not None)
        self.other.setChecked(False)
        self._show()

    def _take_other(self, second: bool) -> None:
        self._second = second
        self._show()

    def _show(self) -> None:
        at_us = self.media_time_us()
        self.go.setEnabled(at_us is not None)
        if at_us is None or self._reading is None:
            self.meant.setText("–")
            return
        moment = local(at_us, self._zone)
        form = QLocale.FormatType.ShortFormat
        locale = QLocale(self._language)
        day = locale.dayName(moment.isoweekday(), form)
        text = exact_text(at_us, self._zone).removesuffix(offset_text(at_us, self._zone)).strip()
        self.meant.setText(f"{day}  {text}  {offset_text(at_us, self._zone)}")
        self.meant.setToolTip(self._zone)
        said = [
            remark.text(self._language)
            for remark in self._reading.remarks
            if not (self._second and remark.sentence is REPEATED)  # it tells of the first one
        ]
        self.remarks.setText(" ".join((*said, self._footage(at_us))).strip())
        self.date.setSelectedDate(QDate(moment.year, moment.month, moment.day))

    def _footage(self, at_us: int) -> str:
        """Whether the selected camera recorded then; where not, when it goes on."""
        if not self._spans or any(span.contains(at_us) for span in self._spans):
            return ""
        later = next((span for span in self._spans if span.start_us > at_us), None)
        if later is None:
            return self.tr("The selected camera has no recording then, and none after it.")
        text = self.tr("The selected camera has no recording then; the next begins {time}.")
        return text.format(time=exact_text(later.start_us, self._zone))

    def media_time_us(self) -> int | None:
        """What is written, as an instant; None where it cannot be read."""
        if self._reading is None:
            return None
        other_us = self._reading.other_us
        return other_us if self._second and other_us is not None else self._reading.at_us

    def _accept(self) -> None:
        at_us = self.media_time_us()
        if at_us is not None:
            self.chosen.emit(at_us)
            self.accept()


def recorded_days(spans: tuple[Span, ...], zone: str, most: int = 400) -> tuple[datetime, ...]:
    """The local days that have footage, at most ``most`` of the latest."""
    days: dict[object, datetime] = {}
    for span in reversed(spans):
        day = local(span.end_us - 1, zone).replace(hour=0, minute=0, second=0, microsecond=0)
        while to_us(day) + 86_400_000_000 > span.start_us and len(days) < most:
            days[day.date()] = day
            day -= timedelta(days=1)
    return tuple(sorted(days.values()))
