"""What an inspector says about one item, and when that is a valid thing to say."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.faults import Fault, Sentence
from app.inspection.items import AnswerKind, Item

MAX_REMARK = 4000


class AnswerState(enum.Enum):
    """Where an item stands.

    ``NOT_ASSESSABLE`` (camera down, view blocked) is not the store's doing: it
    leaves the denominator like N/A, but lowers coverage.
    """

    ANSWERED = "answered"
    NA = "na"
    NOT_ASSESSABLE = "not_assessable"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Answer:
    """One answer. ``score`` only when answered; ``reason`` tells why N/A."""

    item_id: str
    state: AnswerState
    score: Decimal | None = None
    reason: str = ""
    note: str = ""

    def to_document(self) -> dict[str, object]:
        """The answer as plain JSON values."""
        return {
            "item_id": self.item_id,
            "state": self.state.value,
            "score": None if self.score is None else str(self.score),
            "reason": self.reason,
            "note": self.note,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, object]) -> Answer:
        """The answer that ``to_document`` wrote; raises AnswerFault where it is damaged."""
        try:
            score = document["score"]
            return cls(
                item_id=str(document["item_id"]),
                state=AnswerState(document["state"]),
                score=None if score is None else Decimal(str(score)),
                reason=str(document["reason"]),
                note=str(document["note"]),
            )
        except (KeyError, TypeError, ValueError, InvalidOperation) as error:
            raise AnswerFault(_DAMAGED, reason=str(error)) from error


class AnswerFault(Fault):
    """The answer cannot stand; the sentence says what to change."""


_DAMAGED = Sentence(
    "A stored answer cannot be read ({reason}). Restore the database from its last backup.",
    "一条已保存的判定无法读取（{reason}）。请用最近的备份恢复数据库。",
)
_OTHER_ITEM = Sentence(
    "The answer belongs to the item {other}, not to {item}. Answer the item again.",
    "该判定属于检查项 {other}，而不是 {item}。请重新判定。",
)
_NO_SCORE = Sentence(
    "The item {item} is answered without a score. Give a score, or choose N/A or not assessable.",
    "检查项{item_zh}已判定但没有得分。请填写得分，或选择不适用、无法判定。",
)
_STRAY_SCORE = Sentence(
    "The item {item} carries a score although it was not answered. Remove the score.",
    "检查项{item_zh}未判定却带有得分。请删除得分。",
)
_PASS_OR_FAIL = Sentence(
    "The item {item} takes pass (1) or fail (0), not {score}. Choose one of the two.",
    "检查项{item_zh}只能为合格 (1) 或不合格 (0)，不能为 {score}。请选择其一。",
)
_OUT_OF_RANGE = Sentence(
    "The item {item} takes a score from 0 to {maximum}, not {score}. Give a score in that range.",
    "检查项{item_zh}的得分应在 0 到 {maximum} 之间，不能为 {score}。请重新填写。",
)
_TOO_FINE = Sentence(
    "The score {score} of the item {item} has more than two decimals. Round it to two.",
    "检查项{item_zh}的得分 {score} 超过两位小数。请保留两位小数。",
)
_NA_REFUSED = Sentence(
    "The checklist does not allow N/A for the item {item}. Score it, or choose not assessable "
    "when the camera does not show it.",
    "检查表不允许检查项{item_zh}选择不适用。请评分；如画面无法看到，请选择无法判定。",
)
_NA_REASON = Sentence(
    "N/A for the item {item} needs a reason. Write in a few words why it does not apply.",
    "检查项{item_zh}选择不适用需要说明原因。请简要填写不适用的理由。",
)
_TOO_LONG = Sentence(
    "The note or reason of the item {item} has {count} characters; at most {limit} are kept. "
    "Shorten it.",
    "检查项{item_zh}的备注或原因有 {count} 个字符，最多 {limit} 个。请缩短。",
)


def check_answer(item: Item, answer: Answer) -> None:
    """Raise AnswerFault unless ``answer`` is a valid answer to ``item``."""
    name = _names(item)
    if answer.item_id != item.id:
        raise AnswerFault(_OTHER_ITEM, item=f"“{item.id}”", other=f"“{answer.item_id}”")
    longest = max(len(answer.note), len(answer.reason))
    if longest > MAX_REMARK:
        raise AnswerFault(_TOO_LONG, **name, count=longest, limit=MAX_REMARK)
    if answer.state is AnswerState.ANSWERED:
        _check_score(item, answer, name)
        return
    if answer.score is not None:
        raise AnswerFault(_STRAY_SCORE, **name)
    if answer.state is AnswerState.NA:
        if not item.na_allowed:
            raise AnswerFault(_NA_REFUSED, **name)
        if not answer.reason.strip():
            raise AnswerFault(_NA_REASON, **name)


def _names(item: Item) -> dict[str, str]:
    """How a person knows the item, for both languages of a sentence."""
    return {"item": f"“{item.title.en}”", "item_zh": f"“{item.title.zh}”"}


def _check_score(item: Item, answer: Answer, name: Mapping[str, str]) -> None:
    score = answer.score
    if score is None or not score.is_finite():
        raise AnswerFault(_NO_SCORE, **name)
    if item.answer_kind is AnswerKind.PASS_FAIL and score not in (0, item.max_score):
        raise AnswerFault(_PASS_OR_FAIL, **name, score=score)
    if not 0 <= score <= item.max_score:
        raise AnswerFault(_OUT_OF_RANGE, **name, score=score, maximum=item.max_score)
    if score != round(score, 2):
        raise AnswerFault(_TOO_FINE, **name, score=score)


def pass_answer(item: Item, note: str = "") -> Answer:
    """The item is as the standard asks: full score."""
    return Answer(item.id, AnswerState.ANSWERED, item.max_score, note=note)


def fail_answer(item: Item, note: str = "") -> Answer:
    """The item is not as the standard asks: no score."""
    return Answer(item.id, AnswerState.ANSWERED, Decimal(0), note=note)
