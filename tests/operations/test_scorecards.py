"""Everything about an inspection gathered, and written without a window."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.operations.values import (
    HintDraft,
    InspectionState,
    Mark,
    TaskAction,
)
from app.storage.faults import NotFound
from tests.operations.stage import ZONE, Stage, still
from tests.operations.test_inspections import answer_required, failed


def full_inspection(stage: Stage) -> int:
    operations = stage.operations
    inspection = answer_required(stage)
    operations.inspections.answer(inspection.id, failed("i1"))
    record = operations.evidence.store(inspection.id, "i1", stage.camera.id, still())
    operations.evidence.mark(record.id, [Mark("box", 0.1, 0.1, 0.5, 0.5)], still(9).png)
    task = operations.tasks.raise_task(
        stage.task(inspection_id=inspection.id, item_id="i1", evidence_ids=(record.id,))
    )
    operations.tasks.act(task.id, TaskAction.START, "on it")
    hint = operations.hints.add(HintDraft(stage.camera.id, "counter_unattended", 1, 2, "motion"))
    operations.hints.decide(hint.id, True, inspection.id, "i1")
    operations.hints.add(HintDraft(stage.camera.id, "counter_unattended", 5, 6, "motion"))
    return inspection.id


def test_a_scorecard_holds_all_that_belongs_to_the_inspection(stage: Stage):
    inspection_id = full_inspection(stage)
    submitted = stage.operations.inspections.submit(inspection_id)
    data = stage.operations.scorecards.data(inspection_id)
    assert (data.company, data.region, data.store_code) == ("Chain", "East", "S001")
    assert (data.time_zone, data.inspector, data.exporter) == (ZONE, "Li Wei", "Li Wei")
    assert (data.checklist_version, data.checklist_digest) == (1, stage.version.digest)
    assert data.score == submitted.score
    assert data.answers == submitted.answers
    (picture,) = data.evidence
    assert picture.marked_sha256 is not None
    assert picture.path == stage.operations.evidence.path(picture.printed_sha256)
    (task,) = data.tasks
    assert (task.owner, task.last_note, task.item_id) == ("Wang", "on it", "i1")
    (hint,) = data.hints
    assert (hint.decision, hint.item_id, hint.camera) == ("accepted", "i1", "S001/counter")
    assert not data.draft


def test_the_previous_score_is_of_the_same_store_and_checklist(stage: Stage):
    inspections, scorecards = stage.operations.inspections, stage.operations.scorecards
    first = inspections.submit(answer_required(stage).id)
    second = full_inspection(stage)
    previous = scorecards.data(second).previous
    assert previous is not None
    assert previous.report_number == scorecards.data(first.id).report_number
    assert previous.final_percent == Decimal("75.00")
    assert previous.sections == {"s": Decimal("75.00")}
    assert scorecards.data(first.id).previous is None


def test_a_draft_is_a_draft_with_the_running_score(stage: Stage):
    inspection_id = full_inspection(stage)
    data = stage.operations.scorecards.data(inspection_id)
    assert data.draft
    assert data.score.final_percent == Decimal("66.67")
    assert stage.operations.inspections.get(inspection_id).state is InspectionState.DRAFT


def test_the_files_are_written(stage: Stage, tmp_path: Path):
    inspection_id = full_inspection(stage)
    stage.operations.inspections.submit(inspection_id)
    pdf, xlsx = tmp_path / "card.pdf", tmp_path / "card.xlsx"
    written = stage.operations.scorecards.write(inspection_id, pdf, xlsx, "en")
    assert written.paths == (pdf, xlsx)
    assert pdf.read_bytes().startswith(b"%PDF")
    assert xlsx.read_bytes().startswith(b"PK")
    only = stage.operations.scorecards.write(inspection_id, None, xlsx, "zh_CN")
    assert only.paths == (xlsx,)


def test_what_is_not_there_is_told(stage: Stage, tmp_path: Path):
    with pytest.raises(NotFound, match="99"):
        stage.operations.scorecards.write(99, tmp_path / "card.pdf", None, "en")
    assert list(tmp_path.glob("*.pdf")) == []
