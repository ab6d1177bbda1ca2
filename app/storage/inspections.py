"""Inspections and their answers: reading them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session, aliased

from app.inspection.answers import Answer, AnswerState
from app.inspection.rectification import TaskState
from app.inspection.scoring import Score
from app.storage.checklists import parsed, version_row
from app.storage.faults import gone
from app.storage.schema import (
    AnswerRow,
    ChecklistVersionRow,
    InspectionRow,
    RectificationTaskRow,
    StoreRow,
)
from app.storage.times import to_us
from app.storage.values import Inspection, InspectionFilter, InspectionState, InspectionSummary

SETTLED = (TaskState.PASSED.value, TaskState.CLOSED.value)


def inspection_of(session: Session, inspection_id: int) -> Inspection:
    """One inspection with the answers that stand; raises NotFound."""
    return inspection_value(session, inspection_row(session, inspection_id))


def inspection_row(
    session: Session, inspection_id: int, *, to_change: bool = False
) -> InspectionRow:
    """The row of one inspection; raises NotFound.

    ``to_change`` holds it until the commit, so that on a server no answer can
    slip in while another workstation submits.
    """
    row = session.get(InspectionRow, inspection_id, with_for_update=to_change)
    if row is None:
        raise gone("The inspection", "巡检", inspection_id)
    return row


def inspection_value(session: Session, row: InspectionRow) -> Inspection:
    """An inspection without its rows."""
    standing = (answer_value(answer) for answer in standing_answers(session, row.id))
    return Inspection(
        id=row.id,
        store_id=row.store_id,
        checklist_version_id=row.checklist_version_id,
        checklist=parsed(version_row(session, row.checklist_version_id).document),
        inspector=row.inspector,
        started_us=to_us(row.started_at),
        submitted_us=None if row.submitted_at is None else to_us(row.submitted_at),
        state=InspectionState.DRAFT if row.submitted_at is None else InspectionState.SUBMITTED,
        answers=by_item(standing),
        score=None if row.score is None else Score.from_document(row.score),
        uid=row.uid,
    )


def by_item(answers: Iterable[Answer]) -> dict[str, Answer]:
    """The newest answer of each item; an item that was emptied again is absent."""
    newest = {answer.item_id: answer for answer in answers}
    return {
        key: answer for key, answer in newest.items() if answer.state is not AnswerState.UNANSWERED
    }


def standing_answers(session: Session, inspection_id: int) -> tuple[AnswerRow, ...]:
    """The answers of an inspection that were not taken back, oldest first."""
    taking = aliased(AnswerRow)
    return tuple(
        session.scalars(
            select(AnswerRow)
            .where(
                AnswerRow.inspection_id == inspection_id,
                AnswerRow.takes_back_id.is_(None),
                ~select(taking.id).where(taking.takes_back_id == AnswerRow.id).exists(),
            )
            .order_by(AnswerRow.id)
        )
    )


def answer_value(row: AnswerRow) -> Answer:
    """An answer without its row."""
    return Answer(
        item_id=row.item_id,
        state=AnswerState(row.state),
        score=None if row.score is None else Decimal(row.score),
        reason=row.reason,
        note=row.note,
    )


def inspection_list(session: Session, wanted: InspectionFilter) -> tuple[InspectionSummary, ...]:
    """The wanted inspections, newest first."""
    answered, open_tasks = _answered_counts(), _open_task_counts()
    query = (
        select(
            InspectionRow,
            StoreRow,
            ChecklistVersionRow,
            func.coalesce(answered.c.answered, 0),
            func.coalesce(open_tasks.c.open_tasks, 0),
        )
        .join(StoreRow, StoreRow.id == InspectionRow.store_id)
        .join(ChecklistVersionRow, ChecklistVersionRow.id == InspectionRow.checklist_version_id)
        .outerjoin(answered, answered.c.inspection_id == InspectionRow.id)
        .outerjoin(open_tasks, open_tasks.c.inspection_id == InspectionRow.id)
        .order_by(InspectionRow.started_at.desc(), InspectionRow.id.desc())
    )
    if wanted.store_id is not None:
        query = query.where(InspectionRow.store_id == wanted.store_id)
    if wanted.state is InspectionState.DRAFT:
        query = query.where(InspectionRow.submitted_at.is_(None))
    elif wanted.state is InspectionState.SUBMITTED:
        query = query.where(InspectionRow.submitted_at.is_not(None))
    return tuple(_summary(*row) for row in session.execute(query))


def _summary(
    row: InspectionRow, store: StoreRow, version: ChecklistVersionRow, answered: int, tasks: int
) -> InspectionSummary:
    checklist = parsed(version.document)
    return InspectionSummary(
        id=row.id,
        store_id=store.id,
        store_code=store.code,
        store_name=store.name,
        checklist_title=checklist.title,
        checklist_version=version.version,
        inspector=row.inspector,
        started_us=to_us(row.started_at),
        submitted_us=None if row.submitted_at is None else to_us(row.submitted_at),
        answered=answered,
        total=sum(1 for _ in checklist.items()),
        raw_percent=_percent(row.raw_hundredths),
        final_percent=_percent(row.final_hundredths),
        open_tasks=tasks,
    )


def _percent(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths).scaleb(-2)


def _answered_counts() -> Subquery:
    """Per inspection, the items whose newest standing answer says something."""
    taking = aliased(AnswerRow)
    rank = func.row_number().over(
        partition_by=(AnswerRow.inspection_id, AnswerRow.item_id), order_by=AnswerRow.id.desc()
    )
    standing = (
        select(AnswerRow.inspection_id, AnswerRow.state, rank.label("age"))
        .where(
            AnswerRow.takes_back_id.is_(None),
            ~select(taking.id).where(taking.takes_back_id == AnswerRow.id).exists(),
        )
        .subquery()
    )
    return (
        select(standing.c.inspection_id, func.count().label("answered"))
        .where(standing.c.age == 1, standing.c.state != AnswerState.UNANSWERED.value)
        .group_by(standing.c.inspection_id)
        .subquery()
    )


def _open_task_counts() -> Subquery:
    return (
        select(RectificationTaskRow.inspection_id, func.count().label("open_tasks"))
        .where(RectificationTaskRow.state.not_in(SETTLED))
        .group_by(RectificationTaskRow.inspection_id)
        .subquery()
    )
