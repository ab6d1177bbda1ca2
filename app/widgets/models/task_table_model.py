"""Rectification tasks as a table; sorts and searches without a window."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QSortFilterProxyModel, Qt

from app.operations.values import Priority, RectificationTask, TaskState
from app.widgets.models.moments import day
from app.widgets.models.rows_model import ROW_ROLE, SORT_ROLE, Index, RowsModel
from app.widgets.models.words import (
    PRIORITY_LOOKS,
    TASK_LOOKS,
    Look,
    priority_word,
    task_state_word,
)

US_PER_DAY = 86_400_000_000
SEARCH_ROLE = ROW_ROLE + 1


class TaskColumn(enum.IntEnum):
    """The columns, left to right."""

    STATE = 0
    TITLE = 1
    STORE = 2
    OWNER = 3
    DUE = 4
    PRIORITY = 5


class TaskTableModel(RowsModel[RectificationTask]):
    """One task per row."""

    columns = TaskColumn
    _now_us = 0

    def show(
        self, tasks: Sequence[RectificationTask], zones: Mapping[int, str], now_us: int
    ) -> None:
        """Show tasks; ``zones`` gives each store's time zone, ``now_us`` decides what is late."""
        self._now_us = now_us
        self.replace(tasks, zones)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        translate = QCoreApplication.translate
        return {
            TaskColumn.STATE: translate("TaskTable", "State"),
            TaskColumn.STORE: translate("TaskTable", "Store"),
            TaskColumn.TITLE: translate("TaskTable", "Task"),
            TaskColumn.OWNER: translate("TaskTable", "Owner"),
            TaskColumn.DUE: translate("TaskTable", "Due"),
            TaskColumn.PRIORITY: translate("TaskTable", "Priority"),
        }[TaskColumn(section)]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, icons and what to sort and search by."""
        task = self.at(index.row())
        if task is None:
            return None
        column = TaskColumn(index.column())
        if role == ROW_ROLE:
            return task
        if role == Qt.ItemDataRole.ToolTipRole and column is TaskColumn.STORE:
            return f"{task.store_code} · {task.store_name}"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(task, column)
        if role == SORT_ROLE:
            return _sort_key(task, column)
        if role == SEARCH_ROLE:
            return f"{task.title} {task.detail} {task.owner} {task.store_code} {task.store_name}"
        return self.painted(self._look_of(task, column), role)

    def _text(self, task: RectificationTask, column: TaskColumn) -> str:
        if column is TaskColumn.STATE:
            return task_state_word(task.state, self._language)
        if column is TaskColumn.STORE:
            return task.store_code
        if column is TaskColumn.DUE:
            return self._due(task)
        if column is TaskColumn.PRIORITY:
            return priority_word(task.priority, self._language)
        return task.title if column is TaskColumn.TITLE else task.owner

    def _due(self, task: RectificationTask) -> str:
        due = day(task.due_us, self.zone_of(task))
        if not task.overdue(self._now_us):
            return due
        days = (self._now_us - task.due_us) // US_PER_DAY + 1
        word = QCoreApplication.translate("TaskTable", "{date}  {days} d overdue")
        return word.format(date=due, days=days)

    def _look_of(self, task: RectificationTask, column: TaskColumn) -> Look | None:
        if column is TaskColumn.STATE:
            return TASK_LOOKS[task.state]
        if column is TaskColumn.PRIORITY:
            return PRIORITY_LOOKS[task.priority]
        if column is TaskColumn.DUE and task.overdue(self._now_us):
            return Look("clock", "fail")
        return None


class TaskSort(QSortFilterProxyModel):
    """Sorts by value, and keeps rows that contain every word of the search."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.setSortRole(SORT_ROLE)

    def search(self, text: str) -> None:
        """Keep rows that contain every word of ``text``, upper or lower case."""
        self.beginFilterChange()
        self._words = text.casefold().split()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Whether a row contains every word."""
        index = self.sourceModel().index(source_row, 0, source_parent)
        text = str(index.data(SEARCH_ROLE)).casefold()
        return all(word in text for word in self._words)


def _sort_key(task: RectificationTask, column: TaskColumn) -> Any:
    if column is TaskColumn.STATE:
        return list(TaskState).index(task.state)
    if column is TaskColumn.STORE:
        return task.store_code.casefold()
    if column is TaskColumn.DUE:
        return task.due_us
    if column is TaskColumn.PRIORITY:
        return -list(Priority).index(task.priority)
    return (task.title if column is TaskColumn.TITLE else task.owner).casefold()
