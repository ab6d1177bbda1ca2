"""Scorecards: everything about one inspection gathered, and written as PDF and XLSX."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from app.faults import Language
from app.inspection.scoring import score
from app.operations.inspections import Inspections
from app.operations.people import People
from app.operations.values import ScorecardWritten
from app.reports.scorecard import (
    EvidencePicture,
    HintLine,
    PreviousScore,
    ScorecardData,
    TaskLine,
)
from app.storage.scorecards import ScorecardFacts, report_number, scorecard_facts
from app.storage.storage import Storage
from app.storage.times import now_us
from app.storage.values import EvidenceRecord, Hint, Inspection, RectificationTask


class Scorecards:
    """A draft can be printed too, and says that it is one."""

    def __init__(self, storage: Storage, people: People, inspections: Inspections) -> None:
        self._storage = storage
        self._people = people
        self._inspections = inspections

    def data(self, inspection_id: int) -> ScorecardData:
        """What the scorecard says; raises NotFound."""
        now = now_us()
        facts = self._storage.read(
            partial(scorecard_facts, inspection_id=inspection_id, now_us=now)
        )
        person = self._people.current()
        shown = self._inspections.with_waiting(facts.inspection)
        return ScorecardData(
            report_number=report_number(inspection_id),
            company=facts.company.name,
            region=facts.region.name,
            store_code=facts.store.code,
            store_name=facts.store.name,
            time_zone=facts.store.time_zone,
            inspector=shown.inspector,
            started_us=shown.started_us,
            submitted_us=shown.submitted_us,
            checklist=shown.checklist,
            checklist_version=facts.version.version,
            checklist_digest=facts.version.digest,
            answers=shown.answers,
            # A submitted score is the stored one, whatever today's rules would say.
            score=shown.score or score(shown.checklist, shown.answers, running=True),
            exported_us=now,
            exporter="" if person is None else person.name,
            evidence=tuple(self._picture(record) for record in facts.evidence),
            tasks=tuple(_task(task) for task in facts.tasks),
            hints=tuple(_hint(hint) for hint in facts.hints),
            previous=_previous(facts),
        )

    def write(
        self, inspection_id: int, pdf: Path | None, xlsx: Path | None, language: Language
    ) -> ScorecardWritten:
        """Write the files that are named; raises NotFound, ReportFault."""
        from app.reports.pdf import write_pdf
        from app.reports.xlsx import write_xlsx

        data = self.data(inspection_id)
        warning = None
        if pdf is not None:
            warning = write_pdf(data, pdf, language).warning
        if xlsx is not None:
            write_xlsx(data, xlsx, language)
        return ScorecardWritten(tuple(p for p in (pdf, xlsx) if p is not None), warning)

    def _picture(self, record: EvidenceRecord) -> EvidencePicture:
        path = self._storage.evidence_files.path(record.marked_sha256 or record.sha256)
        return EvidencePicture(
            path=path if path.exists() else None,
            camera=record.camera_label,
            media_time_us=record.media_time_us,
            who=record.who,
            sha256=record.sha256,
            marked_sha256=record.marked_sha256,
            item_id=record.item_id,
            taken_us=record.taken_us,
        )


def _task(task: RectificationTask) -> TaskLine:
    notes = [event.note for event in task.history if event.note]
    return TaskLine(
        number=str(task.id),
        title=task.title,
        owner=task.owner,
        due_us=task.due_us,
        priority=task.priority,
        state=task.state,
        item_id=task.item_id,
        detail=task.detail,
        last_note=notes[-1] if notes else "",
        created_us=task.created_us,
    )


def _hint(hint: Hint) -> HintLine:
    return HintLine(
        rule_key=hint.rule_key,
        camera=hint.camera_label,
        start_us=hint.start_us,
        end_us=hint.end_us,
        model=hint.model_key,
        decision=hint.decision,
        decided_by=hint.decided_by or "",
        decided_us=hint.decided_us,
        item_id=hint.item_id,
    )


def _previous(facts: ScorecardFacts) -> PreviousScore | None:
    before: Inspection | None = facts.previous
    if before is None or before.score is None or before.submitted_us is None:
        return None
    return PreviousScore(
        report_number=report_number(before.id),
        submitted_us=before.submitted_us,
        final_percent=before.score.final_percent,
        sections={entry.section_id: entry.percent for entry in before.score.sections},
    )
