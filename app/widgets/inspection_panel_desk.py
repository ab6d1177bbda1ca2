"""The work behind the inspection panel: every write off the UI thread, in order.

While a write is under way, what the hands do next waits (``after_write``), so
that a fast ``2 Enter 1`` can never answer the wrong item. A refused write drops
what waits: nothing happens on top of an answer that was not stored.

Answers that others gave (another door of the program, or the journal when the
database is back) are followed: read again in the order of the writes, so that
an older reading never replaces a newer answer.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.faults import Fault
from app.operations.values import (
    Answer,
    ChangeKind,
    ChangeSet,
    EvidenceRecord,
    Hint,
    Inspection,
    RectificationTask,
    Store,
    TaskFilter,
)
from app.widgets.checklist_model import OpenInspection
from app.widgets.context import Context

T = TypeVar("T")
log = logging.getLogger(__name__)
BUSY_AFTER_MS = 300
LANE = "inspection"
_KINDS = {ChangeKind.EVIDENCE, ChangeKind.HINTS, ChangeKind.TASKS}


@dataclass(frozen=True)
class Beside:
    """What stands beside the answers of an inspection."""

    store: Store
    hints: tuple[Hint, ...]
    evidence: tuple[EvidenceRecord, ...]
    tasks: tuple[RectificationTask, ...]


class InspectionDesk(QObject):
    """Holds the open inspection and does what is asked with it."""

    opened = Signal()  # another inspection is open, or none
    changed = Signal()  # answers, score, hints, evidence or tasks are new
    item_changed = Signal()  # another item is current
    followed = Signal(object)  # others answered the current item; Answer | None that stood before
    refused = Signal(object)  # Fault: nothing was stored, what was typed must stay
    busy_changed = Signal(bool)  # a write takes longer than 300 ms

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.open_inspection: OpenInspection | None = None
        self.store: Store | None = None
        self.tasks: tuple[RectificationTask, ...] = ()
        self._waiting: deque[Callable[[], None]] = deque()
        self._writing = False
        self._following = False
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(BUSY_AFTER_MS)
        self._slow.timeout.connect(lambda: self.busy_changed.emit(True))
        context.changes.changed.connect(self._on_changes)

    # -- opening ---------------------------------------------------------------------

    def open(self, inspection_id: int) -> None:
        """Continue an inspection."""
        self._load(lambda: self._context.operations.inspections.get(inspection_id))

    def begin(self, store_id: int, version_id: int) -> None:
        """Begin an inspection of a store with a checklist version."""
        self._load(lambda: self._context.operations.inspections.begin(store_id, version_id))

    def close(self) -> None:
        """Put the inspection away; everything answered is stored already."""
        self.open_inspection = None
        self.store = None
        self.tasks = ()
        self.opened.emit()

    def _load(self, get: Callable[[], Inspection]) -> None:
        def work() -> tuple[Inspection, Beside]:
            inspection = get()
            return inspection, self._beside(inspection)

        self._write(work, self._opened)

    def _opened(self, result: tuple[Inspection, Beside]) -> None:
        inspection, beside = result
        self.open_inspection = OpenInspection(
            inspection, self._context.operations.inspections.running_score
        )
        self._place(beside)
        self.opened.emit()

    # -- answering -------------------------------------------------------------------

    def store_answer(self, answer: Answer, then: Callable[[], None] | None = None) -> None:
        """Store an answer; ``then`` runs once it is on disk."""
        inspection_id = self._id()
        inspections = self._context.operations.inspections

        def done(inspection: Inspection) -> None:
            self._replace(inspection)
            if then is not None:
                then()

        self._write(lambda: inspections.answer(inspection_id, answer), done)

    def take_back(self) -> None:
        """Undo the last answer and show its item."""
        inspection_id = self._id()
        inspections = self._context.operations.inspections
        self._write(lambda: inspections.take_back(inspection_id), self._taken_back)

    def _taken_back(self, inspection: Inspection) -> None:
        changed = self._replace(inspection)
        opened = self.open_inspection
        if opened is None or changed is None:
            return
        place = opened.index_of(changed)
        if place is not None:
            opened.select(place)
            self.item_changed.emit()

    def submit(self, then: Callable[[], None]) -> None:
        """Submit; refused (with the missing items' names) while a required one is open."""
        inspection_id = self._id()
        inspections = self._context.operations.inspections

        def done(inspection: Inspection) -> None:
            self._replace(inspection)
            then()

        self._write(lambda: inspections.submit(inspection_id), done)

    def go(self, index: int | None) -> bool:
        """Make another item current."""
        if self.open_inspection is None or index is None or not self.open_inspection.select(index):
            return False
        self.item_changed.emit()
        return True

    # -- beside the answers ----------------------------------------------------------

    def decide(self, hint: Hint, *, accepted: bool) -> None:
        """Accept or dismiss a hint at the item it belongs to."""
        opened = self.open_inspection
        place = opened.item_of_hint(hint) if opened else None
        if opened is None or place is None:
            return
        inspection_id, item_id = opened.inspection.id, opened.items[place].id
        hints = self._context.operations.hints
        self._write(
            lambda: hints.decide(hint.id, accepted, inspection_id, item_id),
            lambda _hint: self.reload(),
        )

    def evidence_taken(self, record: EvidenceRecord) -> None:
        """Show a new piece of evidence at once, before the list is read again."""
        opened = self.open_inspection
        if opened is None or record.inspection_id != opened.inspection.id:
            return
        if any(known.id == record.id for known in opened.evidence):
            return
        opened.evidence = (*opened.evidence, record)
        self.changed.emit()

    def reload(self) -> None:
        """Read hints, evidence and tasks again."""
        opened = self.open_inspection
        if opened is None:
            return
        inspection = opened.inspection

        def done(beside: Beside) -> None:
            if self.open_inspection is opened:
                self._place(beside)
                self.changed.emit()

        # In order: an older reading must never replace a newer one.
        self._context.background.run(
            lambda: self._beside(inspection), done, owner=self, lane="beside"
        )

    def after_write(self, command: Callable[[], None]) -> None:
        """Do ``command`` now, or when the write under way is stored."""
        if self._writing:
            self._waiting.append(command)
        else:
            command()

    # -- inside ----------------------------------------------------------------------

    def _id(self) -> int:
        if self.open_inspection is None:
            raise RuntimeError("no inspection is open")
        return self.open_inspection.inspection.id

    def _beside(self, inspection: Inspection) -> Beside:
        operations = self._context.operations
        return Beside(
            store=operations.stores.store(inspection.store_id),
            hints=operations.hints.list(inspection.store_id, inspection.id),
            evidence=operations.evidence.list(inspection.id),
            tasks=operations.tasks.list(TaskFilter(inspection_id=inspection.id)),
        )

    def _place(self, beside: Beside) -> None:
        if self.open_inspection is not None:
            self.open_inspection.hints = beside.hints
            self.open_inspection.evidence = beside.evidence
        self.store = beside.store
        self.tasks = beside.tasks

    def _replace(self, inspection: Inspection) -> str | None:
        opened = self.open_inspection
        if opened is None or opened.inspection.id != inspection.id:
            return None
        changed = opened.replace(inspection)
        self.changed.emit()
        return changed

    def _write(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._writing = True
        self._slow.start()

        def finished(result: T) -> None:
            self._ended()
            done(result)
            self._drain()

        def failed(fault: Fault) -> None:
            self._ended()
            self._waiting.clear()
            self.refused.emit(fault)

        self._context.background.run(work, finished, failed, owner=self, lane=LANE)

    def _ended(self) -> None:
        self._writing = False
        self._slow.stop()
        self.busy_changed.emit(False)

    def _drain(self) -> None:
        while self._waiting and not self._writing:
            self._waiting.popleft()()

    def _on_changes(self, change: ChangeSet) -> None:
        if self.open_inspection is None:
            return
        if change.kinds & _KINDS:
            self.reload()
        if ChangeKind.INSPECTIONS in change.kinds:
            self._follow()

    def _follow(self) -> None:
        """Read the answers again; our own writes tell nothing new and change nothing."""
        if self._following:
            return
        self._following = True
        inspection_id, inspections = self._id(), self._context.operations.inspections

        def get() -> Inspection:
            # From here on the next change asks for a reading of its own.
            self._following = False
            return inspections.get(inspection_id)

        def failed(fault: Fault) -> None:
            log.info("the answers could not be read again: %s", fault)

        self._context.background.run(get, self._others_answered, failed, lane=LANE)

    def _others_answered(self, inspection: Inspection) -> None:
        opened = self.open_inspection
        if opened is None or opened.inspection.id != inspection.id:
            return
        known = opened.inspection
        if (inspection.state, inspection.answers) == (known.state, known.answers):
            return
        before = opened.answer(opened.item.id)
        self._replace(inspection)
        if inspection.state is not known.state:
            self.opened.emit()
        elif opened.answer(opened.item.id) != before:
            self.followed.emit(before)
