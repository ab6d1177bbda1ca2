"""A checklist version as an outline to read: sections, items, and what each asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from app.faults import Language
from app.operations.values import AnswerKind, Checklist, ChecklistVersion, Item
from app.widgets.models.answer_draft import score_text


@dataclass(frozen=True)
class OutlineItem:
    """One item in words."""

    number: str
    title: str
    standard: str
    facts: tuple[str, ...]
    red_line: bool


@dataclass(frozen=True)
class OutlineSection:
    """One section in words, with the points it can give."""

    title: str
    points: str
    items: tuple[OutlineItem, ...]


def outline(checklist: Checklist, language: Language) -> tuple[OutlineSection, ...]:
    """The checklist as it is read, top to bottom."""
    return tuple(
        OutlineSection(
            title=f"{place}  {section.title.in_language(language)}",
            points=score_text(points_of(section.items)),
            items=tuple(
                OutlineItem(
                    number=f"{place}.{index}",
                    title=item.title.in_language(language),
                    standard=item.standard.in_language(language),
                    facts=item_facts(item),
                    red_line=item.red_line,
                )
                for index, item in enumerate(section.items, 1)
            ),
        )
        for place, section in enumerate(checklist.sections, 1)
    )


def points_of(items: Sequence[Item]) -> Decimal:
    """The most points the items can give: highest score times weight."""
    return sum((item.max_score * item.weight for item in items), Decimal(0))


def item_facts(item: Item) -> tuple[str, ...]:
    """What an item asks for, apart from what every item has."""
    translate = QCoreApplication.translate
    facts = []
    if item.answer_kind is AnswerKind.SCORE:
        text = translate("ChecklistOutline", "score 0 to {maximum}")
        facts.append(text.format(maximum=score_text(item.max_score)))
        if item.pass_mark is not None:
            text = translate("ChecklistOutline", "passes from {mark}")
            facts.append(text.format(mark=score_text(item.pass_mark)))
    else:
        facts.append(translate("ChecklistOutline", "pass or fail"))
    if item.weight != 1:
        text = translate("ChecklistOutline", "weight {weight}")
        facts.append(text.format(weight=score_text(item.weight)))
    if not item.required:
        facts.append(translate("ChecklistOutline", "optional"))
    if not item.na_allowed:
        facts.append(translate("ChecklistOutline", "N/A not allowed"))
    if item.hint_rules:
        facts.append(translate("ChecklistOutline", "gets hints"))
    return tuple(facts)


def by_checklist(
    versions: Sequence[ChecklistVersion],
) -> tuple[tuple[ChecklistVersion, ...], ...]:
    """The versions of each checklist together, newest first, in order of key."""
    groups: dict[str, list[ChecklistVersion]] = {}
    for version in sorted(versions, key=lambda each: (each.key, -each.version)):
        groups.setdefault(version.key, []).append(version)
    return tuple(tuple(group) for group in groups.values())
