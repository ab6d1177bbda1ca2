"""What is being entered for one item, before it becomes an answer.

Plain state behind the item card. The rules (which answers an item allows, when
a reason is needed) stay in ``app.inspection.answers``; this only remembers what
the hands did and builds the answer from it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from app.inspection.answers import Answer, AnswerState, check_answer, fail_answer, pass_answer
from app.operations.values import AnswerKind, Item


class Choice(enum.Enum):
    """The four answers of the keys 1 to 4, and a score for scored items."""

    PASS = "pass"
    FAIL = "fail"
    NA = "na"
    NOT_ASSESSABLE = "not_assessable"
    SCORE = "score"


NEEDS_REASON = (Choice.NA, Choice.NOT_ASSESSABLE)


@dataclass(frozen=True)
class AnswerDraft:
    """The entered state of one item; every change makes a new draft."""

    item: Item
    choice: Choice | None = None
    score_text: str = ""
    reason: str = ""
    note: str = ""

    @classmethod
    def of(cls, item: Item, answer: Answer | None) -> AnswerDraft:
        """The draft that shows ``answer`` again, or an empty one."""
        if answer is None or answer.state is AnswerState.UNANSWERED:
            return cls(item, note=answer.note if answer else "")
        return cls(
            item,
            choice=_choice(item, answer),
            score_text=score_text(answer.score) if _scored(item, answer) else "",
            reason=answer.reason,
            note=answer.note,
        )

    def choose(self, choice: Choice) -> AnswerDraft:
        """Pass and fail on a scored item mean full marks and zero."""
        if self.item.answer_kind is AnswerKind.SCORE and choice in (Choice.PASS, Choice.FAIL):
            points = self.item.max_score if choice is Choice.PASS else Decimal(0)
            return replace(self, choice=Choice.SCORE, score_text=score_text(points))
        return replace(self, choice=choice)

    def type_digit(self, character: str, *, fresh: bool) -> AnswerDraft:
        """One typed character of a score; ``fresh`` starts a new number.

        A number that would pass the maximum starts again with the character, so
        that a slip is mended by typing on.
        """
        text = character if fresh else self.score_text + character
        if not self._fits(text):
            text = character
        if not self._fits(text):
            return self
        return replace(self, choice=Choice.SCORE, score_text=text)

    def erase_digit(self) -> AnswerDraft:
        """The score without its last character."""
        text = self.score_text[:-1]
        return replace(self, score_text=text, choice=Choice.SCORE if text else None)

    def with_reason(self, reason: str) -> AnswerDraft:
        """The same with another reason."""
        return replace(self, reason=reason)

    def with_note(self, note: str) -> AnswerDraft:
        """The same with another note."""
        return replace(self, note=note)

    @property
    def wants_reason(self) -> bool:
        """Whether the reason field is shown."""
        return self.choice in NEEDS_REASON

    def answer(self) -> Answer:
        """The answer as it will be stored; a note alone is kept without an answer.

        Raises ``AnswerFault`` when the rules refuse it.
        """
        answer = self._build()
        check_answer(self.item, answer)
        return answer

    def differs_from(self, stored: Answer | None) -> bool:
        """Whether storing it would change anything."""
        return self._meaning() != AnswerDraft.of(self.item, stored)._meaning()

    def _meaning(self) -> tuple[object, ...]:
        points = Decimal(self.score_text) if self.score_text else None
        reason = self.reason.strip() if self.wants_reason else ""
        return (self.choice, points, reason, self.note.strip())

    def _build(self) -> Answer:
        item, note = self.item, self.note.strip()
        if self.choice is None:
            return Answer(item.id, AnswerState.UNANSWERED, note=note)
        if self.choice is Choice.PASS:
            return pass_answer(item, note)
        if self.choice is Choice.FAIL:
            return fail_answer(item, note)
        if self.choice is Choice.SCORE:
            points = Decimal(self.score_text)
            return Answer(item.id, AnswerState.ANSWERED, score=points, note=note)
        state = AnswerState.NA if self.choice is Choice.NA else AnswerState.NOT_ASSESSABLE
        return Answer(item.id, state, reason=self.reason.strip(), note=note)

    def _fits(self, text: str) -> bool:
        try:
            points = Decimal(text)
        except InvalidOperation:
            return False
        return Decimal(0) <= points <= self.item.max_score


def score_text(points: Decimal | None) -> str:
    """A score without needless zeros: 4, 4.5, 10."""
    if points is None:
        return ""
    return format(points.normalize(), "f")


def _choice(item: Item, answer: Answer) -> Choice:
    if answer.state is AnswerState.NA:
        return Choice.NA
    if answer.state is AnswerState.NOT_ASSESSABLE:
        return Choice.NOT_ASSESSABLE
    if item.answer_kind is AnswerKind.SCORE:
        return Choice.SCORE
    return Choice.PASS if answer.score == item.max_score else Choice.FAIL


def _scored(item: Item, answer: Answer) -> bool:
    return item.answer_kind is AnswerKind.SCORE and answer.state is AnswerState.ANSWERED
