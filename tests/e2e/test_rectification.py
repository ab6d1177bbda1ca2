"""A rectification task from the failed item to its end."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QDate

from app.operations.values import (
    Priority,
    RectificationTask,
    TaskAction,
    TaskDraft,
    TaskFilter,
    TaskState,
)
from app.widgets.models.moments import day, in_days
from app.widgets.models.rows_model import ROW_ROLE
from app.widgets.rectifications_screen import RectificationsScreen
from app.widgets.task_dialog import TaskDialog
from tests.e2e.inspecting import Inspector
from tests.e2e.stage import START_US, US, ZONE, Hands, SmallStage

DAY_US = 86_400 * US


@pytest.fixture
def me(window: Hands, small_stage: SmallStage) -> Inspector:
    """Somebody with an inspection begun and the store's cameras on the wall."""
    inspector = Inspector(window, small_stage)
    inspector.begin()
    window.until(lambda: len(window.wall.controller.state.shown()) == 3, "the cameras")
    window.wall.controller.seek(START_US)
    window.until(lambda: window.engine.shown_time_us(0) is not None, "a picture")
    return inspector


def open_screen(window: Hands) -> RectificationsScreen:
    window.main.activateWindow()
    window.until(window.main.isActiveWindow, "the window in front")
    window.keys("Alt+2")
    window.settle()
    screen = window.main.screen_named("rectifications")
    assert isinstance(screen, RectificationsScreen)
    assert screen.isVisible()
    return screen


def raised(hands: Hands, stage: SmallStage, title: str, **other: object) -> RectificationTask:
    values: dict[str, object] = {
        "inspection_id": None, "item_id": None, "store_id": stage.stores["S001"].id,
        "title": title, "detail": "", "owner": "Chen Bo",
        "due_us": time.time_ns() // 1000 + 3 * DAY_US,
    }  # fmt: skip
    draft = TaskDraft(**(values | other))  # type: ignore[arg-type]
    return hands.operations.tasks.raise_task(draft)


def shown(screen: RectificationsScreen) -> list[str]:
    rows = range(screen.sorted.rowCount())
    return [screen.sorted.index(row, 0).data(ROW_ROLE).title for row in rows]


def step(window: Hands, screen: RectificationsScreen, action: TaskAction) -> None:
    """Press a step's button."""
    window.click(screen.detail.action_buttons[action])
    window.settle()


def test_a_failed_item_becomes_a_task_by_keyboard(me: Inspector) -> None:
    hands, item = me.hands, me.item
    me.press("2", "N")
    me.write("two letters dark")
    me.press("Escape")
    hands.keys("E")
    hands.until(lambda: me.opened.evidence_of(item.id), "the picture")
    hands.settle()
    assert me.panel.card.task_button.isVisible()
    hands.keys("T")
    dialog = hands.dialog(TaskDialog)
    assert isinstance(dialog, TaskDialog)
    hands.settle()
    hands.keys("Ctrl+Return")
    hands.until(dialog.fault.isVisible, "the sentence")  # nobody owns it yet
    assert "owner" in dialog.fault.text().lower()
    dialog.owner.setFocus()
    hands.type("Chen Bo")
    dialog.due.setDate(QDate(*in_days(5, ZONE).timetuple()[:3]))
    dialog.priority.setCurrentIndex(dialog.priority.findData(Priority.HIGH))
    hands.keys("Ctrl+Return")
    hands.until(lambda: hands.operations.tasks.list(TaskFilter()), "the task")
    hands.settle()
    (task,) = hands.operations.tasks.list(TaskFilter())
    assert task.title == f"1.1 {item.title.en}"
    assert task.detail == f"two letters dark\n{item.standard.en}"
    assert (task.owner, task.priority, task.state) == ("Chen Bo", Priority.HIGH, TaskState.OPEN)
    assert day(task.due_us, ZONE) == in_days(5, ZONE).isoformat()
    assert (task.inspection_id, task.item_id) == (me.opened.inspection.id, item.id)
    assert task.evidence_ids == tuple(record.id for record in me.opened.evidence)
    assert "1 raised" in me.panel.card.task_button.text()
    screen = open_screen(hands)
    assert shown(screen) == [task.title]
    assert screen.detail.strip.evidence.records() == me.opened.evidence


def test_from_open_to_closed_with_a_rejection(window: Hands, small_stage: SmallStage) -> None:
    task = raised(window, small_stage, "Sign dark")
    screen = open_screen(window)
    tasks = window.operations.tasks
    step(window, screen, TaskAction.START)
    step(window, screen, TaskAction.SUBMIT)
    assert tasks.get(task.id).state is TaskState.AWAITING_VERIFICATION
    step(window, screen, TaskAction.REJECT)
    assert tasks.get(task.id).state is TaskState.AWAITING_VERIFICATION  # not without a reason
    assert screen.detail.reason.hasFocus()
    window.keys("Return")
    window.settle()
    assert "needs a reason" in screen.detail.fault.text()
    window.type("one letter is still dark")
    window.keys("Return")
    window.settle()
    assert tasks.get(task.id).state is TaskState.REJECTED
    for action in (TaskAction.RESTART, TaskAction.SUBMIT, TaskAction.PASS, TaskAction.CLOSE):
        step(window, screen, action)
    done = tasks.get(task.id)
    assert done.state is TaskState.CLOSED
    assert [event.to_state for event in done.history] == [
        TaskState.OPEN,
        TaskState.IN_RECTIFICATION,
        TaskState.AWAITING_VERIFICATION,
        TaskState.REJECTED,
        TaskState.IN_RECTIFICATION,
        TaskState.AWAITING_VERIFICATION,
        TaskState.PASSED,
        TaskState.CLOSED,
    ]
    assert [event.note for event in done.history if event.note] == ["one letter is still dark"]
    assert {event.who for event in done.history} == {"Lin Wei"}
    assert screen.detail.action_buttons == {}
    assert "one letter is still dark" in screen.detail.history.text()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_step_that_somebody_else_took_first_is_refused_in_a_sentence(
    window: Hands, small_stage: SmallStage, language: str
) -> None:
    task = raised(window, small_stage, "Sign dark")
    window.operations.settings.set("general.language", language)
    window.settle()
    screen = open_screen(window)
    window.operations.tasks.act(task.id, TaskAction.START)
    window.click(screen.detail.action_buttons[TaskAction.START])  # before the news arrives
    window.until(screen.detail.fault.text, "the sentence")
    said = screen.detail.fault.text()
    if language == "en":
        assert "“start rectification” is not possible while the task is in rectification" in said
        assert "“submit for verification”" in said  # what can be done instead
    else:
        assert "“整改中”时无法“开始整改”" in said
        assert "“提交复检”" in said
    window.settle()
    assert list(screen.detail.action_buttons) == [TaskAction.SUBMIT]
    assert window.operations.tasks.get(task.id).state is TaskState.IN_RECTIFICATION


def test_filters_by_store_owner_state_and_overdue(window: Hands, small_stage: SmallStage) -> None:
    now_us = time.time_ns() // 1000
    raised(window, small_stage, "Sign", due_us=now_us - DAY_US)
    raised(window, small_stage, "Mat", owner="Wu Jing")
    raised(window, small_stage, "Lift", store_id=small_stage.stores["S002"].id)
    late = raised(window, small_stage, "Lamp", due_us=now_us - 2 * DAY_US)
    for action in (TaskAction.START, TaskAction.SUBMIT, TaskAction.PASS, TaskAction.CLOSE):
        window.operations.tasks.act(late.id, action)
    screen = open_screen(window)
    assert sorted(shown(screen)) == ["Lamp", "Lift", "Mat", "Sign"]
    window.click(screen.overdue)
    window.settle()
    assert shown(screen) == ["Sign"]  # what is closed is not late any more
    window.click(screen.overdue)
    for box, data, wanted in (
        (screen.store_box, small_stage.stores["S002"].id, ["Lift"]),
        (screen.owner_box, "Wu Jing", ["Mat"]),
        (screen.state_box, TaskState.CLOSED, ["Lamp"]),
    ):
        place = next(n for n in range(box.count()) if box.itemData(n) == data)
        box.setFocus()
        window.keys(*["Down"] * place)
        window.settle()
        assert shown(screen) == wanted
        window.keys(*["Up"] * place)
        window.settle()
    assert len(shown(screen)) == 4
    screen.search.setFocus()
    window.type("jing")
    assert shown(screen) == ["Mat"]
