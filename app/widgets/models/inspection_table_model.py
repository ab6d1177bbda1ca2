"""Inspections as a table, newest first; sorts without a window."""

from __future__ import annotations

import enum
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt

from app.operations.values import InspectionSummary
from app.widgets.models.moments import day_and_minute
from app.widgets.models.rows_model import ROW_ROLE, SORT_ROLE, Index, RowsModel
from app.widgets.models.words import Look, percent_word


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


class InspectionTableModel(RowsModel[InspectionSummary]):
    """One inspection per row."""

    columns = InspectionColumn

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
        summary = self.at(index.row())
        if summary is None:
            return None
        column = InspectionColumn(index.column())
        if role == ROW_ROLE:
            return summary
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(summary, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(summary, column)
        if role == SORT_ROLE:
            return self._sort_key(summary, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return self.painted(_look_of(summary, column), role)

    def _text(self, summary: InspectionSummary, column: InspectionColumn) -> str:
        texts = {
            InspectionColumn.STATE: self._state(summary),
            InspectionColumn.STORE: summary.store_code,
            InspectionColumn.CHECKLIST: summary.checklist_title.in_language(self._language),
            InspectionColumn.STARTED: day_and_minute(summary.started_us, self.zone_of(summary)),
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
