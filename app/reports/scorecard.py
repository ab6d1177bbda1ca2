"""What a scorecard says: plain values, gathered before a report is written.

The same value gives the PDF and the XLSX; ``content_hash`` names its content,
so that two print-outs can be compared by one line of their footers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal

from app.inspection.answers import Answer, AnswerState
from app.inspection.checklist import Checklist, Item
from app.inspection.rectification import Priority, TaskState
from app.inspection.scoring import ItemScore, Score

InspectionKind = Literal["video", "live", "recording"]
Decision = Literal["accepted", "dismissed"]


@dataclass(frozen=True)
class EvidencePicture:
    """One picture kept as evidence.

    ``path`` is the file to print: the marked version where there is one, else the
    original; None when the file is gone. ``sha256`` always names the original,
    ``marked_sha256`` the marked version.
    """

    path: Path | None
    camera: str
    media_time_us: int
    who: str
    sha256: str
    marked_sha256: str | None = None
    item_id: str | None = None
    taken_us: int | None = None

    @property
    def printed_sha256(self) -> str:
        """The digest that the file at ``path`` must have."""
        return self.marked_sha256 or self.sha256


@dataclass(frozen=True)
class TaskLine:
    """One rectification task as the scorecard lists it."""

    number: str
    title: str
    owner: str
    due_us: int | None
    priority: Priority
    state: TaskState
    item_id: str | None = None
    detail: str = ""
    last_note: str = ""
    created_us: int | None = None

    def overdue(self, now_us: int) -> bool:
        """Past its due time and not yet proven."""
        done = self.state in (TaskState.PASSED, TaskState.CLOSED)
        return not done and self.due_us is not None and self.due_us < now_us


@dataclass(frozen=True)
class HintLine:
    """One automatic hint and what the inspector decided about it."""

    rule_key: str
    camera: str
    start_us: int
    end_us: int
    model: str
    decision: Decision | None = None
    decided_by: str = ""
    decided_us: int | None = None
    item_id: str | None = None


@dataclass(frozen=True)
class PreviousScore:
    """The last submitted inspection of this store with this checklist."""

    report_number: str
    submitted_us: int
    final_percent: Decimal | None
    sections: Mapping[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True)
class ScorecardData:
    """Everything on a scorecard. Times are microseconds UTC; ``time_zone`` is the store's.

    ``submitted_us`` is None for a draft, which is then printed as one.
    """

    report_number: str
    company: str
    region: str
    store_code: str
    store_name: str
    time_zone: str
    inspector: str
    started_us: int
    submitted_us: int | None
    checklist: Checklist
    checklist_version: int
    checklist_digest: str
    answers: Mapping[str, Answer]
    score: Score
    exported_us: int
    exporter: str
    kind: InspectionKind = "video"
    evidence: tuple[EvidencePicture, ...] = ()
    tasks: tuple[TaskLine, ...] = ()
    hints: tuple[HintLine, ...] = ()
    previous: PreviousScore | None = None

    @property
    def draft(self) -> bool:
        """Not submitted yet: the score may still change."""
        return self.submitted_us is None

    def item_numbers(self) -> dict[str, str]:
        """How each item is numbered: second section, third item = ``2.3``."""
        return {
            item.id: f"{place}.{index}"
            for place, section in enumerate(self.checklist.sections, start=1)
            for index, item in enumerate(section.items, start=1)
        }

    def rows(self) -> tuple[ItemRow, ...]:
        """Every item with all that belongs to it, in the order of the checklist."""
        scores = {entry.item_id: entry for entry in self.score.items}
        numbers = self.item_numbers()
        return tuple(
            ItemRow(
                number=numbers[item.id],
                section_id=section.id,
                item=item,
                answer=self.answers.get(item.id) or Answer(item.id, AnswerState.UNANSWERED),
                score=scores[item.id],
                evidence=tuple(p for p in self.evidence if p.item_id == item.id),
                tasks=tuple(t for t in self.tasks if t.item_id == item.id),
                hints=tuple(h for h in self.hints if h.item_id == item.id),
            )
            for section in self.checklist.sections
            for item in section.items
        )


@dataclass(frozen=True)
class ItemRow:
    """One item with its answer, points, evidence, tasks and hints."""

    number: str
    section_id: str
    item: Item
    answer: Answer
    score: ItemScore
    evidence: tuple[EvidencePicture, ...]
    tasks: tuple[TaskLine, ...]
    hints: tuple[HintLine, ...]


def content_hash(data: ScorecardData) -> str:
    """SHA-256 (hex) over all that the scorecard says.

    Left out is what differs between two exports of the same content: who exported
    it, when, and where the picture files lie.
    """
    content = {
        "report": [data.report_number, data.company, data.region, data.store_code],
        "store": [data.store_name, data.time_zone, data.inspector, data.kind],
        "times": [data.started_us, data.submitted_us],
        "checklist": [data.checklist.key, data.checklist_version, data.checklist_digest],
        "answers": [data.answers[key].to_document() for key in sorted(data.answers)],
        "score": data.score.to_document(),
        "evidence": [
            [p.sha256, p.marked_sha256, p.item_id, p.camera, p.media_time_us, p.who]
            for p in data.evidence
        ],
        "tasks": [
            {**vars(t), "priority": t.priority.value, "state": t.state.value} for t in data.tasks
        ],
        "hints": [vars(hint) for hint in data.hints],
        "previous": _previous(data.previous),
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _previous(previous: PreviousScore | None) -> list[object] | None:
    if previous is None:
        return None
    sections = {name: str(value) for name, value in previous.sections.items()}
    return [
        previous.report_number,
        previous.submitted_us,
        str(previous.final_percent),
        sections,
    ]
