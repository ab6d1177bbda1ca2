"""Small checklists for tests: one line per item."""

from __future__ import annotations

from decimal import Decimal

from app.inspection.answers import Answer, AnswerState
from app.inspection.checklist import (
    AnswerKind,
    Checklist,
    ChecklistSection,
    Item,
    LocalText,
)


def item(item_id: str, maximum: str = "", weight: str = "1", **rest: object) -> Item:
    """A pass/fail item, or a scored one where a maximum is given."""
    text = LocalText(item_id, item_id)
    kind = AnswerKind.SCORE if maximum else AnswerKind.PASS_FAIL
    top = Decimal(maximum or 1)
    return Item(item_id, text, text, kind, top, Decimal(weight), **rest)


def checklist(*sections: list[Item]) -> Checklist:
    """Sections s1, s2... with these items."""
    return Checklist(
        "test",
        LocalText("Test", "测试"),
        "points",
        "zero_section",
        tuple(
            ChecklistSection(f"s{n}", LocalText(f"S{n}", f"分类{n}"), tuple(items))
            for n, items in enumerate(sections, start=1)
        ),
    )


def scored(item_id: str, score: str | int) -> Answer:
    return Answer(item_id, AnswerState.ANSWERED, Decimal(score))


def na(item_id: str) -> Answer:
    return Answer(item_id, AnswerState.NA, reason="not sold here")


def blocked(item_id: str) -> Answer:
    return Answer(item_id, AnswerState.NOT_ASSESSABLE, reason="camera down")


def by_id(*answers: Answer) -> dict[str, Answer]:
    return {answer.item_id: answer for answer in answers}
