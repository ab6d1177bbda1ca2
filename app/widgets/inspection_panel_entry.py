"""What the hands enter for the current item, and when it is stored.

Between the keys and the desk, without a widget: the panel shows ``draft`` and
calls these methods. Every command waits for the write under way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QObject, QTimer, Signal

from app.inspection.answers import AnswerFault
from app.operations.values import Answer, AnswerKind
from app.widgets.checklist_model import OpenInspection
from app.widgets.inspection_panel_desk import InspectionDesk
from app.widgets.models.answer_draft import AnswerDraft, Choice

SETTLE_MS = 700
"""A score that may still get another digit is stored after this pause, or at Enter."""
DIGIT_KEYS = {Choice.PASS: "1", Choice.FAIL: "2", Choice.NA: "3", Choice.NOT_ASSESSABLE: "4"}


class ItemEntry(QObject):
    """The draft of the current item and the moments at which it is stored."""

    draft_changed = Signal()
    refused = Signal(object)  # Fault, or None when what was wrong is mended
    reason_wanted = Signal()  # the reason field should have the keys
    finished = Signal()  # Enter on the last item, and every item has an answer

    def __init__(self, desk: InspectionDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.draft: AnswerDraft | None = None
        self._fresh = True
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.keep)
        desk.opened.connect(self._show_stored)
        desk.item_changed.connect(self._show_stored)
        desk.followed.connect(self._follow)

    # -- entering --------------------------------------------------------------------

    def press(self, choice: Choice) -> None:
        """One of the keys 1 to 4: an answer, or a digit on a scored item."""
        self._desk.after_write(lambda: self._press(choice))

    def choose(self, choice: Choice) -> None:
        """An answer, whatever the kind of item."""
        self._desk.after_write(lambda: self._choose(choice))

    def type_character(self, character: str) -> None:
        """One character of a score."""
        self._desk.after_write(lambda: self._type(character))

    def set_score(self, text: str) -> None:
        """A whole score."""
        self._desk.after_write(lambda: self._set_score(text))

    def erase(self) -> None:
        """The score without its last character."""
        self._desk.after_write(self._erase)

    def set_note(self, note: str) -> None:
        """The note as typed; stored at Enter, Escape, or when the field is left."""
        if self.draft is not None:
            self.draft = self.draft.with_note(note)

    def set_reason(self, reason: str) -> None:
        """The reason as typed; stored like a note."""
        if self.draft is not None:
            self.draft = self.draft.with_reason(reason)
            self.refused.emit(None)

    # -- storing ---------------------------------------------------------------------

    def store_next(self) -> None:
        """Store, then show the next item; after the last one, finish."""
        self._desk.after_write(lambda: self._commit(self._go_on))

    def store_previous(self) -> None:
        """Store, then show the item before."""
        self._desk.after_write(lambda: self._commit(self._go_back))

    def go(self, place: int | None) -> None:
        """Store what is complete, then show another item."""
        self._desk.after_write(lambda: self._leave_for(place))

    def keep(self) -> None:
        """Store what is complete and stay; what is not yet complete stays typed."""
        self._desk.after_write(self._keep)

    def take_back(self) -> None:
        """Undo the last stored answer."""
        self._settle.stop()
        if self._opened() is not None:
            self._desk.after_write(self._desk.take_back)

    # -- inside ----------------------------------------------------------------------

    def _opened(self) -> OpenInspection | None:
        opened = self._desk.open_inspection
        return None if opened is None or opened.submitted else opened

    def _show_stored(self) -> None:
        self._settle.stop()
        self._fresh = True
        opened = self._desk.open_inspection
        item = opened.item if opened else None
        self.draft = AnswerDraft.of(item, opened.answer(item.id)) if opened and item else None
        self.draft_changed.emit()

    def _follow(self, before: Answer | None) -> None:
        """Others answered this item: show it, unless something else is being entered here."""
        if self.draft is not None and not self.draft.differs_from(before):
            self._show_stored()

    def _press(self, choice: Choice) -> None:
        if self.draft is not None and self.draft.item.answer_kind is AnswerKind.SCORE:
            self._type(DIGIT_KEYS[choice])
        else:
            self._choose(choice)

    def _choose(self, choice: Choice) -> None:
        if self.draft is None or self._opened() is None:
            return
        draft = self.draft.choose(choice)
        fault = _problem(draft)
        if fault is not None and choice is Choice.NA and not draft.item.na_allowed:
            self.refused.emit(fault)
            return
        self._set(draft)
        self._fresh = True
        if draft.wants_reason:
            self.reason_wanted.emit()
        if fault is None:
            self._commit(_stay)

    def _type(self, character: str) -> None:
        if self.draft is None or self.draft.item.answer_kind is not AnswerKind.SCORE:
            return
        if self._opened() is None:
            return
        self._set(self.draft.type_digit(character, fresh=self._fresh))
        self._fresh = False
        self._store_score()

    def _set_score(self, text: str) -> None:
        if self.draft is not None and self._opened() is not None:
            self._set(replace(self.draft, choice=Choice.SCORE, score_text=text))
            self._commit(_stay)

    def _erase(self) -> None:
        if self.draft is None or self._opened() is None or not self.draft.score_text:
            return
        self._set(self.draft.erase_digit())
        self._fresh = False
        self._settle.start()

    def _store_score(self) -> None:
        draft = self.draft
        if draft is None or not draft.score_text:
            return
        points = Decimal(draft.score_text)
        whole = "." not in draft.score_text
        if whole and (points == 0 or points * 10 > draft.item.max_score):
            # No further digit can follow.
            self._commit(_stay)
        else:
            self._settle.start()

    def _set(self, draft: AnswerDraft) -> None:
        self.draft = draft
        self.refused.emit(None)
        self.draft_changed.emit()

    def _commit(self, then: Callable[[], None]) -> None:
        self._settle.stop()
        opened, draft = self._opened(), self.draft
        if opened is None or draft is None:
            then()
            return
        if not draft.differs_from(opened.answer(draft.item.id)):
            then()
            return
        fault = _problem(draft)
        if fault is None:
            self._desk.store_answer(draft.answer(), then)
            return
        self.refused.emit(fault)
        if draft.wants_reason:
            self.reason_wanted.emit()

    def _keep(self) -> None:
        if self.draft is not None and _problem(self.draft) is None:
            self._commit(_stay)

    def _leave_for(self, place: int | None) -> None:
        draft, opened = self.draft, self._opened()
        if draft and opened and _problem(draft) is not None and not draft.reason.strip():
            # Nothing was entered but a choice that cannot stand without its reason.
            stored = AnswerDraft.of(draft.item, opened.answer(draft.item.id))
            self.draft = stored.with_note(draft.note)
        self._commit(lambda: self._arrive(place))

    def _arrive(self, place: int | None) -> None:
        self._desk.go(place)

    def _go_on(self) -> None:
        opened = self._desk.open_inspection
        if opened is None:
            return
        place = opened.after_current()
        if place is None or (place == opened.current):
            self.finished.emit()
        else:
            self._desk.go(place)

    def _go_back(self) -> None:
        opened = self._desk.open_inspection
        if opened is not None:
            self._desk.go(opened.current - 1)


def _problem(draft: AnswerDraft) -> AnswerFault | None:
    try:
        draft.answer()
    except AnswerFault as fault:
        return fault
    return None


def _stay() -> None:
    """The answer is stored; the same item stays."""
