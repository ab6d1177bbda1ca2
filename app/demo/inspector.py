"""A made-up inspector who goes through a whole inspection by the operations the window calls.

Answers follow what the demo's stores show: a hinted item fails with evidence and
a rectification task, an item that no camera of the store can see is not
assessable, the emptied shelf fails, the rest passes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from app.inspection.answers import Answer, AnswerState, fail_answer, pass_answer
from app.inspection.checklist import AnswerKind, Item
from app.operations.facade import Operations
from app.operations.values import (
    Camera,
    EvidenceRecord,
    Hint,
    Inspection,
    Mark,
    Place,
    Priority,
    RectificationTask,
    Still,
    StoreNode,
    TaskAction,
    TaskDraft,
)

Look = Callable[[Camera, int | None], Still]
"""Brings a camera to a media time (None: what it shows now) and takes what the tile shows."""
Draw = Callable[[bytes, Sequence[Mark]], bytes]
"""Draws marks into a PNG picture and returns the marked PNG."""

_DUE = timedelta(days=3)
_SHOW_OF_HINT = 0.5  # the middle of a hinted stretch shows it best
_EMPTY_COUNTER = (
    Mark("box", 0.30, 0.30, 0.75, 0.85),
    Mark("text", 0.31, 0.20, 0.75, 0.30, text="Nobody at the counter"),
)
_EMPTY_SHELF = (Mark("arrow", 0.20, 0.15, 0.45, 0.45),)


@dataclass(frozen=True)
class Inspected:
    """What an inspection left behind."""

    inspection: Inspection
    evidence: tuple[EvidenceRecord, ...]
    tasks: tuple[RectificationTask, ...]
    hints: tuple[Hint, ...]


class DemoInspector:
    """One inspection of one store; every step is stored before the next begins."""

    def __init__(
        self,
        operations: Operations,
        node: StoreNode,
        look: Look,
        draw: Draw,
        shelf_empty_us: int | None = None,
    ) -> None:
        """``shelf_empty_us``: a moment at which the store's shelf stands empty, None = unknown."""
        self._operations = operations
        self._node = node
        self._look = look
        self._draw = draw
        self._shelf_empty_us = shelf_empty_us
        self._na_given = False
        self._shelf_failed = False

    def begin(self, version_id: int) -> Inspection:
        """Open the draft."""
        return self._operations.inspections.begin(self._node.store.id, version_id)

    def answer_all(self, inspection: Inspection) -> None:
        """Answer every item in the checklist's order."""
        for item in inspection.checklist.items():
            self._answer(inspection.id, item)

    def finish(self, inspection_id: int) -> Inspected:
        """Submit, and move the first rectification task on as a store would."""
        operations = self._operations
        inspection = operations.inspections.submit(inspection_id)
        tasks = [task for task in operations.tasks.list() if task.inspection_id == inspection_id]
        if tasks:
            operations.tasks.act(tasks[0].id, TaskAction.START, "")
        return Inspected(
            inspection=inspection,
            evidence=operations.evidence.list(inspection_id),
            tasks=tuple(operations.tasks.get(task.id) for task in tasks),
            hints=operations.hints.list(self._node.store.id, inspection_id),
        )

    def _answer(self, inspection_id: int, item: Item) -> None:
        hints = self._undecided(item)
        if hints:
            self._confirm(inspection_id, item, hints)
            return
        cameras = self._cameras_for(item)
        if not cameras:
            self._cannot_see(inspection_id, item)
        elif self._about_the_shelf(item) and not self._shelf_failed:
            self._shelf_failed = True
            at_us, note = self._shelf_empty_us, "Most of the shelf is empty"
            self._fail(inspection_id, item, cameras[0], at_us, _EMPTY_SHELF, note)
        else:
            self._good(inspection_id, item)

    def _undecided(self, item: Item) -> list[Hint]:
        if not item.hint_rules:
            return []
        known = self._operations.hints.list(self._node.store.id)
        return [
            hint for hint in known if hint.decision is None and hint.rule_key in item.hint_rules
        ]

    def _confirm(self, inspection_id: int, item: Item, hints: Sequence[Hint]) -> None:
        """The longest stretch counts; the others are dismissed as the same incident."""
        longest = max(hints, key=lambda hint: hint.end_us - hint.start_us)
        for hint in hints:
            accepted = hint.id == longest.id
            self._operations.hints.decide(hint.id, accepted, inspection_id, item.id)
        camera = self._operations.stores.camera(longest.camera_id)
        at_us = longest.start_us + round((longest.end_us - longest.start_us) * _SHOW_OF_HINT)
        minutes = (longest.end_us - longest.start_us) / 60e6
        note = f"Nobody at the counter for {minutes:.1f} min"
        self._fail(inspection_id, item, camera, at_us, _EMPTY_COUNTER, note)

    def _fail(
        self,
        inspection_id: int,
        item: Item,
        camera: Camera,
        at_us: int | None,
        marks: Sequence[Mark],
        note: str,
    ) -> None:
        operations = self._operations
        still = self._look(camera, at_us)
        taken = operations.evidence.store(inspection_id, item.id, camera.id, still)
        operations.evidence.mark(taken.id, marks, self._draw(still.png, marks))
        answer = fail_answer(item, note)
        operations.inspections.answer(inspection_id, answer)
        operations.tasks.raise_task(
            TaskDraft(
                inspection_id=inspection_id,
                item_id=item.id,
                store_id=self._node.store.id,
                title=item.title.in_language("en"),
                detail=note,
                owner="Store manager",
                due_us=taken.taken_us + round(_DUE.total_seconds() * 1e6),
                priority=Priority.HIGH if item.red_line else Priority.MEDIUM,
                evidence_ids=(taken.id,),
            )
        )

    def _cannot_see(self, inspection_id: int, item: Item) -> None:
        if item.na_allowed and not self._na_given:
            self._na_given = True
            state, reason = AnswerState.NA, "This store has no such area"
        else:
            places = ", ".join(item.places)
            state, reason = AnswerState.NOT_ASSESSABLE, f"No camera of this store shows: {places}"
        self._operations.inspections.answer(inspection_id, Answer(item.id, state, reason=reason))

    def _good(self, inspection_id: int, item: Item) -> None:
        answer = pass_answer(item)
        if item.answer_kind is AnswerKind.SCORE and item.max_score > 2:
            nearly = item.max_score - Decimal(1)
            answer = Answer(item.id, AnswerState.ANSWERED, score=nearly, note="Small faults")
        self._operations.inspections.answer(inspection_id, answer)

    def _cameras_for(self, item: Item) -> list[Camera]:
        if not item.places:
            return list(self._node.cameras)
        return [camera for camera in self._node.cameras if camera.place.value in item.places]

    def _about_the_shelf(self, item: Item) -> bool:
        return item.places == (Place.SHELF.value,) and item.answer_kind is AnswerKind.PASS_FAIL
