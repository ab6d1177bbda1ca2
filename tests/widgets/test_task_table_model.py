from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon

from app.operations.values import Priority, RectificationTask, TaskState
from app.widgets.models.rows_model import ROW_ROLE
from app.widgets.models.task_table_model import TaskColumn, TaskSort, TaskTableModel

DAY_US = 86_400_000_000
NOW_US = 1_767_225_600_000_000  # 2026-01-01 00:00 UTC

TASK = RectificationTask(
    id=1, inspection_id=1, item_id="door", store_id=1, store_code="S001", store_name="Riverside",
    title="Door glass", detail="Fingerprints", owner="Chen Bo", due_us=NOW_US + DAY_US,
    priority=Priority.MEDIUM, state=TaskState.OPEN, evidence_ids=(), created_us=0,
    created_by="Lin", history=(),
)  # fmt: skip
LATE = replace(
    TASK,
    id=2,
    title="Exit",
    detail="A crate",
    owner="Wu",
    due_us=NOW_US - DAY_US // 2,
    store_id=2,
    store_code="S002",
    priority=Priority.HIGH,
    state=TaskState.REJECTED,
)
PASSED = replace(LATE, id=3, title="Poster", state=TaskState.PASSED, priority=Priority.LOW)


def no_icon(*_: str) -> QIcon:
    return QIcon()


@pytest.fixture
def model(qapp: object) -> TaskTableModel:
    made = TaskTableModel(no_icon, QColor, "en")
    made.show((TASK, LATE, PASSED), {1: "Asia/Shanghai"}, NOW_US)
    return made


def texts(model: TaskTableModel, column: TaskColumn) -> list[str]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


def order(sort: TaskSort) -> list[int]:
    return [sort.index(row, 0).data(ROW_ROLE).id for row in range(sort.rowCount())]


def test_overdue_is_said_in_words_and_only_while_something_is_owed(model: TaskTableModel) -> None:
    assert texts(model, TaskColumn.DUE) == [
        "2026-01-02",  # 08:00 on the store's own clock
        "2025-12-31  1 d overdue",
        "2025-12-31",
    ]
    role = Qt.ItemDataRole.ForegroundRole
    assert model.index(1, TaskColumn.DUE).data(role) is not None
    assert model.index(2, TaskColumn.DUE).data(role) is None


def test_states_and_priorities_are_words_with_icons(model: TaskTableModel) -> None:
    assert texts(model, TaskColumn.STATE) == ["open", "rejected", "passed"]
    assert texts(model, TaskColumn.PRIORITY) == ["medium", "high", "low"]
    model.set_language("zh_CN")
    assert texts(model, TaskColumn.STATE) == ["待整改", "已驳回", "已通过"]
    role = Qt.ItemDataRole.DecorationRole
    assert all(model.index(row, TaskColumn.STATE).data(role) is not None for row in range(3))


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (TaskColumn.DUE, [2, 3, 1]),
        (TaskColumn.PRIORITY, [2, 1, 3]),  # high first
        (TaskColumn.STATE, [1, 3, 2]),  # the order in which a task lives
        (TaskColumn.TITLE, [1, 2, 3]),
        (TaskColumn.OWNER, [1, 2, 3]),
    ],
)
def test_it_sorts_by_value(model: TaskTableModel, column: TaskColumn, expected: list[int]) -> None:
    sort = TaskSort()
    sort.setSourceModel(model)
    sort.sort(column)
    assert order(sort) == expected


def test_search_wants_every_word_anywhere(model: TaskTableModel) -> None:
    sort = TaskSort()
    sort.setSourceModel(model)
    sort.search("GLASS s001")
    assert order(sort) == [1]
    sort.search("glass s002")
    assert order(sort) == []
    sort.search("finger")  # the detail counts too
    assert order(sort) == [1]
    sort.search("")
    assert len(order(sort)) == 3


def test_the_store_column_tells_the_name_in_its_tooltip(model: TaskTableModel) -> None:
    index = model.index(0, TaskColumn.STORE)
    assert index.data() == "S001"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "S001 · Riverside"
    assert model.row_of(3) == 2
    assert model.row_of(9) == -1
