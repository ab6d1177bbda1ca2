"""Inspections and their answers: beginning, answering, taking back, submitting."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.faults import Sentence
from app.inspection.answers import Answer, check_answer
from app.inspection.checklist import Checklist, Item
from app.inspection.scoring import score
from app.storage.checklists import parsed, version_row
from app.storage.faults import Refused, gone
from app.storage.inspections import inspection_row, inspection_value, standing_answers
from app.storage.journal import WaitingAnswer
from app.storage.schema import AnswerRow, InspectionRow, StoreRow
from app.storage.stage import found
from app.storage.times import from_us
from app.storage.values import Inspection

_SUBMITTED = Sentence(
    "The inspection {id} was submitted and stays as it is. Begin a new inspection to judge the "
    "store again.",
    "巡检 {id} 已提交，内容不再更改。如需重新评判该门店，请新建巡检。",
)
_NO_ITEM = Sentence(
    "The checklist of the inspection {id} has no item “{item}”. Choose one of its items.",
    "巡检 {id} 的检查表中没有检查项“{item}”。请从其检查项中选择。",
)
_NOTHING_TO_TAKE_BACK = Sentence(
    "The inspection {id} has no answer to take back.", "巡检 {id} 没有可撤回的判定。"
)
_MISSING = Sentence(
    "{count} required items are not answered yet: {items}. Answer them, then submit again.",
    "还有 {count} 个必填检查项未判定：{items_zh}。请判定后再提交。",
)
_NAMED = 4  # more names than this would bury the sentence


@dataclass(frozen=True)
class BeginInspection:
    """A draft of one store with one checklist version, which it keeps."""

    store_id: int
    version_id: int
    who: str
    at_us: int

    def run(self, session: Session) -> Inspection:
        """The inspection as stored."""
        found(session, StoreRow, self.store_id)
        version_row(session, self.version_id)
        row = InspectionRow(
            uid=uuid.uuid4().hex,
            store_id=self.store_id,
            checklist_version_id=self.version_id,
            inspector=self.who,
            started_at=from_us(self.at_us),
        )
        session.add(row)
        session.flush()
        return inspection_value(session, row)


@dataclass(frozen=True)
class RecordAnswer:
    """One answer, exactly once, however often it is tried."""

    waiting: WaitingAnswer

    def run(self, session: Session) -> Inspection:
        """The inspection with the answer in it; raises AnswerFault or Refused."""
        given = self.waiting
        wanted = select(InspectionRow).where(InspectionRow.uid == given.inspection_uid)
        row = session.scalar(wanted.with_for_update())
        if row is None:
            raise gone("The inspection", "巡检", given.inspection_uid)
        known = session.scalar(select(AnswerRow.id).where(AnswerRow.uid == given.uid))
        if known is None:
            check_open(row)
            checklist = parsed(version_row(session, row.checklist_version_id).document)
            check_answer(item_of(checklist, given.answer.item_id, row.id), given.answer)
            session.add(_answer_row(row.id, given))
            session.flush()
        return inspection_value(session, row)


@dataclass(frozen=True)
class TakeBackAnswer:
    """The newest answer that stands no longer stands; the one before it does again."""

    inspection_id: int
    who: str
    at_us: int
    uid: str = field(default_factory=lambda: uuid.uuid4().hex)

    def run(self, session: Session) -> Inspection:
        """The inspection without that answer; Refused where there is none."""
        row = inspection_row(session, self.inspection_id, to_change=True)
        check_open(row)
        standing = standing_answers(session, row.id)
        if not standing:
            raise Refused(_NOTHING_TO_TAKE_BACK, id=row.id)
        newest = standing[-1]
        session.add(
            AnswerRow(
                uid=self.uid,
                inspection_id=row.id,
                item_id=newest.item_id,
                state=newest.state,
                score=newest.score,
                reason="",
                note="",
                answered_at=from_us(self.at_us),
                who=self.who,
                takes_back_id=newest.id,
            )
        )
        session.flush()
        return inspection_value(session, row)


@dataclass(frozen=True)
class SubmitInspection:
    """From here on nothing of it changes; the score is computed now and kept."""

    inspection_id: int
    at_us: int

    def run(self, session: Session) -> Inspection:
        """The submitted inspection; Refused while a required item is unanswered."""
        row = inspection_row(session, self.inspection_id, to_change=True)
        check_open(row)
        draft = inspection_value(session, row)
        result = score(draft.checklist, draft.answers)
        if result.missing_required:
            raise _still_missing([draft.checklist.item(each) for each in result.missing_required])
        row.score = result.to_document()
        row.raw_hundredths = _hundredths(result.raw_percent)
        row.final_hundredths = _hundredths(result.final_percent)
        row.submitted_at = from_us(self.at_us)
        session.flush()
        return inspection_value(session, row)


def _still_missing(items: Sequence[Item]) -> Refused:
    more = len(items) > _NAMED
    named = [item.title for item in items[:_NAMED]]
    return Refused(
        _MISSING,
        count=len(items),
        items=", ".join(f"“{title.en}”" for title in named) + (" and others" if more else ""),
        items_zh="、".join(f"“{title.zh}”" for title in named) + ("等" if more else ""),
    )


def check_open(row: InspectionRow) -> None:
    """Refuse to change an inspection that was submitted."""
    if row.submitted_at is not None:
        raise Refused(_SUBMITTED, id=row.id)


def item_of(checklist: Checklist, item_id: str, inspection_id: int) -> Item:
    """The item of that id; raises Refused naming the inspection."""
    try:
        return checklist.item(item_id)
    except KeyError:
        raise Refused(_NO_ITEM, id=inspection_id, item=item_id) from None


def check_may_answer(inspection: Inspection, answer: Answer) -> None:
    """The same refusals as the database would make, without asking it."""
    if inspection.submitted_us is not None:
        raise Refused(_SUBMITTED, id=inspection.id)
    check_answer(item_of(inspection.checklist, answer.item_id, inspection.id), answer)


def _answer_row(inspection_id: int, given: WaitingAnswer) -> AnswerRow:
    answer = given.answer
    return AnswerRow(
        uid=given.uid,
        inspection_id=inspection_id,
        item_id=answer.item_id,
        state=answer.state.value,
        score=None if answer.score is None else str(answer.score),
        reason=answer.reason,
        note=answer.note,
        answered_at=from_us(given.answered_us),
        who=given.who,
    )


def _hundredths(percent: Decimal | None) -> int | None:
    """Percent with two places as a whole number."""
    return None if percent is None else int(percent * 100)
