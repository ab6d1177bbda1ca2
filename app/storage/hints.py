"""Hints: what analysis found worth a look, and what a person decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.faults import Sentence
from app.storage.checklists import parsed, version_row
from app.storage.faults import Refused, gone
from app.storage.inspection_changes import check_open, item_of
from app.storage.inspections import inspection_row
from app.storage.schema import CameraRow, HintRow, StoreRow
from app.storage.stage import camera_label, camera_row, found
from app.storage.times import from_us, to_us
from app.storage.values import Hint, HintDraft

_BACKWARDS = Sentence(
    "A hint ends before it begins. Run the analysis again.", "提示的结束早于开始。请重新分析。"
)
_OTHER_STORE = Sentence(
    "The hint is about another store than the inspection {id}. Decide it in an inspection of "
    "its own store.",
    "该提示不属于巡检 {id} 的门店。请在其门店的巡检中处理。",
)


@dataclass(frozen=True)
class AddHint:
    """Seen again, a hint is the same hint.

    One of the same camera and rule that overlaps in time is widened while it
    is undecided, and left as it was judged once somebody decided.
    """

    draft: HintDraft
    at_us: int

    def run(self, session: Session) -> Hint:
        """The hint as stored."""
        draft = self.draft
        if draft.end_us < draft.start_us:
            raise Refused(_BACKWARDS)
        # Held, so that two workstations cannot add the same hint at once.
        camera = camera_row(session, draft.camera_id, to_change=True)
        row = session.scalar(
            select(HintRow)
            .where(
                HintRow.camera_id == camera.id,
                HintRow.rule_key == draft.rule_key,
                HintRow.start_media_time_us <= draft.end_us,
                HintRow.end_media_time_us >= draft.start_us,
            )
            .order_by(HintRow.decision.is_(None), HintRow.id)
            .limit(1)
        )
        if row is None:
            row = self._row()
            session.add(row)
        elif row.decision is None:
            row.start_media_time_us = min(row.start_media_time_us, draft.start_us)
            row.end_media_time_us = max(row.end_media_time_us, draft.end_us)
        session.flush()
        return _value(row, camera, found(session, StoreRow, camera.store_id))

    def _row(self) -> HintRow:
        return HintRow(
            camera_id=self.draft.camera_id,
            rule_key=self.draft.rule_key,
            start_media_time_us=self.draft.start_us,
            end_media_time_us=self.draft.end_us,
            model_key=self.draft.model_key,
            found_at=from_us(self.at_us),
        )


@dataclass(frozen=True)
class DecideHint:
    """What the inspector made of it; may be decided again until the submit."""

    hint_id: int
    accepted: bool
    inspection_id: int | None
    item_id: str | None
    who: str
    at_us: int

    def run(self, session: Session) -> Hint:
        """The hint with its decision."""
        row = session.get(HintRow, self.hint_id)
        if row is None:
            raise gone("The hint", "提示", self.hint_id)
        camera = found(session, CameraRow, row.camera_id)
        if row.inspection_id is not None:
            check_open(inspection_row(session, row.inspection_id, to_change=True))
        self._check(session, camera.store_id)
        row.decision = "accepted" if self.accepted else "dismissed"
        row.decided_by = self.who
        row.decided_at = from_us(self.at_us)
        row.inspection_id = self.inspection_id
        row.item_id = self.item_id
        session.flush()
        return _value(row, camera, found(session, StoreRow, camera.store_id))

    def _check(self, session: Session, store_id: int) -> None:
        if self.inspection_id is None:
            return
        inspection = inspection_row(session, self.inspection_id, to_change=True)
        check_open(inspection)
        if inspection.store_id != store_id:
            raise Refused(_OTHER_STORE, id=inspection.id)
        if self.item_id is not None:
            version = version_row(session, inspection.checklist_version_id)
            item_of(parsed(version.document), self.item_id, inspection.id)


def hint_list(
    session: Session, store_id: int | None, inspection_id: int | None
) -> tuple[Hint, ...]:
    """The hints of a store (None = all), in the order of the footage.

    With ``inspection_id``: those decided in that inspection and those nobody
    has decided yet.
    """
    query = (
        select(HintRow, CameraRow, StoreRow)
        .join(CameraRow, CameraRow.id == HintRow.camera_id)
        .join(StoreRow, StoreRow.id == CameraRow.store_id)
        .order_by(HintRow.start_media_time_us, HintRow.id)
    )
    if store_id is not None:
        query = query.where(StoreRow.id == store_id)
    if inspection_id is not None:
        query = query.where((HintRow.inspection_id == inspection_id) | HintRow.decision.is_(None))
    return tuple(_value(*row) for row in session.execute(query))


def _value(row: HintRow, camera: CameraRow, store: StoreRow) -> Hint:
    return Hint(
        id=row.id,
        store_id=store.id,
        camera_id=camera.id,
        camera_label=camera_label(store, camera),
        rule_key=row.rule_key,
        start_us=row.start_media_time_us,
        end_us=row.end_media_time_us,
        model_key=row.model_key,
        decision=cast('Literal["accepted", "dismissed"] | None', row.decision),
        decided_by=row.decided_by,
        decided_us=None if row.decided_at is None else to_us(row.decided_at),
        inspection_id=row.inspection_id,
        item_id=row.item_id,
    )
