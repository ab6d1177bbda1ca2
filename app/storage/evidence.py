"""Records of evidence. The pictures themselves are files: see `app.storage.files`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.faults import Sentence
from app.storage.checklists import parsed, version_row
from app.storage.faults import Refused, gone
from app.storage.inspection_changes import check_open, item_of
from app.storage.inspections import inspection_row
from app.storage.journal import WaitingEvidence
from app.storage.schema import EvidenceMarkingRow, EvidenceRow, StoreRow
from app.storage.stage import camera_label, camera_row, found
from app.storage.times import from_us, to_us
from app.storage.values import EvidenceRecord, Mark

_OTHER_STORE = Sentence(
    "The camera {camera} does not belong to the store of the inspection {id}. Take the picture "
    "from one of its own cameras.",
    "摄像机 {camera} 不属于巡检 {id} 的门店。请使用该门店的摄像机取证。",
)


@dataclass(frozen=True)
class StoreEvidence:
    """A picture whose file is already on the disk; exactly once, however often it is tried."""

    waiting: WaitingEvidence

    def run(self, session: Session) -> EvidenceRecord:
        """The record as stored; Refused for a submitted inspection or a foreign camera."""
        taken = self.waiting
        known = self._known(session)
        if known is not None:
            return _record(known, None)
        camera = camera_row(session, taken.camera_id)
        store = found(session, StoreRow, camera.store_id)
        label = camera_label(store, camera)
        inspection_id, item_id = self._place(session, store.id, label)
        if taken.stream:
            label = f"{label} · {taken.stream}"
        row = EvidenceRow(
            inspection_id=inspection_id,
            item_id=item_id,
            store_id=store.id,
            camera_id=camera.id,
            camera_label=label,
            picture_media_time_us=taken.media_time_us,
            taken_at=from_us(taken.taken_us),
            who=taken.who,
            sha256=taken.sha256,
            width=taken.width,
            height=taken.height,
        )
        session.add(row)
        session.flush()
        return _record(row, None)

    def _known(self, session: Session) -> EvidenceRow | None:
        """The record of the very same taking: nobody takes one picture twice in a microsecond."""
        taken = self.waiting
        return session.scalar(
            select(EvidenceRow).where(
                EvidenceRow.sha256 == taken.sha256,
                EvidenceRow.camera_id == taken.camera_id,
                EvidenceRow.taken_at == from_us(taken.taken_us),
                EvidenceRow.who == taken.who,
            )
        )

    def _place(self, session: Session, store_id: int, label: str) -> tuple[int | None, str | None]:
        """The inspection and item; none for a main stream's picture that they take no more.

        That one comes later than the picture it joins, so the submit may have been faster.
        """
        taken = self.waiting
        try:
            self._check(session, store_id, label)
        except Refused:
            if not taken.stream:
                raise
            return None, None
        return taken.inspection_id, taken.item_id

    def _check(self, session: Session, store_id: int, label: str) -> None:
        taken = self.waiting
        if taken.inspection_id is None:
            return
        inspection = inspection_row(session, taken.inspection_id, to_change=True)
        check_open(inspection)
        if inspection.store_id != store_id:
            raise Refused(_OTHER_STORE, camera=label, id=inspection.id)
        if taken.item_id is not None:
            version = version_row(session, inspection.checklist_version_id)
            item_of(parsed(version.document), taken.item_id, inspection.id)


@dataclass(frozen=True)
class MarkEvidence:
    """Another marked version; the earlier ones and the original stay."""

    evidence_id: int
    marks: tuple[Mark, ...]
    sha256: str
    who: str
    at_us: int

    def run(self, session: Session) -> EvidenceRecord:
        """The record with the new marks; Refused after submit."""
        row = _row(session, self.evidence_id)
        if row.inspection_id is not None:
            check_open(inspection_row(session, row.inspection_id, to_change=True))
        marking = EvidenceMarkingRow(
            evidence_id=row.id,
            sha256=self.sha256,
            marks=[asdict(mark) for mark in self.marks],
            marked_at=from_us(self.at_us),
            who=self.who,
        )
        session.add(marking)
        session.flush()
        return _record(row, marking)


def evidence_of(session: Session, evidence_id: int) -> EvidenceRecord:
    """One piece of evidence; raises NotFound."""
    row = _row(session, evidence_id)
    return _record(row, _newest_markings(session, [row.id]).get(row.id))


def evidence_of_inspection(session: Session, inspection_id: int) -> tuple[EvidenceRecord, ...]:
    """All evidence of one inspection, in the order in which it was taken."""
    return _records(
        session,
        session.scalars(
            select(EvidenceRow)
            .where(EvidenceRow.inspection_id == inspection_id)
            .order_by(EvidenceRow.id)
        ).all(),
    )


def evidence_of_store(session: Session, store_id: int) -> tuple[EvidenceRecord, ...]:
    """All evidence of one store, newest first, with or without inspection."""
    return _records(
        session,
        session.scalars(
            select(EvidenceRow)
            .where(EvidenceRow.store_id == store_id)
            .order_by(EvidenceRow.id.desc())
        ).all(),
    )


def loose_evidence(
    session: Session, store_id: int | None, limit: int | None
) -> tuple[EvidenceRecord, ...]:
    """Evidence that belongs to no inspection, newest first; of one store or of all."""
    query = select(EvidenceRow).where(EvidenceRow.inspection_id.is_(None))
    if store_id is not None:
        query = query.where(EvidenceRow.store_id == store_id)
    query = query.order_by(EvidenceRow.id.desc()).limit(limit)
    return _records(session, session.scalars(query).all())


def known_pictures(session: Session) -> frozenset[str]:
    """The SHA-256 of every picture that a record names, originals and marked ones."""
    originals = session.scalars(select(EvidenceRow.sha256).distinct())
    marked = session.scalars(select(EvidenceMarkingRow.sha256).distinct())
    return frozenset(originals) | frozenset(marked)


def _records(session: Session, rows: Iterable[EvidenceRow]) -> tuple[EvidenceRecord, ...]:
    kept = list(rows)
    markings = _newest_markings(session, [row.id for row in kept])
    return tuple(_record(row, markings.get(row.id)) for row in kept)


def _row(session: Session, evidence_id: int) -> EvidenceRow:
    row = session.get(EvidenceRow, evidence_id)
    if row is None:
        raise gone("The evidence", "取证", evidence_id)
    return row


def _newest_markings(session: Session, ids: list[int]) -> dict[int, EvidenceMarkingRow]:
    found_rows: dict[int, list[EvidenceMarkingRow]] = defaultdict(list)
    query = select(EvidenceMarkingRow).where(EvidenceMarkingRow.evidence_id.in_(ids))
    for row in session.scalars(query.order_by(EvidenceMarkingRow.id)):
        found_rows[row.evidence_id].append(row)
    return {evidence_id: rows[-1] for evidence_id, rows in found_rows.items()}


def _record(row: EvidenceRow, marking: EvidenceMarkingRow | None) -> EvidenceRecord:
    return EvidenceRecord(
        id=row.id,
        inspection_id=row.inspection_id,
        item_id=row.item_id,
        store_id=row.store_id,
        camera_id=row.camera_id,
        camera_label=row.camera_label,
        media_time_us=row.picture_media_time_us,
        taken_us=to_us(row.taken_at),
        who=row.who,
        sha256=row.sha256,
        width=row.width,
        height=row.height,
        marked_sha256=None if marking is None else marking.sha256,
        marks=() if marking is None else tuple(_mark(entry) for entry in marking.marks),
    )


def _mark(entry: dict[str, Any]) -> Mark:
    return Mark(
        kind=entry["kind"],
        x1=float(entry["x1"]),
        y1=float(entry["y1"]),
        x2=float(entry["x2"]),
        y2=float(entry["y2"]),
        text=str(entry["text"]),
        colour=str(entry["colour"]),
    )
