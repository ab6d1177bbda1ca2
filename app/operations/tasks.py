"""Rectification tasks: raising them, moving them on, finding them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from app.faults import Sentence
from app.operations.changes import Changes
from app.operations.checks import clean_name, clean_text
from app.operations.people import People
from app.operations.values import (
    ChangeKind,
    RectificationTask,
    TaskAction,
    TaskDraft,
    TaskFilter,
)
from app.storage.storage import Storage
from app.storage.tasks import ActOnTask, RaiseTask, task_list, task_of, task_owners
from app.storage.times import now_us

_TITLE = Sentence("The title", "标题")
_DETAIL = Sentence("The description", "说明")
_OWNER = Sentence("The owner", "责任人")
_NOTE = Sentence("The note", "备注")


class Tasks:
    """The transitions are those of `app.inspection.rectification`."""

    def __init__(self, storage: Storage, people: People, changes: Changes) -> None:
        self._storage = storage
        self._people = people
        self._changes = changes

    def raise_task(self, draft: TaskDraft) -> RectificationTask:
        """A new open task; may be raised after submit too."""
        checked = replace(
            draft,
            title=clean_name(draft.title, _TITLE),
            detail=clean_text(draft.detail, _DETAIL),
            owner=clean_name(draft.owner, _OWNER),
        )
        task = self._storage.write(RaiseTask(checked, self._people.who(), now_us()))
        self._changed()
        return task

    def act(self, task_id: int, action: TaskAction, note: str = "") -> RectificationTask:
        """One step; raises TransitionFault naming the steps that are possible."""
        step = ActOnTask(task_id, action, clean_text(note, _NOTE), self._people.who(), now_us())
        task = self._storage.write(step)
        self._changed()
        return task

    def get(self, task_id: int) -> RectificationTask:
        """One task; raises NotFound."""
        return self._storage.read(partial(task_of, task_id=task_id))

    def list(self, wanted: TaskFilter | None = None) -> tuple[RectificationTask, ...]:
        """The wanted tasks, the one due first at the top."""
        query = partial(task_list, wanted=wanted or TaskFilter(), now_us=now_us())
        return self._storage.read(query)

    def owners(self) -> tuple[str, ...]:
        """Everybody who owns or owned a task, in order of name."""
        return self._storage.read(task_owners)

    def _changed(self) -> None:
        # The list of inspections counts open tasks.
        self._changes.publish(ChangeKind.TASKS, ChangeKind.INSPECTIONS)
