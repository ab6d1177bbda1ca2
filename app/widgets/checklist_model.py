"""The open inspection as plain state, and the list that shows it.

``OpenInspection`` knows which item is current, what was answered, which hints
and evidence belong to which item. It never stores: the desk
(``inspection_panel_desk``) does, and hands the new inspection back.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.faults import Language
from app.operations.values import (
    Answer,
    AnswerKind,
    AnswerState,
    Checklist,
    ChecklistSection,
    EvidenceRecord,
    Hint,
    Inspection,
    InspectionState,
    Item,
    Score,
)
from app.widgets.models.answer_draft import score_text


class RowState(enum.Enum):
    """How an item stands, always shown as an icon with a word."""

    TODO = "todo"
    PASS = "pass"
    FAIL = "fail"
    NA = "na"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True)
class ItemRow:
    """One item in the list."""

    number: str  # "2.3" = third item of the second section
    item: Item
    section: ChecklistSection
    state: RowState
    points: str  # "4/5" for scored items, "" otherwise
    open_hints: int
    evidence: int


class OpenInspection:
    """One inspection beside the wall.

    ``running`` scores what is answered so far: the operation, not a rule of ours.
    """

    def __init__(self, inspection: Inspection, running: Callable[[Inspection], Score]) -> None:
        self.inspection = inspection
        self._running = running
        self.items: tuple[Item, ...] = tuple(inspection.checklist.items())
        self.hints: tuple[Hint, ...] = ()
        self.evidence: tuple[EvidenceRecord, ...] = ()
        self.current = self._first_unanswered() or 0
        self.score = self._score_now()

    @property
    def checklist(self) -> Checklist:
        """The checklist version this inspection began with."""
        return self.inspection.checklist

    @property
    def submitted(self) -> bool:
        """Whether it can no longer change."""
        return self.inspection.state is InspectionState.SUBMITTED

    @property
    def item(self) -> Item:
        """The current item."""
        return self.items[self.current]

    def replace(self, inspection: Inspection) -> str | None:
        """Take over a newer state; returns the item whose answer changed, if one did."""
        changed = _changed_item(self.inspection, inspection, self.items)
        self.inspection = inspection
        self.score = self._score_now()
        return changed

    def answer(self, item_id: str) -> Answer | None:
        """The stored answer of an item."""
        return self.inspection.answers.get(item_id)

    def answered(self) -> int:
        """How many items have an answer of any state."""
        return sum(1 for item in self.items if _is_answered(self.answer(item.id)))

    def select(self, index: int) -> bool:
        """Make an item current; False where there is none or it already is."""
        if not 0 <= index < len(self.items) or index == self.current:
            return False
        self.current = index
        return True

    def index_of(self, item_id: str) -> int | None:
        """Where an item stands in the checklist."""
        return next((i for i, item in enumerate(self.items) if item.id == item_id), None)

    def after_current(self) -> int | None:
        """Where Enter goes: the next item, at the end the first one without an answer.

        None when every item has an answer and the last one is current.
        """
        if self.current + 1 < len(self.items):
            return self.current + 1
        return self._first_unanswered()

    def rows(self) -> tuple[ItemRow, ...]:
        """All items in order."""
        return tuple(
            self._row(number, section, item) for number, section, item in numbered(self.checklist)
        )

    def hints_of(self, item: Item) -> tuple[Hint, ...]:
        """The hints that belong to an item: decided there, or found by one of its rules."""
        return tuple(hint for hint in self.hints if _belongs(hint, item))

    def item_of_hint(self, hint: Hint) -> int | None:
        """The first item a hint belongs to."""
        return next((i for i, item in enumerate(self.items) if _belongs(hint, item)), None)

    def evidence_of(self, item_id: str) -> tuple[EvidenceRecord, ...]:
        """The evidence bound to an item, oldest first."""
        return tuple(record for record in self.evidence if record.item_id == item_id)

    def failed(self, item_id: str) -> bool:
        """Whether the rules count the stored answer of an item as failed."""
        return item_id in self.score.failed_items

    def _score_now(self) -> Score:
        """The stored score of a submitted inspection, else that of what is answered so far."""
        return self.inspection.score or self._running(self.inspection)

    def _row(self, number: str, section: ChecklistSection, item: Item) -> ItemRow:
        answer = self.answer(item.id)
        hints = sum(1 for hint in self.hints_of(item) if hint.decision is None)
        return ItemRow(
            number=number,
            item=item,
            section=section,
            state=row_state(answer, failed=self.failed(item.id)),
            points=_points(item, answer),
            open_hints=hints,
            evidence=len(self.evidence_of(item.id)),
        )

    def _first_unanswered(self) -> int | None:
        return next(
            (i for i, item in enumerate(self.items) if not _is_answered(self.answer(item.id))), None
        )


def numbered(checklist: Checklist) -> list[tuple[str, ChecklistSection, Item]]:
    """Every item with its number: section and place, both from 1."""
    return [
        (f"{s}.{i}", section, item)
        for s, section in enumerate(checklist.sections, 1)
        for i, item in enumerate(section.items, 1)
    ]


def row_state(answer: Answer | None, *, failed: bool) -> RowState:
    """How an answer is shown."""
    if answer is None or answer.state is AnswerState.UNANSWERED:
        return RowState.TODO
    if answer.state is AnswerState.NA:
        return RowState.NA
    if answer.state is AnswerState.NOT_ASSESSABLE:
        return RowState.NOT_ASSESSABLE
    return RowState.FAIL if failed else RowState.PASS


def _points(item: Item, answer: Answer | None) -> str:
    if item.answer_kind is not AnswerKind.SCORE or answer is None or answer.score is None:
        return ""
    return f"{score_text(answer.score)}/{score_text(item.max_score)}"


def _is_answered(answer: Answer | None) -> bool:
    return answer is not None and answer.state is not AnswerState.UNANSWERED


def _belongs(hint: Hint, item: Item) -> bool:
    if hint.item_id is not None:
        return hint.item_id == item.id
    return hint.rule_key in item.hint_rules


def _changed_item(before: Inspection, after: Inspection, items: Sequence[Item]) -> str | None:
    for item in items:
        if before.answers.get(item.id) != after.answers.get(item.id):
            return item.id
    return None


class ChecklistListModel(QAbstractListModel):
    """Sections and items as one flat list; section lines cannot be selected."""

    ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._lines: list[ItemRow | ChecklistSection] = []
        self._section_numbers: dict[str, int] = {}

    def show(self, opened: OpenInspection | None) -> None:
        """Show an inspection, or nothing; keeps the rows where only states changed."""
        lines = _lines(opened.rows()) if opened else []
        if [_identity(a) for a in lines] == [_identity(b) for b in self._lines]:
            self._update(lines)
            return
        self.beginResetModel()
        self._lines = lines
        sections = opened.checklist.sections if opened else ()
        self._section_numbers = {section.id: n for n, section in enumerate(sections, 1)}
        self.endResetModel()

    def set_language(self, language: Language) -> None:
        """Show titles in another language."""
        self._language = language
        if self._lines:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))

    def line_of(self, item_index: int) -> int:
        """The line on which the item with this place in the checklist stands, -1 for none."""
        items = [i for i, line in enumerate(self._lines) if isinstance(line, ItemRow)]
        return items[item_index] if 0 <= item_index < len(items) else -1

    def item_index(self, line: int) -> int | None:
        """The place in the checklist of the item on a line; None for a section line."""
        if not 0 <= line < len(self._lines) or not isinstance(self._lines[line], ItemRow):
            return None
        return sum(1 for entry in self._lines[:line] if isinstance(entry, ItemRow))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The text of a line; ``ROW_ROLE`` gives the item row or the section itself."""
        if not index.isValid() or not 0 <= index.row() < len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == self.ROW_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(line)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(line, ItemRow):
            return line.item.standard.in_language(self._language)
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Only items can be chosen."""
        if self.item_index(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _text(self, line: ItemRow | ChecklistSection) -> str:
        if isinstance(line, ItemRow):
            return f"{line.number} {line.item.title.in_language(self._language)}"
        number = self._section_numbers.get(line.id, 0)
        return f"{number} {line.title.in_language(self._language)}"

    def _update(self, lines: list[ItemRow | ChecklistSection]) -> None:
        for number, (old, new) in enumerate(zip(self._lines, lines, strict=True)):
            if old != new:
                self._lines[number] = new
                index = self.index(number)
                self.dataChanged.emit(index, index)


def _lines(rows: Sequence[ItemRow]) -> list[ItemRow | ChecklistSection]:
    lines: list[ItemRow | ChecklistSection] = []
    for row in rows:
        if row.item is row.section.items[0]:
            lines.append(row.section)
        lines.append(row)
    return lines


def _identity(line: ItemRow | ChecklistSection) -> tuple[str, str]:
    return ("item", line.item.id) if isinstance(line, ItemRow) else ("section", line.id)
