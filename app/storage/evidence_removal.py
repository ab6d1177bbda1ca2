"""Taking away a picture that belongs to no inspection and no rectification task."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.faults import Sentence
from app.storage.faults import Refused, gone
from app.storage.schema import EvidenceMarkingRow, EvidenceRow, TaskEvidenceRow

_INSPECTED = Sentence(
    "The picture of {camera} belongs to the inspection {id}, so it stays.",
    "{camera} 的图片属于巡检 {id}，不能删除。",
)
_IN_TASK = Sentence(
    "The picture of {camera} belongs to the rectification task {id}, so it stays.",
    "{camera} 的图片属于整改单 {id}，不能删除。",
)
_OTHERS = Sentence(
    "The picture of {camera} was taken by {owner}. Ask {owner} to delete it.",
    "{camera} 的图片由 {owner} 拍摄。请由 {owner} 删除。",
)


@dataclass(frozen=True)
class RemoveLoose:
    """Only who took a picture may take it away, and only while nothing refers to it."""

    evidence_id: int
    who: str

    def run(self, session: Session) -> tuple[str, ...]:
        """The SHA-256 of the files that no record names any more; Refused, NotFound."""
        row = session.get(EvidenceRow, self.evidence_id)
        if row is None:
            raise gone("The evidence", "取证", self.evidence_id)
        self._check(session, row)
        markings = select(EvidenceMarkingRow).where(EvidenceMarkingRow.evidence_id == row.id)
        named = {row.sha256, *(marking.sha256 for marking in session.scalars(markings))}
        session.execute(delete(EvidenceMarkingRow).where(EvidenceMarkingRow.evidence_id == row.id))
        session.delete(row)
        session.flush()
        return tuple(sorted(sha256 for sha256 in named if not _is_named(session, sha256)))

    def _check(self, session: Session, row: EvidenceRow) -> None:
        label = row.camera_label
        if row.inspection_id is not None:
            raise Refused(_INSPECTED, camera=label, id=row.inspection_id)
        task_id = session.scalar(
            select(TaskEvidenceRow.task_id).where(TaskEvidenceRow.evidence_id == row.id).limit(1)
        )
        if task_id is not None:
            raise Refused(_IN_TASK, camera=label, id=task_id)
        if row.who != self.who:
            raise Refused(_OTHERS, camera=label, owner=row.who)


def _is_named(session: Session, sha256: str) -> bool:
    """Whether a record still names that file: one picture may be kept twice."""
    for row in (EvidenceRow, EvidenceMarkingRow):
        if session.scalar(select(row.id).where(row.sha256 == sha256).limit(1)) is not None:
            return True
    return False
