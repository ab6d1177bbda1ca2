"""Everything that a scorecard says, read in one view of the database."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.storage.checklists import checklist_version
from app.storage.evidence import evidence_of_inspection
from app.storage.hints import hint_list
from app.storage.inspections import inspection_row, inspection_value
from app.storage.schema import ChecklistVersionRow, InspectionRow
from app.storage.stage import company_of, region_of, store_of
from app.storage.tasks import task_list
from app.storage.values import (
    ChecklistVersion,
    Company,
    EvidenceRecord,
    Hint,
    Inspection,
    RectificationTask,
    Region,
    Store,
    TaskFilter,
)


@dataclass(frozen=True)
class ScorecardFacts:
    """One inspection with all that belongs to it, as it stood at one moment."""

    inspection: Inspection
    version: ChecklistVersion
    store: Store
    region: Region
    company: Company
    evidence: tuple[EvidenceRecord, ...]
    tasks: tuple[RectificationTask, ...]
    hints: tuple[Hint, ...]  # those decided in this inspection
    previous: Inspection | None  # the last submitted one of this store and checklist


def report_number(inspection_id: int) -> str:
    """How the scorecard of an inspection is called."""
    return f"FW-{inspection_id:06d}"


def scorecard_facts(session: Session, inspection_id: int, now_us: int) -> ScorecardFacts:
    """Raises NotFound."""
    row = inspection_row(session, inspection_id)
    store = store_of(session, row.store_id)
    hints = hint_list(session, store.id, inspection_id)
    return ScorecardFacts(
        inspection=inspection_value(session, row),
        version=checklist_version(session, row.checklist_version_id),
        store=store,
        region=region_of(session, store.region_id),
        company=company_of(session, store.region_id),
        evidence=evidence_of_inspection(session, inspection_id),
        tasks=task_list(session, TaskFilter(inspection_id=inspection_id), now_us),
        hints=tuple(hint for hint in hints if hint.inspection_id == inspection_id),
        previous=_previous(session, row),
    )


def _previous(session: Session, row: InspectionRow) -> Inspection | None:
    """The newest inspection of the same store and checklist submitted before this began."""
    key = select(ChecklistVersionRow.key).where(ChecklistVersionRow.id == row.checklist_version_id)
    found = session.scalar(
        select(InspectionRow)
        .join(ChecklistVersionRow, ChecklistVersionRow.id == InspectionRow.checklist_version_id)
        .where(
            InspectionRow.store_id == row.store_id,
            InspectionRow.id != row.id,
            ChecklistVersionRow.key == key.scalar_subquery(),
            InspectionRow.submitted_at.is_not(None),
            InspectionRow.submitted_at <= row.started_at,
        )
        .order_by(InspectionRow.submitted_at.desc(), InspectionRow.id.desc())
        .limit(1)
    )
    return None if found is None else inspection_value(session, found)
