"""Rectification tasks: raising, moving on, listing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.inspection.rectification import Priority, TaskAction, TaskState, next_state
from app.storage.checklists import parsed, version_row
from app.storage.faults import Refused, gone
from app.storage.inspection_changes import item_of
from app.storage.inspections import SETTLED, inspection_row
from app.storage.schema import (
    EvidenceRow,
    RectificationTaskRow,
    StoreRow,
    TaskEventRow,
    TaskEvidenceRow,
)
from app.storage.stage import found
from app.storage.task_sentences import EVIDENCE_OF_OTHER_STORE, INSPECTION_OF_OTHER_STORE
from app.storage.times import from_us, to_us
from app.storage.values import RectificationTask, TaskDraft, TaskEvent, TaskFilter


@dataclass(frozen=True)
class RaiseTask:
    """A new task, open, with its first event."""

    draft: TaskDraft
    who: str
    at_us: int

    def run(self, session: Session) -> RectificationTask:
        """The task as stored."""
        draft = self.draft
        found(session, StoreRow, draft.store_id)
        self._check_inspection(session)
        row = RectificationTaskRow(
            inspection_id=draft.inspection_id,
            item_id=draft.item_id,
            store_id=draft.store_id,
            title=draft.title,
            detail=draft.detail,
            owner=draft.owner,
            due_at=from_us(draft.due_us),
            priority=draft.priority.value,
            state=TaskState.OPEN.value,
            created_at=from_us(self.at_us),
            created_by=self.who,
        )
        session.add(row)
        session.flush()
        self._add_evidence(session, row.id)
        _add_event(session, row, None, None, self.who, self.at_us, "")
        return task_of(session, row.id)

    def _check_inspection(self, session: Session) -> None:
        draft = self.draft
        if draft.inspection_id is None:
            return
        inspection = inspection_row(session, draft.inspection_id)
        if inspection.store_id != draft.store_id:
            raise Refused(INSPECTION_OF_OTHER_STORE, id=inspection.id)
        if draft.item_id is not None:
            version = version_row(session, inspection.checklist_version_id)
            item_of(parsed(version.document), draft.item_id, inspection.id)

    def _add_evidence(self, session: Session, task_id: int) -> None:
        for evidence_id in dict.fromkeys(self.draft.evidence_ids):
            evidence = session.get(EvidenceRow, evidence_id)
            if evidence is None:
                raise gone("The evidence", "取证", evidence_id)
            if evidence.store_id != self.draft.store_id:
                raise Refused(EVIDENCE_OF_OTHER_STORE, camera=evidence.camera_label)
            session.add(TaskEvidenceRow(task_id=task_id, evidence_id=evidence_id))
        session.flush()


@dataclass(frozen=True)
class ActOnTask:
    """One step of the state machine."""

    task_id: int
    action: TaskAction
    note: str
    who: str
    at_us: int

    def run(self, session: Session) -> RectificationTask:
        """The task after the step; raises TransitionFault where it is not allowed."""
        row = _row(session, self.task_id, to_change=True)
        before = TaskState(row.state)
        row.state = next_state(before, self.action, self.note).value
        _add_event(session, row, self.action, before, self.who, self.at_us, self.note)
        return task_of(session, row.id)


def task_of(session: Session, task_id: int) -> RectificationTask:
    """One task; raises NotFound."""
    row = _row(session, task_id)
    return _values(session, [(row, found(session, StoreRow, row.store_id))])[0]


def task_list(session: Session, wanted: TaskFilter, now_us: int) -> tuple[RectificationTask, ...]:
    """The wanted tasks, the one that is due first at the top."""
    query = (
        select(RectificationTaskRow, StoreRow)
        .join(StoreRow, StoreRow.id == RectificationTaskRow.store_id)
        .order_by(RectificationTaskRow.due_at, RectificationTaskRow.id)
    )
    if wanted.store_id is not None:
        query = query.where(RectificationTaskRow.store_id == wanted.store_id)
    if wanted.owner is not None:
        query = query.where(RectificationTaskRow.owner == wanted.owner)
    if wanted.state is not None:
        query = query.where(RectificationTaskRow.state == wanted.state.value)
    if wanted.inspection_id is not None:
        query = query.where(RectificationTaskRow.inspection_id == wanted.inspection_id)
    if wanted.overdue_only:
        query = query.where(
            RectificationTaskRow.due_at < from_us(now_us),
            RectificationTaskRow.state.not_in(SETTLED),
        )
    return _values(session, [(row, store) for row, store in session.execute(query)])


def task_owners(session: Session) -> tuple[str, ...]:
    """Everybody who ever owned a task, in order of name."""
    query = select(RectificationTaskRow.owner).distinct()
    return tuple(session.scalars(query.order_by(RectificationTaskRow.owner)))


def _row(session: Session, task_id: int, *, to_change: bool = False) -> RectificationTaskRow:
    row = session.get(RectificationTaskRow, task_id, with_for_update=to_change)
    if row is None:
        raise gone("The rectification task", "整改单", task_id)
    return row


def _add_event(
    session: Session,
    row: RectificationTaskRow,
    action: TaskAction | None,
    before: TaskState | None,
    who: str,
    at_us: int,
    note: str,
) -> None:
    session.add(
        TaskEventRow(
            task_id=row.id,
            happened_at=from_us(at_us),
            who=who,
            action=None if action is None else action.value,
            from_state=None if before is None else before.value,
            to_state=row.state,
            note=note,
        )
    )
    session.flush()


def _values(
    session: Session, rows: Sequence[tuple[RectificationTaskRow, StoreRow]]
) -> tuple[RectificationTask, ...]:
    ids = [row.id for row, _ in rows]
    events: dict[int, list[TaskEvent]] = defaultdict(list)
    query = select(TaskEventRow).where(TaskEventRow.task_id.in_(ids)).order_by(TaskEventRow.id)
    for event in session.scalars(query):
        events[event.task_id].append(_event(event))
    evidence: dict[int, list[int]] = defaultdict(list)
    links = select(TaskEvidenceRow).where(TaskEvidenceRow.task_id.in_(ids))
    for link in session.scalars(links.order_by(TaskEvidenceRow.evidence_id)):
        evidence[link.task_id].append(link.evidence_id)
    return tuple(
        _value(row, store, tuple(evidence[row.id]), tuple(events[row.id])) for row, store in rows
    )


def _value(
    row: RectificationTaskRow,
    store: StoreRow,
    evidence_ids: tuple[int, ...],
    history: tuple[TaskEvent, ...],
) -> RectificationTask:
    return RectificationTask(
        id=row.id,
        inspection_id=row.inspection_id,
        item_id=row.item_id,
        store_id=row.store_id,
        store_code=store.code,
        store_name=store.name,
        title=row.title,
        detail=row.detail,
        owner=row.owner,
        due_us=to_us(row.due_at),
        priority=Priority(row.priority),
        state=TaskState(row.state),
        evidence_ids=evidence_ids,
        created_us=to_us(row.created_at),
        created_by=row.created_by,
        history=history,
    )


def _event(row: TaskEventRow) -> TaskEvent:
    return TaskEvent(
        at_us=to_us(row.happened_at),
        who=row.who,
        action=None if row.action is None else TaskAction(row.action),
        from_state=None if row.from_state is None else TaskState(row.from_state),
        to_state=TaskState(row.to_state),
        note=row.note,
    )
