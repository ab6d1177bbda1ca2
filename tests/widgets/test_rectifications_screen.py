from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid

from app.operations.values import (
    Priority,
    RectificationTask,
    TaskAction,
    TaskDraft,
    TaskFilter,
    TaskState,
)
from app.widgets.models.moments import day, in_days, now_us
from app.widgets.models.rows_model import ROW_ROLE
from app.widgets.rectifications_screen import RectificationsScreen
from app.widgets.task_dialog import TaskDialog, TaskStart
from tests.widgets.inspection_stage import ZONE, Stage, still

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
DAY_US = 86_400_000_000


@pytest.fixture
def screen(stage: Stage) -> Iterator[RectificationsScreen]:
    made = RectificationsScreen(stage.context, stage.actions)
    made.resize(1200, 700)
    made.show()
    stage.settle()
    yield made
    made.close()
    made.deleteLater()


def raise_task(
    stage: Stage, title: str, owner: str = "Chen Bo", days: float = 3, store: int = 0
) -> RectificationTask:
    due_us = now_us() + round(days * DAY_US)
    draft = TaskDraft(None, None, stage.stores[store].id, title, "", owner, due_us)
    task = stage.operations.tasks.raise_task(draft)
    stage.settle()
    return task


def shown(screen: RectificationsScreen) -> list[str]:
    rows = range(screen.sorted.rowCount())
    return [screen.sorted.index(row, 0).data(ROW_ROLE).title for row in rows]


def test_an_empty_list_teaches_where_tasks_come_from(
    stage: Stage, screen: RectificationsScreen
) -> None:
    went: list[bool] = []
    stage.actions.on("screen.wall", lambda: went.append(True))
    assert screen.empty.isVisible()
    screen.empty.button.click()
    assert went == [True]
    raise_task(stage, "Door")
    assert not screen.empty.isVisible()
    assert shown(screen) == ["Door"]


def test_filters_and_search(stage: Stage, screen: RectificationsScreen) -> None:
    raise_task(stage, "Door", days=-1)
    raise_task(stage, "Sign", owner="Wu Jing")
    raise_task(stage, "Floor", store=1)
    assert shown(screen) == ["Door", "Sign", "Floor"]  # due first at the top
    assert "overdue: 1" in screen.count.text()
    screen.overdue.setChecked(True)
    stage.settle()
    assert shown(screen) == ["Door"]
    screen.overdue.setChecked(False)
    screen.store_box.setCurrentIndex(screen.store_box.findData(stage.stores[1].id))
    screen.refresh()
    stage.settle()
    assert shown(screen) == ["Floor"]
    screen.store_box.setCurrentIndex(0)
    screen.owner_box.setCurrentIndex(screen.owner_box.findData("Wu Jing"))
    screen.refresh()
    stage.settle()
    assert shown(screen) == ["Sign"]
    screen.owner_box.setCurrentIndex(0)
    screen.refresh()
    stage.settle()
    screen.search.setText("old town floor")
    assert shown(screen) == ["Floor"]
    assert "Tasks: 1" in screen.count.text()


def test_a_task_is_moved_on_by_what_its_state_allows(
    stage: Stage, screen: RectificationsScreen
) -> None:
    task = raise_task(stage, "Door")
    assert list(screen.detail.action_buttons) == [TaskAction.START, TaskAction.CLOSE]
    screen.detail.action_buttons[TaskAction.START].click()
    stage.settle()
    assert stage.operations.tasks.get(task.id).state is TaskState.IN_RECTIFICATION
    assert list(screen.detail.action_buttons) == [TaskAction.SUBMIT]
    assert "in rectification" in screen.detail.state.text()
    assert screen.detail.history.text().count("Lin Wei") == 2


def test_a_rejection_asks_for_its_reason_in_place(
    stage: Stage, screen: RectificationsScreen
) -> None:
    task = raise_task(stage, "Door")
    for action in (TaskAction.START, TaskAction.SUBMIT):
        stage.operations.tasks.act(task.id, action)
    stage.settle()
    screen.detail.action_buttons[TaskAction.REJECT].click()
    assert screen.detail.reason.isVisible()
    screen.detail.confirm()
    stage.settle()
    assert screen.detail.fault.isVisible()
    assert stage.operations.tasks.get(task.id).state is TaskState.AWAITING_VERIFICATION
    QTest.keyClicks(screen.detail.reason, "Still dirty")
    # Another change must not take the half-written reason away.
    raise_task(stage, "Sign", days=9)
    assert screen.detail.reason.text() == "Still dirty"
    QTest.keyClick(screen.detail.reason, Qt.Key.Key_Return)
    stage.settle()
    rejected = stage.operations.tasks.get(task.id)
    assert rejected.state is TaskState.REJECTED
    assert rejected.history[-1].note == "Still dirty"
    assert not screen.detail.reason.isVisible()
    assert "“Still dirty”" in screen.detail.history.text()


def test_arrow_keys_choose_the_task(stage: Stage, screen: RectificationsScreen) -> None:
    raise_task(stage, "Door")
    raise_task(stage, "Sign", days=5)
    screen.table.setFocus()
    QTest.keyClick(screen.table, Qt.Key.Key_Down)
    stage.settle()
    assert screen.detail.title.text() == "Sign"


@pytest.fixture
def dialog(stage: Stage) -> Iterator[TaskDialog]:
    raise_task(stage, "Earlier", owner="Maria Keller")
    inspection = stage.operations.inspections.begin(stage.stores[0].id, stage.versions[0].id)
    item = next(iter(inspection.checklist.items()))
    evidence = tuple(
        stage.operations.evidence.store(
            inspection.id, item.id, stage.cameras[0].id, still(minute=minute, shade=shade)
        )
        for minute, shade in ((1, 40), (2, 80))
    )
    start = TaskStart(stage.stores[0], inspection.id, item.id, "1.1 Door", "Clean it", evidence)
    made = TaskDialog(stage.context, start)
    made.show()
    stage.settle()
    yield made
    if isValid(made):
        made.close()
    stage.settle()


def test_the_dialog_knows_what_it_can(stage: Stage, dialog: TaskDialog) -> None:
    draft = dialog.draft()
    assert draft.title == "1.1 Door"
    assert draft.priority is Priority.MEDIUM
    assert len(draft.evidence_ids) == 2
    assert day(draft.due_us, ZONE) == in_days(3, ZONE).isoformat()
    assert dialog.owner.findText("Maria Keller") >= 0


def test_a_refused_task_keeps_what_was_typed(stage: Stage, dialog: TaskDialog) -> None:
    dialog.raise_task()  # nobody owns it yet
    stage.settle()
    assert dialog.isVisible()
    assert dialog.fault.isVisible()
    QTest.keyClicks(dialog.owner, "Chen Bo")
    first = dialog.strip.evidence.index(0)
    dialog.strip.evidence.setData(first, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    due = date(2099, 1, 31)
    dialog.due.setDate(QDate(due.year, due.month, due.day))
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.settle()
    raised = stage.operations.tasks.list(TaskFilter(owner="Chen Bo"))[0]
    assert raised.title == "1.1 Door"
    assert len(raised.evidence_ids) == 1
    assert day(raised.due_us, ZONE) == "2099-01-31"


def test_the_screen_speaks_chinese_at_once(stage: Stage, screen: RectificationsScreen) -> None:
    raise_task(stage, "Door")
    stage.context.language = "zh_CN"
    screen.retranslate()
    screen.detail.retranslate()
    stage.settle()
    assert screen.detail.state.text() == "待整改"
    assert screen.state_box.itemText(1) == "待整改"
