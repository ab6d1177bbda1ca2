"""A month to choose a day of; the days of the months around it stand back."""

from __future__ import annotations

from PySide6.QtCore import QDate, QRect, Qt
from PySide6.QtGui import QPainter, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QWidget

from app.widgets.theme import Theme

OTHER_MONTH_OPACITY = 0.35


class MonthCalendar(QCalendarWidget):
    """Qt's calendar in the program's look: it brings arrows and red weekends of its own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        for name, icon in (("prev", "previous"), ("next", "next")):
            button = self.findChild(QToolButton, f"qt_calendar_{name}month")
            if isinstance(button, QToolButton):
                button.setIcon(theme.icon(icon))
        weekend = QTextCharFormat()
        weekend.setForeground(theme.colour("quiet"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(day, weekend)

    def in_month(self, day: QDate) -> bool:
        """Whether a day belongs to the month that is shown."""
        return (day.year(), day.month()) == (self.yearShown(), self.monthShown())

    def paintCell(self, painter: QPainter, rect: QRect, date: QDate) -> None:
        """The stylesheet gives every day one colour, whatever its month."""
        painter.save()
        if not self.in_month(date):
            painter.setOpacity(OTHER_MONTH_OPACITY)
        super().paintCell(painter, rect, date)
        painter.restore()
