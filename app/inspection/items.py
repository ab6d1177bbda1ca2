"""What a checklist is: sections of items, each with a standard and a weight.

Values only. ``app.inspection.checklist`` reads them from a document.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from app.faults import Language

Rollup = Literal["points"]
RedLinePolicy = Literal["zero_section"]

PLACES = (
    "entrance",
    "floor",
    "counter",
    "shelf",
    "service_bay",
    "parking",
    "back_door",
    "other",
)
"""Where a camera may stand; an item names the places at which it is judged."""

HINT_RULES = ("counter_unattended",)
"""The hint rules an item may ask for; a hint is never a finding by itself."""


@dataclass(frozen=True)
class LocalText:
    """One text in both languages; a text written once reads the same in each."""

    en: str
    zh: str

    def in_language(self, language: Language) -> str:
        """The text to show in ``language``."""
        return self.zh if language == "zh_CN" else self.en


class AnswerKind(enum.Enum):
    """How an item is answered."""

    PASS_FAIL = "pass_fail"
    SCORE = "score"


@dataclass(frozen=True)
class Item:
    """One thing to look at, with the standard it is held against.

    ``max_score`` is 1 for a pass/fail item. ``pass_mark`` is the lowest score
    that passes (score items only); without it only a score of 0 fails.
    ``weight`` multiplies score and maximum; 0 records without scoring.
    """

    id: str
    title: LocalText
    standard: LocalText
    answer_kind: AnswerKind = AnswerKind.PASS_FAIL
    max_score: Decimal = Decimal(1)
    weight: Decimal = Decimal(1)
    red_line: bool = False
    pass_mark: Decimal | None = None
    na_allowed: bool = True
    required: bool = True
    places: tuple[str, ...] = ()
    hint_rules: tuple[str, ...] = ()

    def fails(self, score: Decimal) -> bool:
        """Whether ``score`` counts as a failure: partial credit below the mark is one."""
        if self.answer_kind is AnswerKind.PASS_FAIL:
            return score < self.max_score
        if self.pass_mark is None:
            return score <= 0
        return score < self.pass_mark


@dataclass(frozen=True)
class ChecklistSection:
    """Items that are read, scored and zeroed together."""

    id: str
    title: LocalText
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Checklist:
    """A whole checklist; item ids are unique over all its sections."""

    key: str
    title: LocalText
    rollup: Rollup
    red_line_policy: RedLinePolicy
    sections: tuple[ChecklistSection, ...]

    def items(self) -> Iterator[Item]:
        """Every item in the order in which it is asked."""
        for section in self.sections:
            yield from section.items

    def item(self, item_id: str) -> Item:
        """The item with that id; KeyError where there is none."""
        for item in self.items():
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def section_of(self, item_id: str) -> ChecklistSection:
        """The section that holds the item; KeyError where there is none."""
        for section in self.sections:
            if any(item.id == item_id for item in section.items):
                return section
        raise KeyError(item_id)
