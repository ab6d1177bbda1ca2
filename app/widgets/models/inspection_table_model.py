"""Inspections as a table, newest first; sorts without a window."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QIcon

from app.faults import Language
from app.operations.values import InspectionSummary
from app.widgets.models.moments import day_and_minute
from app.widgets.models.words import Look, percent_word

Index = QModelIndex | QPersistentModelIndex
SORT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SUMMARY_ROLE = SORT_ROLE + 1


class InspectionColumn(enum.IntEnum):
    """The columns, left to right."""

    STATE = 0
    STORE = 1
    CHECKLIST = 2
    STARTED = 3
    INSPECTOR = 4
    RAW = 5
    FINAL = 6
    TASKS = 7


_NUMBERS = (InspectionColumn.RAW, InspectionColumn.FINAL, InspectionColumn.TASKS)


class InspectionTableModel(QAbstractTableModel):
    """One inspection per row. ``icon`` and ``colour`` come from the theme."""

    def __init__(
        self,
        icon: Callable[[str, str], QIcon],
        colour: Callable[[str], QColor],
        language: Language,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._colour = colour
        self._language = language
        self._rows: tuple[InspectionSummary, ...] = ()
        self._zones: Mapping[int, str] = {}

    def show(self, rows: Sequence[InspectionSummary], zones: Mapping[int, str]) -> None:
        """Show inspections; ``zones`` gives each store's time zone."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._zones = zones
        self.endResetModel()

    def set_language(self, language: Language) -> None:
        """Show words in another language."""
        self.beginResetModel()
        self._language = language
        self.endResetModel()

    def summary(self, row: int) -> InspectionSummary | None:
        """The inspection of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, inspection_id: int) -> int:
        """The row of an inspection, -1 where it is not shown."""
        return next((row for row, each in enumerate(self._rows) if each.id == inspection_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many inspections there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many columns there are."""
        return 0 if parent.isValid() else len(InspectionColumn)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(InspectionColumn(section))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        translate = QCoreApplication.translate
        return {
            InspectionColumn.STATE: translate("InspectionTable", "State"),
            InspectionColumn.STORE: translate("InspectionTable", "Store"),
            InspectionColumn.CHECKLIST: translate("InspectionTable", "Checklist"),
            InspectionColumn.STARTED: translate("InspectionTable", "Begun"),
            InspectionColumn.INSPECTOR: translate("InspectionTable", "Inspector"),
            InspectionColumn.RAW: translate("InspectionTable", "Raw"),
            InspectionColumn.FINAL: translate("InspectionTable", "Final"),
            InspectionColumn.TASKS: translate("InspectionTable", "Tasks"),
        }[InspectionColumn(section)]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, icons and what to sort by."""
        summary = self.summary(index.row())
        if summary is None:
            return None
        column = InspectionColumn(index.column())
        if role == SUMMARY_ROLE:
            return summary
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(summary, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(summary, column)
        if role == SORT_ROLE:
            return self._sort_key(summary, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return self._look(summary, column, role)

    def _text(self, summary: InspectionSummary, column: InspectionColumn) -> str:
        zone = self._zones.get(summary.store_id, "UTC")
        texts = {
            InspectionColumn.STATE: self._state(summary),
            InspectionColumn.STORE: summary.store_code,
            InspectionColumn.CHECKLIST: summary.checklist_title.in_language(self._language),
            InspectionColumn.STARTED: day_and_minute(summary.started_us, zone),
            InspectionColumn.INSPECTOR: summary.inspector,
            InspectionColumn.RAW: percent_word(summary.raw_percent),
            InspectionColumn.FINAL: percent_word(summary.final_percent),
            InspectionColumn.TASKS: str(summary.open_tasks) if summary.open_tasks else "",
        }
        return texts[column]

    def _state(self, summary: InspectionSummary) -> str:
        if summary.submitted_us is not None:
            return QCoreApplication.translate("InspectionTable", "submitted")
        word = QCoreApplication.translate("InspectionTable", "draft {answered}/{total}")
        return word.format(answered=summary.answered, total=summary.total)

    def _tip(self, summary: InspectionSummary, column: InspectionColumn) -> str:
        if column is InspectionColumn.STORE:
            return f"{summary.store_code} · {summary.store_name}"
        if column is InspectionColumn.FINAL and lowered(summary):
            return QCoreApplication.translate(
                "InspectionTable", "A red line failed: its section gives no points"
            )
        if column is InspectionColumn.CHECKLIST:
            title = summary.checklist_title.in_language(self._language)
            word = QCoreApplication.translate("InspectionTable", "{title}, version {version}")
            return word.format(title=title, version=summary.checklist_version)
        return self._text(summary, column)

    def _look(self, summary: InspectionSummary, column: InspectionColumn, role: int) -> Any:
        look = _look_of(summary, column)
        if look is None:
            return None
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(look.icon, look.colour)
        if role == Qt.ItemDataRole.ForegroundRole and look.colour != "text":
            return self._colour(look.colour)
        return None

    def _sort_key(self, summary: InspectionSummary, column: InspectionColumn) -> Any:
        if column is InspectionColumn.STATE:
            return (summary.submitted_us is not None) * 1_000 + summary.answered
        if column is InspectionColumn.STARTED:
            return summary.started_us
        if column is InspectionColumn.TASKS:
            return summary.open_tasks
        if column in (InspectionColumn.RAW, InspectionColumn.FINAL):
            percent = summary.raw_percent if column is InspectionColumn.RAW else None
            percent = summary.final_percent if column is InspectionColumn.FINAL else percent
            return float(percent) if percent is not None else -1.0
        return self._text(summary, column).casefold()


def lowered(summary: InspectionSummary) -> bool:
    """Whether a red line made the final score lower than the raw one."""
    if summary.raw_percent is None or summary.final_percent is None:
        return False
    return Decimal(summary.final_percent) < Decimal(summary.raw_percent)


def _look_of(summary: InspectionSummary, column: InspectionColumn) -> Look | None:
    if column is InspectionColumn.STATE:
        done = summary.submitted_us is not None
        return Look("check", "passed") if done else Look("edit", "attention")
    if column is InspectionColumn.FINAL and lowered(summary):
        return Look("red-line", "fail")
    if column is InspectionColumn.TASKS and summary.open_tasks:
        return Look("rectification", "attention")
    return None


def _alignment(column: InspectionColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
