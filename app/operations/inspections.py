"""Inspections: beginning, answering, taking back, submitting."""

from __future__ import annotations

import threading
import uuid
from dataclasses import replace
from functools import partial

from app.inspection.scoring import score
from app.operations.changes import Changes
from app.operations.people import People
from app.operations.values import (
    Answer,
    ChangeKind,
    Inspection,
    InspectionFilter,
    InspectionSummary,
    Score,
)
from app.storage.faults import DatabaseAway
from app.storage.inspection_changes import (
    BeginInspection,
    RecordAnswer,
    SubmitInspection,
    TakeBackAnswer,
    check_may_answer,
)
from app.storage.inspections import by_item, inspection_list, inspection_of
from app.storage.journal import WaitingAnswer
from app.storage.storage import Storage
from app.storage.times import now_us
from app.storage.writer import Kept


class Inspections:
    """Every answer is on the disk when `answer` returns.

    While the database is away it is on the disk of this workstation (the
    journal), and what was read last is shown with the waiting answers in it.
    """

    def __init__(self, storage: Storage, people: People, changes: Changes) -> None:
        self._storage = storage
        self._people = people
        self._changes = changes
        self._lock = threading.Lock()
        self._last: dict[int, Inspection] = {}

    def begin(self, store_id: int, version_id: int) -> Inspection:
        """A draft with no answers, by whoever sits here."""
        task = BeginInspection(store_id, version_id, self._people.who(), now_us())
        return self._remember(self._storage.write(task))

    def get(self, inspection_id: int) -> Inspection:
        """The inspection with the answers that stand, waiting ones included."""
        try:
            stored = self._storage.read(partial(inspection_of, inspection_id=inspection_id))
        except DatabaseAway:
            last = self._known(inspection_id)
            if last is None:
                raise
            return self.with_waiting(last)
        return self.with_waiting(self._keep(stored))

    def list(self, wanted: InspectionFilter | None = None) -> tuple[InspectionSummary, ...]:
        """The wanted inspections, newest first."""
        return self._storage.read(partial(inspection_list, wanted=wanted or InspectionFilter()))

    def answer(self, inspection_id: int, answer: Answer) -> Inspection:
        """The inspection with the answer in it, durably.

        Raises AnswerFault for an answer that cannot stand, Refused after
        submit, and DiskFault when neither the database nor the disk of
        this workstation can take it.
        """
        inspection = self._known(inspection_id) or self.get(inspection_id)
        check_may_answer(inspection, answer)
        waiting = WaitingAnswer(
            uid=uuid.uuid4().hex,
            inspection_uid=inspection.uid,
            answer=answer,
            answered_us=now_us(),
            who=self._people.who(),
        )
        try:
            return self._remember(self._storage.write(RecordAnswer(waiting)))
        except Kept:
            self._changes.publish(ChangeKind.INSPECTIONS)
            return self.with_waiting(inspection)

    def take_back(self, inspection_id: int) -> Inspection:
        """The newest answer no longer stands; the one before it does again."""
        task = TakeBackAnswer(inspection_id, self._people.who(), now_us())
        return self._remember(self._storage.write(task))

    def submit(self, inspection_id: int) -> Inspection:
        """Frozen from here on, with its score; Refused while a required item is unanswered."""
        task = SubmitInspection(inspection_id, now_us())
        return self._remember(self._storage.write(task))

    def running_score(self, inspection: Inspection) -> Score:
        """The score of what is answered so far; asks no database."""
        return score(inspection.checklist, inspection.answers, running=True)

    def replayed(self) -> None:
        """What waited reached the database: whoever shows such things reads again."""
        with self._lock:
            self._last.clear()
        self._changes.publish(ChangeKind.INSPECTIONS, ChangeKind.EVIDENCE, ChangeKind.BOOKMARKS)

    def _remember(self, inspection: Inspection) -> Inspection:
        self._keep(inspection)
        self._changes.publish(ChangeKind.INSPECTIONS)
        return inspection

    def _keep(self, inspection: Inspection) -> Inspection:
        with self._lock:
            self._last[inspection.id] = inspection
        return inspection

    def _known(self, inspection_id: int) -> Inspection | None:
        with self._lock:
            return self._last.get(inspection_id)

    def with_waiting(self, inspection: Inspection) -> Inspection:
        """The waiting answers are newer than every stored one."""
        waiting = self._storage.journal.of(inspection.uid)
        if not waiting:
            return inspection
        answers = (*inspection.answers.values(), *(entry.answer for entry in waiting))
        return replace(inspection, answers=by_item(answers))
