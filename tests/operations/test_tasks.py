"""Rectification tasks over storage: the state machine, its history, and the list."""

from __future__ import annotations

import time

import pytest

from app.inspection.rectification import TransitionFault
from app.operations.checks import EntryFault
from app.operations.values import ChangeKind, Priority, TaskAction, TaskFilter, TaskState
from app.storage.faults import NotFound, Refused
from tests.operations.stage import MORNING_US, Heard, Stage, still

FUTURE_US = 4_000_000_000_000_000


def test_a_task_goes_its_whole_way_and_remembers_it(stage: Stage):
    tasks = stage.operations.tasks
    record = stage.operations.evidence.store(None, None, stage.camera.id, still())
    draft = stage.task(priority=Priority.HIGH, evidence_ids=(record.id, record.id))
    task = tasks.raise_task(draft)
    heard = Heard(stage.operations)
    way = [
        (TaskAction.START, ""),
        (TaskAction.SUBMIT, "new lamp"),
        (TaskAction.REJECT, "still dark"),
        (TaskAction.RESTART, ""),
        (TaskAction.SUBMIT, ""),
        (TaskAction.PASS, ""),
        (TaskAction.CLOSE, ""),
    ]
    for action, note in way:
        task = tasks.act(task.id, action, note)
    assert task.state is TaskState.CLOSED
    assert [(event.action, event.note) for event in task.history] == [(None, ""), *way]
    assert [event.to_state for event in task.history[:-1]] == [
        event.from_state for event in task.history[1:]
    ]
    assert {event.who for event in task.history} == {"Li Wei"}
    assert task.evidence_ids == (record.id,)
    assert tasks.get(task.id) == task
    assert heard.kinds() == {ChangeKind.TASKS, ChangeKind.INSPECTIONS}


def test_a_step_that_is_not_possible_changes_nothing(stage: Stage):
    tasks = stage.operations.tasks
    task = tasks.raise_task(stage.task())
    with pytest.raises(TransitionFault):
        tasks.act(task.id, TaskAction.PASS)
    tasks.act(task.id, TaskAction.START)
    tasks.act(task.id, TaskAction.SUBMIT)
    with pytest.raises(TransitionFault):
        tasks.act(task.id, TaskAction.REJECT, "  ")
    found = tasks.get(task.id)
    assert found.state is TaskState.AWAITING_VERIFICATION
    assert len(found.history) == 3


def test_the_list_filters_and_puts_what_is_due_first_on_top(stage: Stage):
    tasks = stage.operations.tasks
    other, _ = stage.second_store()
    late = tasks.raise_task(stage.task(title="late", due_us=MORNING_US))
    later = tasks.raise_task(stage.task(title="later", due_us=FUTURE_US, owner="Zhao"))
    elsewhere = tasks.raise_task(
        stage.task(title="elsewhere", due_us=MORNING_US - 1, store_id=other.id)
    )
    done = tasks.raise_task(stage.task(title="done", due_us=MORNING_US - 2))
    tasks.act(done.id, TaskAction.CLOSE, "raised by mistake")

    def listed(**wanted: object) -> list[int]:
        return [task.id for task in tasks.list(TaskFilter(**wanted))]  # type: ignore[arg-type]

    assert listed() == [done.id, elsewhere.id, late.id, later.id]
    assert listed(store_id=stage.store.id, overdue_only=True) == [late.id]
    assert listed(overdue_only=True) == [elsewhere.id, late.id]
    assert listed(owner="Zhao") == [later.id]
    assert listed(state=TaskState.CLOSED) == [done.id]
    assert listed(inspection_id=1) == []
    assert tasks.owners() == ("Wang", "Zhao")
    now_us = time.time_ns() // 1000
    overdue = [task.id for task in tasks.list() if task.overdue(now_us)]
    assert overdue == listed(overdue_only=True)


@pytest.mark.parametrize("changes", [{"title": " "}, {"owner": ""}, {"detail": "x" * 4001}])
def test_a_task_says_what_and_who(stage: Stage, changes: dict[str, object]):
    with pytest.raises(EntryFault):
        stage.operations.tasks.raise_task(stage.task(**changes))


def test_a_task_is_about_its_own_store(stage: Stage):
    inspection = stage.begin()
    other, camera = stage.second_store()
    record = stage.operations.evidence.store(None, None, camera.id, still())
    raise_task = stage.operations.tasks.raise_task
    with pytest.raises(Refused, match="another store"):
        raise_task(stage.task(inspection_id=inspection.id, store_id=other.id))
    with pytest.raises(Refused, match="S002/door"):
        raise_task(stage.task(evidence_ids=(record.id,)))
    with pytest.raises(Refused, match="nothing"):
        raise_task(stage.task(inspection_id=inspection.id, item_id="nothing"))
    with pytest.raises(NotFound):
        raise_task(stage.task(evidence_ids=(99,)))
    with pytest.raises(NotFound):
        stage.operations.tasks.act(99, TaskAction.START)
    assert stage.operations.tasks.list() == ()
